import { afterEach, describe, expect, test } from 'vitest'
import { startDouble } from '../../../doubles/server.ts'
import { type BlueskyStage, blueskyStage, commentRef } from '../../../tests/support/bluesky-stage.ts'
import { createHttp, type HttpRequest } from '../../infra/http/index.ts'
import type { Json } from '../../kernel/index.ts'
import { reconcile, roundOf } from '../conformance/world.ts'
import { moderation } from './moderation.ts'
import { bluesky } from './platform.ts'
import { readThread } from './thread.ts'

let open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open) await close()
  open = []
})

async function stage(): Promise<BlueskyStage> {
  const made = await blueskyStage()
  open.push(() => made.double.close())
  return made
}

const texts = (items: readonly { text: string }[]): string[] => items.map(({ text }) => text).sort()
const counted = (names: readonly string[], name: string): number =>
  names.filter((one) => one.endsWith(name)).length

describe('the session', () => {
  test('is opened once, and renewed when it ends', async () => {
    const { connection, clock, asked } = await stage()
    await roundOf(bluesky, connection)
    await roundOf(bluesky, connection)
    expect(counted(asked(), 'createSession')).toBe(1)
    clock.advance(3 * 60 * 60_000)
    expect((await roundOf(bluesky, connection)).failure).toBeUndefined()
    const names = asked()
    expect(counted(names, 'refreshSession')).toBe(1)
    expect(counted(names, 'createSession')).toBe(0)
  })

  test('is opened anew with the app password when it can no longer be renewed', async () => {
    const { connection, clock, asked } = await stage()
    await roundOf(bluesky, connection)
    clock.advance(100 * 24 * 60 * 60_000)
    asked()
    expect((await roundOf(bluesky, connection)).failure).toBeUndefined()
    expect(counted(asked(), 'createSession')).toBe(1)
  })

  test('that the server has forgotten is renewed once, and the call is made again', async () => {
    const { connection } = await stage()
    await roundOf(bluesky, connection)
    const session = connection.memory.get('bluesky.session')
    connection.memory.set('bluesky.session', { ...Object(session), accessJwt: 'x.y.z' })
    expect((await roundOf(bluesky, connection)).failure).toBeUndefined()
  })

  test('with a wrong password asks for a new one, and a wrong handle is told from it', async () => {
    const { connection } = await stage()
    const wrong = { ...connection, secrets: { password: 'fel' } }
    expect(await bluesky.check(wrong)).toMatchObject({ error: { kind: 'reauthorise' } })
    const unknown = { ...connection, settings: { ...connection.settings, handle: 'finns-inte.test' } }
    const told = await bluesky.check(unknown)
    expect(told).toMatchObject({ error: { kind: 'rejected' } })
    expect(JSON.stringify(told)).toContain('känner inte till användarnamnet')
  })

  test.each([
    [{ service: 'bsky.social' }, 'service'],
    [{ handle: '@kommunen.bsky.social' }, 'utan snabel-a'],
    [{ handle: 'kommunen' }, 'med domänen'],
    [{ appview: 'ftp://x' }, 'appview'],
  ])('is not tried with settings that cannot be right: %j', async (changed, word) => {
    const { connection, asked } = await stage()
    const told = await bluesky.check({ ...connection, settings: { ...connection.settings, ...changed } })
    expect(JSON.stringify(told)).toContain(word)
    expect(asked()).toEqual([])
  })
})

