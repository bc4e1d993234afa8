import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { MunicipalityId } from '../../kernel/index.ts'
import { search } from './index.ts'

let place: TestHouse
let municipality: MunicipalityId

const texts: Readonly<Record<string, string>> = {
  road: 'Snöröjningen på Storgatan fungerar inte alls i år.',
  closed: 'SKOLAN är stängd i dag, hälsar rektorn.',
  more: 'Vi behöver fler skolor.',
  high: 'Högskolan söker lärare.',
  children: 'Barn och unga ska få plats i simhallen.',
  young: 'Unga barn går in gratis.',
  mail: 'Kontakta anna.berg@falun.se för mer information.',
  number: 'Ärendet har diarienummer KS 2026/14 och hanteras nu.',
  link: 'Läs på https://www.falun.se/skola/mat.html om maten',
  tag: 'Det är fint med #snöröjning i stan',
  dear: 'Snöröjning är dyrt.',
  hole: 'Hål i marken',
  ice: 'Hal is på vägen',
  men: 'Männen i parken är trevliga.',
  be: 'Att vara eller inte vara.',
  dogs: 'Hundarnas rastgård är full.',
  dogCourse: 'Hundarnkursen och hundarna är borta.',
}

beforeAll(async () => {
  place = await testHouse()
  municipality = await bareMunicipality(place)
  for (const [name, text] of Object.entries(texts))
    await place.database.owner.query(
      `INSERT INTO item (municipality_id, record_id, version, account_id, kind, direction, platform_id, version_key, author,
         text, state, published_at, collected_at)
       VALUES (1, gen_random_uuid(), 1, $1, 'comment', 'received', $2, 'v', 'Lena', $3, 'visible', date_trunc('milliseconds', now()), now())`,
      [randomUUID(), name, text],
    )
})
afterAll(() => place.close())

const found = async (text: string, author?: string): Promise<string[]> => {
  const { hits, total } = await withMunicipality(place.house.db, municipality, (tx) =>
    search(tx, municipality, { text, limit: 50, ...(author && { author }) }),
  )
  expect(total).toBe(hits.length)
  return hits.map(({ platformId }) => platformId).sort()
}

// Each line of design/interfaces.md "Search semantics"; compounds are not found by their parts yet.
test.each([
  ['case makes no difference', 'skolan', 'closed more'],
  ['several words must all be there', 'stängd skolan', 'closed'],
  ['a phrase is word for word, stop words too', '"barn och unga"', 'children'],
  ['a phrase keeps its order', '"unga barn"', 'young'],
  ['a phrase is of exact forms', '"skola är"', ''],
  ['a phrase may be of stop words alone', '"vara eller inte vara"', 'be'],
  ['the beginning of a word', 'snöröjning*', 'dear road tag'],
  ['the beginning of a word, longer than its stem', 'snöröjningen*', 'road'],
  [
    'the beginning of a word, of stems that are shorter and of those that are not',
    'hundarn*',
    'dogCourse dogs',
  ],
  ['the beginnings of two words', 'hundarn* rastg*', 'dogs'],
  ['without a word in any form', 'snöröjning -storgatan', 'dear tag'],
  ['without a phrase', 'barn -"unga barn"', 'children'],
  ['without the beginning of a word', 'snöröjning -stor*', 'dear tag'],
  ['without a tag', 'snöröjning -#snöröjning', 'dear road'],
  ['a word finds its inflected forms', 'mannen', 'men'],
  ['a compound does not find its parts', 'höghus', ''],
  ['å, ä, ö are never a, o', 'hal', 'ice'],
  ['å is å', 'hål', 'hole'],
  ['a tag finds only the tag', '#SNÖRÖJNING', 'tag'],
  ['a tag is whole', '#snö', ''],
  ['an e-mail address as written', 'anna.berg@falun.se', 'mail'],
  ['a diary number as written', '"KS 2026/14"', 'number'],
  ['an address as written', 'https://www.falun.se/skola/mat.html', 'link'],
])('%s: %s', async (_what, text, names) => {
  expect(await found(text)).toEqual(names === '' ? [] : names.split(' '))
})

test.each([
  ['"barn och unga"', 'children'],
  ['hundarn*', 'dogCourse dogs'],
  ['hundarn* rastgård', 'dogs'],
  ['snöröjning -stor*', 'dear tag'],
])('an author’s %s are found among what the author has written', async (text, names) => {
  expect(await found(text, 'lena')).toEqual(names.split(' '))
  expect(await found(text, 'Olle')).toEqual([])
})

/** In SQL's own words: what the index is asked, what the text is, and what the index is sure of. */
const asked = [
  ['what everything says', '!xylofon', null, null],
  ['a word', 'hund', null, null],
  ['a beginning', "'hundarn':*|hund", "'hundarn':*", "'hundarn':*"],
  ['a beginning that nobody is sure of', "'hundarna':*|hund", "'hundarna':*", "'hundarna':*"],
  ['what must be looked at', 'hund', "'hundarnas'", null],
  ['nothing', 'xylofon', null, null],
] as const

test.each(asked)('the pages are the same however few are counted: %s', async (_what, query, exact, sure) => {
  type Row = { record_id: string; published_at: Date; total: number }
  const page = (cap: number, limit: number, after?: Row) =>
    withMunicipality(place.house.db, municipality, async (tx) => {
      const { rows } = await sql<Row>`
          SELECT record_id, date_trunc('milliseconds', published_at) AS published_at, total FROM search_items(
            ${query}::tsquery, NULL, NULL, NULL, NULL, NULL, NULL, NULL, ${after?.published_at ?? null}::timestamptz,
            ${after?.record_id ?? null}::uuid, ${limit}::int, ${cap}::int, ${exact}::tsquery, '{}', '{}',
            ${sure}::tsquery)`.execute(tx)
      return rows
    })
  const all = await page(1_000, 1_000)
  for (const cap of [0, 1, 2, 1_000]) {
    const total = Math.min(all.length, cap + 1)
    let after: Row | undefined
    for (const [at, one] of all.entries()) {
      expect(await page(cap, 2, after), `cap ${cap}, at ${at}`).toEqual(
        all.slice(at, at + 2).map((row) => ({ ...row, total })),
      )
      after = one
    }
    expect(await page(cap, 2, after)).toEqual([])
  }
})

test('a search that reads too much is given up, in words, and holds nobody else', async () => {
  await place.database.owner.query(
    `INSERT INTO item (municipality_id, record_id, version, account_id, kind, direction, platform_id, version_key, author,
       text, state, published_at, collected_at)
     SELECT 1, gen_random_uuid(), 1, gen_random_uuid(), 'comment', 'received', 'lång-' || n, 'v', 'Lena',
       repeat('eller att inte ', 10000), 'visible', now(), now() FROM generate_series(1, 5) n`,
  )
  const outcome = withMunicipality(place.house.db, municipality, (tx) =>
    search(tx, municipality, { text: '"inte att vara"', limit: 50 }, 10),
  )
  await expect(outcome).rejects.toMatchObject({
    ending: 'unavailable',
    message: expect.stringContaining('ovanligare ord'),
  })
  expect(await found('simhallen')).toEqual(['children'])
})
