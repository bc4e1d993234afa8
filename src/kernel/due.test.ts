import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockTime, type DueClock, type DueOptions, type DueRule, due, dueClocks, dueRules } from './due.ts'
import { addDays, isoInSweden } from './wall-clock.ts'

const dueAt = (received: string, rule: DueRule, options: DueOptions = {}): string =>
  isoInSweden(due(new Date(received), rule, options))
const within = (received: string, rule: 'within_24h' | 'within_48h', clock: DueClock): string =>
  dueAt(received, rule, { clock })

test('what comes before noon on a working day is answered that day, the rest the next', () => {
  const rule = 'same_day_latest_next_weekday'
  expect(dueAt('2026-03-10T11:59:59+01:00', rule)).toBe('2026-03-10T16:30:00+01:00')
  expect(dueAt('2026-03-10T12:00:00+01:00', rule)).toBe('2026-03-11T16:30:00+01:00')
  expect(dueAt('2026-03-10T00:00:00+01:00', rule)).toBe('2026-03-10T16:30:00+01:00')
  expect(dueAt('2026-03-13T12:00:00+01:00', rule)).toBe('2026-03-16T16:30:00+01:00')
  expect(dueAt('2026-03-14T09:00:00+01:00', rule)).toBe('2026-03-16T16:30:00+01:00')
  expect(dueAt('2026-06-18T14:00:00+02:00', rule)).toBe('2026-06-22T16:30:00+02:00')
  expect(dueAt('2026-06-19T09:00:00+02:00', rule)).toBe('2026-06-22T16:30:00+02:00')
  expect(dueAt('2026-12-30T13:00:00+01:00', rule)).toBe('2027-01-04T16:30:00+01:00')
  expect(dueAt('2026-03-27T15:00:00+01:00', rule)).toBe('2026-03-30T16:30:00+02:00')
  expect(dueAt('2026-03-10T09:00:00+01:00', rule, { officeHours: { start: '07:30', end: '17:00' } })).toBe(
    '2026-03-10T17:00:00+01:00',
  )
})

test('by the calendar every hour counts, also the one that is skipped or repeated', () => {
  expect(within('2026-03-28T13:00:00+01:00', 'within_24h', 'calendar')).toBe('2026-03-29T14:00:00+02:00')
  expect(within('2026-10-24T13:00:00+02:00', 'within_24h', 'calendar')).toBe('2026-10-25T12:00:00+01:00')
  expect(within('2026-12-31T10:00:00+01:00', 'within_48h', 'calendar')).toBe('2027-01-02T10:00:00+01:00')
  expect(dueAt('2026-03-10T10:00:00+01:00', 'within_24h')).toBe('2026-03-11T10:00:00+01:00')
})

test('hours of working days stand still over weekends and holidays', () => {
  expect(within('2026-03-13T10:00:00+01:00', 'within_24h', 'working_days')).toBe('2026-03-16T10:00:00+01:00')
  expect(within('2026-03-14T10:00:00+01:00', 'within_24h', 'working_days')).toBe('2026-03-17T00:00:00+01:00')
  expect(within('2026-03-13T00:00:00+01:00', 'within_24h', 'working_days')).toBe('2026-03-14T00:00:00+01:00')
  expect(within('2026-03-12T10:00:00+01:00', 'within_48h', 'working_days')).toBe('2026-03-16T10:00:00+01:00')
  expect(within('2026-06-18T10:00:00+02:00', 'within_24h', 'working_days')).toBe('2026-06-22T10:00:00+02:00')
  expect(within('2026-03-27T23:30:00+01:00', 'within_24h', 'working_days')).toBe('2026-03-30T23:30:00+02:00')
  expect(within('2026-12-24T10:00:00+01:00', 'within_48h', 'working_days')).toBe('2026-12-30T00:00:00+01:00')
})

test('office hours count from the receipt, or from the next opening', () => {
  expect(within('2026-03-10T10:15:00+01:00', 'within_24h', 'office_hours')).toBe('2026-03-11T10:15:00+01:00')
  expect(within('2026-03-10T08:00:00+01:00', 'within_24h', 'office_hours')).toBe('2026-03-11T08:00:00+01:00')
  expect(within('2026-03-10T07:00:00+01:00', 'within_24h', 'office_hours')).toBe('2026-03-11T08:00:00+01:00')
  expect(within('2026-03-10T16:29:00+01:00', 'within_24h', 'office_hours')).toBe('2026-03-11T16:29:00+01:00')
  expect(within('2026-03-10T16:30:00+01:00', 'within_24h', 'office_hours')).toBe('2026-03-12T08:00:00+01:00')
  expect(within('2026-03-13T15:00:00+01:00', 'within_48h', 'office_hours')).toBe('2026-03-17T15:00:00+01:00')
  expect(within('2026-03-14T15:00:00+01:00', 'within_24h', 'office_hours')).toBe('2026-03-17T08:00:00+01:00')
  expect(within('2026-06-18T16:00:00+02:00', 'within_24h', 'office_hours')).toBe('2026-06-22T16:00:00+02:00')
})

