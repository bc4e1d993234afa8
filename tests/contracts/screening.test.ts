import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { loadRuleSet, type Reason, screenText } from '../../src/modules/screening/index.ts'

/**
 * The screening held against data that others made: word lists (LDNOOBW), clean Swedish (Talbanken, names,
 * municipalities) and the vectors of the personnummer project. The numbers are printed; the thresholds are
 * those of ../shared/reference/performance.md §2.
 */
const data = '../shared/data/swedish'
const read = (name: string): string => {
  const path = `${data}/${name}`
  if (!existsSync(path)) throw new Error(`${path} is missing: these tests need ../shared (README.md)`)
  return readFileSync(path, 'utf8')
}
const lines = (name: string): string[] =>
  read(name)
    .split(/\r?\n/)
    .filter((line) => line !== '')

const rules = loadRuleSet()
const unsuitable = new Set<string>([
  'threat',
  'hateAgainstGroup',
  'harassment',
  'sexual',
  'callToCrime',
  'profanity',
  'staffHate',
])
const found = (text: string): Reason[] =>
  screenText(text, rules).reasons.filter((reason) => unsuitable.has(reason.label))

const leet: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }
const cyrillic: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  o: 'о',
  p: 'р',
  x: 'х',
  y: 'у',
  k: 'к',
  i: 'і',
  s: 'ѕ',
}
const mapped = (word: string, table: Readonly<Record<string, string>>): string =>
  [...word].map((letter) => table[letter] ?? letter).join('')
const vowel = /[aeiouyåäö]/

