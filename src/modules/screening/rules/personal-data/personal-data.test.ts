import fc from 'fast-check'
import personnummer from 'personnummer'
import { expect, test } from 'vitest'
import { Collector } from '../collector.ts'
import { kindOf } from './identity.ts'
import { findPersonalData } from './index.ts'

/** The package's types and its code disagree on how it is exported. */
const validElsewhere: (number: string) => boolean = Reflect.get(personnummer, 'valid')

/** 'kind:words' of everything found. */
function found(text: string): string[] {
  const into = new Collector()
  findPersonalData(text, into)
  return into.reasons().map(({ source, start, end }) => `${source}:${text.slice(start, end)}`)
}

test('personal numbers are found however they are written', () => {
  for (const number of [
    '850709-9805',
    '8507099805',
    '19850709-9805',
    '198507099805',
    '850709 9805',
    '1985-07-09-9805',
    '850709 – 9805',
    '８５０７０９-９８０５',
    '85\u200b0709-9805',
    '850709\u00a09805',
    '850709\u2011\t9805',
    '850709:9805',
    '850709-\n9805',
    '85 07 09 98 05',
    '1985 0709 9805',
    '8 5 0 7 0 9 9 8 0 5',
    '85O7O9-98O5',
    '𝟖𝟓𝟎𝟕𝟎𝟗-𝟗𝟖𝟎𝟓',
    '٨٥٠٧٠٩-٩٨٠٥',
  ]) {
    expect(found(`pnr ${number} ja`), number).toEqual([`personalNumber:${number}`])
  }
  expect(found('701063-2391')).toEqual(['coordinationNumber:701063-2391'])
  expect(found('Hon är född 121212+1212.')).toEqual(['personalNumber:121212+1212'])
})

test('numbers that are no persons are left alone', () => {
  for (const text of [
    '850709-9806',
    '851309-9805',
    '850732-9805',
    '000101-T220',
    'org.nr 556036-0793',
    'KS 2026/123',
    '500 000 kronor 2025-2027',
    'Öppet 08-12 13-16, söndag 11-15',
    'kl 08.00 - 16.30 den 2026-03-12',
    '1 234 567 890 kr',
    'ISO 9001:2015',
    '850709\n9805',
    '850709, 9805',
    'OCR 8507 0998 0504',
  ]) {
    expect(found(text), text).toEqual([])
  }
})

test('our reading of ten and twelve digits is that of the personnummer library', () => {
  const digits = fc
    .tuple(
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: 13 }),
      fc.integer({ min: 0, max: 95 }),
      fc.integer({ min: 0, max: 9999 }),
    )
    .map(
      ([year, month, day, last]) =>
        `${year}`.padStart(2, '0') +
        `${month}`.padStart(2, '0') +
        `${day}`.padStart(2, '0') +
        `${last}`.padStart(4, '0'),
    )
  fc.assert(
    fc.property(digits, (ten) => {
      expect(kindOf(`19${ten}`) !== undefined, ten).toBe(validElsewhere(`19${ten}`))
    }),
    { numRuns: 5000 },
  )
})

test('Swedish phone numbers are found in their usual spellings', () => {
  for (const number of [
    '070-123 45 67',
    '0701234567',
    '+46 70 123 45 67',
    '+46701234567',
    '0046 70 123 45 67',
    '+46 (0)70 123 45 67',
    '08-12 34 56 78',
    '08-123 456 78',
    '031-365 00 00',
    '0650-190 00',
    '070.123.45.67',
    '070 - 123 45 67',
    '070_123_45_67',
    '08-12 34 56',
    '+46(0)8123456',
    '070\u00a0123\u00a045\u00a067',
    '070‑123 45 67',
  ]) {
    expect(found(`ring ${number} nu`), number).toEqual([`phone:${number}`])
  }
})

test('mail addresses are found, also with (at)', () => {
  expect(found('skriv till anna.berg+a@exempel.se.')).toEqual(['email:anna.berg+a@exempel.se'])
  for (const address of [
    'anna (at) exempel.se',
    'anna snabel-a exempel.se',
    'anna [at] exempel [dot] se',
    'anna at exempel punkt se',
    'anna @ exempel.se',
    'anna@xn--krstad-wxa.se',
    'anna<at>exempel.se',
    'anna-at-exempel.se',
    'anna_at_exempel.se',
    'anna snabel a exempel.se',
    'anna @ exempel . se',
    'anna&#64;exempel.se',
    'anna＠exempel.se',
    'anna@exem\u200bpel.se',
  ])
    expect(found(address), address).toEqual([`email:${address}`])
  expect(found('look at kommunen.se, 3 st @ 45 kr, punkt 4')).toEqual([])
  expect(found('vi ses @torget, a@b')).toEqual([])
  expect(found('https://exempel.se/look-at-this.html och fil_at_hem.txt, <at>')).toEqual([])
})

test('street addresses are found, ways and distances not', () => {
  expect(found('bor på Storgatan 5 b')).toEqual(['address:Storgatan 5 b'])
  expect(found('Norra Vägen 12')).toEqual(['address:Norra Vägen 12'])
  expect(found('på Kung Karls väg 12')).toEqual(['address:Karls väg 12'])
  expect(found('Längs väg 63, Riksväg 97, Detaljplan 3')).toEqual([])
  expect(found('lilla björkvägen 3')).toEqual(['address:björkvägen 3'])
  for (const text of [
    'cykelvägen 3 km',
    'på vägen 2 bilar',
    'Storgatan är stängd',
    'järnvägen 1924',
    'plan 5',
  ]) {
    expect(found(text), text).toEqual([])
  }
})

test('registration numbers need their strict form or a vehicle before them', () => {
  expect(found('ABC123 kör för fort')).toEqual(['vehicle:ABC123'])
  expect(found('bilen med reg abc 12d')).toEqual(['vehicle:abc 12d'])
  expect(found('Han har MLB 04H på sin Volvo')).toEqual(['vehicle:MLB 04H'])
  for (const text of ['SEK 500 och USD 100', 'kapitel abc 123', 'IOQ123', 'SFS2026', 'ABCD123']) {
    expect(found(text), text).toEqual([])
  }
})

test('accounts are found by their names and check digits', () => {
  expect(found('Bankgiro 5050-1055')).toEqual(['bankAccount:5050-1055'])
  expect(found('SE45 5000 0000 0583 9825 7466')).toEqual(['bankAccount:SE45 5000 0000 0583 9825 7466'])
  expect(found('clearing 8327-9, konto 123 456 789-0')).toHaveLength(1)
  expect(found('4111 1111 1111 1111')).toEqual(['bankAccount:4111 1111 1111 1111'])
  expect(found('4111 1111 1111 1112')).toEqual([])
})
