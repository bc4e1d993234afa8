import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createHttp } from '../../src/infra/http/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { bluesky } from '../../src/platforms/bluesky/platform.ts'
import { reconcile } from '../../src/platforms/conformance/world.ts'
import type { Connection, Draft, ItemRef } from '../../src/platforms/contract.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'
import { type BlueskyServers, startBluesky } from './bluesky-servers.ts'
import {
  type Person,
  postCollection,
  query,
  RealBluesky,
  smallPicture,
  type Values,
} from './bluesky-world.ts'
import { shortFilm } from './film.ts'
import { follow } from './follow.ts'

// What happens around an account on the real network from day to day, and what everyone sees of what we do there.

let servers: BlueskyServers
let real: RealBluesky
let own: Person
let anna: Person
let password: string

beforeAll(async () => {
  servers = await startBluesky()
  real = new RealBluesky(servers)
  own = await real.person('kommunen')
  anna = await real.person('anna')
  password = await real.appPassword(own)
}, 300_000)
afterAll(() => servers?.stop())

const access = (): Connection => ({
  settings: { service: servers.pds, appview: servers.appview, handle: own.handle },
  secrets: { password },
  http: createHttp({
    allowOrigins: [servers.pds, servers.appview],
    userAgent: 'Uppsikt',
    version: 'test',
  }),
  clock: systemClock,
  memory: new Map(),
  quota: memoryQuota(systemClock),
})

const refTo = (uri: string): ItemRef => ({ platformId: uri, kind: 'comment' })

async function published(connection: Connection, draft: Draft, key: string): Promise<string> {
  const done = await bluesky.publishing?.publish(connection, draft, key)
  if (!done?.ok) throw new Error(JSON.stringify(done))
  await servers.settle()
  return done.value.platformId
}

async function shown(uri: string): Promise<Values> {
  const { posts } = await query(servers.appview, 'app.bsky.feed.getPosts', { uris: [uri] })
  return (posts as readonly Values[])[0] ?? {}
}

describe('what is published on the real network', () => {
  test('a film with its words: the server takes both, everyone sees a film, and the words are fetched as they were', async () => {
    const vtt = 'WEBVTT\n\n00:00.000 --> 00:02.000\nTorget byggs om\n'
    const captions = { bytes: Buffer.from(vtt), mediaType: 'text/vtt', language: 'sv' } as const
    const video = { ...filmFrom(shortFilm), captions }
    const draft = { title: 'Torget från luften', text: 'Se filmen', images: [], video, language: 'sv' }
    const uri = await published(access(), draft, 'film')
    expect(await shown(uri)).toMatchObject({
      embed: { $type: 'app.bsky.embed.video#view', alt: 'Torget från luften' },
    })
    const { value } = await real.record(uri)
    const [said] = (value as { embed: { captions: { lang: string; file: { ref: { $link: string } } }[] } })
      .embed.captions
    const blob = new URL('/xrpc/com.atproto.sync.getBlob', servers.pds)
    blob.search = String(new URLSearchParams({ did: own.did, cid: said?.file.ref.$link ?? '' }))
    const got = await fetch(blob)
    const type = got.headers.get('content-type')?.split(';')[0]
    expect([said?.lang, type, await got.text()]).toEqual(['sv', 'text/vtt', vtt])
  })

  test('four pictures: everyone is given each with its own words', async () => {
    const alts = ['En vält', 'En "grävare"', 'Torget <före>', 'Torget & efter åäö']
    const images = alts.map((alt) => ({ bytes: smallPicture, mediaType: 'image/png', alt }))
    const uri = await published(access(), { text: 'Bilder', images, language: 'sv' }, 'bilder')
    expect(await shown(uri)).toMatchObject({ embed: { images: alts.map((alt) => ({ alt })) } })
  })
})

