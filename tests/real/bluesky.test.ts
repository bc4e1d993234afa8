import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBlueskyDouble } from '../../doubles/bluesky/index.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { importCar } from '../../src/platforms/bluesky/imports.ts'
import { bluesky } from '../../src/platforms/bluesky/platform.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import { conformance } from '../../src/platforms/conformance.ts'
import type { Connection, ItemRef } from '../../src/platforms/contract.ts'
import { memoryQuota } from '../../src/platforms/quota.ts'
import { type BlueskyServers, startBluesky } from './bluesky-servers.ts'
import {
  type Person,
  postCollection,
  query,
  RealBluesky,
  smallPicture,
  type Values,
  type Way,
  wayToBluesky,
} from './bluesky-world.ts'

let servers: BlueskyServers
let way: Way
let real: RealBluesky

beforeAll(async () => {
  servers = await startBluesky()
  way = await wayToBluesky(servers)
  real = new RealBluesky(servers)
}, 300_000)
afterAll(async () => {
  await way?.stop()
  await servers?.stop()
})

interface Cast {
  readonly own: Person
  readonly anna: Person
  readonly connection: Connection
}

async function cast(): Promise<Cast> {
  const own = await real.person('kommunen')
  const anna = await real.person('anna')
  const connection = {
    settings: { service: way.pds, appview: way.appview, handle: own.handle },
    secrets: { password: await real.appPassword(own) },
    http: createHttp({ allowOrigins: [way.pds, way.appview], userAgent: 'Uppsikt', version: 'test' }),
    clock: systemClock,
    memory: new Map(),
    quota: memoryQuota(systemClock),
  }
  return { own, anna, connection }
}

const refTo = ({ uri }: { uri: string }, kind: ItemRef['kind'] = 'comment'): ItemRef => ({
  platformId: uri,
  kind,
})

conformance('the real bluesky', {
  platform: bluesky,
  hostile: false,
  start: async () => {
    const { own, anna, connection } = await cast()
    const ownerOf = ({ platformId }: ItemRef): Person => (platformId.includes(own.did) ? own : anna)
    return {
      connection,
      world: {
        addPost: async ({ text, image }) =>
          refTo(await real.post(own, text, image ? await real.images(own, image.alt) : {}), 'post'),
        addComment: async (to, text) => refTo(await real.reply(anna, to.platformId, text)),
        editItem: (ref, text) => real.edit(ownerOf(ref), ref.platformId, text),
        removeItem: (ref) => real.remove(ownerOf(ref), ref.platformId),
        fault: (fault) => way.fault(fault),
      },
      stop: async () => way.fault(undefined),
    }
  },
})

describe('what the public sees', () => {
  const threadOf = async (uri: string): Promise<Values> => {
    await servers.settle()
    const { thread } = await query(servers.appview, 'app.bsky.feed.getPostThread', { uri })
    return thread as Values
  }
  const hiddenIn = (thread: Values): unknown =>
    (thread['post'] as { threadgate?: { record: Values } }).threadgate?.record['hiddenReplies']

  test('a hidden answer is hidden in the thread, and shown again', async () => {
    const { own, anna, connection } = await cast()
    const post = await real.post(own, 'Hej')
    const allow = [{ $type: 'app.bsky.feed.threadgate#mentionRule' }]
    const gate = { post: post.uri, allow, createdAt: '2026-11-01T08:00:00.000Z' }
    const reply = await real.reply(anna, post.uri, 'Elakt')
    await real.write(own, 'app.bsky.feed.threadgate', gate, post.uri.split('/').at(-1))
    expect(await bluesky.moderation?.hide?.(connection, refTo(reply))).toMatchObject({ ok: true })
    const hidden = await threadOf(post.uri)
    expect(hiddenIn(hidden)).toEqual([reply.uri])
    expect(hidden).toMatchObject({ post: { threadgate: { record: gate } } })
    expect(await bluesky.moderation?.unhide?.(connection, refTo(reply))).toMatchObject({ ok: true })
    expect(hiddenIn(await threadOf(post.uri))).toEqual([])
  })

  test('what is published has its links, its mention, its picture and its language', async () => {
    const { anna, connection } = await cast()
    const text = `Åh 🚧 @${anna.handle} läs https://example.se/väg #vägarbete`
    const images = [{ bytes: smallPicture, mediaType: 'image/png', alt: 'En vält' }]
    const done = await bluesky.publishing?.publish(connection, { text, images, language: 'sv' }, 'nyckel')
    expect(done).toMatchObject({ ok: true })
    const { post } = (await threadOf(done?.ok ? done.value.platformId : '')) as { post: Values }
    const record = post['record'] as Values
    const features = (record['facets'] as { features: Values[] }[]).map(({ features: [one] }) => one)
    expect(record).toMatchObject({ text, langs: ['sv'] })
    expect(features).toMatchObject([
      { did: anna.did },
      { uri: 'https://example.se/väg' },
      { tag: 'vägarbete' },
    ])
    expect(post['embed']).toMatchObject({ images: [{ alt: 'En vält' }] })
  })

  test('a link becomes a card, and the same key at the same moment gives one post', async () => {
    const { own, connection } = await cast()
    const draft = {
      text: 'Hej',
      title: 'Nyheten',
      link: 'https://example.se/nyhet',
      images: [],
      language: 'sv',
    }
    const both = await Promise.all([1, 2].map(() => bluesky.publishing?.publish(connection, draft, 'nyckel')))
    expect(both.map((one) => one?.ok)).toEqual([true, true])
    const listed = await query(servers.pds, 'com.atproto.repo.listRecords', {
      repo: own.did,
      collection: postCollection,
    })
    expect(listed['records']).toMatchObject([{ value: { embed: { external: { title: 'Nyheten' } } } }])
  })
})