/** Seventeen ways of writing a word so that a plain list misses it. */
const classes: Readonly<Record<string, (word: string) => string>> = {
  plain: (word) => word,
  capitals: (word) => word.toUpperCase(),
  mixedCase: (word) => [...word].map((letter, at) => (at % 2 === 0 ? letter : letter.toUpperCase())).join(''),
  leet: (word) => mapped(word, leet),
  spaced: (word) => [...word].join(' '),
  dotted: (word) => [...word].join('.'),
  dashed: (word) => [...word].join('-'),
  zeroWidth: (word) => [...word].join('\u200b'),
  softHyphen: (word) => [...word].join('\u00ad'),
  homoglyph: (word) => mapped(word, cyrillic),
  fullWidth: (word) => word.replace(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  decomposed: (word) => word.normalize('NFD'),
  combining: (word) => [...word].map((letter) => `${letter}\u0336`).join(''),
  repeated: (word) => word.replace(vowel, (letter) => letter.repeat(4)),
  star: (word) => word.charAt(0) + word.slice(1).replace(vowel, '*'),
  inflected: (word) => word + (/[aeiouyåäö]$/.test(word) ? 'n' : 'en'),
  compound: (word) => `${word}snack`,
}

const listed = [...new Set([...lines('ldnoobw_sv.txt'), ...lines('ldnoobwv2_sv.txt')])]
const offensiveWords = listed.filter(
  (word) => /^[a-zåäö]{4,}$/.test(word) && found(`Du är ${word} va`).length > 0,
)

test('words that others list as offensive are found in at least 95 of 100 of each of 17 disguises', () => {
  console.log(
    `listed by LDNOOBW: ${listed.length}; single words of four letters or more that our lists also hold: ${offensiveWords.length}`,
  )
  const recall = Object.entries(classes).map(([name, disguise]) => {
    const missed = offensiveWords.filter(
      (word) => found(`Jag tycker att ${disguise(word)} var där i dag`).length === 0,
    )
    return { name, share: 1 - missed.length / offensiveWords.length, missed }
  })
  for (const { name, share, missed } of recall) {
    console.log(`${name.padEnd(12)} ${(share * 100).toFixed(1)} %  missed: ${missed.slice(0, 14).join(' ')}`)
  }
  expect(offensiveWords.length).toBeGreaterThan(120)
  for (const { name, share } of recall) expect(share, name).toBeGreaterThanOrEqual(0.95)
})

test('clean Swedish is called unsuitable in at most 4 of 1,000 texts', () => {
  const names = ['svensktext_tilltalsnamn-kvinnor.csv', 'svensktext_tilltalsnamn-man.csv'].flatMap((name) =>
    lines(name)
      .slice(1)
      .map((line) => line.split(','))
      .filter(([, bearers]) => Number(bearers) > 500)
      .map(([first = '']) => first),
  )
  const places = lines('kommuner.csv')
    .slice(1)
    .map((line) => `Vi bor i ${line.split(',')[1]}`)
  const traps = [
    'Hålet i isen vid Hornstull',
    'Kockarna på Assistenten gick till Pittsburgh',
    'Rovdjuren och rövarna i Mattisskogen',
    'Ökat antal advokater betalar skatt',
    'Prova provet i provrummet',
    'Inkluderande skola utan varsel',
    'Fackla, tackla och vackla',
    'Negativ integration av integrerade kretsar',
    'Häcken är klippt och i ändan står bänken',
    'Kejsarens fanor och knappar',
    'Horisonten och metaforen',
    'Analysen av kanalen',
    'Bogen på båten och kon på ängen',
    'EU-fördrag och Rut-avdrag',
  ]
  const clean = [...lines('talbanken_dev.txt'), ...places, ...names, ...traps]
  const wrong = clean.filter((text) => found(text).length > 0)
  console.log(`clean texts ${clean.length}, called unsuitable ${wrong.length}: ${wrong.join(' | ')}`)
  expect(clean.length).toBeGreaterThan(1700)
  expect(wrong.length / clean.length).toBeLessThanOrEqual(0.004)
})

interface Vector {
  readonly long_format: string
  readonly short_format: string
  readonly separated_format: string
  readonly separated_long: string
  readonly valid: boolean
  readonly type: string
}
const vectors = (name: string): Vector[] => JSON.parse(read(name))
const kinds = (text: string): string[] =>
  screenText(text, rules)
    .reasons.map((reason) => reason.source)
    .filter((source) => source === 'personalNumber' || source === 'coordinationNumber')
const written = (vector: Vector): string[] => [
  vector.long_format,
  vector.short_format,
  vector.separated_format,
  vector.separated_long,
]

/** The vectors judge how a number is written; a text that gives one with a space has given it all the same. */
const spaced = (number: string): boolean => number.includes(' ')

test('every valid personal and coordination number of the public vectors is found, and no invalid one', () => {
  let count = 0
  for (const vector of vectors('personnummer_list.json')) {
    const kind = vector.type === 'con' ? 'coordinationNumber' : 'personalNumber'
    for (const number of written(vector).filter((each) => !spaced(each))) {
      count += 1
      expect(kinds(`Mitt nummer är ${number}.`), number).toEqual(vector.valid ? [kind] : [])
    }
  }
  console.log(`personal numbers checked: ${count}`)
})

test('interim numbers and organisation numbers are no personal numbers', () => {
  for (const vector of vectors('personnummer_interim.json')) {
    for (const number of written(vector)) expect(kinds(`nr ${number} ja`), number).toEqual([])
  }
  for (const number of read('personnummer_orgnumber.json').match(/"[\d-]{10,13}"/g) ?? []) {
    expect(kinds(`nr ${number.slice(1, -1)} ja`), number).toEqual([])
  }
})

test('every list of structured vectors agrees; only a space for the hyphen is read more generously', () => {
  const structured: Record<string, { string: { valid: string[]; invalid: string[] } }> = JSON.parse(
    read('personnummer_structured.json'),
  )
  for (const { string } of Object.values(structured)) {
    for (const number of string.valid) expect(kinds(number), number).toHaveLength(1)
    for (const number of string.invalid.filter((each) => !spaced(each))) {
      expect(kinds(number), number).toEqual([])
    }
  }
})
