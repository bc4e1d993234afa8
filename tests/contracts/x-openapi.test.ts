import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDouble } from '../../doubles/server.ts'
import { startXDouble, type XDouble } from '../../doubles/x/index.ts'
import type { HttpRequest } from '../../src/infra/http/index.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { events } from '../../src/platforms/x/events/events.ts'
import { x } from '../../src/platforms/x/platform.ts'
import { operationFaults } from '../support/x-openapi.ts'
import { connectionTo } from '../support/x-stage.ts'

const folder = join(import.meta.dirname, '../../../shared/data/contracts/x')
let double: XDouble
beforeAll(async () => {
  double = await startXDouble()
})
afterAll(() => double.close())

function watching(connection: Connection) {
  const faults: string[] = []
  const asked = new Set<string>()
  const http = {
    request: async (request: HttpRequest) => {
      const got = await connection.http.request(request)
      const [name, found] = operationFaults(
        join(folder, 'openapi.json'),
        request,
        got.ok ? got.value : undefined,
      )
      asked.add(name)
      faults.push(...found.map((fault) => `${name}: ${fault}`))
      return got
    },
  }
  return { watched: { ...connection, http }, faults, asked }
}

test('every question and every answer of the double is as the published contract says', async () => {
  const { watched, faults, asked } = watching(connectionTo(double))
  const post = double.addPost({ text: 'Torget https://storlunda.se/torget', image: { alt: 'En vält' } })
  const comment = {
    platformId: double.addReply({ as: 'anna', to: post, text: 'När?' }),
    kind: 'comment',
  } as const
  const message = { platformId: double.addMessage({ as: 'anna', text: 'Hej' }), kind: 'message' } as const
  const image = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En bild' }
  const draft = { text: 'Ny', images: [image], language: 'sv' }
  const done = [
    await x.check(watched),
    await x.moderation?.hide?.(watched, comment),
    await x.reply?.public?.(watched, comment, 'I maj', 'a'),
    await x.reply?.private?.(watched, comment, 'Tack', 'b'),
    await x.publishing?.publish(watched, draft, 'c'),
    await x.publishing?.findPublished(watched, 'c', draft),
    await x.collection.fetchItem(watched, message),
  ]
  expect(done.map((one) => one?.ok)).toEqual(done.map(() => true))
  const first = await roundOf(x, watched)
  await roundOf(x, watched, { cursor: first.cursor })
  await reconcile(x, watched, first.cursor)
  double.removePost(comment.platformId)
  expect(await x.collection.fetchItem(watched, comment)).toMatchObject({ error: { kind: 'gone' } })
  expect(faults).toEqual([])
  expect(asked.size).toBeGreaterThanOrEqual(12)
})

test('so are films and subtitles, statistics, and the asking for events', async () => {
  const { watched, faults, asked } = watching(connectionTo(double))
  const video = {
    ...filmFrom(Buffer.from('film')),
    captions: { bytes: Buffer.from('WEBVTT'), mediaType: 'text/vtt', language: 'sv' },
  } as const
  const draft = { text: 'Film', images: [], video, language: 'sv' }
  expect(await x.publishing?.publish(watched, draft, 'f')).toMatchObject({ error: { kind: 'retryLater' } })
  expect(await x.publishing?.publish(watched, draft, 'f')).toMatchObject({ ok: true })
  const item = { platformId: double.posts().at(-1)?.ids[0] ?? '', kind: 'post' } as const
  const day = new Date().toISOString().slice(0, 10)
  for (const { name } of x.insights?.metrics ?? [])
    expect(await x.insights?.read(watched, name, { from: day, to: day }, item)).toMatchObject({ ok: true })
  expect((await roundOf(x, watched)).failure).toBeUndefined()
  const address = await startDouble({
    handler: ({ url }) => ({ body: events.handshake(url.searchParams, watched)?.body ?? '' }),
  })
  for (const valid of [false, true]) {
    expect(await events.subscribe?.(watched, `${address.url}/webhooks/x/1`)).toMatchObject({ ok: true })
    for (const hook of double.push.hooks) hook.valid = valid
  }
  await address.close()
  expect(faults).toEqual([])
  expect([...asked]).toEqual(
    expect.arrayContaining([
      'post /2/media/upload/initialize',
      'post /2/media/upload/{id}/append',
      'post /2/media/upload/{id}/finalize',
      'get /2/media/upload',
      'post /2/media/subtitles',
      'get /2/tweets/analytics',
      'get /2/webhooks',
      'post /2/webhooks',
      'put /2/webhooks/{webhook_id}',
      'get /2/activity/subscriptions',
      'post /2/activity/subscriptions',
    ]),
  )
})

test('a delivery of the double’s names nothing that the published sample does not', () => {
  const at = join(folder, 'event-payloads/post.reply.create.json')
  const sample = JSON.parse(readFileSync(at, 'utf8')) as { data: { payload: object } }
  const told = double.world.happenings.find(({ type }) => type === 'post.reply.create')
  expect(told).toBeDefined()
  const named = [...Object.keys(sample.data.payload), 'entities']
  for (const key of Object.keys(told?.payload ?? {})) expect(named).toContain(key)
})

test('the published samples of events are read, and what we do not watch is left out', () => {
  const at = join(folder, 'event-payloads')
  const watched = [
    'dm.received',
    'dm.sent',
    'post.create',
    'post.delete',
    'post.mention.create',
    'post.quote.create',
    'post.reply.create',
  ]
  const names = readdirSync(at).filter((name) => name !== 'event-envelope.json')
  expect(names.length).toBeGreaterThanOrEqual(26)
  const read = names.filter((name) => events.read(readFileSync(join(at, name))).length > 0)
  expect(read.map((name) => name.replace('.json', '')).sort()).toEqual(watched)
  expect(events.read(readFileSync(join(at, 'dm.received.json')))[0]?.items).toHaveLength(1)
  expect(events.read(readFileSync(join(at, 'post.delete.json')))[0]?.gone[0]?.platformId).toBe(
    '2080761269309813134',
  )
})

test.each([
  [
    'GET',
    '/2/tweets?ids=1&tweet.fields=id',
    undefined,
    200,
    { data: [] },
    'tweet.fields is not in the contract',
  ],
  ['GET', '/2/tweets?ids=1', undefined, 200, { data: [{ id: 7 }] }, 'must be string'],
  ['GET', '/2/users/1/tweets?max_results=1000', undefined, 200, {}, 'max_results'],
  ['PUT', '/2/tweets/1/hidden', { hidden: 'ja' }, 200, {}, 'must be boolean'],
  ['POST', '/2/tweets', { text: 'Hej', key: 'x' }, 201, {}, 'additional properties'],
  ['GET', '/2/nothing', undefined, 200, {}, 'is not in the contract'],
] as const)('the check itself sees what is wrong with %s %s', (method, path, body, status, said, word) => {
  const url = `https://api.x.com${path}`
  const request = { method, url, ...(body ? { body: JSON.stringify(body) } : {}) }
  const answer = { url, status, headers: {}, bytes: Buffer.from(JSON.stringify(said)) }
  expect(operationFaults(join(folder, 'openapi.json'), request, answer)[1].join('; ')).toContain(word)
})
