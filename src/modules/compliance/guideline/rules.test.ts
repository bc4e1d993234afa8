import { expect, test } from 'vitest'
import type { Check, Facts, Judgement } from '../checks/index.ts'
import { countsOf, judge, monthsLater } from './rules.ts'

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
})

test('a person who saw that it lacks is believed over a machine that read it', () => {
  const met: Judgement = { outcome: 'met', why: 'Profilen säger: regler' }
  expect(judge(check(met, 'editor'), facts, attestation(false, '2026-12-01')).outcome).toBe('notMet')
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
