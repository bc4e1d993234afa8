import { afterEach, expect, test } from 'vitest'
import { startXDouble, type XDouble, type XOptions } from '../../../doubles/x/index.ts'
import { connectionTo } from '../../../tests/support/x-stage.ts'
import { limits, settableClock } from '../../kernel/index.ts'
import { reconcile, roundOf } from '../conformance/world.ts'
import { x } from './platform.ts'

const open: XDouble[] = []
afterEach(async () => {
  for (const double of open.splice(0)) await double.close()
})

async function stage(options: XOptions = {}) {
  const double = await startXDouble(options)
  open.push(double)
  return { double, connection: connectionTo(double) }
}

const asks = ({ server }: XDouble): string[] =>
  server.log.map(({ url }) => url.pathname).filter((path) => path !== '/2/users/me')

test('all lists together keep to the round, and the next one goes on where it stood and misses nothing', async () => {
  const { double, connection } = await stage({ pageSize: 1 })
  const posts = Array.from({ length: 150 }, (_, at) => double.addPost({ text: `Inlägg ${at}` }))
  const [newest = ''] = posts.slice(-1)
  const replies = Array.from({ length: 80 }, (_, at) =>
    double.addReply({ as: 'anna', to: newest, text: `Svar ${at}` }),
  )
  const first = await roundOf(x, connection)
  expect(asks(double).length).toBeLessThan(limits.pagesPerRound)
  expect(first.pages.length).toBeLessThanOrEqual(limits.pagesPerRound)
  const between = double.addReply({ as: 'bo', to: newest, text: 'Mitt emellan' })
  const seen = new Set(first.items.map(({ platformId }) => platformId))
  expect(seen.size).toBeLessThan(230)
  let { cursor } = first
  for (let round = 0; round < 6; round++) {
    const next = await roundOf(x, connection, { cursor })
    for (const { platformId } of next.items) seen.add(platformId)
    cursor = next.cursor
  }
  expect([...seen].sort()).toEqual([...posts, ...replies, between].sort())
}, 60_000)

test('a reconcile round that was cut claims nothing, and the one that ends it says that it goes on from it', async () => {
  const { double, connection } = await stage({ pageSize: 1 })
  for (let at = 0; at < 210; at++) double.addPost({ text: `Inlägg ${at}` })
  const first = await reconcile(x, connection)
  const second = await reconcile(x, connection, first.cursor)
  expect(first.pages.at(-1)?.complete).toBeUndefined()
  expect(first.pages.some(({ resumed }) => resumed)).toBe(false)
  expect(second.pages.at(-1)?.complete).toBeDefined()
  expect(second.pages.every(({ resumed }) => resumed)).toBe(true)
  const ids = [...first.items, ...second.items].map(({ platformId }) => platformId)
  expect(new Set(ids).size).toBe(210)
}, 60_000)

test('a round without news asks four things; what others say to each other is searched for every half hour', async () => {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startXDouble({ clock })
  open.push(double)
  const connection = connectionTo(double, clock)
  const posts = Array.from({ length: 40 }, (_, at) => double.addPost({ text: `Inlägg ${at}` }))
  const asked = double.addReply({ as: 'anna', to: posts[0] ?? '', text: 'När?' })
  let { cursor } = await roundOf(x, connection)
  const round = async () => {
    const before = asks(double).length
    const done = await roundOf(x, connection, { cursor })
    cursor = done.cursor
    return { ...done, asked: asks(double).slice(before) }
  }
  clock.advance(5 * 60_000)
  const between = double.addReply({ as: 'bo', to: asked, text: 'I morgon, tror jag' })
  const quiet = await round()
  expect(quiet.asked.sort()).toEqual([
    '/2/dm_events',
    '/2/tweets/search/recent',
    `/2/users/${double.userId}/mentions`,
    `/2/users/${double.userId}/tweets`,
  ])
  expect(quiet.items).toEqual([])
  clock.advance(25 * 60_000)
  const whole = await round()
  expect(whole.items.map(({ platformId }) => platformId)).toEqual([between])
  expect((await round()).asked).toHaveLength(4)
})

test('reconciling reads no messages, which are paid for', async () => {
  const { double, connection } = await stage()
  double.addMessage({ as: 'anna', text: 'Hej' })
  const first = await roundOf(x, connection)
  const before = double.server.log.length
  const again = await reconcile(x, connection, first.cursor)
  expect(again.pages.at(-1)?.complete?.kinds).toEqual(['post', 'comment'])
  const paths = double.server.log.slice(before).map(({ url }) => url.pathname)
  expect(paths).not.toContain('/2/dm_events')
})

test('without permission for messages the rest is collected', async () => {
  const { double, connection } = await stage({ messages: false })
  double.addPost({ text: 'Torget' })
  const round = await roundOf(x, connection)
  expect(round.failure).toBeUndefined()
  expect(round.items).toHaveLength(1)
  const proofs = await x.probe?.(connection)
  expect(proofs?.ok && proofs.value.map(({ capability, works }) => [capability, works])).toEqual([
    ['posts', true],
    ['mentions', true],
    ['messages', false],
  ])
})

