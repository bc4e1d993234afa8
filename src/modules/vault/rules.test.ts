import { expect, test } from 'vitest'
import type { RecordId, StaffId } from '../../kernel/index.ts'
import { codeNow, drillCause, isTotpSeed, openingsOf, rotationCauses, stateOf } from './rules.ts'
import type { Step, StepName } from './types.ts'

const start = new Date('2026-11-19T09:00:00Z')
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)
const day = 24 * 60

const step = (name: StepName, minutes: number, more: Partial<Step> = {}): Step => ({
  openingId: 'a' as RecordId,
  step: name,
  way: 'twoPersons',
  drill: false,
  reason: 'Sjuk',
  staffId: 's' as StaffId,
  name: 'Samira Haddad',
  at: after(minutes),
  ...more,
})

test.each([
  ['waiting', [step('asked', 0)], 60],
  ['lapsed', [step('asked', 0)], 61],
  ['refused', [step('asked', 0), step('refused', 5)], 6],
  ['ready', [step('asked', 0), step('opened', 59)], 119],
  ['lapsed', [step('asked', 0), step('opened', 59)], 120],
  ['showing', [step('asked', 0), step('opened', 5), step('shown', 6)], 16],
  ['closed', [step('asked', 0), step('opened', 5), step('shown', 6)], 17],
] as const)('an opening is %s', (state, steps, minutes) => {
  const [opening] = openingsOf(steps)
  expect(opening && stateOf(opening, after(minutes))).toBe(state)
})

test('steps without an asking are no opening', () => {
  expect(openingsOf([step('opened', 0)])).toEqual([])
})

const lasting = { changeAfterDays: 365, drillAfterDays: 365 }

test('only what came after the last change is a cause to change again', () => {
  const shown = openingsOf([step('asked', 10), step('opened', 11), step('shown', 12)])
  const kinds = (changedAt: Date, now = after(60)) =>
    rotationCauses(
      { changedAt },
      shown,
      [{ staffId: 's' as StaffId, name: 'Nils', endedAt: after(20) }],
      lasting,
      now,
    ).map(({ kind }) => kind)
  expect(kinds(start)).toEqual(['opened', 'left'])
  expect(kinds(after(12))).toEqual(['left'])
  expect(kinds(after(15))).toEqual(['left'])
  expect(kinds(after(20))).toEqual([])
  expect(kinds(after(30))).toEqual([])
  expect(kinds(after(30), after(366 * day + 30))).toEqual(['old'])
})

test('a drill is no cause to change, and is due as long after the last as the policy says', () => {
  const drill = openingsOf([
    step('asked', 10, { drill: true }),
    step('opened', 11, { drill: true }),
    step('shown', 12, { drill: true }),
  ])
  expect(rotationCauses({ changedAt: start }, drill, [], lasting, after(60))).toEqual([])
  expect(drillCause({ changedAt: start }, drill, lasting, after(364 * day))).toEqual([])
  expect(drillCause({ changedAt: start }, drill, lasting, after(366 * day))).toMatchObject([
    { kind: 'drill' },
  ])
  expect(drillCause({ changedAt: start }, [], lasting, after(366 * day))).toMatchObject([{ since: start }])
  // One that was opened in earnest is no drill, and one that nobody saw was not held.
  const inEarnest = openingsOf([step('asked', 10), step('opened', 11), step('shown', 12)])
  const unseen = openingsOf([step('asked', 20, { drill: true })])
  for (const opening of [inEarnest, unseen])
    expect(drillCause({ changedAt: start }, opening, lasting, after(366 * day))).toMatchObject([
      { since: start },
    ])
})

// RFC 6238, appendix B: the SHA-1 codes of the seed '12345678901234567890', here with six digits.
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_234_567_890, '005924'],
])('the code at %i seconds is the standard’s', (seconds, code) => {
  const now = new Date(seconds * 1_000)
  expect(codeNow('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', now)?.code).toBe(code)
  expect(codeNow('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', now)?.seconds).toBe(30 - (seconds % 30))
  expect(codeNow('otpauth://totp/K:k?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', now)?.code).toBe(code)
  expect(codeNow('gezd gnbv gy3t qojq gezd gnbv gy3t qojq', now)?.code).toBe(code)
})

test.each(['', 'hej', 'åäö', '01890189', 'otpauth://hotp/K?secret=A', 'otpauth://totp/', 'a'.repeat(9_000)])(
  'what is no seed is refused: %s',
  (text) => expect(isTotpSeed(text)).toBe(false),
)
