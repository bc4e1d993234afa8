import { describe, expect, test } from 'vitest'
import { usualOfficeHours } from '../../kernel/index.ts'
import {
  faultsOf,
  isLate,
  numberOf,
  openEntry,
  ownSeriesOf,
  registrationLaw,
  secrecyToTry,
  wordsOfItem,
} from './rules.ts'
import type { DiaryEntry, EntryWords } from './types.ts'

const words: EntryWords = {
  ...{ direction: 'received', day: '2026-11-19', counterpart: 'Roger K.', matter: 'Hot mot medarbetare' },
  ...{ committee: 'Kommunstyrelsen', series: 'KS', secrecy: 'no', groundId: '', groundWords: '' },
}

test('a number is its series, the year and four digits, and more when there are more', () => {
  expect([numberOf('KS', 2026, 7), numberOf('KFN', 2026, 12_345)]).toEqual(['KS 2026/0007', 'KFN 2026/12345'])
})

test('a number of a series that is numbered here cannot be typed: it could be given twice', () => {
  const series = [
    { series: 'KS', committee: 'Kommunstyrelsen', numbering: 'own' as const },
    { series: 'RN', committee: 'Räddningsnämnden', numbering: 'byHand' as const },
  ]
  expect(ownSeriesOf('ks 2026/9', series)?.series).toBe('KS')
  expect(ownSeriesOf('KS2026-9', series)?.series).toBe('KS')
  for (const number of ['RN 2026/19', 'KSN 2026/1', '2026/481'])
    expect(ownSeriesOf(number, series)).toBeUndefined()
})

describe('a working day', () => {
  const at = (text: string): Date => new Date(text)
  test.each([
    ['2026-11-19T09:00:00Z', '2026-11-20T08:59:00Z', false],
    ['2026-11-19T09:00:00Z', '2026-11-20T09:00:00Z', true],
    // Over a weekend nothing is late; what comes on a Saturday has all of Monday.
    ['2026-11-20T15:00:00Z', '2026-11-23T14:59:00Z', false],
    ['2026-11-20T15:00:00Z', '2026-11-23T15:00:00Z', true],
    ['2026-11-21T10:00:00Z', '2026-11-23T22:59:00Z', false],
    ['2026-11-21T10:00:00Z', '2026-11-23T23:00:00Z', true],
    // Christmas: from the 23rd to Monday the 28th.
    ['2026-12-23T10:00:00Z', '2026-12-27T10:00:00Z', false],
    ['2026-12-23T10:00:00Z', '2026-12-28T10:00:00Z', true],
  ])('from %s it is over at %s: %s', (since, now, late) => {
    expect(isLate(at(since), usualOfficeHours, at(now))).toBe(late)
  })

  test('is none of those that the municipality keeps closed; one that closes early is one all the same', () => {
    // The Friday after Ascension Day.
    const closing = (closes: string | null) => ({
      ...usualOfficeHours,
      closedDays: [{ day: '2027-05-07', closes }],
    })
    const since = at('2027-05-05T09:00:00Z')
    const times = ['2027-05-07T09:00:00Z', '2027-05-10T08:59:00Z', '2027-05-10T09:00:00Z'].map(at)
    expect(times.map((now) => isLate(since, closing(null), now))).toEqual([false, false, true])
    expect(times.map((now) => isLate(since, closing('12:00'), now))).toEqual([true, true, true])
  })
})

test('secrecy is to be tried when screening or a measure points at it; otherwise a person chooses', () => {
  expect(secrecyToTry(['threat'], ['must'])).toBeUndefined()
  expect(secrecyToTry([], [undefined])).toBeUndefined()
  expect(secrecyToTry(['personalData'], [])).toBe('unknown')
  expect(secrecyToTry([], ['secret'])).toBe('unknown')
  expect(secrecyToTry([], ['data'])).toBe('unknown')
})

test('what is filled in beforehand says where and by whom, never what was said', () => {
  const item = {
    ...({ kind: 'comment', direction: 'received', author: 'Roger K.', text: 'HEMLIGT' } as const),
    publishedAt: new Date('2026-11-19T23:30:00Z'),
  }
  expect(wordsOfItem(item, 'Storlundabloggen')).toEqual({
    ...{ direction: 'received', day: '2026-11-20', counterpart: 'Roger K.' },
    matter: 'Kommentar på Storlundabloggen',
  })
  expect(wordsOfItem({ ...item, direction: 'drawnUp' }, 'X').counterpart).toBe('')
})

test('of what is or may be secret the open list shows the number and the day alone', () => {
  const entry = { ...words, number: 'KS 2026/0001' } as DiaryEntry
  expect(openEntry(entry)).toMatchObject({ matter: 'Hot mot medarbetare', counterpart: 'Roger K.' })
  for (const secrecy of ['yes', 'unknown'] as const)
    expect(openEntry({ ...entry, secrecy })).toEqual({
      ...{ number: 'KS 2026/0001', day: '2026-11-19', direction: 'received' },
      ...{ committee: undefined, counterpart: undefined, matter: undefined },
    })
})

test('secrecy has a ground, and nothing comes in tomorrow', () => {
  const faults = (change: Partial<EntryWords>) =>
    Object.keys(faultsOf({ ...words, ...change }, ['secret-health'], '2026-11-19'))
  expect(faults({})).toEqual([])
  expect(faults({ day: '2026-11-20' })).toEqual(['dag'])
  expect(faults({ secrecy: 'yes' })).toEqual(['grund'])
  expect(faults({ secrecy: 'yes', groundId: 'secret-health' })).toEqual([])
  expect(faults({ secrecy: 'yes', groundWords: 'Skyddad adress' })).toEqual([])
  expect(faults({ groundId: 'hittepå' })).toEqual(['grund'])
})

test('the law is told with its paragraph, and says where a lawyer has not looked', () => {
  const law = registrationLaw(new Date('2026-11-19T08:00:00Z'))
  expect(law.map(({ lawRef }) => lawRef)).toEqual([
    'Offentlighets- och sekretesslagen (2009:400) 5 kap. 1 §',
    'Offentlighets- och sekretesslagen (2009:400) 5 kap. 2 §',
  ])
  for (const one of law) expect(one.checkedByLawyer !== null || one.needsLawyersCheck).toBeTruthy()
  expect(registrationLaw(new Date('2020-01-01T08:00:00Z'))).toEqual([])
})
