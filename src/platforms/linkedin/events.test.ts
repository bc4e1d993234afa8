import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { clientSecret, own, startLinkedinDouble } from '../../../doubles/linkedin/index.ts'
import { connectionTo } from '../../../tests/support/linkedin-stage.ts'
import type { PlatformEvent } from '../contract.ts'
import { collection } from './collection.ts'
import { events } from './events.ts'

const registration = { settings: {}, secrets: { clientSecret: 'hemlig' } }

test('the challenge is answered with its HMAC in hex', () => {
  const said = events.handshake(new URLSearchParams({ challengeCode: 'abc' }), registration)
  const challengeResponse = createHmac('sha256', 'hemlig').update('abc').digest('hex')
  expect(JSON.parse(said?.body ?? '')).toEqual({ challengeCode: 'abc', challengeResponse })
  // Nobody is given the signature of a delivery that LinkedIn never sent.
  const challengeCode = 'hmacsha256={"notifications":[]}'
  expect(events.handshake(new URLSearchParams({ challengeCode }), registration)).toBeUndefined()
})

test('only a signature over the prefix and the raw bytes holds', () => {
  const bytes = Buffer.from('{"notifications":[{"notificationId":1}]}')
  const right = createHmac('sha256', 'hemlig').update('hmacsha256=').update(bytes).digest('hex')
  const bare = createHmac('sha256', 'hemlig').update(bytes).digest('hex')
  expect(events.verify(bytes, { 'x-li-signature': right }, registration)).toBe(true)
  expect(events.verify(bytes, { 'x-li-signature': bare }, registration)).toBe(false)
  expect(events.verify(bytes, {}, registration)).toBe(false)
})

const read = (...notifications: readonly object[]): readonly PlatformEvent[] =>
  events.read(
    Buffer.from(
      JSON.stringify({
        notifications: notifications.map((one) => ({
          notificationId: 1,
          organizationalEntity: own,
          lastModifiedAt: 1_691_574_506_310,
          ...one,
        })),
      }),
    ),
  )

test('a comment is named by its whole URN also where LinkedIn writes it short', () => {
  const [told] = read({ action: 'COMMENT_EDIT', generatedActivity: 'urn:li:comment:(activity:70,71)' })
  expect(told?.items).toEqual([{ platformId: 'urn:li:comment:(urn:li:activity:70,71)', kind: 'comment' }])
})

test('likes and shares tell nothing; what is new to us and what cannot be read start a round', () => {
  const nothing = { id: '1', account: own, items: [], gone: [] }
  expect(read({ action: 'LIKE' }, { action: 'SHARE' })).toEqual([])
  expect(read({ action: 'COMMENT' }, { action: 'COMMENT_MENTION' }, {})).toEqual([nothing, nothing, nothing])
  for (const bytes of ['', '[]', '{"notifications":[1,null]}', 'nej'])
    expect(events.read(Buffer.from(bytes))).toEqual([])
})

test('what is subscribed to is delivered, signed, and names what to fetch and what is gone', async () => {
  const double = await startLinkedinDouble()
  const got: PlatformEvent[] = []
  const hook = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const bytes = Buffer.concat(chunks)
    const signature = String(request.headers['x-li-signature'])
    const holds = events.verify(
      bytes,
      { 'x-li-signature': signature },
      { settings: {}, secrets: { clientSecret } },
    )
    got.push(...(holds ? events.read(bytes) : []))
    response.writeHead(holds ? 200 : 401).end()
  })
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done))
  try {
    const connection = connectionTo(double)
    const callback = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/webhooks/linkedin/1`
    expect(await events.subscribe?.(connection, callback)).toMatchObject({ ok: true })
    const post = double.addPost({ text: 'Hej' })
    const comment = double.addComment('urn:li:person:anna', post, 'När?')
    const nested = double.addComment('urn:li:person:bo', comment, 'Snart')
    const mention = double.mention('urn:li:person:cilla', 'Bra jobbat')
    double.remove(nested)
    expect(await double.deliver()).toEqual([200])
    expect(got.flatMap(({ items }) => items.map(({ platformId }) => platformId))).toEqual([
      comment,
      nested,
      mention,
    ])
    expect(got.flatMap(({ gone }) => gone.map(({ platformId }) => platformId))).toEqual([nested])
    expect(got.every(({ account }) => account === events.accountIn(connection.settings))).toBe(true)
    expect(new Set(got.map(({ id }) => id)).size).toBe(4)
    const [ref] = got[0]?.items ?? []
    expect(ref && (await collection.fetchItem(connection, ref))).toMatchObject({
      value: { text: 'När?', parent: post },
    })
  } finally {
    hook.close()
    await double.close()
  }
})

test('subscribing says what is lacking', async () => {
  const double = await startLinkedinDouble()
  try {
    const connection = connectionTo(double)
    const settings = { ...connection.settings, applicationId: '' }
    const detail = async (one: typeof connection) => {
      const outcome = await events.subscribe?.(one, 'https://uppsikt.kommunen.se/webhooks/linkedin/1')
      return outcome?.ok ? 'ok' : outcome?.error.detail
    }
    expect(events.lacks?.({ ...connection, settings })).toContain('applicationId')
    expect(events.lacks?.(connection)).toBeUndefined()
    double.state.roles = ['CONTENT_ADMIN']
    expect(await detail(connection)).toContain('administratör')
  } finally {
    await double.close()
  }
})
