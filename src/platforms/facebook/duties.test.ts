import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { signedDelivery } from '../../../doubles/graph/webhooks.ts'
import { facebookStage } from '../../../tests/support/facebook-stage.ts'
import { isObject, type Json, limits } from '../../kernel/index.ts'
import { reconcile, roundOf } from '../conformance/world.ts'
import type { RoundPage } from '../contract.ts'
import { facebook } from './platform.ts'

let stage: Awaited<ReturnType<typeof facebookStage>>
beforeEach(async () => {
  stage = await facebookStage()
})
afterEach(() => stage.double.close())

const rejected = (detail: RegExp) => ({
  ok: false,
  error: { kind: 'rejected', detail: expect.stringMatching(detail) },
})

test('visitors, mentions, nested and hidden comments and messages are collected as what they are', async () => {
  const { double, connection } = stage
  const visit = double.addPost({ text: 'Besök', as: 'Bo' })
  const mention = double.addPost({ text: 'Nämnd', as: 'Bo', elsewhere: true })
  const comment = double.addComment({ to: visit, text: 'Dold', as: 'Anna' })
  const nested = double.addComment({ to: comment, text: 'Under', as: 'Bo' })
  const message = double.message({ as: 'Bo', text: 'Hej' })
  await facebook.moderation?.hide?.(connection, { platformId: comment, kind: 'comment' })
  const { items, pages } = await reconcile(facebook, connection)
  const found = Object.fromEntries(items.map((item) => [item.platformId, item]))
  expect(found[visit]).toMatchObject({ kind: 'post', direction: 'received', author: 'Bo' })
  expect(found[mention]).toMatchObject({ kind: 'post', direction: 'received' })
  expect(found[comment]).toMatchObject({ state: 'hidden', parent: visit })
  expect(found[nested]).toMatchObject({ parent: comment })
  expect(found[message]).toMatchObject({ kind: 'message', direction: 'received', text: 'Hej' })
  expect(pages.at(-1)?.complete?.kinds).toEqual(['post', 'comment', 'message'])
})

test('a new comment under an old post is found by its post having moved', async () => {
  const { double, connection, clock } = stage
  const post = double.addPost({ text: 'Gammalt' })
  const { cursor } = await roundOf(facebook, connection)
  clock.set(new Date('2026-11-24T09:00:00Z'))
  const comment = double.addComment({ to: post, text: 'Sent', as: 'Anna' })
  const { items } = await roundOf(facebook, connection, { cursor })
  expect(items.map((item) => item.platformId)).toContain(comment)
})

test('what cannot be seen is not taken for gone when the page cannot be seen either', async () => {
  const { double, connection } = stage
  const lost = { ...connection, settings: { ...connection.settings, pageId: '999999' } }
  const ref = { platformId: `${double.pageId}_1`, kind: 'post' } as const
  expect(await facebook.collection.fetchItem(lost, ref)).toMatchObject({
    ok: false,
    error: { kind: 'reauthorise' },
  })
  expect(await facebook.collection.fetchItem(connection, ref)).toMatchObject({
    ok: false,
    error: { kind: 'gone' },
  })
})

test('the check tells what is wrong', async () => {
  const { connection, double } = stage
  const check = (settings: object, secrets: object = {}) =>
    facebook.check({
      ...connection,
      settings: { ...connection.settings, ...settings },
      secrets: { ...connection.secrets, ...secrets },
    })
  expect(await check({ pageId: 'kommunen' })).toMatchObject(rejected(/pageId/))
  expect(await check({ pageId: '123456' })).toMatchObject(rejected(/annan sida/))
  expect(await check({}, { token: 'EAAusertoken' })).toMatchObject(rejected(/privat profil/))
  expect(await check({}, { appSecret: 'fel' })).toMatchObject(rejected(/appSecret/))
  double.access.give({
    token: 'smal',
    of: double.pageId,
    type: 'PAGE',
    scopes: ['pages_read_engagement'],
    endsAt: null,
  })
  expect(await check({}, { token: 'smal' })).toMatchObject(rejected(/pages_read_user_content/))
})

test('collecting stops in the middle of a page while there is room left for orders, and goes on from there', async () => {
  const { double, connection } = stage
  for (const n of [1, 2, 3, 4])
    double.addComment({ to: double.addPost({ text: `Inlägg ${n}` }), text: 'Hej', as: 'Bo' })
  const report = { type: 'pages', call_count: 96, total_cputime: 1, total_time: 1 }
  const nearly = { 'x-business-use-case-usage': JSON.stringify({ 1: [report] }) }
  const http: typeof connection.http = {
    request: async (request) => {
      const got = await connection.http.request(request)
      return got.ok ? { ...got, value: { ...got.value, headers: { ...got.value.headers, ...nearly } } } : got
    },
  }
  const before = double.server.log.length
  const first = await roundOf(facebook, { ...connection, http })
  expect(first.failure).toMatchObject({
    kind: 'retryLater',
    detail: expect.stringContaining('åtgärder får plats'),
  })
  expect(double.server.log.length - before).toBeLessThan(4)
  const second = await roundOf(facebook, connection, { cursor: first.cursor })
  const texts = [...first.items, ...second.items].map(({ text }) => text)
  expect(texts.filter((text) => text === 'Hej')).toHaveLength(4)
  expect(new Set(texts)).toEqual(new Set(['Hej', 'Inlägg 1', 'Inlägg 2', 'Inlägg 3', 'Inlägg 4']))
})