test('a clock that is wrong is told by the check', async () => {
  const { connection } = await stage()
  const clock = { ...connection.clock, now: () => new Date(Date.now() + 11 * 60_000) }
  expect(await x.check({ ...connection, clock })).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('11 minuter') },
  })
})

test('an answer to an edited post stands under the id that the post is known by', async () => {
  const { double, connection } = await stage()
  const post = double.addPost({ text: 'Torget' })
  double.editPost(post, 'Stora torget')
  const comment = {
    platformId: double.addReply({ as: 'anna', to: post, text: 'När?' }),
    kind: 'comment',
  } as const
  const round = await roundOf(x, connection)
  expect(round.items.find(({ kind }) => kind === 'comment')?.parent).toBe(post)
  expect(await x.collection.fetchItem(connection, comment)).toMatchObject({ value: { parent: post } })
})

test('a fault at X leaves an order unknown', async () => {
  const { double, connection } = await stage()
  const post = double.addPost({ text: 'Torget' })
  const ref = { platformId: double.addReply({ as: 'anna', to: post, text: 'Nej' }), kind: 'comment' } as const
  double.fault({ kind: 'error', on: 'orders' })
  expect(await x.moderation?.hide?.(connection, ref)).toMatchObject({ error: { kind: 'outcomeUnknown' } })
})

test('readers’ words are kept: links where they lead, signs as they are, no link to the post’s own picture', async () => {
  const { double, connection } = await stage()
  double.addPost({
    text: 'Läs https://storlunda.se/a?b=1&lt=2 & <torget> på storlunda.se',
    image: { alt: 'En vält' },
  })
  double.addMessage({ as: 'anna', text: 'Se https://a.se/x & <svara>' })
  const { items } = await roundOf(x, connection)
  expect(items.map(({ text }) => text)).toEqual([
    'Läs https://storlunda.se/a?b=1&lt=2 & <torget> på http://storlunda.se',
    'Se https://a.se/x & <svara>',
  ])
  expect(Buffer.from(items[0]?.raw.bytes ?? []).toString()).toContain('https://t.co/')
})

test('the address of a picture is no part of the version', async () => {
  const { double, connection } = await stage()
  const post = double.addPost({ text: 'Torget', image: { alt: 'En vält' } })
  const ref = { platformId: post, kind: 'post' } as const
  const key = async () => {
    const got = await x.collection.fetchItem(connection, ref)
    return got.ok ? [got.value.versionKey, got.value.media[0]?.url] : got.error
  }
  const before = await key()
  double.world.origin = `${double.url}/x/..`
  const after = await key()
  expect(after).not.toEqual(before)
  expect([after].flat()[0]).toBe([before].flat()[0])
})

test.each(['twice', 'reversed'] as const)('a list that comes %s gives each thing once', async (kind) => {
  const { double, connection } = await stage({ pageSize: 2 })
  const posts = [1, 2, 3].map((n) => double.addPost({ text: `Inlägg ${n}` }))
  double.addMessage({ as: 'anna', text: 'Hej' })
  double.fault({ kind })
  const { items, failure } = await roundOf(x, connection)
  expect(failure).toBeUndefined()
  expect(
    items
      .filter(({ kind }) => kind === 'post')
      .map(({ platformId }) => platformId)
      .sort(),
  ).toEqual(posts)
  expect(items).toHaveLength(4)
})

test('a page with nothing on it that goes on is gone on with', async () => {
  const { double, connection } = await stage({ emptyFirst: true })
  const post = double.addPost({ text: 'Torget' })
  double.addReply({ as: 'anna', to: post, text: 'När?' })
  double.addMessage({ as: 'anna', text: 'Hej' })
  expect((await roundOf(x, connection)).items).toHaveLength(3)
})

test('the month’s cap waits for the next month, and a version that is taken away never means gone', async () => {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startXDouble({ clock, monthlyPosts: 2 })
  open.push(double)
  const connection = connectionTo(double, clock)
  const post = double.addPost({ text: 'Torget' })
  double.addPost({ text: 'Badet' })
  const first = await roundOf(x, connection)
  expect(first.failure).toMatchObject({ kind: 'retryLater', at: new Date('2026-12-01T00:00:00Z') })
  clock.set(new Date('2026-12-01T00:00:01Z'))
  const secrets = { ...connection.secrets, ...double.issue() }
  expect(await x.check({ ...connection, secrets })).toMatchObject({ ok: true })
  const next = await roundOf(x, { ...connection, secrets }, { cursor: first.cursor })
  expect(next.failure).toBeUndefined()

  const retired = await startXDouble({ retired: true })
  open.push(retired)
  const ref = { platformId: post, kind: 'post' } as const
  const gone = {
    ...connectionTo(retired),
    memory: new Map([['x.me', { id: '1', username: 'k', name: 'k' }]]),
  }
  expect(await x.collection.fetchItem(gone, ref)).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('Uppdatera Uppsikt') },
  })
})
