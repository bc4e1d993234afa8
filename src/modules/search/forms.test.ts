import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formsOf } from './forms.ts'

test.each([
  ['skola', 'skolan', 'skolor', 'skolornas'],
  ['hus', 'huset', 'husen', 'husets'],
  ['regel', 'regeln', 'regler', 'reglerna'],
  ['rum', 'rummet', 'rummen'],
  ['lärare', 'läraren', 'lärarna', 'lärares'],
  ['bostad', 'bostaden', 'bostäder', 'bostäderna'],
  ['man', 'mannen', 'män', 'männen', 'männens'],
  ['talesman', 'talesmän'],
  ['arbeta', 'arbetar', 'arbetade', 'arbetat'],
  ['köpa', 'köper', 'köpte', 'köpt', 'köptes'],
  ['avgå', 'avgår', 'avgick', 'avgått'],
  ['skriva', 'skriver', 'skrev', 'skrivit', 'skrivna'],
  ['enkel', 'enkelt', 'enkla', 'enklaste'],
  ['stor', 'stort', 'större', 'största'],
])('%s is found by any of its forms, and each of them by it', (...forms) => {
  for (const form of forms) {
    const found = formsOf(form)
    expect(found[0]).toBe(form)
    const ends = (word: string) => found.some((one) => one === word || `${one}s` === word)
    expect(forms.filter((other) => !ends(other))).toEqual([])
  }
})

test.each(['a.berg@falun.se', 'ks-2026', '2026', 'e-post', 'x'.repeat(61)])('%s has no forms', (text) => {
  expect(formsOf(text)).toEqual([text])
})

test('words that only look alike are not taken for each other', () => {
  expect(formsOf('skola')).not.toContain('ska')
  expect(formsOf('hål')).not.toContain('hal')
  expect(formsOf('bilar')).not.toContain('bild')
})

test('a word has some hundreds of forms at most, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'aenrstdlmgåäö'), minLength: 1, maxLength: 30 }),
      (word) => {
        expect(formsOf(word).length).toBeLessThan(800)
      },
    ),
  )
})
