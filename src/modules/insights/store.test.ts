import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../../kernel/index.ts'
import { ownCounts } from './store.ts'

let place: TestHouse
let municipality: MunicipalityId
const [busy, other, empty] = [randomUUID(), randomUUID(), randomUUID()] as [AccountId, AccountId, AccountId]

type Row = readonly [
  accountId: AccountId,
  kind: string,
  direction: string,
  publishedAt: string,
  count: number,
]

/** The first and the last instant of November by the Swedish clock, and the ones just outside. */
const [first, last, before, after] = [
  '2026-10-31T23:00:00Z',
  '2026-11-30T22:59:59.999Z',
  '2026-10-31T22:59:59.999Z',
  '2026-11-30T23:00:00Z',
]
const rows: readonly Row[] = [
  [busy, 'comment', 'received', first, 5],
  [busy, 'comment', 'received', last, 2],
  [busy, 'comment', 'received', before, 11],
  [busy, 'comment', 'received', after, 13],
  [busy, 'comment', 'drawnUp', first, 3],
  [busy, 'message', 'received', last, 4],
  [busy, 'message', 'drawnUp', first, 17],
  [busy, 'message', 'received', before, 19],
  [busy, 'post', 'drawnUp', first, 6],
  [busy, 'post', 'received', first, 23],
  [busy, 'post', 'drawnUp', after, 29],
  [other, 'post', 'drawnUp', last, 1],
]

beforeAll(async () => {
  place = await testHouse()
  municipality = await bareMunicipality(place, 1)
  await bareMunicipality(place, 2)
  for (const [accountId, kind, direction, publishedAt, count] of rows)
    await place.database.owner.query(
      `INSERT INTO item (municipality_id, record_id, version, account_id, kind, direction, platform_id, version_key,
         author, text, state, published_at, collected_at)
       SELECT m, gen_random_uuid(), 1, $1, $2, $3, gen_random_uuid(), 'v', 'Lena', 'Hej', 'visible', $4, now()
       FROM generate_series(1, $5::int), (VALUES (1), (2)) AS municipality (m)`,
      [accountId, kind, direction, publishedAt, count],
    )
})
afterAll(() => place.close())

test('of an account’s days each kind is counted by itself, comments those that came in, and nobody else’s', async () => {
  const span = { from: '2026-11-01', to: '2026-11-30' }
  const found = await withMunicipality(place.house.db, municipality, (tx) =>
    ownCounts(tx, municipality, [busy, empty], span, new Date(after)),
  )
  expect(found.get(busy)).toMatchObject({ comments: 7, messages: 4, ownPosts: 6 })
  expect(found.get(empty)).toMatchObject({ comments: 0, messages: 0, ownPosts: 0 })
  expect([...found.keys()].sort()).toEqual([busy, empty].sort())
})
