import { expect, test } from 'vitest'
import { loadRuleSet, screenText } from '../rules/index.ts'
import type { Reason } from '../types.ts'
import { explain, fewestTexts, learnedReasons, noCounts, scoreOf, weightsOf } from './model.ts'
import { readText } from './reading.ts'

const bucketsOf = (text: string, author: string | null = null, found: readonly Reason[] = []): number[] => {
  const { buckets, count } = readText(text, author, found)
  return [...buckets.slice(0, count)].sort((a, b) => a - b)
}

/** A model that has seen each text so many times. */
function taught(measured: readonly string[], stood: readonly string[], times = fewestTexts): Float32Array {
  const counts = noCounts()
  for (let time = 0; time < times; time += 1) {
    for (const text of measured)
      for (const at of bucketsOf(text)) counts.measured[at] = (counts.measured[at] ?? 0) + 1
    for (const text of stood) for (const at of bucketsOf(text)) counts.stood[at] = (counts.stood[at] ?? 0) + 1
  }
  return weightsOf(counts)
}

const weights = taught(
  ['ni borde packa ihop', 'flytta härifrån era murmeldjur'],
  ['bussen kommer sent', 'biblioteket är öppet'],
)
const model = { weights, threshold: 0.5, number: 3, day: '2026-11-28' }

test('nothing of the author is read: not the name given, nor the name where it stands in the text', () => {
  const text = 'ni borde packa ihop'
  expect(bucketsOf(text, 'Roger Karlsson')).toEqual(bucketsOf(text, 'Lena Wikström'))
  expect(bucketsOf(`${text} karlsson`, 'Roger Karlsson')).toEqual(bucketsOf(text))
  expect(learnedReasons(text, 'Roger', [], model)).toEqual(learnedReasons(text, 'Lena', [], model))
})

test('names, numbers, addresses and mentions are left out, and places in the text hold all the same', () => {
  expect(bucketsOf('det var Karlsson igen')).toEqual(bucketsOf('det var igen'))
  expect(bucketsOf('det var KARLSSON igen')).not.toEqual(bucketsOf('det var igen'))
  expect(bucketsOf('fråga @roger.k om det')).toEqual(bucketsOf('fråga om det'))
  expect(bucketsOf('läs https://exempel.se/roger nu')).toEqual(bucketsOf('läs nu'))
  const called = 'ring 070-174 06 58 och packa ihop'
  const { reasons } = screenText(called, loadRuleSet())
  expect(bucketsOf(called, null, reasons)).toEqual(bucketsOf('ring och packa ihop'))
  const found = learnedReasons(called, null, reasons, model)
  expect(found.map(({ start, end }) => called.slice(start, end))).toEqual(['packa', 'ihop'])
})

test('the parts of the words sum to the score', () => {
  for (const text of [
    'ni borde packa ihop, murmeldjur',
    'bussen kommer aldrig',
    'packa packa packa bussen',
    '…',
    '',
  ]) {
    const { buckets, count } = readText(text, null, [])
    const score = scoreOf(weights, buckets, count)
    const parts = explain(weights, readText(text, null, [])).reduce((sum, { weight }) => sum + weight, 0)
    expect(parts).toBeCloseTo(score, 9)
  }
})

test('a reason names the words that weighed, with their places, the model and its day', () => {
  const text = 'Nu får ni PACKA i h o p, era murmeldjur!'
  const found = learnedReasons(text, null, [], model)
  expect(found.map(({ start, end }) => text.slice(start, end))).toContain('murmeldjur')
  expect(new Set(found.map(({ label, source }) => `${label} ${source}`))).toEqual(
    new Set(['learned learned:3:2026-11-28']),
  )
  expect(learnedReasons('Biblioteket är öppet', null, [], model)).toEqual([])
  expect(learnedReasons('', null, [], model)).toEqual([])
})

test('the same counts give the same bytes, and what stands in few texts leaves no trace', () => {
  const once = taught(['ni borde packa ihop'], ['bussen kommer sent'])
  const again = taught(['ni borde packa ihop'], ['bussen kommer sent'])
  expect(Buffer.from(once.buffer).equals(Buffer.from(again.buffer))).toBe(true)
  const few = taught(['ni borde packa ihop'], ['bussen kommer sent'], fewestTexts - 1)
  expect(few.every((weight) => weight === 0)).toBe(true)
})

test('a long text of one word, and one of lone surrogates, are read in a moment', () => {
  for (const text of [
    'a'.repeat(65_536),
    'murmeldjur '.repeat(6_000),
    '\ud800 '.repeat(30_000),
    '@'.repeat(65_536),
    `${'a'.repeat(65_536)}://x`,
    'www.'.repeat(16_000),
  ]) {
    const begun = performance.now()
    learnedReasons(text, 'Roger', [], model)
    expect(performance.now() - begun).toBeLessThan(1_000)
  }
})
