import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formsIn, parseQuery, placesOf } from './rules.ts'

test('several words, a phrase, the beginning of a word and a word that must not be there are told apart', () => {
  expect(parseQuery('skola "barn och unga" snö* -hockey')).toEqual([
    { kind: 'word', text: 'skola', without: false },
    { kind: 'phrase', text: 'barn och unga', without: false },
    { kind: 'prefix', text: 'snö', without: false },
    { kind: 'word', text: 'hockey', without: true },
  ])
})

test('a lone quotation mark or dash is not an error', () => {
  expect(parseQuery('"snö')).toEqual([{ kind: 'phrase', text: 'snö', without: false }])
  expect(parseQuery('- * " -"')).toEqual([])
  expect(parseQuery('')).toEqual([])
})

test('any text at all gives terms that hold a letter or a digit, and no more than 32 of them', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
      const terms = parseQuery(text)
      expect(terms.length).toBeLessThanOrEqual(32)
      for (const term of terms) expect(term.text).toMatch(/[\p{L}\p{N}]/u)
    }),
  )
})

test('words found are marked wherever they stand, as they are written, and nothing else is', () => {
  const forms = formsIn('När öppnar <ishallen> i <Ishallen-Öst>?', '<', '>')
  expect(forms).toEqual(['ishallen', 'öst'])
  const text = 'ISHALLEN, ishallens och Ishallen'
  expect(placesOf(text, forms).map(({ start, end }) => text.slice(start, end))).toEqual([
    'ISHALLEN',
    'Ishallen',
  ])
  expect(placesOf(text, [])).toEqual([])
})
