import { expect, test } from 'vitest'
import { lacksRound, warningHours, warningStep } from './lacking.ts'
import type { WatchRule } from './types.ts'

const daily: WatchRule = {
  days: [1, 2, 3, 4, 5, 6, 7],
  perDay: 1,
  perWorkingDay: 2,
  perWeek: 0,
  evenings: false,
  office: { start: '08:00', end: '16:30' },
}
const evenings: WatchRule = { ...daily, evenings: true }
const weekly: WatchRule = { ...daily, days: [], perWorkingDay: 1, perWeek: 1 }
const closedDays = [
  { day: '2027-05-07', closes: null },
  { day: '2026-12-23', closes: '12:00' },
]
const closing = (rule: WatchRule): WatchRule => ({ ...rule, office: { ...rule.office, closedDays } })
const round = (at: string) => ({ at: new Date(at), asDeputy: false })
const from = (rule: WatchRule, day: string) => warningHours(rule, day, '22:00').from.toISOString()

test('two hours before the office closes; of an evening on working days where evenings count', () => {
  expect(from(daily, '2026-11-18')).toBe('2026-11-18T13:30:00.000Z')
  expect(from(evenings, '2026-11-18')).toBe('2026-11-18T19:00:00.000Z')
  expect(from(evenings, '2026-11-21')).toBe('2026-11-21T13:30:00.000Z')
  expect(from(evenings, '2026-12-24')).toBe('2026-12-24T13:30:00.000Z')
})

test('the evening ends when the policy says so, and never before the office', () => {
  const ending = (eveningEnds: string) => warningHours(evenings, '2026-11-18', eveningEnds).to.toISOString()
  expect(ending('20:00')).toBe('2026-11-18T19:00:00.000Z')
  expect(ending('12:00')).toBe('2026-11-18T15:30:00.000Z')
})

test('where the municipality keeps closed nobody is there in the evening, and it may close early', () => {
  expect(from(evenings, '2027-05-07')).toBe('2027-05-07T18:00:00.000Z')
  expect(from(closing(evenings), '2027-05-07')).toBe('2027-05-07T12:30:00.000Z')
  expect(from(closing(daily), '2026-12-23')).toBe('2026-12-23T09:00:00.000Z')
})

test('by the clock on the wall on the days when it is changed', () => {
  expect(from(daily, '2026-03-29')).toBe('2026-03-29T12:30:00.000Z')
  expect(from(daily, '2026-10-25')).toBe('2026-10-25T13:30:00.000Z')
})

test('not before, the next in line in the last hour, and nobody once the time is out', () => {
  const step = (at: string) => warningStep(daily, '22:00', new Date(at))
  expect([step('2026-11-18T13:29:59Z'), step('2026-11-18T13:30:00Z')]).toEqual([undefined, 'first'])
  expect([step('2026-11-18T14:29:59Z'), step('2026-11-18T14:30:00Z')]).toEqual(['first', 'next'])
  expect([step('2026-11-18T15:29:59Z'), step('2026-11-18T15:30:00Z')]).toEqual(['next', undefined])
})

test('a working day lacks its second round, a day off is content with one', () => {
  const on = (today: string, ...rounds: string[]) =>
    lacksRound(daily, rounds.map(round), { today, since: '2026-11-01' })
  expect(on('2026-11-18', '2026-11-18T08:00:00Z')).toBe(true)
  expect(on('2026-11-18', '2026-11-18T08:00:00Z', '2026-11-18T12:00:00Z')).toBe(false)
  expect(on('2026-12-24', '2026-12-24T08:00:00Z')).toBe(false)
  expect(on('2026-11-21', '2026-11-20T08:00:00Z')).toBe(true)
})

test('where evenings count, rounds by day alone still lack one', () => {
  const on = (...rounds: string[]) =>
    lacksRound(evenings, rounds.map(round), { today: '2026-11-18', since: '2026-11-01' })
  expect(on('2026-11-18T08:00:00Z', '2026-11-18T12:00:00Z')).toBe(true)
  expect(on('2026-11-18T08:00:00Z', '2026-11-18T17:00:00Z')).toBe(false)
})

test('what is asked by the week is asked on its last working day, also before Good Friday', () => {
  const on = (today: string, ...rounds: string[]) =>
    lacksRound(weekly, rounds.map(round), { today, since: '2026-01-01' })
  expect(on('2026-11-19')).toBe(false)
  expect(on('2026-11-20')).toBe(true)
  expect(on('2026-11-20', '2026-11-16T08:00:00Z')).toBe(false)
  expect(on('2026-11-20', '2026-11-15T08:00:00Z')).toBe(true)
  expect(on('2026-11-22')).toBe(false)
  expect(on('2026-04-02')).toBe(true)
  expect(on('2026-04-03')).toBe(false)
})

test('an account that could not be watched yet lacks nothing', () => {
  expect(lacksRound(daily, [], { today: '2026-11-18', since: '2026-11-19' })).toBe(false)
})