describe('a round', () => {
  test('when nothing is new asks three things', async () => {
    const { connection, double, asked } = await stage()
    const post = double.addPost({ text: 'Hej' })
    double.addReply({ as: 'anna.test', to: post.uri, text: 'Hej själv' })
    const { cursor } = await roundOf(bluesky, connection)
    asked()
    const quiet = await roundOf(bluesky, connection, { cursor })
    expect(quiet.items).toEqual([])
    expect(asked()).toEqual([
      'chat.bsky.convo.listConvos',
      'com.atproto.sync.getLatestCommit',
      'app.bsky.notification.listNotifications',
    ])
  })

  test('reads notifications back to those it knows, and no further', async () => {
    const { connection, double, asked } = await stage()
    const post = double.addPost({ text: 'Hej' })
    const answer = (from: number, to: number) => {
      for (let index = from; index < to; index++) {
        double.addReply({ as: 'anna.test', to: post.uri, text: `Svar ${index}`, at: new Date(index * 1_000) })
      }
    }
    answer(1, 350)
    const { cursor } = await roundOf(bluesky, connection)
    asked()
    answer(350, 500)
    const next = await roundOf(bluesky, connection, { cursor })
    expect(next.items).toHaveLength(150)
    expect(counted(asked(), 'listNotifications')).toBe(2)
    await roundOf(bluesky, connection, { cursor: next.cursor })
    expect(counted(asked(), 'listNotifications')).toBe(1)
  })

  test('brings mentions, quotes and answers in others’ threads, received and without a parent of ours', async () => {
    const { connection, double } = await stage()
    const post = double.addPost({ text: 'Vi söker vikarier' })
    const { cursor } = await roundOf(bluesky, connection)
    double.addQuote({ as: 'anna.test', of: post.uri, text: 'Sök det här' })
    const mention = double.addMention({ as: 'bo.test', text: 'har ni sett hålet på Ågatan?' })
    const answer = double.addReply({ as: double.handle, to: mention.uri, text: 'Vi lagar det i dag.' })
    double.addReply({ as: 'bo.test', to: answer.uri, text: 'Tack!' })
    for (const round of [
      await roundOf(bluesky, connection, { cursor }),
      await reconcile(bluesky, connection),
    ]) {
      const by = (text: string) => round.items.find((item) => item.text.includes(text))
      expect(by('Sök det här')).toMatchObject({ kind: 'comment', direction: 'received' })
      expect(by('Sök det här')?.parent).toBeUndefined()
      expect(by('hålet på Ågatan')?.parent).toBeUndefined()
      expect(by('Vi lagar det')).toMatchObject({ kind: 'comment', direction: 'drawnUp', parent: mention.uri })
      expect(by('Tack!')).toMatchObject({ kind: 'comment', direction: 'received', parent: answer.uri })
    }
  })

  test('reads chains of answers longer than one answer holds, and answers too deep to be told of', async () => {
    const { connection, double } = await stage()
    let to = double.addPost({ text: 'Början' }).uri
    for (let level = 1; level <= 70; level++) {
      to = double.addReply({ as: `person${level}.test`, to, text: `Nivå ${level}` }).uri
    }
    const round = await reconcile(bluesky, connection)
    expect(round.failure).toBeUndefined()
    expect(round.items).toHaveLength(71)
  })

  test('reads more posts than fit in one page of a list, and only as far back as asked', async () => {
    const { connection, double, clock, asked } = await stage()
    const day = 24 * 60 * 60_000
    const started = clock.now().getTime()
    for (let index = 0; index < 450; index++) {
      double.addPost({ text: `Nyhet ${index}`, at: new Date(started - index * day) })
    }
    expect((await reconcile(bluesky, connection)).items).toHaveLength(450)
    asked()
    const since = new Date(started - 30 * day).toISOString()
    const round = await roundOf(bluesky, connection, { mode: 'reconcile', since })
    expect(round.items.length).toBeGreaterThanOrEqual(30)
    expect(round.pages.at(-1)?.complete).toEqual({ since, kinds: ['post', 'comment'] })
    expect(counted(asked(), 'listRecords')).toBe(2)
  })

  test('that is told to wait in the middle goes on where it was, until everything is read', async () => {
    const { connection, double } = await stage()
    for (let index = 0; index < 60; index++) {
      const post = double.addPost({ text: `Nyhet ${index}` })
      double.addReply({ as: 'anna.test', to: post.uri, text: `Svar ${index}` })
    }
    const found = new Set<string>()
    let cursor: Json | null = null
    let rounds = 0
    for (let complete = false; !complete && rounds < 10; rounds++) {
      let left = 30
      const limited = {
        ...connection,
        http: {
          request: (asked: HttpRequest) => {
            if (left-- === 0) double.fault({ kind: 'tooMany', seconds: 60 })
            return connection.http.request(asked)
          },
        },
      }
      const round = await roundOf(bluesky, limited, { mode: 'reconcile', cursor })
      double.fault(undefined)
      for (const item of round.items) found.add(item.platformId)
      if (round.failure) expect(round.failure.kind).toBe('retryLater')
      complete = round.pages.at(-1)?.complete !== undefined
      cursor = round.cursor
    }
    expect(found.size).toBe(120)
    expect(rounds).toBeGreaterThan(2)
    expect(rounds).toBeLessThan(6)
    const next = await roundOf(bluesky, connection, { cursor })
    expect(next.items).toEqual([])
  })

  test('sees a post that was written under a record key of yesterday', async () => {
    const { connection, double, clock } = await stage()
    const now = clock.now().getTime()
    for (let index = 0; index < 150; index++) {
      double.addPost({ text: `Tidigare ${index}`, at: new Date(now - index * 1_000) })
    }
    const { cursor } = await roundOf(bluesky, connection)
    const draft = { text: 'Publicerat härifrån', images: [], language: 'sv' }
    expect(await bluesky.publishing?.publish(connection, draft, 'nyckel')).toMatchObject({ ok: true })
    const next = await roundOf(bluesky, connection, { cursor })
    expect(texts(next.items)).toContain('Publicerat härifrån')
  })

  test('shows what is hidden as hidden, as new and when all is listed', async () => {
    const { connection, double } = await stage()
    const post = double.addPost({ text: 'Hej' })
    const { cursor } = await roundOf(bluesky, connection)
    const reply = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakt' })
    const before = await roundOf(bluesky, connection, { cursor })
    expect(before.items).toMatchObject([{ state: 'visible' }])
    await moderation.hide?.(connection, commentRef(reply.uri))
    const after = await reconcile(bluesky, connection)
    const item = after.items.find(({ platformId }) => platformId === reply.uri)
    expect(item?.state).toBe('hidden')
    expect(item?.versionKey).not.toBe(before.items[0]?.versionKey)
  })
})

