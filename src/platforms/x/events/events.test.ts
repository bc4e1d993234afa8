import { createHmac } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { startDouble } from '../../../../doubles/server.ts'
import { startXDouble, type XDouble, type XOptions } from '../../../../doubles/x/index.ts'
import { connectionTo } from '../../../../tests/support/x-stage.ts'
import type { Connection, Registration } from '../../contract.ts'
import { x } from '../platform.ts'
import { events } from './events.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** The account at X, and an address of ours that answers as the house does. */
async function stage(options: XOptions = {}, ours: Partial<Registration['secrets']> = {}) {
  const double = await startXDouble(options)
  const connection = connectionTo(double)
  const registration = { settings: connection.settings, secrets: { ...connection.secrets, ...ours } }
  const got: { bytes: Buffer; headers: Readonly<Record<string, string>> }[] = []
  const address = await startDouble({
    handler: ({ method, url, body, headers }) => {
      if (method === 'GET') {
        const said = events.handshake(url.searchParams, registration as Registration)
        return said ? { headers: { 'content-type': said.mediaType }, body: said.body } : { status: 404 }
      }
      got.push({ bytes: body, headers })
      return { status: events.verify(body, headers, registration as Registration) ? 200 : 404 }
    },
  })
  open.push(double, address)
  return { double, connection, got, callback: `${address.url}/webhooks/x/1` }
}

const orders = ({ server }: XDouble): string[] =>
  server.log.filter(({ method }) => method !== 'GET').map(({ method, url }) => `${method} ${url.pathname}`)

const asked = async (connection: Connection, callback: string) => {
  const answer = await events.subscribe?.(connection, callback)
  return answer?.ok ? 'asked for' : answer?.error
}

test('the address is registered once and each event asked for once, however often it is repeated', async () => {
  const { double, connection, callback } = await stage()
  for (let time = 0; time < 2; time++) expect(await asked(connection, callback)).toBe('asked for')
  expect(orders(double)).toEqual([
    'POST /2/webhooks',
    ...Array.from({ length: 7 }, () => 'POST /2/activity/subscriptions'),
  ])
  expect(double.push.hooks).toMatchObject([{ url: callback, valid: true }])
})

test('an address that X has left is tried again, and what is wrong with it is told', async () => {
  const { double, connection, callback } = await stage()
  await asked(connection, callback)
  for (const hook of double.push.hooks) hook.valid = false
  expect(await asked(connection, callback)).toBe('asked for')
  expect(double.push.hooks).toMatchObject([{ valid: true }])
  const wrong = await stage({}, { consumerSecret: 'en annan' })
  expect(await asked(wrong.connection, wrong.callback)).toMatchObject({
    kind: 'rejected',
    detail: expect.stringContaining('CrcValidationFailed'),
  })
  expect(wrong.double.push.subscriptions).toEqual([])
})

test('with the newer secret alone the challenge is answered too', async () => {
  const { connection, callback } = await stage({}, { consumerSecret: '' })
  expect(await asked(connection, callback)).toBe('asked for')
})

test('an app token that is lacking is asked for, and a wrong one is told, never as an account to connect again', async () => {
  const { connection, callback } = await stage()
  const having = (bearerToken: string): Connection => ({
    ...connection,
    secrets: { ...connection.secrets, bearerToken },
    memory: new Map(),
  })
  expect(events.lacks?.(connection)).toBeUndefined()
  expect(events.lacks?.(having(''))).toContain('bearerToken')
  expect(await asked(having('gammal'), callback)).toMatchObject({
    kind: 'rejected',
    detail: expect.stringContaining('Hämta en ny'),
  })
  expect((await x.check(having(''))).ok).toBe(true)
  expect((await x.check(having('gammal'))).ok).toBe(false)
})

test('without permission for messages the rest is asked for; without any, the refusal is told', async () => {
  const { double, connection, callback } = await stage({ messages: false })
  expect(await asked(connection, callback)).toBe('asked for')
  expect(double.push.subscriptions).toHaveLength(5)
  const secrets = { ...connection.secrets, accessToken: 'utgången' }
  expect(await asked({ ...connection, secrets }, callback)).toMatchObject({ kind: 'reauthorise' })
})

