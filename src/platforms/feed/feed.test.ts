import { afterEach, describe, expect, test } from 'vitest'
import { type FeedDouble, type FeedDoubleOptions, startFeedDouble } from '../../../doubles/feed/index.ts'
import { createHttp } from '../../infra/http/index.ts'
import { systemClock } from '../../kernel/index.ts'
import { reconcile, roundOf } from '../conformance/world.ts'
import { conformance } from '../conformance.ts'
import type { Connection, ItemRef } from '../contract.ts'
import { memoryQuota } from '../quota.ts'
import { feed } from './platform.ts'

const connectionTo = (url: string, ending: 'xml' | 'atom' = 'xml'): Connection => ({
  settings: { url: `${url}/feed.${ending}`, comments: `${url}/comments.${ending}` },
  secrets: {},
  http: createHttp({ allowOrigins: [url], userAgent: 'Uppsikt', version: '0' }),
  clock: systemClock,
  memory: new Map(),
  quota: memoryQuota(systemClock),
})

const start = (ending: 'xml' | 'atom') => async () => {
  const double = await startFeedDouble()
  const ref = (kind: 'post' | 'comment', platformId: string, parent?: string): ItemRef => ({
    kind,
    platformId,
    ...(parent === undefined ? {} : { parent }),
  })
  return {
    connection: connectionTo(double.url, ending),
    world: {
      addPost: async (post: Parameters<FeedDouble['addPost']>[0]) => ref('post', double.addPost(post).id),
      addComment: async (to: ItemRef, text: string) =>
        ref('comment', double.addComment(to.platformId, { text }).id, to.platformId),
      editItem: async (item: ItemRef, text: string) => double.editPost(item.platformId, text),
      removeItem: async (item: ItemRef) => double.removePost(item.platformId),
      fault: double.fault,
    },
    stop: double.close,
  }
}

conformance('feed (RSS)', { platform: feed, start: start('xml') })
conformance('feed (Atom)', { platform: feed, start: start('atom') })

