import { expect, test } from 'vitest'
import { refuseLostClock } from './compose.ts'

test('a computer that has lost its time seals nothing until its clock is set', () => {
  expect(() => refuseLostClock(new Date('1970-01-02T00:00:00Z'))).toThrow(
    /klocka går fel: den visar 1970-01-02/,
  )
  expect(() => refuseLostClock(new Date('2026-11-30T00:00:00Z'))).not.toThrow()
})