describe('what collection finds', () => {
  test('mentions, quotes, long chains, and what stands behind a block', async () => {
    const { own, anna, connection } = await cast()
    const post = await real.post(own, 'Hej')
    await real.post(anna, `@${own.handle} hål i vägen`, {
      facets: [
        {
          index: { byteStart: 0, byteEnd: own.handle.length + 1 },
          features: [{ $type: 'app.bsky.richtext.facet#mention', did: own.did }],
        },
      ],
    })
    await real.post(anna, 'Läs det här', { embed: { $type: 'app.bsky.embed.record', record: post } })
    let to = post.uri
    for (let level = 1; level <= 30; level++) {
      to = (await real.reply(level % 2 ? anna : own, to, `Nivå ${level}`)).uri
    }
    const round = await reconcile(bluesky, connection)
    expect(round.failure).toBeUndefined()
    expect(round.items).toHaveLength(33)
    const first = round.items.find(({ text }) => text === 'Nivå 1')
    expect(await bluesky.moderation?.blockAuthor?.(connection, anna.did)).toMatchObject({ ok: true })
    await servers.settle()
    const after = await reconcile(bluesky, connection)
    expect(after.items.map(({ platformId }) => platformId)).not.toContain(first?.platformId)
    const single = await bluesky.collection.fetchItem(connection, refTo({ uri: first?.platformId ?? '' }))
    expect(single).toMatchObject({ ok: true, value: { text: 'Nivå 1', versionKey: first?.versionKey } })
  })

  test('a session that is not taken any more is renewed', async () => {
    const { own, connection } = await cast()
    await real.post(own, 'Hej')
    await roundOf(bluesky, connection)
    const session = Object(connection.memory.get('bluesky.session')) as Record<string, string>
    connection.memory.set('bluesky.session', { ...session, accessJwt: 'x.y.z' })
    expect((await roundOf(bluesky, connection)).failure).toBeUndefined()
    connection.memory.set('bluesky.session', { ...session, accessJwt: 'x.y.z', refreshJwt: 'x.y.z' })
    expect((await roundOf(bluesky, connection)).failure).toBeUndefined()
  })

  test('the archive file holds what collection found of the account’s own, in the same versions', async () => {
    const { own, anna, connection } = await cast()
    const post = await real.post(own, 'Hej', await real.images(own, 'En bild'))
    const reply = await real.reply(anna, post.uri, 'När?')
    await real.reply(own, reply.uri, 'I maj.')
    const car = await fetch(`${servers.pds}/xrpc/com.atproto.sync.getRepo?did=${own.did}`)
    const imported: string[] = []
    const bytes = (async function* () {
      yield new Uint8Array(await car.arrayBuffer())
    })()
    for await (const event of importCar(bytes, { settings: connection.settings, clock: systemClock })) {
      if ('notice' in event) throw new Error(event.notice)
      imported.push(`${event.item.kind} ${event.item.platformId} ${event.item.versionKey}`)
    }
    const collected = (await reconcile(bluesky, connection)).items
      .filter(({ direction }) => direction === 'drawnUp')
      .map((item) => `${item.kind} ${item.platformId} ${item.versionKey}`)
    expect(imported.sort()).toEqual(collected.sort())
    expect(imported).toHaveLength(2)
  })
})

