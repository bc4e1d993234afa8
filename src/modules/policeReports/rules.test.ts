import { expect, test } from 'vitest'
import { lacksOf } from './rules.ts'

const words = { context: 'Hotet', classification: 'police', diaryNumber: '' }
const sealed = { isSealed: true, isInDiary: false }

test('a report of a Saturday evening is made without waiting for the registrar, but not without the diary', () => {
  expect(lacksOf(words, [], sealed)).toEqual(['diaryNumber'])
  expect(lacksOf(words, [], { ...sealed, isInDiary: true })).toEqual([])
  expect(lacksOf({ ...words, diaryNumber: 'KS 2026/481' }, [], sealed)).toEqual([])
})

test('what is not sealed, and a picture that nobody has witnessed, hold it', () => {
  const capture = { kind: 'capture', witnessedAt: null } as const
  expect(lacksOf(words, [capture], { isSealed: false, isInDiary: true })).toEqual(['witness', 'seal'])
})
