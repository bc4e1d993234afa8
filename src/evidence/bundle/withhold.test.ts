import { expect, test } from 'vitest'
import { chooseShown } from './withhold.ts'

const fields = {
  account: 'a-1',
  author: 'Åsa Öberg',
  authorId: 'did:plc:xyz',
  kind: 'comment',
  permalink: 'https://plats.example/%C3%85sa%20%C3%96berg/p/5',
  platformId: 'at://did:plc:xyz/post/5',
  state: 'ok',
  text: 'Ring mig: 070-174 06 05',
}
const parts = ['raw', 'media-1']

test('without a choice everything is shown', () => {
  expect(chooseShown(fields, parts)).toEqual({
    fields: Object.keys(fields),
    parts: ['media-1', 'raw'],
    withheld: [],
  })
})

test('when any field is withheld every part is withheld too, unless somebody named it', () => {
  const shown = Object.keys(fields).filter((name) => name !== 'text')
  expect(chooseShown(fields, parts, { fields: shown }).withheld).toEqual(['text', 'part/media-1', 'part/raw'])
  expect(chooseShown(fields, parts, { fields: shown, parts: ['media-1'] })).toMatchObject({
    parts: ['media-1'],
    withheld: ['text', 'part/raw'],
  })
})

test('a part can be withheld while every field is shown', () => {
  expect(chooseShown(fields, parts, { parts: [] }).withheld).toEqual(['part/media-1', 'part/raw'])
})

test('whoever withholds the author withholds what leads to the author', () => {
  const shown = Object.keys(fields).filter((name) => name !== 'author')
  const { withheld } = chooseShown(fields, [], { fields: shown })
  expect(withheld).toEqual(['author', 'authorId', 'permalink', 'platformId'])
})

test('a field that repeats a withheld value is withheld, in any case, composition or percent-encoding', () => {
  const hide = (value: string, other: string) =>
    chooseShown({ hidden: value, other }, [], { fields: ['other'] }).withheld.includes('other')
  expect(hide('Åsa Öberg', 'hälsade ÅSA ÖBERG')).toBe(true)
  expect(hide('Åsa Öberg', 'https://x.example/%C3%85sa%20%C3%96berg')).toBe(true)
  expect(hide('Åsa Öberg', 'A\u030asa O\u0308berg')).toBe(true)
  expect(hide('Åsa Öberg', '100 % annat')).toBe(false)
})

test('a short value is looked for as a whole word, an empty one not at all', () => {
  const hide = (value: string, other: string) =>
    chooseShown({ hidden: value, other }, [], { fields: ['other'] }).withheld.includes('other')
  expect(hide('7', 'https://x.example/7/p')).toBe(true)
  expect(hide('ja', 'Jane')).toBe(false)
  expect(hide('ja', 'Jane, ja!')).toBe(true)
  expect(hide('', 'anything')).toBe(false)
  expect(hide(' ', 'any thing')).toBe(false)
})

test('what repeats a repetition is withheld as well', () => {
  const chain = { a: 'first', b: 'first second', c: 'see: first second', d: 'else' }
  expect(chooseShown(chain, [], { fields: ['b', 'c', 'd'] }).withheld).toEqual(['a', 'b', 'c'])
})