describe('more than a round may ask for', () => {
  const { pagesPerRound } = limits
  beforeEach(() => {
    Object.assign(limits, { pagesPerRound: 8 })
  })
  afterEach(() => {
    Object.assign(limits, { pagesPerRound })
  })

  test.each(['reconcile', 'new'] as const)(
    'a post with more comments than that is read on where the round before it came to (%s)',
    async (mode) => {
      const { double, connection } = stage
      const small = double.addPost({ text: 'Litet' })
      const large = double.addPost({ text: 'Stort' })
      const wanted = Array.from({ length: 1_250 }, (_, n) =>
        double.addComment({ to: large, text: `Nummer ${n}`, as: 'Anna' }),
      )
      wanted.push(double.addComment({ to: small, text: 'Sist', as: 'Bo' }))
      const seen = new Set<string>()
      let cursor: Json | null = null
      let rounds = 0
      let complete: RoundPage['complete']
      while (!complete && rounds < 9) {
        rounds++
        const got = await roundOf(facebook, connection, { cursor, mode, since: null })
        cursor = got.cursor
        for (const { platformId } of got.items) seen.add(platformId)
        complete = got.pages.at(-1)?.complete
        if (mode === 'new' && isObject(cursor) && cursor['at'] === undefined) break
      }
      expect(wanted.filter((id) => !seen.has(id))).toEqual([])
      expect(rounds).toBe(4)
      // Listed in several rounds, so that none of them may say what is missing.
      if (mode === 'reconcile') expect(complete?.since).toBe(stage.clock.now().toISOString())
    },
  )
})

test('what the one behind the key may do on the page is tried with its own token, and told by name', async () => {
  const { connection: whole, double } = stage
  const connection = { ...whole, secrets: { ...whole.secrets, userToken: double.userToken } }
  const works = async (own: typeof whole = connection) => {
    const got = await facebook.probe?.(own)
    if (!got?.ok) throw new Error(got?.error.detail)
    return Object.fromEntries(got.value.map((proof) => [proof.capability, proof.works]))
  }
  expect(Object.values(await works())).not.toContain(false)
  double.setTasks(['PROFILE_PLUS_MODERATE', 'MESSAGING'])
  expect(await works()).toMatchObject({ hide: true, messages: true, publish: false, insights: false })
  expect(await facebook.check(connection)).toMatchObject({ ok: true })
  double.setTasks(['ANALYZE', 'CREATE_CONTENT'])
  expect(await works()).toMatchObject({ hide: false, comments: false, posts: true, publish: true })
  expect(await facebook.check(connection)).toMatchObject(rejected(/MODERATE.*företagsinställningar/))
  // Where it cannot be asked, the permissions are all that is known.
  expect(Object.values(await works(whole))).not.toContain(false)
  const ended = { ...connection, secrets: { ...connection.secrets, userToken: 'EAAslut' } }
  expect(await facebook.check(ended)).toMatchObject({ ok: true })
})

test('a private reply is given once, and not after seven days', async () => {
  const { double, connection, clock } = stage
  const post = double.addPost({ text: 'P' })
  const [first, second] = ['a', 'b'].map((text) => double.addComment({ to: post, text, as: 'Anna' }))
  const send = (platformId = '', text = 'Hej') =>
    facebook.reply?.private?.(connection, { platformId, kind: 'comment' }, text, 'k')
  const sent = await send(first)
  expect(sent).toMatchObject({ ok: true })
  expect(await send(first)).toMatchObject({
    ok: true,
    value: { platformId: sent?.ok && sent.value.platformId },
  })
  expect(await send(first, 'Annat')).toMatchObject(rejected(/redan fått/))
  clock.set(new Date('2026-11-29T09:00:00Z'))
  expect(await send(second)).toMatchObject(rejected(/sju dagar/))
})

test('events are read from a signed delivery, removals apart', () => {
  const account = stage.double.pageId
  const value = {
    item: 'comment',
    verb: 'add',
    post_id: '1_2',
    comment_id: '2_3',
    parent_id: '1_2',
    created_time: 1,
    message: 'å',
  }
  const changes = [
    { field: 'feed', value },
    { field: 'feed', value: { ...value, verb: 'remove' } },
    { field: 'feed', value: { item: 'like', verb: 'add', post_id: '1_2' } },
  ]
  const messaging = [{ sender: { id: '5' }, timestamp: 1, message: { mid: 'm_1', text: 'x' } }]
  const { bytes, headers } = signedDelivery(
    { object: 'page', entry: [{ id: account, changes }, { id: account, messaging }, 7] },
    stage.double.appSecret,
  )
  expect(facebook.events?.verify(bytes, headers, stage.connection)).toBe(true)
  const read = facebook.events?.read(bytes) ?? []
  expect(read.map(({ items, gone }) => [items[0]?.platformId, gone[0]?.platformId])).toEqual([
    ['2_3', undefined],
    [undefined, '2_3'],
    ['m_1', undefined],
  ])
  expect(new Set(read.map(({ id }) => id)).size).toBe(3)
  expect(facebook.events?.read(bytes)).toEqual(read)
})

test('a metric of the page gives a value for each day, dated by the day it counts', async () => {
  const period = { from: '2026-11-01', to: '2026-11-03' }
  const got = await facebook.insights?.read(stage.connection, 'pageViews', period)
  expect(got?.ok && got.value.values.map(({ day }) => day)).toEqual([
    '2026-11-01',
    '2026-11-02',
    '2026-11-03',
  ])
})