test('what X sends is believed by either signature, and names what is to be fetched', async () => {
  const { double, connection, callback, got } = await stage()
  const post = double.addPost({ text: 'Torget' })
  await asked(connection, callback)
  await double.deliver()
  const reply = double.addReply({ as: 'anna', to: post, text: '@kommunen När?' })
  const mention = double.addReply({ as: 'bo', text: '@kommunen hål i vägen' })
  const elsewhere = double.addReply({ as: 'bo', to: mention, text: '@kommunen igen' })
  const message = double.addMessage({ as: 'bo', text: 'Hej' })
  const own = double.addPost({ text: 'Nytt' })
  double.removePost(own)
  const before = got.length
  expect(await double.deliver()).toEqual([200, 200, 200, 200, 200, 200, 200])
  const told = got.slice(before).flatMap(({ bytes }) => events.read(bytes))
  expect(told.map(({ account }) => account)).toEqual(told.map(() => double.userId))
  expect(told.map(({ items, gone }) => [...items, ...gone])).toEqual([
    [{ platformId: reply, kind: 'comment', parent: post }],
    [{ platformId: reply, kind: 'comment', parent: post }],
    [{ platformId: mention, kind: 'post' }],
    // Whose conversation it is in, a round sees.
    [],
    [{ platformId: message, kind: 'message' }],
    [{ platformId: own, kind: 'post' }],
    [
      { platformId: own, kind: 'post' },
      { platformId: own, kind: 'comment' },
    ],
  ])
  expect(elsewhere).not.toBe('')
  const [{ bytes, headers } = { bytes: Buffer.alloc(0), headers: {} }] = got
  for (const [secret, name] of [
    ['clientSecret', 'x-twitter-webhooks-signature-oauth2'],
    ['consumerSecret', 'x-twitter-webhooks-signature'],
  ] as const) {
    const only = { [name]: headers[name] ?? '' }
    const registration = { settings: {}, secrets: { [secret]: double.app[secret] } }
    expect(events.verify(bytes, only, registration)).toBe(true)
    expect(events.verify(Buffer.concat([bytes, bytes]), only, registration)).toBe(false)
    expect(events.verify(bytes, only, { settings: {}, secrets: {} })).toBe(false)
  }
})

test('the challenge is answered and a delivery believed only with a secret', () => {
  const registration = { settings: {}, secrets: { consumerSecret: 's' } }
  const sign = (text: string): string => `sha256=${createHmac('sha256', 's').update(text).digest('base64')}`
  const answer = events.handshake(new URLSearchParams({ crc_token: 'abc' }), registration)
  expect(JSON.parse(answer?.body ?? '')).toEqual({ response_token: sign('abc') })
  expect(events.handshake(new URLSearchParams(), registration)).toBeUndefined()
  expect(
    events.handshake(new URLSearchParams({ crc_token: 'abc' }), { settings: {}, secrets: {} }),
  ).toBeUndefined()
  // Nor is anybody given the signature of an event that X never sent.
  const invented = JSON.stringify({ data: { event_type: 'post.delete', payload: { id: '1' } } })
  expect(events.handshake(new URLSearchParams({ crc_token: invented }), registration)).toBeUndefined()
  const bytes = Buffer.from('{}')
  const header = (said: string) => ({ 'x-twitter-webhooks-signature': said })
  expect(events.verify(bytes, header(sign('{}')), registration)).toBe(true)
  expect(events.verify(bytes, header(sign('{ }')), registration)).toBe(false)
})

test.each([
  '',
  '[]',
  '{"data":{"filter":{"user_id":"1"},"event_uuid":"2","event_type":"constructor"}}',
  '{"data":{"filter":{},"event_uuid":"2","event_type":"post.create","payload":{}}}',
])('a delivery that is not understood tells nothing (%s)', (said) => {
  expect(events.read(Buffer.from(said))).toEqual([])
})
