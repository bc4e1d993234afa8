import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LinkedinDouble, own, startLinkedinDouble } from '../../doubles/linkedin/index.ts'
import type { HttpRequest } from '../../src/infra/http/index.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { linkedin } from '../../src/platforms/linkedin/platform.ts'
import {
  answerFaults,
  documents,
  nameOf,
  operations,
  pushFaults,
  requestFaults,
} from '../support/linkedin-contract.ts'
import { commentRef, connectionTo, postRef } from '../support/linkedin-stage.ts'

let double: LinkedinDouble
beforeEach(async () => {
  double = await startLinkedinDouble()
})
afterEach(() => double.close())

/** Files are put where LinkedIn says; those addresses are its own. */
const isUpload = ({ url }: HttpRequest): boolean => new URL(url).pathname.startsWith('/dms')

function watched(plain: Connection) {
  const faults: string[] = []
  const seen = new Set<string | undefined>()
  const http: Connection['http'] = {
    request: async (request) => {
      const got = await plain.http.request(request)
      if (isUpload(request)) return got
      seen.add(nameOf(request))
      faults.push(...requestFaults(request))
      if (got.ok) faults.push(...answerFaults(request, got.value))
      return got
    },
  }
  return { connection: { ...plain, http }, faults, seen }
}

function life(): { readonly post: string; readonly comment: string; readonly nested: string } {
  const post = double.addPost({ text: 'Vi asfalterar (Storgatan)', image: { alt: 'En vält' } })
  const comment = double.addComment('urn:li:person:anna', post, 'När?')
  const nested = double.addComment('urn:li:person:bo', comment, 'Snart')
  double.addComment(own, comment, 'I maj')
  double.mention('urn:li:person:cilla', 'Bra jobbat @[Kommunen](urn:li:organization:5515715)')
  double.edit(comment, 'När då?')
  double.remove(double.addComment('urn:li:person:dan', post, 'Ångrat'))
  return { post, comment, nested }
}

const picture = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'Torget (nytt)' }
const draft = { text: 'Torget stängs *nu* #torget', language: 'sv', images: [] }

test('every question, and every answer of the double, is as the documents say', async () => {
  const { post, comment, nested } = life()
  const { connection, faults, seen } = watched(connectionTo(double))
  const { access, collection, events, insights, publishing, reply } = linkedin
  expect(await linkedin.check(connection)).toMatchObject({ ok: true })
  expect(await linkedin.probe?.(connection)).toMatchObject({ ok: true })
  const { cursor, items } = await reconcile(linkedin, connection)
  expect(items).toHaveLength(5)
  await roundOf(linkedin, connection, { cursor })
  const captions = { bytes: Buffer.from('WEBVTT\n'), mediaType: 'text/vtt', language: 'sv' } as const
  const video = { ...filmFrom(new Uint8Array(100_000)), captions }
  const film = { ...draft, text: 'Så bygger vi', video }
  const done: ({ readonly ok: boolean } | undefined)[] = [
    await collection.fetchItem(connection, postRef(post)),
    await collection.fetchItem(connection, commentRef(comment)),
    await reply?.public?.(connection, commentRef(nested), 'Hej Bo', 'a'),
    await reply?.public?.(connection, postRef(post), 'Hej alla', 'b'),
    await publishing?.publish(connection, { ...draft, link: 'https://kommunen.se/torget' }, 'c'),
    await publishing?.publish(connection, { ...draft, text: 'En bild', images: [picture] }, 'd'),
    await publishing?.publish(connection, { ...draft, text: 'Två', images: [picture, picture] }, 'e'),
    await events?.subscribe?.(connection, 'https://uppsikt.kommunen.se/webhooks/linkedin/1'),
    await access?.refresh?.(connection),
  ]
  expect(done.map((one) => one?.ok)).toEqual(done.map(() => true))
  const renewed = {
    ...connection,
    secrets: { ...connection.secrets, accessToken: double.state.tokens.access },
  }
  // A film is waited for.
  expect(await publishing?.publish(renewed, film, 'f')).toMatchObject({ error: { kind: 'retryLater' } })
  expect(await publishing?.publish(renewed, film, 'f')).toMatchObject({ ok: true })
  const period = { from: '2026-11-01', to: '2026-11-07' }
  for (const { name, of } of insights?.metrics ?? [])
    expect(
      await insights?.read(renewed, name, period, of === 'item' ? postRef(post) : undefined),
    ).toMatchObject({ ok: true })
  expect(faults).toEqual([])
  const named = operations.map(({ id }) => id).filter((id) => id !== 'push')
  expect([...seen].sort()).toEqual(named.sort())
})

