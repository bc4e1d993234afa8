import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FeedFault, startFeedDouble } from '../../doubles/feed/index.ts'
import { startWordPressDouble } from '../../doubles/wordpress/index.ts'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { selectItems, toItem, verifyArchive } from '../../src/modules/archive/index.ts'
import { collectNow } from '../../src/modules/collection/index.ts'
import { addMunicipality } from '../../src/modules/organisation/index.ts'
import { screenRecords } from '../../src/modules/screening/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { platformOf } from '../support/platform.ts'

let place: TestHouse
let municipality: MunicipalityId
let site: Awaited<ReturnType<typeof startFeedDouble>>
let blog: Awaited<ReturnType<typeof startWordPressDouble>>
let news: AccountId
let posts: AccountId
let touched = 0
const canary = createServer((_, answer) => {
  touched += 1
  answer.end('secret')
})

const register = (
  platformId: string,
  settings: Record<string, string>,
  secrets: Record<string, string>,
): Promise<AccountId> => {
  const platform = platformOf(platformId)
  return registerAccount(place.house, systemActor(municipality), platform, {
    platform: platformId,
    name: platformId,
    department: 'Kommunledning',
    settings,
    secrets,
  })
}

beforeAll(async () => {
  place = await testHouse()
  municipality = await addMunicipality(place.house, { name: 'Storlunda', policy: 'falun' })
  site = await startFeedDouble({ clock: place.house.clock })
  blog = await startWordPressDouble({ clock: place.house.clock })
  news = await register('feed', { url: `${site.url}/feed.xml` }, {})
  posts = await register('wordpress', { url: blog.url, username: blog.username }, { password: blog.password })
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve))
})
afterAll(async () => {
  canary.close()
  await site.close()
  await blog.close()
  await place.close()
})

const collect = async (account: AccountId) =>
  (await collectNow(place.house, systemActor(municipality), catalogue, account))[0]
const items = async (account: AccountId) =>
  (
    await withMunicipality(place.house.db, municipality, (tx) =>
      selectItems(tx, municipality).where('account_id', '=', account).execute(),
    )
  ).map(toItem)

test('pictures that lead to our own machine, at once or by a redirect, are not fetched; the news is kept and it is said', async () => {
  const { port } = canary.address() as AddressInfo
  const hostile = createServer((request, answer) => {
    if (request.url === '/bild.png')
      answer.writeHead(302, { location: `http://127.0.0.1:${port}/hemlig.png` }).end()
    else
      answer
        .writeHead(200, { 'content-type': 'application/rss+xml' })
        .end(feedWithPictures(request.headers.host ?? '', port))
  })
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve))
  const account = await register(
    'feed',
    { url: `http://127.0.0.1:${(hostile.address() as AddressInfo).port}/feed.xml` },
    {},
  )
  expect(await collect(account)).toMatchObject({ new: 1, error: null })
  hostile.close()
  expect(touched).toBe(0)
  const refusals = await withMunicipality(place.house.db, municipality, (tx) =>
    tx.selectFrom('media_refusal').select('reason').execute(),
  )
  const reason = 'Adressen leder till ett privat nät och hämtas inte.'
  expect(refusals).toEqual([{ reason }, { reason }])
  await withMunicipality(place.house.db, municipality, (tx) =>
    tx.updateTable('account').set({ state: 'closed' }).where('account_id', '=', account).execute(),
  )
})

const feedWithPictures = (host: string, port: number): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>N</title><link>http://${host}/</link><item>
  <guid>a</guid><title>Bild</title><description>&lt;img src="http://127.0.0.1:${port}/a.png"&gt;</description>
  <enclosure url="http://${host}/bild.png" length="1" type="image/png"/></item></channel></rss>`

test.each<[string, FeedFault, RegExp]>([
  ['a gigabyte', { kind: 'huge' }, /st(or|örre)/i],
  ['an XML bomb', { kind: 'bomb' }, /DTD|DOCTYPE|entitet/i],
  ['a web page', { kind: 'html' }, /webbsida/i],
  ['half a document', { kind: 'cut' }, /./],
])('a feed that is %s is refused in words, and what was kept before stands', async (_what, fault, words) => {
  const before = (await items(news)).length
  site.fault(fault)
  const report = await collect(news)
  site.fault(undefined)
  expect(report?.gap).toBe(true)
  expect(report?.error).toMatch(words)
  expect(await items(news)).toHaveLength(before)
  expect(await collect(news)).toMatchObject({ error: null, gone: 0 })
})

test('a post of 200,000 characters, NUL and lone surrogates, and the year 9999 are carried through', async () => {
  const post = blog.addPost({ title: 'Tåligt', content: 'x' })
  const long = 'snö '.repeat(50_000)
  blog.addComment({ post, author: 'Lång', text: long })
  blog.addComment({ post, author: 'Noll', text: 'före\u0000efter \ud800 slut' })
  blog.addComment({ post, author: 'Framtid', text: 'hej', at: '9999-12-31T23:59:59Z' })
  blog.addComment({ post, author: 'Omöjlig', text: 'hopp', at: '99999-99-99' })
  expect(await collect(posts)).toMatchObject({ error: null, new: 5 })
  const kept = await items(posts)
  expect(kept.find((item) => item.author === 'Lång')?.text.length).toBeGreaterThan(199_000)
  expect(kept.find((item) => item.author === 'Noll')?.text).toBe('före\ufffdefter \ufffd slut')
  for (const item of kept) expect(Number.isNaN(item.publishedAt.getTime())).toBe(false)
  await screenRecords(
    place.house,
    municipality,
    posts,
    kept.map((item) => ({ record: item.recordId, version: item.version })),
  )
  expect(await collect(posts)).toMatchObject({ new: 0, changed: 0, gone: 0 })
})

test('the archive stands against its log after all of it', async () => {
  expect((await verifyArchive(place.house, municipality)).problems).toEqual([])
})
