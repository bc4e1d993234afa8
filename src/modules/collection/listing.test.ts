import { expect, test } from 'vitest'
import { comment } from '../../../tests/support/items.ts'
import type { RoundPage } from '../../platforms/contract.ts'
import { type Listing, Listings } from './listing.ts'

const at = (hour: number): Date => new Date(Date.UTC(2026, 10, 29, hour))
const page = (
  ids: readonly string[],
  cursor: RoundPage['cursor'],
  more: Partial<RoundPage> = {},
): RoundPage => ({
  items: ids.map((id) => comment(id, id)),
  cursor,
  ...more,
})
const take = (listings: Listings, listing: Listing, one: RoundPage): void => {
  listing.take(one)
  listings.keep('a', listing, one)
}
const complete = { since: null, kinds: ['comment'] } as const

test('a round that goes on from a cut knows what the one before it showed, whatever order the cursor is kept in', () => {
  const listings = new Listings()
  take(listings, listings.begin('a', null, at(1)), page(['1', '2'], { at: 2, newest: '' }))
  const rest = listings.begin('a', { newest: '', at: 2 }, at(2))
  take(listings, rest, page(['3'], {}, { resumed: true, complete }))
  expect([...rest.seen]).toEqual(['1', '2', '3'])
  expect(rest).toMatchObject({ whole: true, began: at(1) })
})

test('a round that goes on from what nobody remembers is not whole, and neither is the one that goes on from it', () => {
  const listings = new Listings()
  const rest = listings.begin('a', { at: 2 }, at(2))
  take(listings, rest, page(['3'], { at: 3 }, { resumed: true }))
  expect(rest.whole).toBe(false)
  const end = listings.begin('a', { at: 3 }, at(3))
  take(listings, end, page(['4'], {}, { resumed: true, complete }))
  expect(end.whole).toBe(false)
})

test('what a round that lists from the beginning is set against is what it shows itself', () => {
  const listings = new Listings()
  take(listings, listings.begin('a', null, at(1)), page(['vanished since'], { newest: '1' }))
  const anew = listings.begin('a', { newest: '1' }, at(2))
  take(listings, anew, page(['1'], {}, { complete }))
  expect([...anew.seen]).toEqual(['1'])
  expect(anew).toMatchObject({ whole: true, began: at(2) })
})
