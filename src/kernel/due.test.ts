import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clockTime, type DueClock, type DueOptions, type DueRule, due, dueClocks, dueRules } from './due.ts'
import { isoInSweden } from './wall-clock.ts'

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

test('an answer is never due before what it answers, and later receipts are never due earlier', () => {
  const times = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2032, 0, 1) })
  const clockTimes = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30'))
  const hours = fc.option(
    fc
      .uniqueArray(
        clockTimes.map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`),
        { minLength: 2, maxLength: 2 },
      )
      .map((pair) => pair.sort())
      .map(([start = '', end = '']) => ({ start, end })),
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
