import { expect, test } from 'vitest'
import { mode, readNotation } from './notation.ts'

const texts = (word: string): string[] => readNotation(word).map((each) => each.text)

test('each choice between braces is a phrase of its own, also none', () => {
  expect(texts('vet var {du,ni} bor')).toEqual(['vet var du bor', 'vet var ni bor'])
  expect(texts('hej {på ,}er')).toEqual(['hej på er', 'hej er'])
  expect(texts('=häng dig')).toEqual(['häng dig', 'häng dej'])
  expect(texts('passa {dig,er} {noga,}')).toEqual([
    'passa dig noga',
    'passa dig',
    'passa dej noga',
    'passa dej',
    'passa er noga',
    'passa er',
  ])
})

test('stars say where in a word, and the rest how exactly', () => {
  expect(readNotation('kuk*')[0]?.modes).toBe(mode.whole | mode.beginning)
  expect(readNotation('*hora')[0]?.modes).toBe(mode.whole | mode.ending)
  expect(readNotation('*fitta*')[0]?.modes).toBe(mode.whole | mode.beginning | mode.ending | mode.inside)
  expect(readNotation('=fan')).toEqual([{ text: 'fan', modes: mode.whole, opens: false, exact: true }])
  expect(readNotation('^hur är')).toEqual([{ text: 'hur är', modes: mode.whole, opens: true, exact: true }])
})

test('a list that explodes or leaves a brace open is refused', () => {
  expect(() => readNotation('{a,b')).toThrow(RangeError)
  expect(() => readNotation('{1,2,3,4,5,6,7,8,9,0}'.repeat(4))).toThrow(RangeError)
})
