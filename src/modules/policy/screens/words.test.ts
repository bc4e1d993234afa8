import { expect, test } from 'vitest'
import { everyText } from './words.ts'

test.each([
  [1, 'varje månad'],
  [2, 'varannan månad'],
  [6, 'varje halvår'],
  [9, 'var 9:e månad'],
  [21, 'var 21:a månad'],
])('every %i months is said as %s', (months, said) => {
  expect(everyText(months)).toBe(said)
})
