import { expect, test } from 'vitest'
import type { PolicySettings } from '../../policy/index.ts'
import type { Check, Facts, Judgement } from '../checks/index.ts'
import { byLacks, countsOf, differs, judge, monthsLater, monthsOf, worstFirst } from './rules.ts'

const facts = { today: '2026-11-19' } as Facts
const check = (read: Judgement, attestedBy?: 'editor'): Check => ({
  id: 'x',
  demand: 'R8',
  title: 'X',
  mender: 'owner',
  todo: 'Gör X.',
  ...(attestedBy && { attestedBy }),
  judge: () => read,
})
const attestation = (met: boolean, validUntil: string) => ({
  checkId: 'x',
  met,
  validUntil,
  note: 'Sett.',
  by: 'Maja',
  at: new Date('2026-11-01T09:00:00Z'),
})

const lacks: Judgement = { outcome: 'notMet', why: 'Saknas.' }
const unknown: Judgement = { outcome: 'unknown', why: 'Ingen vet.' }

test('an attestation counts to its last day, and then what data says', () => {
  expect(judge(check(unknown, 'editor'), facts, attestation(true, '2026-11-19')).outcome).toBe('met')
  const late = judge(check(unknown, 'editor'), facts, attestation(true, '2026-11-18'))
  expect(late).toEqual({ outcome: 'unknown', why: 'Ingen vet. Intyget gick ut 18 nov 2026.' })
  const met: Judgement = { outcome: 'met', why: 'Profilen säger: regler' }
  expect(judge(check(met, 'editor'), facts, attestation(true, '2026-11-18'))).toBe(met)
})

test('a person who saw that it lacks is believed over a machine that read it', () => {
  const met: Judgement = { outcome: 'met', why: 'Profilen säger: regler' }
  expect(judge(check(met, 'editor'), facts, attestation(false, '2026-12-01')).outcome).toBe('notMet')
  const whyOf = (read: Judgement) => judge(check(read, 'editor'), facts, attestation(true, '2026-12-01')).why
  expect(whyOf(lacks)).toMatch(/^Maja har intygat det .* Uppsikt läste: Saknas\.$/)
  expect(whyOf(unknown)).not.toContain('Uppsikt läste')
})

test('what data says alone, and what is not demanded, nobody attests', () => {
  expect(judge(check(lacks), facts, attestation(true, '2026-12-01'))).toBe(lacks)
  const not: Judgement = { outcome: 'notDemanded', why: '' }
  expect(judge(check(not, 'editor'), facts, attestation(false, '2026-12-01'))).toBe(not)
})

test.each([
  ['2026-11-19', 6, '2027-05-19'],
  ['2026-08-31', 6, '2027-02-28'],
  ['2026-12-31', 2, '2027-02-28'],
  ['2027-11-30', 3, '2028-02-29'],
])('%s and %i months is %s', (day, months, then) => expect(monthsLater(day, months)).toBe(then))

test('outcomes are counted', () => {
  expect(countsOf(['met', 'notMet', 'met'])).toEqual({ met: 2, notMet: 1, unknown: 0, notDemanded: 0 })
})

test('an attestation counts for half a year where the check says nothing else', () => {
  const policy = {} as PolicySettings
  expect(monthsOf(check(unknown), policy)).toBe(6)
  expect(monthsOf({ ...check(unknown), months: () => 12 }, policy)).toBe(12)
})

test('the worst is shown first, and of those what has lasted longest; accounts by what is not met', () => {
  const line = (outcome: Judgement['outcome'], day: number) =>
    ({ standing: { outcome, since: new Date(day) } }) as Parameters<typeof worstFirst>[0]
  const lines = [
    line('met', 1),
    line('unknown', 1),
    line('notMet', 2),
    line('notMet', 1),
    line('notDemanded', 1),
  ]
  const sorted = lines
    .toSorted(worstFirst)
    .map(({ standing }) => [standing.outcome, standing.since.getTime()])
  expect(sorted).toEqual([
    ['notMet', 1],
    ['notMet', 2],
    ['unknown', 1],
    ['met', 1],
    ['notDemanded', 1],
  ])
  const account = (notMet: number, unknown: number) => ({
    counts: { met: 0, notMet, unknown, notDemanded: 0 },
  })
  const accounts = [account(0, 9), account(2, 0), account(2, 3)]
  expect(accounts.toSorted(byLacks)).toEqual([account(2, 3), account(2, 0), account(0, 9)])
})

test('a judgement is a row of its own when its outcome or its reason is another', () => {
  const before = { ...lacks, since: new Date(0) } as Parameters<typeof differs>[0]
  expect(differs(undefined, lacks)).toBe(true)
  expect(differs(before, lacks)).toBe(false)
  expect(differs(before, { ...lacks, why: 'Saknas helt.' })).toBe(true)
  expect(differs(before, { ...lacks, outcome: 'unknown' })).toBe(true)
})
