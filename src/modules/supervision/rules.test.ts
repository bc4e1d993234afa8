import { expect, test } from 'vitest'
import { instantOf } from '../../kernel/wall-clock.ts'
import { coverage, isDueToday, strongestFirst, urgencyOf } from './rules.ts'

const daily = {
  days: [1, 2, 3, 4, 5, 6, 7],
  perDay: 1,
  perWorkingDay: 1,
  perWeek: 0,
  evenings: false,
  office: { start: '08:00', end: '16:30' },
}
const weekly = { ...daily, days: [], perWeek: 1 }
const at = (day: string, asDeputy = false) => ({ at: instantOf(day, 9 * 3_600_000), asDeputy })
const states = (cells: readonly { state: string }[]): string[] => cells.map((cell) => cell.state)

test('a day nobody looked is missed, and an explanation does not make it done', () => {
  const days = { from: '2026-11-16', to: '2026-11-20', today: '2026-11-19', since: '2026-01-01' }
  const rounds = [at('2026-11-16'), at('2026-11-17', true)]
  const cells = coverage(() => daily, rounds, new Set(['2026-11-18']), days)
  expect(states(cells)).toEqual(['done', 'byDeputy', 'explained', 'dueToday', 'notRequired'])
  expect(states(coverage(() => daily, rounds, new Set(), days))[2]).toBe('missed')
  expect(isDueToday(cells, '2026-11-19')).toBe(true)
  expect(isDueToday(cells, '2026-11-18')).toBe(false)
  const both = [at('2026-11-16'), at('2026-11-16', true)]
  expect(states(coverage(() => daily, both, new Set(), days))[0]).toBe('done')
})

test('twice on weekdays means that one round leaves the day lacking', () => {
  const rule = { ...daily, days: [1, 2, 3, 4, 5], perWorkingDay: 2 }
  const days = { from: '2026-11-20', to: '2026-11-22', today: '2026-11-23', since: '2026-01-01' }
  expect(states(coverage(() => rule, [at('2026-11-20')], new Set(), days))).toEqual([
    'missed',
    'notRequired',
    'notRequired',
  ])
  expect(states(coverage(() => rule, [at('2026-11-20'), at('2026-11-20')], new Set(), days))[0]).toBe('done')
})

test('where evenings count, a round by day alone leaves a working day lacking, and a Saturday not', () => {
  const rule = { ...daily, evenings: true }
  const days = { from: '2026-11-20', to: '2026-11-21', today: '2026-11-23', since: '2026-01-01' }
  const rounds = [at('2026-11-20'), at('2026-11-21')]
  expect(states(coverage(() => rule, rounds, new Set(), days))).toEqual(['missed', 'done'])
  const evening = { at: instantOf('2026-11-20', 19 * 3_600_000), asDeputy: false }
  expect(states(coverage(() => rule, [evening], new Set(), days))[0]).toBe('done')
  const onTime = { at: instantOf('2026-11-20', 16.5 * 3_600_000), asDeputy: false }
  expect(states(coverage(() => rule, [at('2026-11-20'), onTime], new Set(), days))[0]).toBe('done')
  // Where the municipality keeps closed the whole day lies outside office hours; where it closes early, what is after.
  const closing = (closes: string | null) => () => ({
    ...rule,
    office: { ...rule.office, closedDays: [{ day: '2026-11-20', closes }] },
  })
  expect(states(coverage(closing(null), rounds, new Set(), days))[0]).toBe('done')
  expect(states(coverage(closing('12:00'), rounds, new Set(), days))[0]).toBe('missed')
  expect(states(coverage(closing('09:00'), rounds, new Set(), days))[0]).toBe('done')
})

test('once a week is lacking on the Sunday of a week without a round, and only there', () => {
  const days = { from: '2026-11-09', to: '2026-11-22', today: '2026-11-23', since: '2026-01-01' }
  const cells = coverage(() => weekly, [at('2026-11-11')], new Set(), days)
  expect(cells.filter((cell) => cell.state === 'missed').map((cell) => cell.day)).toEqual(['2026-11-22'])
  // From Monday to Sunday: the days around the week do not count in it, its first and its last do.
  const sunday = (...rounds: readonly string[]) =>
    states(
      coverage(
        () => weekly,
        rounds.map((day) => at(day)),
        new Set(),
        days,
      ),
    ).at(-1)
  expect(sunday('2026-11-15', '2026-11-23')).toBe('missed')
  expect(sunday('2026-11-16')).not.toBe('missed')
  expect(sunday('2026-11-22')).toBe('done')
})

test('a week that has its rounds is a covered one in the figures, whichever days they were made on', () => {
  const days = { from: '2026-11-09', to: '2026-11-22', today: '2026-11-23', since: '2026-01-01' }
  const became = (...rounds: Parameters<typeof at>[]) =>
    coverage(
      () => weekly,
      rounds.map((one) => at(...one)),
      new Set(),
      days,
    ).flatMap(({ fellDue }) => fellDue ?? [])
  expect(became(['2026-11-11'], ['2026-11-17', true])).toEqual(['done', 'byDeputy'])
  expect(became(['2026-11-22', true], ['2026-11-17'])).toEqual(['missed', 'done'])
  // Nobody is said to have looked on the Sunday itself.
  expect(states(coverage(() => weekly, [at('2026-11-11')], new Set(), days))[6]).toBe('notRequired')
})

test('a policy that is changed in the middle of the week judges the days from then on, and none before', () => {
  const from = { from: '2026-11-16', to: '2026-11-22', today: '2026-11-23', since: '2026-01-01' }
  const rounds = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'].map((day) => at(day))
  const strict = { ...daily, perWorkingDay: 2 }
  const stricter = coverage((day) => (day < '2026-11-18' ? daily : strict), rounds, new Set(), from)
  expect(states(stricter).slice(0, 4)).toEqual(['done', 'done', 'missed', 'missed'])
  const byWeek = coverage((day) => (day < '2026-11-20' ? daily : weekly), rounds, new Set(), from)
  expect(states(byWeek).slice(4)).toEqual(['notRequired', 'notRequired', 'notRequired'])
  expect(byWeek.map(({ fellDue }) => fellDue).slice(3)).toEqual(['done', undefined, undefined, 'done'])
})

test('an account is not blamed for days before it was registered', () => {
  const days = { from: '2026-11-16', to: '2026-11-18', today: '2026-11-20', since: '2026-11-18' }
  expect(states(coverage(() => daily, [], new Set(), days))).toEqual(['notRequired', 'notRequired', 'missed'])
})

test('a round just after midnight in Sweden counts for the Swedish day', () => {
  const days = { from: '2026-11-18', to: '2026-11-19', today: '2026-11-20', since: '2026-01-01' }
  const rounds = [{ at: new Date('2026-11-18T23:30:00Z'), asDeputy: false }]
  expect(states(coverage(() => daily, rounds, new Set(), days))).toEqual(['missed', 'done'])
})

test('what cannot wait comes first, a question next, and plain comments last', () => {
  expect(urgencyOf(['profanity', 'threat'], true)).toBe(0)
  expect(urgencyOf(['question', 'profanity'], true)).toBe(1)
  expect(urgencyOf(['praise'], true)).toBe(1)
  expect(urgencyOf(['praise'], false)).toBe(3)
  expect(urgencyOf(['profanity'], true)).toBe(2)
  expect(urgencyOf([], true)).toBe(3)
  expect(strongestFirst(['question', 'threat', 'profanity'])).toEqual(['threat', 'profanity', 'question'])
})
