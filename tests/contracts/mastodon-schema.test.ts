import { createRestAPIClient } from 'masto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MastodonDouble, startMastodonDouble } from '../../doubles/mastodon/index.ts'
import type { HttpAnswer, HttpRequest } from '../../src/infra/http/index.ts'
import { settableClock } from '../../src/kernel/index.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { mastodon } from '../../src/platforms/mastodon/platform.ts'
import { MastodonSchema } from '../support/mastodon-schema.ts'
import { mastodonConnection } from '../support/mastodon-stage.ts'
import { allOf } from '../support/request-body.ts'

const schema = new MastodonSchema()
const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
let double: MastodonDouble

beforeEach(async () => {
  double = await startMastodonDouble({ clock })
})
afterEach(() => double.close())

const jsonIn = (bytes: Uint8Array | string): unknown => JSON.parse(Buffer.from(bytes).toString('utf8'))

async function bodyFaults(request: HttpRequest, method: string, path: string): Promise<string[]> {
  const type = request.headers?.['content-type'] ?? ''
  if (request.body === undefined) return []
  if (type === 'application/json') return schema.body(method, path, type, jsonIn(await allOf(request)))
  const form = await new Response(await allOf(request), { headers: { 'content-type': type } }).formData()
  const fields = [...form].map(([name, value]) => [name, typeof value === 'string' ? value : 'file'])
  return schema.body(method, path, 'multipart/form-data', Object.fromEntries(fields))
}

/** What is wrong with one question and its answer. */
async function faultsIn(request: HttpRequest, answer: HttpAnswer): Promise<string[]> {
  const { pathname, searchParams } = new URL(request.url)
  const method = request.method ?? 'GET'
  return [
    ...schema.query(method, pathname, searchParams),
    ...(await bodyFaults(request, method, pathname)),
    ...schema.answer(method, pathname, answer.status, jsonIn(answer.bytes)),
  ]
}

function watched() {
  const connection = mastodonConnection(double, clock)
  const faults: string[] = []
  const operations = new Set<string>()
  const http = {
    request: async (request: HttpRequest) => {
      const got = await connection.http.request(request)
      const path = new URL(request.url).pathname
      operations.add(schema.operation(request.method ?? 'GET', path)?.name ?? path)
      if (got.ok) faults.push(...(await faultsIn(request, got.value)))
      return got
    },
  }
  return { connection: { ...connection, http }, faults, operations }
}

test('every question and every answer of the double is as the description says', async () => {
  const { connection, faults, operations } = watched()
  const post = double.addPost({ text: 'Hej 🚧 https://example.se/väg', image: { alt: 'En vält' } })
  const reply = double.addReply({
    as: 'anna@annan.example',
    to: post.id,
    text: 'När?',
    image: { alt: 'Min gata' },
  })
  double.addMention({ as: 'bo', text: 'hål i vägen', filtered: true })
  double.addMessage({ as: 'bo', text: 'i förtroende', spoiler: 'Känsligt' })
  const comment = { platformId: reply.id, kind: 'comment' } as const

  expect(await mastodon.check(connection)).toMatchObject({ ok: true })
  expect(await mastodon.probe?.(connection)).toMatchObject({ ok: true })
  const { cursor } = await reconcile(mastodon, connection)
  const { publishing, reply: answer, insights, moderation } = mastodon
  const picture = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En bild' }
  const film = filmFrom(Buffer.from('film'))
  const words = { text: 'Åh @anna@annan.example #vägarbete', language: 'sv-SE' }
  const filmed = { ...words, text: 'Se filmen', images: [], video: film }
  expect(await publishing?.publish(connection, filmed, 'film')).toMatchObject({
    error: { kind: 'retryLater' },
  })
  clock.set(new Date(clock.now().getTime() + 20_000))
  const span = { from: '2026-11-01', to: '2026-11-21' }
  const linked = { ...words, link: 'https://example.se', images: [] }
  const done = [
    await publishing?.publish(connection, filmed, 'film'),
    await publishing?.publish(connection, { ...words, images: [picture] }, 'bild'),
    await publishing?.publish(connection, linked, 'länk'),
    await publishing?.findPublished(connection, 'länk', linked),
    await answer?.public?.(connection, comment, 'I maj.', 'svar'),
    await answer?.private?.(connection, comment, 'Bara till dig.', 'svar 2'),
    await insights?.read(connection, 'followers', span),
    await insights?.read(connection, 'replies', span, { platformId: post.id, kind: 'post' }),
    await mastodon.collection.fetchItem(connection, comment),
  ]
  expect(done.map((one) => one?.ok)).toEqual(done.map(() => true))
  const found = await roundOf(mastodon, connection, { cursor })
  expect(found.items.length).toBeGreaterThan(0)
  const author = (await reconcile(mastodon, connection)).items.find(
    ({ platformId }) => platformId === reply.id,
  )
  expect(await moderation?.blockAuthor?.(connection, author?.authorId ?? '')).toMatchObject({ ok: true })
  double.fault({ kind: 'revoked' })
  expect((await roundOf(mastodon, connection)).failure?.kind).toBe('reauthorise')
  double.fault({ kind: 'tooMany', seconds: 60 })
  expect((await roundOf(mastodon, connection)).failure?.kind).toBe('retryLater')
  double.fault(undefined)
  expect(faults).toEqual([])
  expect(operations.size).toBeGreaterThanOrEqual(12)
})