describe('a thread on the real network', () => {
  /** What a visitor's thread shows at once, and what stands behind "show more". */
  async function threadOf(anchor: string): Promise<{ shown: string[]; behind: string[] }> {
    await servers.settle()
    const uris = (answer: Values): string[] =>
      (answer['thread'] as { uri: string }[]).map(({ uri }) => uri).filter((uri) => uri !== anchor)
    const first = await query(servers.appview, 'app.bsky.unspecced.getPostThreadV2', { anchor })
    const more = await query(servers.appview, 'app.bsky.unspecced.getPostThreadOtherV2', { anchor })
    return { shown: uris(first), behind: uris(more) }
  }

  test('an answer that is hidden leaves the thread that everyone sees, and comes back', async () => {
    const connection = access()
    const post = await real.post(own, 'Hej')
    const kind = await real.reply(anna, post.uri, 'Tack')
    const cruel = await real.reply(anna, post.uri, 'Elakt')
    expect(await threadOf(post.uri)).toEqual({
      shown: expect.arrayContaining([kind.uri, cruel.uri]),
      behind: [],
    })
    expect(await bluesky.moderation?.hide?.(connection, refTo(cruel.uri))).toMatchObject({ ok: true })
    expect(await threadOf(post.uri)).toEqual({ shown: [kind.uri], behind: [cruel.uri] })
    expect(await bluesky.moderation?.unhide?.(connection, refTo(cruel.uri))).toMatchObject({ ok: true })
    expect((await threadOf(post.uri)).behind).toEqual([])
  })

  test('is answered by us, edited and cut short by its author: the next rounds see each of it', async () => {
    const connection = access()
    const next = follow(bluesky, connection)
    await next()
    const post = await real.post(own, 'Vi gräver')
    const asked = await real.reply(anna, post.uri, 'När är ni klara?')
    expect((await next()).map(({ text }) => text).sort()).toEqual(['När är ni klara?', 'Vi gräver'])
    const answered = await bluesky.reply?.public?.(connection, refTo(asked.uri), 'I maj.', 'svar')
    if (!answered?.ok) throw new Error(JSON.stringify(answered))
    await servers.settle()
    const below = await real.reply(anna, answered.value.platformId, 'Tack!')
    const found = new Map((await next()).map((item) => [item.platformId, item]))
    expect(found.get(answered.value.platformId)).toMatchObject({ direction: 'drawnUp', parent: asked.uri })
    expect(found.get(below.uri)).toMatchObject({
      direction: 'received',
      parent: answered.value.platformId,
    })
    await real.edit(anna, asked.uri, 'När är ni klara med grävandet?')
    await real.remove(anna, below.uri)
    const whole = await reconcile(bluesky, connection)
    expect(whole.items.find(({ platformId }) => platformId === asked.uri)?.text).toBe(
      'När är ni klara med grävandet?',
    )
    expect(whole.items.some(({ platformId }) => platformId === below.uri)).toBe(false)
    expect(await bluesky.collection.fetchItem(connection, refTo(below.uri))).toMatchObject({
      ok: false,
      error: { kind: 'gone' },
    })
  })

  test('has a thousand answers: all of them are found', async () => {
    const connection = access()
    const post = await real.post(own, 'Hej')
    const reply = { root: post, parent: post }
    for (let from = 0; from < 1_000; from += 100) {
      const writes = Array.from({ length: 100 }, (_, n) => ({
        $type: 'com.atproto.repo.applyWrites#create',
        collection: postCollection,
        value: {
          $type: postCollection,
          text: `Svar ${from + n}`,
          reply,
          createdAt: new Date(Date.now() + n).toISOString(),
        },
      }))
      await real.order('com.atproto.repo.applyWrites', anna, { repo: anna.did, writes })
    }
    await servers.settle()
    const round = await reconcile(bluesky, connection)
    expect(round.failure).toBeUndefined()
    const found = new Set(round.items.filter(({ parent }) => parent === post.uri).map(({ text }) => text))
    expect(found.size).toBe(1_000)
  })
})