describe('feed', () => {
  const open: FeedDouble[] = []
  const site = async (options: FeedDoubleOptions = {}) => {
    const double = await startFeedDouble(options)
    open.push(double)
    return { double, connection: connectionTo(double.url) }
  }
  afterEach(async () => {
    for (const double of open.splice(0)) await double.close()
  })

  test.each([
    ['html', 'rejected', /webbsida.*pekar ut http:\/\/127.0.0.1:\d+\/feed.xml/],
    ['bomb', 'rejected', /DOCTYPE/],
    ['huge', 'rejected', /större än vi tar emot/],
    ['cut', 'retryLater', /slutar mitt i/],
  ] as const)('%s is %s with words that a person understands', async (kind, failure, words) => {
    const { double, connection } = await site()
    for (const text of ['ett', 'två', 'tre', 'fyra']) double.addPost({ text })
    double.fault({ kind })
    const round = await roundOf(feed, connection)
    expect(round.failure?.kind).toBe(failure)
    expect(round.failure?.detail).toMatch(words)
    expect(round.items.length > 0).toBe(kind === 'cut')
    double.fault(undefined)
    const next = await roundOf(feed, connection, { cursor: round.cursor })
    expect(new Set([...round.items, ...next.items].map((item) => item.platformId)).size).toBe(4)
  })

  test.each(['twice', 'reversed'] as const)('a list given %s gives the same items once', async (kind) => {
    const { double, connection } = await site()
    for (const text of ['ett', 'två', 'tre']) double.addPost({ text })
    const first = await roundOf(feed, connection)
    double.fault({ kind })
    const again = await roundOf(feed, connection)
    expect(again.items.map((item) => item.platformId).sort()).toEqual(
      first.items.map((item) => item.platformId).sort(),
    )
    expect((await roundOf(feed, connection, { cursor: first.cursor })).items).toEqual([])
  })

  test('when the server says that nothing is new, nothing is sent', async () => {
    const { double, connection } = await site()
    double.addPost({ text: 'ett' })
    const { cursor } = await roundOf(feed, connection)
    const before = double.log.length
    const quiet = await roundOf(feed, connection, { cursor })
    expect(quiet.items).toEqual([])
    const asked = double.log.slice(before)
    expect(asked.map((request) => request.url.pathname)).toEqual(['/feed.xml', '/comments.xml'])
    for (const request of asked) expect(request.headers['if-none-match']).toMatch(/^"/)
  })

  test('a document that was cut is asked for again whole, whatever the server says has not changed', async () => {
    const { double, connection } = await site()
    for (const text of ['ett', 'två', 'tre', 'fyra']) double.addPost({ text })
    double.fault({ kind: 'cut' })
    const { cursor } = await roundOf(feed, connection)
    await roundOf(feed, connection, { cursor })
    expect(double.log.at(-1)?.headers).not.toHaveProperty('if-none-match')
    expect(double.log.at(-1)?.headers).not.toHaveProperty('if-modified-since')
  })

  test('an item pushed out of the window by newer ones is not gone', async () => {
    const { double, connection } = await site({ window: 3 })
    const old = double.addPost({ text: 'gammal' })
    for (const text of ['ett', 'två']) double.addPost({ text })
    const { cursor } = await roundOf(feed, connection)
    double.addPost({ text: 'tre' })
    const next = await reconcile(feed, connection, cursor)
    expect(next.items.map((item) => item.platformId)).not.toContain(old.id)
    expect(next.pages.flatMap((page) => page.announcedGone ?? [])).toEqual([])
    expect(await feed.collection.fetchItem(connection, { platformId: old.id, kind: 'post' })).toMatchObject({
      ok: false,
      error: { kind: 'rejected', detail: expect.stringContaining('sidan finns kvar') },
    })
  })

  test('an item whose own page is gone is announced, again until a confirmation has had its chance, and then no more', async () => {
    const { double, connection } = await site()
    const [first, second] = [double.addPost({ text: 'ett' }), double.addPost({ text: 'två' })]
    const comment = double.addComment(second.id, { text: 'nja' })
    let { cursor } = await roundOf(feed, connection)
    double.removePost(first.id)
    double.removePost(comment.id)
    const announced: string[][] = []
    for (let time = 0; time < 5; time++) {
      const round = await roundOf(feed, connection, { cursor })
      cursor = round.cursor
      announced.push(round.pages.flatMap((page) => page.announcedGone ?? []))
    }
    expect(announced).toEqual([
      [first.id, comment.id],
      [first.id, comment.id],
      [first.id, comment.id],
      [],
      [],
    ])
    for (const { id, kind } of [
      { ...first, kind: 'post' } as const,
      { ...comment, kind: 'comment' } as const,
    ]) {
      expect(await feed.collection.fetchItem(connection, { platformId: id, kind })).toMatchObject({
        ok: false,
        error: { kind: 'gone' },
      })
    }
  })

  test('while the website is unwell nothing is taken for gone, and it is asked for afterwards', async () => {
    const { double, connection } = await site()
    const first = double.addPost({ text: 'ett' })
    double.addPost({ text: 'två' })
    const before = await roundOf(feed, connection)
    double.removePost(first.id)
    const unwell: Connection = {
      ...connection,
      http: {
        request: async (request) => {
          if (!request.url.includes('/nyheter/')) return connection.http.request(request)
          return { ok: false, error: { kind: 'timeout', detail: 'x', sent: true } }
        },
      },
    }
    const during = await roundOf(feed, unwell, { cursor: before.cursor })
    expect(during.pages.flatMap((page) => page.announcedGone ?? [])).toEqual([])
    const after = await roundOf(feed, connection, { cursor: during.cursor })
    expect(after.pages.flatMap((page) => page.announcedGone ?? [])).toEqual([first.id])
  })

  test('a changed address starts over', async () => {
    const { double, connection } = await site()
    double.addPost({ text: 'ett' })
    const { cursor } = await roundOf(feed, connection)
    const moved = connectionTo(double.url, 'atom')
    const round = await roundOf(feed, moved, { cursor })
    expect(round.items).toHaveLength(1)
    expect(round.pages.flatMap((page) => page.announcedGone ?? [])).toEqual([])
  })

  test('an address without a feed is told so', async () => {
    const { double, connection } = await site()
    for (const [url, words] of [
      [`${double.url}/`, 'webbsida'],
      [`${double.url}/saknas.xml`, 'inget flöde på adressen'],
      [`${double.url}/bild/1.png`, 'inte ett flöde'],
      ['http://127.0.0.2/feed.xml', 'privat nät'],
    ] as const) {
      const checked = await feed.check({ ...connection, settings: { url } })
      expect(checked).toMatchObject({
        ok: false,
        error: { kind: 'rejected', detail: expect.stringContaining(words) },
      })
    }
  })
})
