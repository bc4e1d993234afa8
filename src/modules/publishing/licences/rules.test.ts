import { expect, test } from 'vitest'
import { reminderDue, stageOf } from './rules.ts'

const licence = (validUntil: string | null, withdrawn = false) => ({
  validUntil,
  withdrawn: withdrawn ? { on: '2026-11-01', why: '', by: null } : null,
})
const today = '2026-11-19'

test('a licence holds through its last day, and what is taken back never does', () => {
  expect(stageOf(licence(null), today)).toBe('active')
  expect(stageOf(licence('2027-01-01'), today)).toBe('active')
  expect(stageOf(licence('2026-12-19'), today)).toBe('endsSoon')
  expect(stageOf(licence(today), today)).toBe('endsSoon')
  expect(stageOf(licence('2026-11-18'), today)).toBe('ended')
  expect(stageOf(licence('2027-01-01', true), today)).toBe('withdrawn')
})

test('it is told of a month before, a week before, and when it has ended', () => {
  expect(reminderDue(licence('2026-12-20'), today)).toBeUndefined()
  expect(reminderDue(licence('2026-12-19'), today)).toBe(30)
  expect(reminderDue(licence('2026-11-27'), today)).toBe(30)
  expect(reminderDue(licence('2026-11-26'), today)).toBe(7)
  expect(reminderDue(licence(today), today)).toBe(7)
  expect(reminderDue(licence('2026-11-18'), today)).toBe(0)
  expect(reminderDue(licence(null), today)).toBeUndefined()
  expect(reminderDue(licence('2026-12-01', true), today)).toBeUndefined()
})
