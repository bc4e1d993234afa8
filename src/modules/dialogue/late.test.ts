import { describe, expect, test } from 'vitest'
import { isHalfGone, officeHourBefore, severityAt, stepNow, stepTimes } from './late.ts'

const office = { start: '08:00', end: '16:30' }
const before = (at: string) => officeHourBefore(new Date(at), office).toISOString()

describe('an office hour before', () => {
  test.each([
    ['on the day itself', '2026-11-18T15:30:00Z', '2026-11-18T14:30:00.000Z'],
    ['half of it this morning, half the day before', '2026-11-18T07:30:00Z', '2026-11-17T15:00:00.000Z'],
    ['when the office opens, all of it the day before', '2026-11-18T07:00:00Z', '2026-11-17T14:30:00.000Z'],
    ['in the night', '2026-11-18T02:00:00Z', '2026-11-17T14:30:00.000Z'],
    ['on a Saturday, the Friday', '2026-11-21T11:00:00Z', '2026-11-20T14:30:00.000Z'],
    ['on the Tuesday after Easter, Maundy Thursday', '2026-04-07T06:00:00Z', '2026-04-02T13:30:00.000Z'],
    ['on the Monday after the clocks go forward', '2026-03-30T06:00:00Z', '2026-03-27T14:30:00.000Z'],
    ['on the Monday after they go back', '2026-10-26T07:00:00Z', '2026-10-23T13:30:00.000Z'],
    ['on the day after Boxing Day weekend', '2026-12-28T07:00:00Z', '2026-12-23T14:30:00.000Z'],
  ])('%s', (_, at, expected) => expect(before(at)).toBe(expected))

  test('an office open for half an hour needs two days', () =>
    expect(officeHourBefore(new Date('2026-11-18T15:30:00Z'), { start: '10:00', end: '10:30' })).toEqual(
      new Date('2026-11-17T09:00:00Z'),
    ))
})

test('late is a working day after, over midsummer and when the clocks change', () => {
  const late = (at: string) => stepTimes(new Date(at), office).late.toISOString()
  expect(late('2026-06-18T14:30:00Z')).toBe('2026-06-22T14:30:00.000Z')
  expect(late('2026-10-23T14:30:00Z')).toBe('2026-10-26T15:30:00.000Z')
})

test('days that the municipality keeps closed are days off, and one that closes early ends then', () => {
  const closed = {
    ...office,
    closedDays: [
      { day: '2027-05-07', closes: null },
      { day: '2026-12-23', closes: '12:00' },
    ],
  }
  const before = (at: string) => officeHourBefore(new Date(at), closed).toISOString()
  expect(before('2027-05-10T06:00:00Z')).toBe('2027-05-05T13:30:00.000Z')
  expect(before('2026-12-28T07:00:00Z')).toBe('2026-12-23T10:00:00.000Z')
  expect(stepTimes(new Date('2027-05-05T14:30:00Z'), closed).late).toEqual(new Date('2027-05-10T14:30:00Z'))
  const severity = (at: string) => severityAt(new Date(at), closed)
  expect(severity('2027-05-07T08:00:00Z')).toBe('today')
  expect([severity('2026-12-23T10:59:00Z'), severity('2026-12-23T11:00:00Z')]).toEqual(['alarm', 'today'])
})

test('each step when its time has come, and only the last where several were left out', () => {
  const dueAt = new Date('2026-11-18T15:30:00Z')
  const step = (at: string) => stepNow(dueAt, office, new Date(at))
  expect(step('2026-11-18T14:29:59Z')).toBeUndefined()
  expect(step('2026-11-18T14:30:00Z')).toBe('soon')
  expect(step('2026-11-18T15:30:00Z')).toBe('due')
  expect(step('2026-11-19T15:29:59Z')).toBe('due')
  expect(step('2026-11-19T15:30:00Z')).toBe('late')
})

test('a unit has had half its time at the middle, and never where the question was late already', () => {
  const half = (now: string, referred = '2026-11-18T09:00:00Z') =>
    isHalfGone(new Date(referred), new Date('2026-11-18T15:00:00Z'), new Date(now))
  expect([half('2026-11-18T11:59:59Z'), half('2026-11-18T12:00:00Z')]).toEqual([false, true])
  expect(half('2026-11-19T12:00:00Z', '2026-11-18T15:00:00Z')).toBe(false)
})

test('at once in office hours; nobody is woken at night or on a holiday', () => {
  const at = (time: string) => severityAt(new Date(time), office)
  expect(at('2026-11-18T07:00:00Z')).toBe('alarm')
  expect(at('2026-11-18T15:30:00Z')).toBe('today')
  expect(at('2026-11-18T23:00:00Z')).toBe('today')
  expect(at('2026-12-24T10:00:00Z')).toBe('today')
})