test('every refusal is in the shape that is documented', async () => {
  const { post } = life()
  const { connection, faults } = watched(connectionTo(double))
  const kinds: (string | undefined)[] = []
  const ask = async (changed: Partial<Connection> = {}) => {
    const got = await linkedin.collection.fetchItem({ ...connection, ...changed }, postRef(post))
    kinds.push(got.ok ? 'ok' : got.error.kind)
  }
  for (const kind of ['revoked', 'error'] as const) {
    double.fault({ kind })
    await ask()
  }
  double.fault({ kind: 'tooMany', seconds: 3 })
  await ask()
  double.fault(undefined)
  await ask({ secrets: { ...connection.secrets, accessToken: 'fel' } })
  await ask({ secrets: { ...connection.secrets, clientSecret: 'fel' } })
  double.state.versions = ['202707']
  await ask()
  double.state.versions = ['202607']
  double.state.dayIsOver = true
  await ask()
  double.state.dayIsOver = false
  double.state.roles = []
  await ask()
  double.state.roles = ['ADMINISTRATOR']
  double.remove(post)
  await ask()
  await linkedin.check({ ...connection, secrets: { ...connection.secrets, clientSecret: 'fel' } })
  await linkedin.access?.refresh?.({ ...connection, secrets: { ...connection.secrets, refreshToken: 'fel' } })
  expect(kinds).toEqual(
    'reauthorise retryLater retryLater reauthorise ok rejected retryLater rejected gone'.split(' '),
  )
  expect(faults).toEqual([])
})

test('what is pushed is as documented, at most ten at a time', () => {
  const { post } = life()
  for (let number = 0; number < 12; number++) double.addComment('urn:li:person:a', post, `Nummer ${number}`)
  const pushed: string[] = []
  for (let one = double.push(); one; one = double.push()) pushed.push(one.body)
  expect(pushed).toHaveLength(2)
  expect(pushed.flatMap(pushFaults)).toEqual([])
})

test('every document says where it is from, when it was read and what of it is from memory', () => {
  for (const { source, read, seen } of documents) {
    expect(source).toMatch(/^https:\/\/learn\.microsoft\.com\//)
    expect(read).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(seen).toMatch(/.{20}/)
  }
})

const headers = {
  'linkedin-version': '202607',
  'x-restli-protocol-version': '2.0.0',
  authorization: 'Bearer x',
}
const author = 'author=urn%3Ali%3Aorganization%3A5515715'
const post = {
  author: own,
  commentary: 'Hej',
  visibility: 'PUBLIC',
  distribution: { feedDistribution: 'MAIN_FEED' },
  lifecycleState: 'PUBLISHED',
}
test.each([
  ['GET', `/posts?q=author&${author}&pageSize=5`, undefined, 'pageSize is no parameter'],
  ['GET', '/posts?q=author', undefined, 'author is missing'],
  ['GET', `/posts?q=author&${author}&count=500`, undefined, 'count=500'],
  ['GET', `/posts?q=author&${author}&count=5&count=6`, undefined, 'more than once'],
  ['GET', '/shares', undefined, 'in no document'],
  ['DELETE', '/posts/urn%3Ali%3Ashare%3A1', undefined, 'in no document'],
  ['POST', '/posts', { ...post, title: 'x' }, 'must NOT have additional properties'],
  ['POST', '/posts', { ...post, commentary: 'Hej (du)' }, 'commentary must match pattern'],
  ['POST', '/posts', { ...post, lifecycleState: 'DRAFT' }, 'must be equal to constant'],
  ['POST', '/images?action=upload', {}, 'action=upload'],
])('the check itself sees what is wrong with %s %s %j', (method, path, body, word) => {
  const faults = requestFaults({
    method: method as 'GET',
    url: `https://api.linkedin.com/rest${path}`,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  expect(faults.join('\n')).toContain(word)
})

test('a field that no document knows fails an answer', () => {
  const url = 'https://api.linkedin.com/rest/networkSizes/urn%3Ali%3Aorganization%3A1'
  const answer = (body: object) => ({
    url,
    status: 200,
    headers: {},
    bytes: Buffer.from(JSON.stringify(body)),
  })
  expect(answerFaults({ url }, answer({ firstDegreeSize: 1 }))).toEqual([])
  expect(answerFaults({ url }, answer({ firstDegreeSize: 1, size: 1 }))).toHaveLength(1)
})
