import { expect, test } from 'vitest'
import type { CollectedItem } from '../../../platforms/contract.ts'
import { draftOf, isFresh, newsOf, shortened } from './rules.ts'

const item = (text: string, more: Partial<CollectedItem> = {}): CollectedItem => ({
  ...{ platformId: 'id', kind: 'post', direction: 'drawnUp', text, state: 'visible', source: 'feed/rss' },
  ...{ publishedAt: '2026-11-19T06:00:00.000Z', versionKey: 'v', media: [] },
  raw: {
    ...{ bytes: new Uint8Array(), mediaType: 'text/plain' },
    answer: { url: '', status: 200, headers: {}, fetchedAt: '', sha256: '' },
  },
  ...more,
})

test('a title, a beginning and a link are read out of a feed’s item', () => {
  const text = 'Vinterspåren är öppna\n\nTvå spår är pistade.\nBelysningen är tänd.'
  expect(newsOf(item(text, { permalink: 'https://storlunda.se/spar' }))).toMatchObject({
    title: 'Vinterspåren är öppna',
    summary: 'Två spår är pistade. Belysningen är tänd.',
    url: 'https://storlunda.se/spar',
  })
  expect(newsOf(item('Bara en rubrik'))).toMatchObject({ title: 'Bara en rubrik', summary: '' })
  expect(newsOf(item(' \n '))).toBeUndefined()
})

test('whatever a feed holds stays within bounds', () => {
  const long = newsOf(
    item('ord '.repeat(50_000), {
      platformId: 'i'.repeat(5_000),
      permalink: `https://a.se/${'x'.repeat(3_000)}`,
    }),
  )
  expect(long?.title.length).toBeLessThanOrEqual(101)
  expect(long?.summary.length).toBeLessThanOrEqual(601)
  expect(long?.itemId).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(long?.url).toBeNull()
})

test('a text is cut after a sentence where one fits, else between words, never within a character', () => {
  expect(shortened('En mening. En annan mening som är längre.', 20)).toBe('En mening.')
  expect(shortened('Ett enda långt stycke utan punkt', 20)).toBe('Ett enda långt…')
  expect(shortened('🎿'.repeat(30), 20)).toBe(`${'🎿'.repeat(9)}…`)
})

test('a draft says its title once, and leads to the website', () => {
  const news = { title: 'Spåren är öppna', summary: 'Två spår är pistade.', url: 'https://storlunda.se/spar' }
  expect(draftOf(news)).toEqual({
    title: 'Spåren är öppna',
    text: 'Spåren är öppna\n\nTvå spår är pistade.',
    link: 'https://storlunda.se/spar',
    origin: { url: 'https://storlunda.se/spar', title: 'Spåren är öppna' },
  })
  expect(draftOf({ ...news, summary: 'Spåren är öppna igen.', url: null })).toEqual({
    title: 'Spåren är öppna',
    text: 'Spåren är öppna igen.',
  })
})

test('what is listed again after some days is no news', () => {
  const now = new Date('2026-11-19T08:00:00Z')
  expect(isFresh({ publishedAt: new Date('2026-11-17T08:00:00Z') }, now)).toBe(true)
  expect(isFresh({ publishedAt: new Date('2026-11-15T08:00:00Z') }, now)).toBe(false)
})
