import { expect, test } from 'vitest'
import { caughtByFilter, loadRuleSet, screenText, withOwnWords } from './index.ts'

const caught = (text: string, level: 'none' | 'medium' | 'strong', own = ''): string[] =>
  caughtByFilter(screenText(text, withOwnWords(loadRuleSet(), own)).reasons, level).map(
    (reason) => reason.source,
  )

test('strong words are caught from medium, mild ones at strong only, nothing at none', () => {
  expect(caught('Vad fan', 'none')).toEqual([])
  expect(caught('Vad fan', 'medium')).not.toEqual([])
  expect(caught('Jäklar också', 'medium')).toEqual([])
  expect(caught('Jäklar också', 'strong')).not.toEqual([])
})

test('labels are given at every level; the filter only says what is hidden until approved', () => {
  expect(screenText('Jag ska döda dig', loadRuleSet()).labels).toContain('threat')
  expect(caught('Jag ska döda dig', 'none')).toEqual([])
})

test('own words are caught at every level, in disguise too, and only as they were meant', () => {
  expect(caught('Riv simhallen', 'none', 'simhall*, gamla torget')).toEqual(['own:simhall'])
  expect(caught('s1mhallen och S I M H A L L', 'none', 'simhall*')).toHaveLength(2)
  expect(caught('på gamla torget', 'none', 'simhall*, gamla torget')).toEqual(['own:gamla torget'])
  expect(caught('hallen', 'none', 'hal')).toEqual([])
  expect(caught('simhallen', 'none', 'simhall')).toEqual([])
})

test('signs of our own notation mean nothing in own words', () => {
  for (const own of ['{a,b', '^=*', '(((', '.*', '***', ', ,,', '\ud800', 'a'.repeat(5000)]) {
    expect(() => caught('text', 'strong', own), own).not.toThrow()
  }
  expect(caught('ab', 'none', '.*')).toEqual([])
})

test('questions, praise and fault reports are never hidden', () => {
  expect(caught('Tack! Lampan är trasig, när lagas den?', 'strong')).toEqual([])
})

test('a number that points at one person is caught from medium, a phone number at strong', () => {
  expect(caught('850709-9805', 'medium')).toEqual(['personalNumber'])
  expect(caught('070-123 45 67', 'medium')).toEqual([])
  expect(caught('070-123 45 67', 'strong')).toEqual(['phone'])
})
