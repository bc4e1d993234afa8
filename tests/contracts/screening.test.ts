import { expect, test } from 'vitest'
import { loadRuleSet, type Reason, screenText } from '../../src/modules/screening/index.ts'
import { coveredDisguises, disguises, respeltDisguises } from '../support/disguises.ts'
import { everyday } from '../support/outsider/clean.ts'
import { sharesFound } from '../support/outsider/measure.ts'
import { identities, otherNumbers, wrongIdentities } from '../support/outsider/numbers.ts'
import { randomFrom } from '../support/random.ts'
import { cleanTexts, insults, offensiveWords, readSwedish } from '../support/swedish-texts.ts'

/**
 * The screening held against data that others made: word lists (LDNOOBW), clean Swedish (Talbanken, names,
 * municipalities) and the vectors of the personnummer project. The numbers are printed; the thresholds are
 * those of ../shared/reference/performance.md §2.
 */
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

const known = offensiveWords().filter((word) => found(`Du är ${word} va`).length > 0)

test('words that others list as offensive are found in at least 95 of 100 of each of 17 disguises', () => {
  console.log(
    `single words of four letters or more listed by LDNOOBW: ${offensiveWords().length}; our lists also hold ${known.length}`,
  )
  for (const [name, disguise] of Object.entries(disguises)) {
    const missed = known.filter(
      (word) => found(`Jag tycker att ${disguise(word)} var där i dag`).length === 0,
    )
    const share = 1 - missed.length / known.length
    console.log(`${name.padEnd(12)} ${(share * 100).toFixed(1)} %  missed: ${missed.slice(0, 14).join(' ')}`)
    expect(share, name).toBeGreaterThanOrEqual(0.95)
  }
  expect(known.length).toBeGreaterThan(120)
})

/** What each of these leaves is another word, or none: hora without a letter is hoa, and fitta without vowels ft (decision 19). */
const leastOf: Readonly<Record<string, number>> = { vowelsDropped: 0.93, leftOut: 0.86, neighbourKey: 0.93 }

test('so are they, and words that somebody else wrote down, covered and respelt in ways that came later', () => {
  const carried = (word: string): string => `Jag tycker att ${word} var där i dag`
  const words = [...offensiveWords(), ...insults].filter((word) => found(carried(word)).length > 0)
  for (const [name, disguise] of Object.entries({ ...coveredDisguises, ...respeltDisguises })) {
    const missed = words.filter((word) => found(carried(disguise(word))).length === 0)
    const share = 1 - missed.length / words.length
    console.log(`${name.padEnd(20)} ${(share * 100).toFixed(1)} %  missed: ${missed.slice(0, 14).join(' ')}`)
    expect(share, name).toBeGreaterThanOrEqual(leastOf[name] ?? 0.95)
  }
})

/** Of an outsider's ways: what they leave of a word is another, or a sentence's end stands in it (decision 19). */
const leastOfOutsider: Readonly<Record<string, number>> = {
  ...{ 'one dotAndSpace': 35, 'k for ck': 90, 'e for ä': 85 },
  ...{ 'without dots': 85, 'dots on one letter': 85, 'no vowels': 90, 'no inner vowels': 90, 'form -s': 90 },
  ...{ 'letters swapped': 90, 'letter added': 90, 'ck for k': 88, 'q for k': 88, 'c for k': 90 },
  ...{ 'backwards + leet': 90, 'backwards + capitals': 92 },
}

test('and in 250 ways of writing that an outsider thought of, by themselves and two at once, in texts of all kinds', () => {
  const words = [...offensiveWords(), ...insults].filter((word) => found(`Du är ${word} va`).length > 0)
  for (const { group, name, found: share, missed } of sharesFound(
    (text) => found(text).length > 0,
    words,
    17,
  )) {
    if (share < 95)
      console.log(`${group} ${name} ${share.toFixed(1)} %  missed: ${missed.slice(0, 14).join(' | ')}`)
    expect(share, `${group} ${name}`).toBeGreaterThanOrEqual(leastOfOutsider[name] ?? 92)
  }
})

test('clean Swedish is called unsuitable in at most 4 of 1,000 texts', () => {
  const clean = cleanTexts()
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
const vectors = (name: string): Vector[] => JSON.parse(readSwedish(name))
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
  for (const number of readSwedish('personnummer_orgnumber.json').match(/"[\d-]{10,13}"/g) ?? []) {
    expect(kinds(`nr ${number.slice(1, -1)} ja`), number).toEqual([])
  }
})

test('every list of structured vectors agrees; only a space for the hyphen is read more generously', () => {
  const structured: Record<string, { string: { valid: string[]; invalid: string[] } }> = JSON.parse(
    readSwedish('personnummer_structured.json'),
  )
  for (const { string } of Object.values(structured)) {
    for (const number of string.valid) expect(kinds(number), number).toHaveLength(1)
    for (const number of string.invalid.filter((each) => !spaced(each))) {
      expect(kinds(number), number).toEqual([])
    }
  }
})

/** Ten digits apart that no word calls a phone number, and a ring round an a. */
const notTold = new Set(['phone digits apart', 'mail a with ring'])

test('numbers of nobody are found however they are written, and none with another check digit', () => {
  const sources = (text: string): string[] => screenText(text, rules).reasons.map(({ source }) => source)
  for (const { kind, as, text } of [...identities(randomFrom(5), 8), ...otherNumbers(randomFrom(6), 8)])
    if (!notTold.has(as)) expect(sources(`Det gäller ${text}, hör av er`), `${as}: ${text}`).toContain(kind)
  for (const text of wrongIdentities(randomFrom(7), 20)) expect(kinds(`nr ${text} ja`), text).toEqual([])
})

test('what a municipality and its inhabitants write every day is neither unsuitable nor anybody’s number', () => {
  for (const text of everyday) {
    const wrong = screenText(text, rules).reasons.filter(
      ({ label }) => unsuitable.has(label) || label === 'personalData',
    )
    expect(wrong, text).toEqual([])
  }
})
