import { expect, test } from 'vitest'
import { loadRuleSet, type Reason, screenText } from '../../src/modules/screening/index.ts'
import { disguises } from '../support/disguises.ts'
import { cleanTexts, offensiveWords, readSwedish } from '../support/swedish-texts.ts'

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
