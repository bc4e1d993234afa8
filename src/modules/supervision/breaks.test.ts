import { expect, test } from 'vitest'
import { breakDue, type Opening } from './breaks.ts'

const now = new Date('2026-11-19T10:00:00Z')
const opened = (minutesAgo: number, warned = true, recordId = `r${minutesAgo}`): Opening => ({
  recordId,
  at: new Date(now.getTime() - minutesAgo * 60_000),
  warned,
})
const rule = { items: 3, minutes: 45 }

test('a break is due after so many items with a warning in a stretch, each counted once', () => {
  expect(breakDue([opened(9), opened(6), opened(2)], now, rule)).toEqual({ items: 3, minutes: 9 })
  expect(breakDue([opened(9), opened(6), opened(2, false)], now, rule)).toBeUndefined()
  expect(
    breakDue([opened(9, true, 'a'), opened(6, true, 'a'), opened(2, true, 'a')], now, rule),
  ).toBeUndefined()
})

test('or after so many minutes since the first of them, also where most were plain', () => {
  const long = [opened(46), opened(40, false), opened(28, false), opened(15, false), opened(3, false)]
  expect(breakDue(long, now, rule)).toEqual({ items: 1, minutes: 46 })
  expect(breakDue(long.slice(1), now, rule)).toBeUndefined()
})

test('a pause of a quarter of an hour begins anew, and so does having rested until now', () => {
  expect(breakDue([opened(40), opened(38), opened(36), opened(5)], now, rule)).toBeUndefined()
  expect(breakDue([opened(20), opened(18), opened(16)], now, rule)).toBeUndefined()
})

test('where the policy says never, never', () => {
  const much = Array.from({ length: 100 }, (_, n) => opened(100 - n))
  expect(breakDue(much, now, { items: 0, minutes: 0 })).toBeUndefined()
  expect(breakDue([], now, rule)).toBeUndefined()
})