test('the sign-in is as the description says, from the registration of the app to the token', async () => {
  const { connection, faults } = watched()
  const redirectUri = 'https://uppsikt.kommunen.test/anslut'
  const registration = { client_name: 'Uppsikt', redirect_uris: [redirectUri], scopes: 'read write' }
  const registered = await connection.http.request({
    method: 'POST',
    url: `${double.url}/api/v1/apps`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(registration),
  })
  const app = registered.ok ? (jsonIn(registered.value.bytes) as Record<string, string>) : {}
  const own = {
    ...connection,
    settings: { ...connection.settings, clientId: app['client_id'] ?? '' },
    secrets: { clientSecret: app['client_secret'] ?? '' },
  }
  const { createHash } = await import('node:crypto')
  const verifier = 'en-verifierare-som-ar-lang-nog-for-att-duga-43'
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const address = new URL(mastodon.access?.authorizeUrl(own, { redirectUri, state: 's', challenge }) ?? '')
  expect(schema.query('GET', address.pathname, address.searchParams)).toEqual([])
  const back = await fetch(address, { redirect: 'manual' })
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? ''
  const wrong = await mastodon.access?.exchange(own, { code: 'fel', redirectUri, verifier })
  expect(wrong?.ok).toBe(false)
  const got = await mastodon.access?.exchange(own, { code, redirectUri, verifier })
  expect(got).toMatchObject({ ok: true, value: { endsAt: null } })
  const secrets = got?.ok ? got.value.secrets : {}
  expect(await mastodon.check({ ...own, secrets })).toMatchObject({ ok: true })
  expect(faults).toEqual([])
})

describe('an independent client (masto) understands the double', () => {
  const client = () => createRestAPIClient({ url: double.url, accessToken: double.token })

  test('who it is, what it has written, what stands below, and what has come', async () => {
    const post = double.addPost({ text: 'Vi asfalterar', image: { alt: 'En vält' } })
    const reply = double.addReply({ as: 'anna@annan.example', to: post.id, text: 'När?' })
    double.addMention({ as: 'bo', text: 'hej', filtered: true })
    const me = await client().v1.accounts.verifyCredentials()
    expect(me.acct).toBe(double.handle)
    const statuses = await client().v1.accounts.$select(me.id).statuses.list({ limit: 40 })
    expect(statuses.map(({ id }) => id)).toEqual([post.id])
    expect(statuses[0]?.mediaAttachments[0]?.description).toBe('En vält')
    const context = await client().v1.statuses.$select(post.id).context.fetch()
    expect(context.descendants.map(({ id }) => id)).toEqual([reply.id])
    const told = await client().v1.notifications.list({ types: ['mention'] })
    expect(told.map(({ status }) => status?.id)).toEqual([reply.id])
    const waiting = await client().v1.notifications.requests.list()
    expect(waiting.map(({ account }) => account.acct)).toEqual(['bo'])
  })

  test('its pages lead on to each other', async () => {
    const posts = Array.from({ length: 7 }, (_, at) => double.addPost({ text: `Nummer ${at}` }).id)
    const me = await client().v1.accounts.verifyCredentials()
    const seen: string[] = []
    for await (const page of client().v1.accounts.$select(me.id).statuses.list({ limit: 3 })) {
      seen.push(...page.map(({ id }) => id))
    }
    expect(seen).toEqual([...posts].reverse())
  })

  test('what it publishes stands there, with its picture, and is collected by us', async () => {
    const file = new Blob([Buffer.from('bild')], { type: 'image/png' })
    const media = await client().v2.media.create({ file, description: 'En bild' })
    const status = await client().v1.statuses.create({ status: 'Från en annan klient', mediaIds: [media.id] })
    const round = await roundOf(mastodon, mastodonConnection(double, clock))
    expect(round.items).toMatchObject([{ platformId: status.id, media: [{ alt: 'En bild' }] }])
    await client().v1.statuses.$select(status.id).remove()
    await expect(client().v1.statuses.$select(status.id).fetch()).rejects.toThrow('Record not found')
  })
})

test.each([
  [{ id: 7 }, 'must be string'],
  [{ visibility: 'hemlig' }, 'must be equal to one of the allowed values'],
  [{ created_at: 'i går' }, 'must match format "date-time"'],
  [{ account: undefined }, "must have required property 'account'"],
])('the check itself sees what is wrong with %j', async (wrong, word) => {
  const post = double.addPost({ text: 'Hej' })
  const path = `/api/v1/statuses/${post.id}`
  const answer = await fetch(double.url + path, { headers: { authorization: `Bearer ${double.token}` } })
  const status = (await answer.json()) as Record<string, unknown>
  expect(schema.answer('GET', path, 200, status)).toEqual([])
  expect(
    schema.answer('GET', path, 200, JSON.parse(JSON.stringify({ ...status, ...wrong }))).join(' '),
  ).toContain(word)
})