test('a day that the municipality keeps closed is no working day, whichever rule and clock but the calendar', () => {
  // Friday after Ascension Day 2027, and the day before Christmas Eve 2026 until noon.
  const closedDays = [
    { day: '2027-05-07', closes: null },
    { day: '2026-12-23', closes: '12:00' },
  ]
  const options = (clock?: DueClock) => ({
    officeHours: { start: '08:00', end: '16:30', closedDays },
    ...(clock && { clock }),
  })
  const sameDay = (at: string) => dueAt(at, 'same_day_latest_next_weekday', options())
  expect(sameDay('2027-05-05T14:00:00+02:00')).toBe('2027-05-10T16:30:00+02:00')
  expect(sameDay('2027-05-07T09:00:00+02:00')).toBe('2027-05-10T16:30:00+02:00')
  const day = (at: string, clock: DueClock) => dueAt(at, 'within_24h', options(clock))
  expect(day('2027-05-05T10:00:00+02:00', 'working_days')).toBe('2027-05-10T10:00:00+02:00')
  expect(day('2027-05-07T10:00:00+02:00', 'working_days')).toBe('2027-05-11T00:00:00+02:00')
  expect(day('2027-05-05T10:00:00+02:00', 'office_hours')).toBe('2027-05-10T10:00:00+02:00')
  expect(day('2027-05-07T10:00:00+02:00', 'office_hours')).toBe('2027-05-11T08:00:00+02:00')
  expect(day('2027-05-06T10:00:00+02:00', 'calendar')).toBe('2027-05-07T10:00:00+02:00')
  // A day that closes early is a working day until then, and nothing is due after it has closed.
  expect(sameDay('2026-12-22T13:00:00+01:00')).toBe('2026-12-23T12:00:00+01:00')
  expect(sameDay('2026-12-23T11:00:00+01:00')).toBe('2026-12-23T12:00:00+01:00')
  expect(day('2026-12-22T11:00:00+01:00', 'office_hours')).toBe('2026-12-23T11:00:00+01:00')
  expect(day('2026-12-22T14:00:00+01:00', 'office_hours')).toBe('2026-12-28T08:00:00+01:00')
  expect(day('2026-12-23T12:00:00+01:00', 'office_hours')).toBe('2026-12-29T08:00:00+01:00')
  expect(day('2026-12-22T14:00:00+01:00', 'working_days')).toBe('2026-12-23T14:00:00+01:00')
})

test('an answer is never due before what it answers, and later receipts are never due earlier', () => {
  const times = fc.oneof(
    fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 0, 1) }),
    fc.integer({ min: Date.UTC(2026, 11, 1), max: Date.UTC(2027, 0, 10) }),
  )
  const clockTimes = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30'))
  const hours = fc.option(
    fc
      .uniqueArray(
        clockTimes.map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`),
        { minLength: 2, maxLength: 2 },
      )
      .map((pair) => pair.sort())
      .chain(([start = '', end = '']) => {
        const soon = start.replace(':00', ':30')
        const early = fc.constantFrom(null, soon === start ? end : soon)
        const days = fc.integer({ min: 0, max: 50 }).map((n) => addDays('2026-12-01', n))
        const closedDays = fc.uniqueArray(fc.record({ day: days, closes: early }), {
          maxLength: 30,
          selector: ({ day }) => day,
        })
        return fc.record({ start: fc.constant(start), end: fc.constant(end), closedDays })
      }),
    { nil: undefined },
  )
  const rules = fc.constantFrom(...dueRules)
  const clocks = fc.constantFrom(...dueClocks)
  fc.assert(
    fc.property(
      times,
      fc.integer({ min: 0, max: 10 * 86_400_000 }),
      rules,
      clocks,
      hours,
      (at, wait, rule, clock, officeHours) => {
        const options = officeHours === undefined ? { clock } : { clock, officeHours }
        const first = due(new Date(at), rule, options).getTime()
        const second = due(new Date(at + wait), rule, options).getTime()
        expect(first).toBeGreaterThanOrEqual(at)
        expect(second).toBeGreaterThanOrEqual(first)
      },
    ),
    { numRuns: 2000 },
  )
})

test('office hours that are none are refused', () => {
  const at = new Date('2026-03-10T10:00:00Z')
  for (const officeHours of [
    { start: '16:00', end: '08:00' },
    { start: '8', end: '16:30' },
    { start: '08:00', end: '25:00' },
  ]) {
    expect(() => due(at, 'within_24h', { clock: 'office_hours', officeHours })).toThrow(RangeError)
  }
})

test('a day ends at 24:00, and an office is open for a while', () => {
  expect(['00:00', '07:30', '24:00', '24:01', '25:00', '7:30'].map(clockTime)).toEqual([
    0,
    7.5 * 3_600_000,
    24 * 3_600_000,
    undefined,
    undefined,
    undefined,
  ])
  const at = (officeHours: { readonly start: string; readonly end: string }) =>
    dueAt('2026-03-10T08:00:00+01:00', 'same_day_latest_next_weekday', { officeHours })
  expect(() => at({ start: '08:00', end: '08:00' })).toThrow(RangeError)
  // An office that closes before noon answers the same day what came as it closed.
  expect(at({ start: '07:00', end: '08:00' })).toBe('2026-03-10T08:00:00+01:00')
})
