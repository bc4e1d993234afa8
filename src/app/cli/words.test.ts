import { expect, test } from 'vitest'
import { problemText } from './archive/evidence.ts'
import { roundText } from './collect.ts'
import { momentText } from './command.ts'

test('what verify finds is said with the record it is about, and without a code', () => {
  const detail = 'Version 2: uppgiften text är inte vad som antecknades.'
  expect(problemText({ kind: 'commitment', record: '0b0e', detail })).toBe(`Handling 0b0e: ${detail}`)
  expect(problemText({ kind: 'tree', detail: 'Plats 5 i loggen saknas.' })).toBe('Plats 5 i loggen saknas.')
})

test('a round is told by the name of the account, with what went wrong', () => {
  const round = { new: 1, changed: 0, gone: 2, error: null }
  expect(roundText('Biblioteket (Facebook)', round)).toBe('Biblioteket (Facebook): 1 ny, 0 ändrade, 2 borta.')
  expect(roundText('Ishallen', { ...round, error: 'Lösenordet gäller inte.' })).toMatch(
    / 2 borta\. Lösenordet gäller inte\.$/,
  )
})

test('an instant is written by the clock on the wall', () => {
  expect(momentText(new Date('2026-06-30T22:05:00Z'))).toBe('2026-07-01 00.05')
})