describe('one item', () => {
  test('that a block stands before is not gone', async () => {
    const { connection, double } = await stage()
    const post = double.addPost({ text: 'Hej' })
    const reply = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakt' })
    const known = await reconcile(bluesky, connection)
    const author = known.items.find(({ platformId }) => platformId === reply.uri)?.authorId ?? ''
    expect(await moderation.blockAuthor?.(connection, author)).toMatchObject({ ok: true })
    expect((await reconcile(bluesky, connection)).items.map(({ platformId }) => platformId)).not.toContain(
      reply.uri,
    )
    const single = await bluesky.collection.fetchItem(connection, commentRef(reply.uri))
    expect(single).toMatchObject({ ok: true, value: { text: 'Elakt' } })
  })

  test('whose view is withheld is read as a record', async () => {
    const { connection, double } = await stage()
    const post = double.addPost({ text: 'Hej' })
    const reply = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakt' })
    const withheld = {
      ...connection,
      http: createHttp({ allowOrigins: [double.url], userAgent: 'Uppsikt', version: 'test' }),
    }
    const request = withheld.http.request
    withheld.http = {
      request: async (asked) =>
        request(
          asked.url.includes('getPosts') ? { ...asked, url: asked.url.replace(/uris=[^&]*/, '') } : asked,
        ),
    }
    const single = await bluesky.collection.fetchItem(withheld, commentRef(reply.uri))
    expect(single).toMatchObject({ ok: true, value: { text: 'Elakt', source: 'com.atproto.repo.getRecord' } })
    double.removePost(reply.uri)
    const gone = await bluesky.collection.fetchItem(withheld, commentRef(reply.uri))
    expect(gone).toMatchObject({ ok: false, error: { kind: 'gone' } })
  })

  test('of a repository that cannot be found is not taken for gone', async () => {
    const { connection } = await stage()
    const ref = commentRef('at://did:plc:ingenalls/app.bsky.feed.post/3n2sqcpam2k2v')
    expect(await bluesky.collection.fetchItem(connection, ref)).toMatchObject({ error: { kind: 'rejected' } })
  })

  test('behind a 404 page of a moved server is not taken for gone', async () => {
    const { connection, double } = await stage()
    const post = double.addPost({ text: 'Hej' })
    await roundOf(bluesky, connection)
    const page = await startDouble({ handler: () => ({ status: 404, body: '<h1>Not found</h1>' }) })
    open.push(() => page.close())
    const moved = {
      ...connection,
      settings: { ...connection.settings, service: page.url, appview: page.url },
      http: createHttp({ allowOrigins: [page.url], userAgent: 'Uppsikt', version: 'test' }),
    }
    expect(await bluesky.collection.fetchItem(moved, { platformId: post.uri, kind: 'post' })).toMatchObject({
      error: { kind: 'rejected' },
    })
  })
})

test('a thread tells what is blocked from what is not there', async () => {
  const did = 'did:plc:aaaa'
  const uri = (rkey: string) => `at://${did}/app.bsky.feed.post/${rkey}`
  const post = {
    uri: uri('3n2sqcpam2k2v'),
    cid: 'b',
    author: { did },
    record: { text: 'Rot' },
    replyCount: 2,
  }
  const blocked = { uri: uri('3n2sqcpam2k2w'), blocked: true, author: { did } }
  const notFound = { uri: uri('3n2sqcpam2k2x'), notFound: true }
  const server = await startDouble({
    handler: () => ({ body: { thread: { post, replies: [blocked, notFound] } } }),
  })
  open.push(() => server.close())
  const { connection } = await stage()
  const read = await readThread(
    {
      ...connection,
      settings: { ...connection.settings, appview: server.url },
      http: createHttp({ allowOrigins: [server.url], userAgent: 'Uppsikt', version: 'test' }),
    },
    post.uri,
  )
  expect(read).toMatchObject({
    ok: true,
    value: { blocked: [blocked.uri], notFound: [notFound.uri], posts: [{ facts: { uri: post.uri } }] },
  })
})
