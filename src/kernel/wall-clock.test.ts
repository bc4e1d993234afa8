import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addDays,
  dayOf,
  instantOf,
  isDay,
  isoInSweden,
  parseInstant,
  timeOfDay,
  wallTime,
} from './wall-clock.ts'

const instants = fc.date({
  min: new Date('1995-01-01T00:00:00Z'),
  max: new Date('2070-01-01T00:00:00Z'),
  noInvalidDate: true,
})

test('an instant written with the Swedish offset is read back as the same instant', () => {
  fc.assert(
    fc.property(instants, (at) => {
      expect(parseInstant(isoInSweden(at))?.getTime()).toBe(at.getTime())
    }),
  )
})

test('day and time of day lead back to the instant, or to its first telling in the hour that comes twice', () => {
  fc.assert(
    fc.property(instants, (at) => {
      const back = instantOf(dayOf(at), timeOfDay(at)).getTime()
      expect([0, 3_600_000]).toContain(at.getTime() - back)
    }),
  )
})

test('the wall clock jumps in March and repeats itself in October', () => {
  expect(isoInSweden(new Date('2026-03-29T00:59:59Z'))).toBe('2026-03-29T01:59:59+01:00')
  expect(isoInSweden(new Date('2026-03-29T01:00:00Z'))).toBe('2026-03-29T03:00:00+02:00')
  expect(instantOf('2026-03-29', 2.5 * 3_600_000).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(isoInSweden(new Date('2026-10-25T00:59:59Z'))).toBe('2026-10-25T02:59:59+02:00')
  expect(isoInSweden(new Date('2026-10-25T01:00:00Z'))).toBe('2026-10-25T02:00:00+01:00')
  expect(instantOf('2026-10-25', 2.5 * 3_600_000).toISOString()).toBe('2026-10-25T00:30:00.000Z')
  expect(instantOf('2026-03-29').toISOString()).toBe('2026-03-28T23:00:00.000Z')
  expect(instantOf('2026-03-29', 86_400_000)).toEqual(instantOf(addDays('2026-03-29', 1)))
})

test('the wall shows the parts of the Swedish day', () => {
  expect(wallTime(new Date('2026-12-31T23:30:05.250Z'))).toEqual({
    year: 2027,
    month: 1,
    day: 1,
    hour: 0,
    minute: 30,
    second: 5,
    millisecond: 250,
  })
})

test('a day is one that the calendar has, and that the database takes', () => {
  expect(['0001-01-01', '2024-02-29', '9999-12-31'].every(isDay)).toBe(true)
  expect(['0000-01-01', '2023-02-29', '2026-13-01', '2026-1-1', ''].some(isDay)).toBe(false)
})

test('times that could mean two things, or nothing, are refused', () => {
  for (const text of [
    '2026-02-30T10:00:00Z',
    '2026-02-20T10:00:00',
    '2026-02-20T24:00:00Z',
    '2026-02-20T10:60:00Z',
    '2026-02-20',
    '2026-13-01T10:00:00Z',
    '20 februari 2026',
    '',
  ]) {
    expect(parseInstant(text), text).toBeUndefined()
  }
  expect(parseInstant('2026-02-20T10:00+01:00')?.toISOString()).toBe('2026-02-20T09:00:00.000Z')
  expect(parseInstant('2026-02-20T10:00:00.5-0530')?.toISOString()).toBe('2026-02-20T15:30:00.500Z')
})
