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
  ['bok', 'böcker', 'böckerna'],
  ['anta', 'antar', 'antog', 'antagit'],
  ['bostadsbolag', 'bostadsbolaget', 'bostadsbolagens'],
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

test.each([
  ['barn', 'bara', 'bar', 'bär'],
  ['bil', 'bild', 'bilda', 'billig'],
  ['bad', 'be', 'ber', 'bett'],
  ['bro', 'brott', 'bror', 'bröder'],
  ['hus', 'hur', 'hud', 'hut', 'hund'],
  ['hot', 'hor', 'hon', 'ho'],
  ['mat', 'matt', 'matta', 'man', 'mås'],
  ['plan', 'planta', 'plats', 'planers'],
  ['led', 'lider', 'let', 'les'],
  ['råd', 'rå', 'råtta'],
  ['lag', 'lägga', 'lagt', 'låg'],
  ['skola', 'ska', 'skall', 'skulle'],
  ['buss', 'bus', 'bud'],
  ['gata', 'gatt', 'gas'],
  ['val', 'vald', 'väljer', 'valt'],
  ['bo', 'bot', 'bort', 'bod'],
  ['mord', 'mor', 'mort', 'mordisk'],
  ['rad', 'ras', 'rat', 'raders'],
  ['and', 'annan', 'anta', 'ana', 'anse'],
  ['mus', 'mun', 'mur', 'muta'],
  ['band', 'binda', 'bana'],
  ['får', 'få', 'fick', 'fått'],
  ['far', 'fara', 'for', 'farit'],
  ['dom', 'de', 'dem', 'dum'],
  ['snö', 'snor', 'snöre'],
  ['hund', 'hundra', 'hunnit'],
  ['skatt', 'skada', 'skata', 'ska'],
  ['stöd', 'stöt', 'stött'],
  ['fin', 'finn', 'finns'],
  ['vän', 'vänt', 'väntar'],
  ['by', 'byt', 'byta'],
  ['mark', 'markers', 'markera'],
  ['hål', 'hal'],
  ['bilar', 'bild'],
  ['lever', 'leva', 'levde'],
  ['skriva', 'skrivare'],
])('%s does not find %s', (word, ...others) => {
  expect(formsOf(word).filter((form) => others.includes(form))).toEqual([])
})

test('a compound that the dictionary does not hold has the forms of its last word', () => {
  expect(formsOf('utomhusbadet')).toEqual(expect.arrayContaining(['utomhusbad', 'utomhusbaden']))
  expect(formsOf('utomhusbadets')).toContain('utomhusbad')
  expect(formsOf('cykelhandbok')).toContain('cykelhandböcker')
})

test('the work of somebody who writes is a word of its own', () => {
  expect(formsOf('skrivarna')).toEqual(expect.arrayContaining(['skrivare', 'skrivaren']))
})

test('a word has some tens of forms, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'aenrstdlmgåäö'), minLength: 1, maxLength: 30 }),
      (word) => {
        expect(formsOf(word).length).toBeLessThan(150)
      },
    ),
  )
})