/** Every path of names in a JSON value, with what stands there: 'thread.post.replyCount number'. */
function pathsIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => pathsIn(one, `${path}[]`))
  if (typeof value !== 'object' || value === null) return [`${path} ${typeof value}`]
  return Object.entries(value).flatMap(([name, one]) => pathsIn(one, `${path}.${name}`))
}

describe('the double', () => {
  test('answers nothing that the real servers do not', async () => {
    const double = await startBlueskyDouble()
    const { own, anna } = await cast()
    for (const who of [own, anna]) {
      await real.write(who, 'app.bsky.actor.profile', { displayName: who.handle }, 'self')
    }
    const post = await real.post(own, 'Hej', await real.images(own, 'En bild'))
    const reply = await real.reply(anna, post.uri, 'När?')
    const quote = await real.post(anna, 'Läs', { embed: { $type: 'app.bsky.embed.record', record: post } })
    await real.write(
      own,
      'app.bsky.feed.threadgate',
      { post: post.uri, hiddenReplies: [reply.uri], createdAt: new Date().toISOString() },
      post.uri.split('/').at(-1),
    )
    const theirPost = double.addPost({ text: 'Hej', image: { alt: 'En bild' } })
    const theirReply = double.addReply({ as: 'anna.test', to: theirPost.uri, text: 'När?' })
    const theirQuote = double.addQuote({ as: 'anna.test', of: theirPost.uri, text: 'Läs' })
    const both: readonly (readonly [string, Values, Values])[] = [
      [
        'com.atproto.repo.listRecords',
        { repo: own.did, collection: postCollection },
        { repo: double.did, collection: postCollection },
      ],
      ['com.atproto.sync.getLatestCommit', { did: own.did }, { did: double.did }],
      ['com.atproto.identity.resolveHandle', { handle: own.handle }, { handle: double.handle }],
      ['app.bsky.actor.getProfile', { actor: own.did }, { actor: double.did }],
      ['app.bsky.feed.getPostThread', { uri: post.uri }, { uri: theirPost.uri }],
      [
        'app.bsky.feed.getPosts',
        { uris: [post.uri, reply.uri, quote.uri] },
        { uris: [theirPost.uri, theirReply.uri, theirQuote.uri] },
      ],
      ['app.bsky.feed.getQuotes', { uri: post.uri }, { uri: theirPost.uri }],
      ['app.bsky.feed.getAuthorFeed', { actor: own.did }, { actor: double.did }],
    ]
    for (const [method, asked, askedOfDouble] of both) {
      const origin = method.startsWith('com.') ? servers.pds : servers.appview
      const there = new Set(pathsIn(await query(origin, method, asked as Record<string, string>)))
      const here = new Set(pathsIn(await query(double.url, method, askedOfDouble as Record<string, string>)))
      const invented = [...here].filter((path) => !there.has(path))
      const lacking = [...there].filter((path) => !here.has(path))
      if (lacking.length > 0) console.info(`${method}: the double lacks ${lacking.join(', ')}`)
      expect([method, invented]).toEqual([method, []])
    }
    await double.close()
  })

  test.each([
    [
      'an unknown record',
      'com.atproto.repo.getRecord',
      { repo: '', collection: postCollection, rkey: '3jzfcijpj2z2a' },
    ],
    [
      'an unknown repository',
      'com.atproto.repo.getRecord',
      { repo: 'did:plc:ingenalls', collection: postCollection, rkey: '3jzfcijpj2z2a' },
    ],
    ['an unknown handle', 'com.atproto.identity.resolveHandle', { handle: 'finns-inte.test' }],
    ['an unknown profile', 'app.bsky.actor.getProfile', { actor: 'finns-inte.test' }],
    [
      'an unknown thread',
      'app.bsky.feed.getPostThread',
      { uri: 'at://did:plc:ingenalls/app.bsky.feed.post/3jzfcijpj2z2a' },
    ],
    ['a thread that is none', 'app.bsky.feed.getPostThread', { uri: 'hej' }],
    ['notifications without a session', 'app.bsky.notification.listNotifications', {}],
  ])('says no to %s as the real servers do', async (_, method, asked: Record<string, string>) => {
    const double = await startBlueskyDouble()
    const own = await real.person('kommunen')
    const said = async (origin: string, repo: string): Promise<unknown> => {
      const values = 'repo' in asked ? { ...asked, repo: asked['repo'] || repo } : asked
      const answer = await fetch(`${origin}/xrpc/${method}?${new URLSearchParams(values)}`)
      return [answer.status, ((await answer.json()) as { error: string }).error]
    }
    const origin = method.startsWith('com.') ? servers.pds : servers.appview
    expect(await said(double.url, double.did)).toEqual(await said(origin, own.did))
    await double.close()
  })
})
