import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Tx, withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { type SearchFilter, search } from '../../src/modules/search/index.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../support/house.ts'

let place: TestHouse
let large: MunicipalityId
let small: MunicipalityId
const account = randomUUID() as AccountId
const items = 40_000

beforeAll(async () => {
  place = await testHouse()
  large = await bareMunicipality(place, 1)
  small = await bareMunicipality(place, 2)
  await fill(large, items)
  await fill(small, items / 10)
  await place.database.owner.query('VACUUM ANALYZE item')
}, 120_000)
afterAll(() => place.close())

/** A third say hej, three of four klokt, one in a hundred lekplats, and one in eight thousand ozelot. */
async function fill(municipality: MunicipalityId, count: number): Promise<void> {
  await place.database.owner.query(
    `INSERT INTO item (municipality_id, record_id, version, account_id, kind, direction, platform_id, version_key, author,
       text, state, published_at, collected_at)
     SELECT $1, gen_random_uuid(), 1, CASE WHEN n % 50 = 0 THEN $3::uuid ELSE $4::uuid END,
       CASE WHEN n % 10 = 0 THEN 'post' ELSE 'comment' END, 'received', n::text, 'v', 'Person ' || n % 300,
       CASE WHEN n % 3 = 0 THEN 'hej ' ELSE '' END || CASE WHEN n % 100 = 0 THEN 'lekplats ' ELSE '' END ||
       CASE WHEN n % 8000 = 0 THEN 'ozelot ' ELSE '' END || CASE WHEN n % 4 = 0 THEN '' ELSE 'klokt ' END || 'ord' || n % 977 || ' ord' || n % 3571 || ' text om något',
       'visible', timestamptz '2024-01-01' + n * interval '20 minutes', now()
     FROM generate_series(1, $2::int) n`,
    [municipality, count, account, randomUUID()],
  )
}

/** How often the table has been read from one end to the other in this transaction. */
async function wholeReadings(tx: Tx): Promise<number> {
  const { rows } = await sql<{ readings: number }>`
    SELECT pg_stat_get_xact_numscans('item'::regclass)::int AS readings`.execute(tx)
  return rows[0]?.readings ?? Number.NaN
}

const searching = (text: string, filter: SearchFilter & { deep?: true } = {}) =>
  withMunicipality(place.house.db, large, async (tx) => {
    const { deep, ...rest } = filter
    const after = { publishedAt: new Date('2024-06-01'), recordId: randomUUID() as never }
    const before = await wholeReadings(tx)
    const { total, hits } = await search(tx, large, { text, ...rest, limit: 50, ...(deep && { after }) })
    return { total, hits, readings: (await wholeReadings(tx)) - before }
  })

const words: [string, string, number][] = [
  ['a rare word', 'ozelot', 5],
  ['a middling word', 'lekplats', 400],
  ['a very common word', 'hej', 10_001],
  ['two words', 'hej lekplats', 133],
  ['a word that is nowhere', 'xylofon', 0],
  ['the beginning of a very common word', 'he*', 10_001],
  ['the beginning of a middling word', 'lekpl*', 400],
  ['the beginning of a very common word, and another', 'he* lekplats', 133],
  ['the beginning of a very common word, without a rare one', 'he* -ozelot', 10_001],
  ['the beginning of a very common word, without another that is', 'he* -klokt', 3_333],
  ['the beginnings of two words', 'he* lekpl*', 133],
]

test.each(words)('%s is found through an index, in one municipality alone', async (_what, text, total) => {
  const found = await searching(text)
  expect(found.total).toBe(total)
  expect(found.readings).toBe(0)
  expect(found.hits).toHaveLength(Math.min(50, total))
})

test.each(words)(
  '%s with filters, and deep among the hits, is found through an index',
  async (_what, text) => {
    const filters: (SearchFilter & { deep?: true })[] = [
      { accounts: [account] },
      { kind: 'post' },
      { author: 'Person 30' },
      { since: new Date('2024-03-01'), until: new Date('2024-04-01') },
      { state: 'hidden' },
      { deep: true },
    ]
    for (const filter of filters) expect((await searching(text, filter)).readings).toBe(0)
  },
)

test('the measure tells a reading of the whole table from a search: the same words asked for plainly are one', async () => {
  const readings = await withMunicipality(place.house.db, large, async (tx) => {
    await sql`SELECT count(*) FROM item WHERE words @@ plainto_tsquery('swedish', 'ozelot')`.execute(tx)
    return wholeReadings(tx)
  })
  expect(readings).toBeGreaterThan(0)
})

test('without a municipality nothing is found', async () => {
  const rows = await place.database.pool.query(
    `SELECT * FROM search_items('hej'::tsquery, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 50, 100)`,
  )
  expect(rows.rows).toEqual([])
})
