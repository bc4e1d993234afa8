import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type FeedDouble, startFeedDouble } from '../../../doubles/feed/index.ts'
import { createHttp } from '../../infra/http/index.ts'
import { systemClock } from '../../kernel/index.ts'
import type { Connection } from '../contract.ts'
import { memoryQuota } from '../quota.ts'
import { linked, webhook } from './websub.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const connectionTo = (double: FeedDouble): Connection => ({
  settings: { url: `${double.url}/feed.xml` },
  secrets: {},
  http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: '0' }),
  clock: systemClock,
  memory: new Map(),
  quota: memoryQuota(systemClock),
})

/** A callback as our webhook route is one: answers the handshake, and remembers which deliveries were rightly signed. */
async function callback(topic: string, secret: string) {
  const received: { good: boolean; text: string }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://callback.example')
      if (request.method === 'GET') {
        const challenge = webhook.handshake(url.searchParams, { topic })
        response.writeHead(challenge === undefined ? 404 : 200).end(challenge)
        return
      }
      const bytes = Buffer.concat(chunks)
      const good = webhook.verify(bytes, request.headers as Record<string, string>, secret)
      received.push({ good, text: bytes.toString() })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  closing.push(() => new Promise((done) => server.close(done).closeAllConnections()))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/feed/1`, received }
}

test('a feed is found to have a hub, is subscribed to, and tells what is new with a signature that holds', async () => {
  const double = await startFeedDouble()
  closing.push(double.close)
  const connection = connectionTo(double)
  const found = await webhook.discover(connection)
  expect(found).toEqual({ ok: true, value: { hub: `${double.url}/hub`, topic: `${double.url}/feed.xml` } })
  if (!found.ok || found.value === undefined) return
  const to = await callback(found.value.topic, 'hemlighet')
  const answered = await webhook.subscribe(connection, {
    ...found.value,
    callback: to.url,
    secret: 'hemlighet',
  })
  expect(answered).toMatchObject({ ok: true, value: { answer: { status: 202 } } })
  await double.hub.settled()
  expect(double.hub.subscriptions).toHaveLength(1)
  for (const method of ['sha1', 'sha256', 'sha384', 'sha512'] as const) {
    double.hub.method = method
    double.addPost({ text: `signerad med ${method}` })
    await double.hub.settled()
    expect(to.received.at(-1)).toMatchObject({ good: true, text: expect.stringContaining(method) })
  }
})

test('a subscription that we did not ask for is not confirmed', async () => {
  const double = await startFeedDouble()
  closing.push(double.close)
  const to = await callback('https://kommun.example/feed.xml', 'x')
  const topic = `${double.url}/feed.xml`
  await webhook.subscribe(connectionTo(double), {
    hub: `${double.url}/hub`,
    topic,
    callback: to.url,
    secret: 'x',
  })
  await double.hub.settled()
  expect(double.hub.subscriptions).toEqual([])
})

test('the handshake answers only what was asked for', () => {
  const topic = 'https://kommun.example/feed.xml'
  const query = (over: Record<string, string>) =>
    new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': 'abc', ...over })
  expect(webhook.handshake(query({}), { topic })).toBe('abc')
  for (const over of [
    { 'hub.mode': 'unsubscribe' },
    { 'hub.mode': 'denied' },
    { 'hub.topic': `${topic}x` },
    { 'hub.challenge': '' },
    { 'hub.challenge': 'x'.repeat(5_000) },
  ]) {
    expect(webhook.handshake(query(over), { topic })).toBeUndefined()
  }
})

test('only the right signature over the very bytes is accepted', () => {
  const bytes = Buffer.from('<rss/>\0åäö')
  const hex = createHmac('sha256', 'hemlighet').update(bytes).digest('hex')
  const verify = (signature: string | undefined, over: Uint8Array = bytes, secret = 'hemlighet') =>
    webhook.verify(over, signature === undefined ? {} : { 'x-hub-signature': signature }, secret)
  expect(verify(`sha256=${hex}`)).toBe(true)
  expect(verify(`sha256=${hex.toUpperCase()}`)).toBe(true)
  const md5 = createHmac('md5', 'hemlighet').update(bytes).digest('hex')
  for (const signature of [
    undefined,
    '',
    'sha256=',
    hex,
    `sha256=${hex}00`,
    `sha256=${hex.slice(2)}`,
    `sha256=${hex}=`.slice(0, -2),
    `sha512=${hex}`,
    `md5=${md5}`,
    `SHA256=${hex}x`,
    `sha256=${'0'.repeat(64)}`,
    `__proto__=${hex}`,
  ]) {
    expect(verify(signature)).toBe(false)
  }
  expect(verify(`sha256=${hex}`, Buffer.from('<rss/>'))).toBe(false)
  expect(verify(`sha256=${hex}`, bytes, 'annan')).toBe(false)
  const empty = createHmac('sha256', '').update(bytes).digest('hex')
  expect(verify(`sha256=${empty}`, bytes, '')).toBe(false)
})

test.each([
  ['<https://hub.example/>; rel="hub", <https://k.example/f>; rel="self"', 'hub', ['https://hub.example/']],
  ['<https://hub.example/>;rel=hub', 'hub', ['https://hub.example/']],
  ['<https://a.example/>; title="x"; rel="other hub"', 'hub', ['https://a.example/']],
  ['<https://a.example/>; rel="hubba"', 'hub', []],
  [undefined, 'hub', []],
  [`<${'<'.repeat(100_000)}`, 'hub', []],
])('Link %j', (header, rel, targets) => {
  expect(linked(header, rel)).toEqual(targets)
})
