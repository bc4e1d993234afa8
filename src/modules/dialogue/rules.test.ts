import { expect, test } from 'vitest'
import { chartStep, filledIn, firstName, forwardText, referralState, roundState } from './rules.ts'

const now = new Date('2026-11-19T08:00:00Z')
const later = new Date('2026-11-20T08:00:00Z')
const untouched = { answeredAt: null, withdrawnAt: null, expiresAt: later }

test('a referral waits until it is answered, taken back or too old, and an answer stands', () => {
  expect(referralState(untouched, now)).toBe('waiting')
  expect(referralState(untouched, later)).toBe('expired')
  expect(referralState({ ...untouched, withdrawnAt: now }, now)).toBe('withdrawn')
  expect(referralState({ ...untouched, answeredAt: now }, later)).toBe('answered')
})

test('the chart begins where what is known points: harm first, then the unit, then the question', () => {
  expect(chartStep(['threat', 'question'], ['answered'])).toBe('harm')
  expect(chartStep(['question'], ['waiting'])).toBe('unit')
  expect(chartStep(['question'], ['expired'])).toBe('known')
  expect(chartStep(['complaint'], [])).toBe('wrong')
  expect(chartStep(['praise'], [])).toBe('opinion')
  expect(chartStep([], [])).toBe('question')
})

test('names stand in their places, and a handle stays a handle', () => {
  expect(filledIn('Hej {namn}! /{konto} {namn}', { name: 'Birgitta', account: 'Bloggen' })).toBe(
    'Hej Birgitta! /Bloggen Birgitta',
  )
  expect(firstName('  Birgitta  Sörman')).toBe('Birgitta')
  expect(firstName('@lasande lasse')).toBe('@lasande lasse')
  expect(forwardText({ author: null }, { authority: 'Trafikverket', contact: 'trafikverket.se' })).toBe(
    'Hej! Din fråga gäller något som Trafikverket ansvarar för, inte kommunen. Du når dem här: trafikverket.se',
  )
})

test('a dialogue is open on its first and last day, and told once its outcome is', () => {
  const round = { fromDay: '2026-11-10', toDay: '2026-11-19', outcome: '' }
  expect(roundState(round, '2026-11-09')).toBe('coming')
  expect(roundState(round, '2026-11-10')).toBe('open')
  expect(roundState(round, '2026-11-19')).toBe('open')
  expect(roundState(round, '2026-11-20')).toBe('closed')
  expect(roundState({ ...round, outcome: 'Ett övergångsställe.' }, '2026-11-15')).toBe('told')
})
