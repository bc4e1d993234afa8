import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FacebookDouble, startFacebookDouble } from '../../doubles/facebook/index.ts'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { startWorker, type Worker } from '../../src/app/worker.ts'
import { verifyBundle } from '../../src/evidence/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { type MunicipalityId, type RecordId, systemClock } from '../../src/kernel/index.ts'
import { registerAccount, webhookAddress } from '../../src/modules/accounts/index.ts'
import { makeBundle, verifyArchive } from '../../src/modules/archive/index.ts'
import { addMunicipality } from '../../src/modules/organisation/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { listen } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { until } from '../support/until.ts'

let place: TestHouse
let house: TestHouse['house']
let municipality: MunicipalityId
let page: FacebookDouble
let worker: Worker
let server: Awaited<ReturnType<typeof listen>>
let address: string

beforeAll(async () => {
  place = await testHouse()
  let answer: (request: Request) => Response | Promise<Response> = () => new Response('', { status: 503 })
  server = await listen((request) => answer(request))
  house = { ...place.house, clock: systemClock as TestHouse['house']['clock'], publicUrl: server.url }
  answer = (request) => createApp(house).fetch(request)
  municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  page = await startFacebookDouble()
  const platform = catalogue.get('facebook')
  if (!platform) throw new Error('no platform')
  const actor = systemActor(municipality)
  const account = await registerAccount(house, actor, platform, {
    platform: 'facebook',
    name: 'Kommunen',
    department: 'Kommunledning',
    settings: { api: page.url, appId: page.appId, pageId: page.pageId },
    secrets: { token: page.token, appSecret: page.appSecret, verifyToken: page.verifyToken },
  })
  address = (await webhookAddress(house, actor, platform, account)) ?? ''
  worker = await startWorker({ house, pool: place.database.pool })
})
afterAll(async () => {
  await worker?.stop()
  await page?.close()
  await server?.close()
  await place?.close()
})

const itemOf = (platformId: string) =>
  withMunicipality(house.db, municipality, (tx) =>
    tx
      .selectFrom('item')
      .select(['record_id', 'version', 'text', 'state'])
      .where('municipality_id', '=', municipality)
      .where('platform_id', '=', platformId)
      .executeTakeFirst(),
  )
const partsOf = (recordId: string, version: number) =>
  withMunicipality(house.db, municipality, (tx) =>
    tx
      .selectFrom('part')
      .select(['name', 'media_type', 'content'])
      .where('municipality_id', '=', municipality)
      .where('record_id', '=', recordId)
      .where('version', '=', version)
      .execute(),
  )
const told = (comment: string, post: string, verb: 'add' | 'remove') => ({
  object: 'page',
  entry: [
    {
      id: page.pageId,
      time: 1,
      changes: [
        {
          field: 'feed',
          value: { item: 'comment', verb, comment_id: comment, post_id: post, parent_id: post },
        },
      ],
    },
  ],
})

test('a comment is in the archive within a second of its webhook, and with it; so is its disappearance', async () => {
  const post = page.addPost({ text: 'Vi plogar.' })
  await until('the first round is done', async () => (await itemOf(post)) !== undefined, 15_000)
  await until(
    'the page’s events are subscribed to',
    () => page.server.log.some(({ url }) => url.pathname.endsWith('/subscribed_apps')),
    5_000,
  )
  const waits: number[] = []
  let comment = ''
  for (let n = 0; n < 5; n += 1) {
    comment = page.addComment({ to: post, text: `När kommer ni till Åkergatan ${n}?`, as: 'Åsa' })
    const sent = performance.now()
    expect(await page.deliver(address, told(comment, post, 'add'))).toBe(200)
    await until('the comment is in the archive', async () => (await itemOf(comment)) !== undefined, 10_000)
    waits.push(Math.round(performance.now() - sent))
  }
  console.info(`comments in the archive ${waits.join(', ')} ms after their webhooks were sent`)
  // The middle one counts: the machine may be busy with other tests for a moment.
  expect(waits.sort((a, b) => a - b)[2]).toBeLessThan(1_000)

  const item = await itemOf(comment)
  const parts = await partsOf(item?.record_id ?? '', 1)
  const webhook = parts.find(({ name }) => name === 'webhook')
  expect(webhook?.media_type).toBe('application/json')
  expect(webhook?.content?.toString()).toContain(comment)
  const signature = parts.find(({ name }) => name === 'webhook-signature')
  expect(signature?.media_type).toBe('text/plain')
  expect(signature?.content?.toString()).toMatch(/^x-hub-signature-256: sha256=[0-9a-f]{64}\n$/)

  page.remove(comment)
  await page.deliver(address, told(comment, post, 'remove'))
  await until('its disappearance too', async () => (await itemOf(comment))?.state === 'gone', 10_000)
  expect((await partsOf(item?.record_id ?? '', 2)).map(({ name }) => name).sort()).toEqual([
    'webhook',
    'webhook-signature',
  ])

  expect((await verifyArchive(house, municipality)).problems).toEqual([])
  const records = [item?.record_id as RecordId]
  const files = await makeBundle(house, systemActor(municipality), { records, withhold: [], parts: [] })
  const byPath = new Map(files.map((file) => [file.path, file.content as Uint8Array]))
  expect(await verifyBundle((path) => byPath.get(path), { paths: [...byPath.keys()] })).toMatchObject({
    ok: true,
  })
  expect([...byPath.keys()].filter((path) => path.endsWith('/webhook'))).toHaveLength(2)
})

test('what Facebook did not sign brings nothing', async () => {
  const post = page.addPost({ text: 'Ishallen öppnar.' })
  const body = JSON.stringify(told(post, post, 'add'))
  const headers = { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }
  expect((await fetch(address, { method: 'POST', body, headers })).status).toBe(404)
})
