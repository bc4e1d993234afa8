import { expect, test } from 'vitest'
import { type AccountId, daysIn } from '../../kernel/index.ts'
import type { Cell } from '../supervision/index.ts'
import { figuresOf, lastDays, periodOf, situationOf, sumOf } from './rules.ts'
import type { AccountHealth, Overview } from './types.ts'

const cell = (day: string, state: Cell['state'], fellDue?: Cell['fellDue']): Cell => ({
  ...{ day, state, fellDue, rounds: 1 },
})

test('a round on a Sunday that nobody asked for does not lift the figure, and an explanation does not either', () => {
  const cells = [
    cell('2026-11-15', 'done'),
    cell('2026-11-16', 'done', 'done'),
    cell('2026-11-17', 'byDeputy', 'byDeputy'),
    cell('2026-11-18', 'explained', 'explained'),
    cell('2026-11-19', 'dueToday'),
  ]
  expect(figuresOf(cells)).toEqual({
    required: 3,
    byOwner: 1,
    byDeputy: 1,
    missed: 1,
    explained: 1,
  })
})

test('days before the account could be watched are not held against it', () => {
  expect(figuresOf([cell('2026-11-16', 'notRequired')])).toMatchObject({ required: 0, missed: 0 })
})

test('the sum of all accounts is the sum of each column', () => {
  const one = { required: 3, byOwner: 1, byDeputy: 1, missed: 1, explained: 0 }
  expect(sumOf([one, one])).toEqual({ required: 6, byOwner: 2, byDeputy: 2, missed: 2, explained: 0 })
  expect(sumOf([])).toMatchObject({ required: 0 })
})

test('an auditor asks for any days of at most a year, and is told what is wrong with others', () => {
  const today = '2026-11-19'
  const wrong = (fran: string, till: string) => {
    const period = periodOf(fran, till, today)
    return period.ok ? period.value : Object.keys(period.error)
  }
  expect(wrong('2025-01-01', '2025-12-31')).toEqual({ from: '2025-01-01', to: '2025-12-31' })
  expect(wrong('2026-01-01', '2026-12-31')).toEqual({ from: '2026-01-01', to: today })
  expect(wrong('', '2026-01-01')).toEqual(['fran'])
  expect(wrong('2026-01-01', '2026-02-30')).toEqual(['till'])
  expect(wrong('2026-02-01', '2026-01-01')).toEqual(['till'])
  expect(wrong('2026-12-01', '2026-12-31')).toEqual(['fran'])
  expect(wrong('2024-11-01', '2026-01-01')).toEqual(['fran'])
  expect(daysIn(lastDays(30, today))).toBe(30)
  expect(daysIn({ from: '2026-03-28', to: '2026-03-30' })).toBe(3)
})

const now = new Date('2026-11-19T08:00:00Z')
const counts = { todo: 0, urgent: 0, questions: 0, mine: 0, oldestUrgentAt: null, newestAt: null }
const accounts = [{}, {}] as unknown as Overview['coverage']['accounts']
const calm = {
  now,
  queue: { counts, waiting: [], firstQuestionDue: undefined },
  coverage: { days: [], accounts, coveredToday: 2 },
  missed: [],
  health: [],
}
const down = { standing: 'failing' } as AccountHealth
const withQueue = (change: object, firstQuestionDue?: Date) => ({
  ...calm,
  queue: { counts: { ...counts, ...change }, waiting: [], firstQuestionDue },
})

test('the first sentence is about what weighs most: an account that is not collected, then what is urgent', () => {
  expect(situationOf({ ...withQueue({ urgent: 2, todo: 9 }), health: [down] })).toEqual({
    kind: 'notCollected',
    accounts: 1,
    urgent: 2,
  })
  expect(situationOf(withQueue({ urgent: 2, todo: 9 }))).toEqual({ kind: 'urgent', urgent: 2 })
  expect(situationOf(withQueue({ questions: 1, todo: 1 }, new Date(now.getTime() - 1)))).toMatchObject({
    kind: 'late',
  })
  expect(situationOf(withQueue({ questions: 1, todo: 1 }, new Date('2026-11-19T15:30:00Z')))).toMatchObject({
    kind: 'dueToday',
  })
})

test('a question due tomorrow does not hide that nobody has looked today', () => {
  const later = withQueue({ questions: 1, todo: 1 }, new Date('2026-11-20T15:30:00Z'))
  expect(situationOf({ ...later, coverage: { ...calm.coverage, coveredToday: 1 } })).toEqual({
    kind: 'rounds',
    left: 1,
  })
})

test('all is calm only when every account is looked through; without accounts nothing has begun', () => {
  expect(situationOf(calm)).toEqual({ kind: 'calm' })
  expect(situationOf({ ...calm, health: [{ standing: 'still' } as AccountHealth] })).toMatchObject({
    kind: 'notCollected',
  })
  const missed = [
    { account: { accountId: 'a' as AccountId }, day: '2026-11-18' },
  ] as unknown as Overview['missed']
  expect(situationOf({ ...calm, missed })).toEqual({ kind: 'missed', days: 1 })
  expect(situationOf({ ...calm, coverage: { ...calm.coverage, accounts: [], coveredToday: 0 } })).toEqual({
    kind: 'notBegun',
  })
})
