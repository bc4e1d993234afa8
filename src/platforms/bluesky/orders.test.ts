import { afterEach, describe, expect, test } from 'vitest'
import { type BlueskyStage, blueskyStage, commentRef } from '../../../tests/support/bluesky-stage.ts'
import { reconcile } from '../conformance/world.ts'
import type { Draft } from '../contract.ts'
import { filmFrom } from '../films/pieces.ts'
import { moderation } from './moderation.ts'
import { bluesky } from './platform.ts'
import { publishing, reply } from './publishing.ts'
import { isTid, recordKeysFor, tidTime } from './syntax.ts'

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

const hide = (connection: BlueskyStage['connection'], uri: string) =>
  moderation.hide?.(connection, commentRef(uri))
const unhide = (connection: BlueskyStage['connection'], uri: string) =>
  moderation.unhide?.(connection, commentRef(uri))

/** Writes the thread's threadgate as the account's owner would with another tool. */
async function writeGate({ double, connection }: BlueskyStage, rootUri: string, rest: object): Promise<void> {
  const call = (method: string, body: object, token?: string) =>
    connection.http.request({
      method: 'POST',
      url: `${double.url}/xrpc/com.atproto.${method}`,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    })
  const opened = await call('server.createSession', { identifier: double.handle, password: double.password })
  const token = opened.ok ? JSON.parse(Buffer.from(opened.value.bytes).toString()).accessJwt : ''
  const collection = 'app.bsky.feed.threadgate'
  const record = { $type: collection, post: rootUri, createdAt: '2026-11-01T08:00:00Z', ...rest }
  const rkey = rootUri.split('/').at(-1)
  const put = await call('repo.putRecord', { repo: double.did, collection, rkey, record }, token)
  if (!put.ok || put.value.status !== 200) throw new Error('the threadgate was not written')
}

describe('hiding', () => {
  test('keeps who may answer, and what else was hidden', async () => {
    const made = await stage()
    const { double, connection } = made
    const post = double.addPost({ text: 'Hej' })
    const one = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakt' })
    const other = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakare' })
    const allow = [{ $type: 'app.bsky.feed.threadgate#mentionRule' }]
    await writeGate(made, post.uri, { allow, hiddenReplies: [other.uri], egen: 'sak' })
    expect(await hide(connection, one.uri)).toMatchObject({ ok: true })
    expect(double.threadgateOf(post.uri)).toMatchObject({
      allow,
      egen: 'sak',
      createdAt: '2026-11-01T08:00:00Z',
      hiddenReplies: [other.uri, one.uri],
    })
    expect(await unhide(connection, one.uri)).toMatchObject({ ok: true })
    expect(double.threadgateOf(post.uri)).toMatchObject({ allow, hiddenReplies: [other.uri] })
  })

  test('an answer to an answer is hidden at the beginning of the thread', async () => {
    const { double, connection } = await stage()
    const post = double.addPost({ text: 'Hej' })
    const one = double.addReply({ as: 'anna.test', to: post.uri, text: 'Fråga' })
    const deep = double.addReply({ as: 'troll.test', to: one.uri, text: 'Elakt' })
    await hide(connection, deep.uri)
    expect(double.threadgateOf(post.uri)).toMatchObject({ hiddenReplies: [deep.uri] })
  })

  test('when somebody else changes the threadgate at the same moment, both changes stand', async () => {
    const made = await stage()
    const { double, connection } = made
    const post = double.addPost({ text: 'Hej' })
    const one = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakt' })
    const other = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakare' })
    let meddled = false
    const meddling = {
      ...connection,
      http: {
        request: async (asked: Parameters<typeof connection.http.request>[0]) => {
          if (asked.url.includes('putRecord') && !meddled) {
            meddled = true
            await writeGate(made, post.uri, { hiddenReplies: [other.uri] })
          }
          return connection.http.request(asked)
        },
      },
    }
    expect(await hide(meddling, one.uri)).toMatchObject({ ok: true })
    expect(double.threadgateOf(post.uri)).toMatchObject({ hiddenReplies: [other.uri, one.uri] })
  })

  test('the three hundred and first is refused, with the reason', async () => {
    const made = await stage()
    const { double, connection } = made
    const post = double.addPost({ text: 'Hej' })
    const one = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakt' })
    const hiddenReplies = Array.from({ length: 300 }, (_, index) => `${one.uri.slice(0, -3)}${100 + index}`)
    await writeGate(made, post.uri, { hiddenReplies })
    const refused = await hide(connection, one.uri)
    expect(refused).toMatchObject({ ok: false, error: { kind: 'rejected' } })
    expect(JSON.stringify(refused)).toContain('300 dolda svar')
  })

  test('in a thread that somebody else began is refused, with the reason', async () => {
    const { double, connection } = await stage()
    const mention = double.addMention({ as: 'bo.test', text: 'titta' })
    for (const uri of [
      mention.uri,
      double.addReply({ as: 'troll.test', to: mention.uri, text: 'Elakt' }).uri,
    ]) {
      const refused = await hide(connection, uri)
      expect(refused).toMatchObject({ ok: false, error: { kind: 'rejected' } })
      expect(JSON.stringify(refused)).toContain('som börjat tråden')
    }
  })

  test('what is not there any more is gone', async () => {
    const { double, connection } = await stage()
    const post = double.addPost({ text: 'Hej' })
    const one = double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakt' })
    double.removePost(one.uri)
    expect(await hide(connection, one.uri)).toMatchObject({ ok: false, error: { kind: 'gone' } })
  })

  test('showing what was never hidden writes nothing', async () => {
    const { double, connection } = await stage()
    const post = double.addPost({ text: 'Hej' })
    const one = double.addReply({ as: 'anna.test', to: post.uri, text: 'Hej' })
    expect(await unhide(connection, one.uri)).toMatchObject({ ok: true })
    expect(double.threadgateOf(post.uri)).toBeUndefined()
  })
})

test('an author is blocked once, however often it is asked', async () => {
  const { double, connection, asked } = await stage()
  const post = double.addPost({ text: 'Hej' })
  double.addReply({ as: 'troll.test', to: post.uri, text: 'Elakt' })
  const author =
    (await reconcile(bluesky, connection)).items.find(({ text }) => text === 'Elakt')?.authorId ?? ''
  asked()
  for (let time = 0; time < 2; time++) {
    expect(await moderation.blockAuthor?.(connection, author)).toMatchObject({ ok: true })
  }
  expect(asked().filter((name) => name.endsWith('createRecord'))).toHaveLength(1)
  expect(await moderation.blockAuthor?.(connection, 'troll.test')).toMatchObject({
    error: { kind: 'rejected' },
  })
  expect(await moderation.blockAuthor?.(connection, double.did)).toMatchObject({
    error: { kind: 'rejected' },
  })
})

const draft = (rest: Partial<Draft>): Draft => ({ text: 'Hej', images: [], language: 'sv', ...rest })
const picture = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En bild' }

describe('publishing', () => {
  const record = ({ double }: BlueskyStage, uri: string) =>
    double.posts().find((post) => post.uri === uri)?.value

  async function published(made: BlueskyStage, what: Draft, key = 'nyckel') {
    const done = await publishing.publish(made.connection, what, key)
    if (!done.ok) throw new Error(done.error.detail)
    return { ...done.value, record: record(made, done.value.platformId) }
  }

  test('marks links, tags and those who are mentioned, in bytes', async () => {
    const made = await stage()
    made.double.addMention({ as: 'anna.test', text: 'finns' })
    const text = 'Åh 🚧 @anna.test @ingen.test läs https://example.se/väg #vägarbete'
    const { record: made1, permalink } = await published(made, draft({ text }))
    const facets = made1?.['facets'] as { index: { byteStart: number; byteEnd: number } }[]
    const bytes = Buffer.from(text)
    expect(facets.map(({ index }) => bytes.subarray(index.byteStart, index.byteEnd).toString())).toEqual([
      '@anna.test',
      'https://example.se/väg',
      '#vägarbete',
    ])
    expect(made1).toMatchObject({ langs: ['sv'], text })
    expect(permalink).toContain('https://bsky.app/profile/kommunen.test/post/')
  })

  test('pictures come with their alternative texts, and a link is put after the text', async () => {
    const made = await stage()
    const link = 'https://example.se/nyhet'
    const { record: post } = await published(
      made,
      draft({ images: [picture, { ...picture, alt: 'Två' }], link }),
    )
    expect(post).toMatchObject({
      text: `Hej\n\n${link}`,
      embed: { $type: 'app.bsky.embed.images', images: [{ alt: 'En bild' }, { alt: 'Två' }] },
    })
  })

  test('a film comes with its title and its words as WebVTT, and a link after the text', async () => {
    const { double, connection } = await stage()
    const captions = {
      bytes: Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHej\n'),
      mediaType: 'application/x-subrip',
      language: 'sv-SE',
    } as const
    const video = { ...filmFrom(Buffer.from('film')), captions }
    const filmed = draft({ title: 'Torget', text: 'Se filmen', link: 'https://example.se/', video })
    expect(await bluesky.publishing?.publish(connection, filmed, 'f')).toMatchObject({ ok: true })
    const sent = double.server.log.filter(({ url }) => url.pathname.endsWith('uploadBlob'))
    expect(sent.map(({ headers, body }) => [headers['content-type'], `${body}`.slice(0, 9)])).toEqual([
      ['video/mp4', 'film'],
      ['text/vtt', 'WEBVTT\n\n0'],
    ])
    expect(double.posts().at(-1)?.value).toMatchObject({
      text: 'Se filmen\n\nhttps://example.se/',
      embed: { $type: 'app.bsky.embed.video', alt: 'Torget', captions: [{ lang: 'sv-SE' }] },
    })
    const wrong = draft({ video: { ...video, mediaType: 'video/webm' } })
    expect(await bluesky.publishing?.publish(connection, wrong, 'g')).toMatchObject({
      error: { kind: 'rejected', detail: expect.stringContaining('MP4') },
    })
  })

  test('a link without pictures becomes a card', async () => {
    const made = await stage()
    const { record: post } = await published(
      made,
      draft({ link: 'https://example.se/nyhet', title: 'Nyheten' }),
    )
    expect(post).toMatchObject({
      text: 'Hej',
      embed: { external: { uri: 'https://example.se/nyhet', title: 'Nyheten' } },
    })
  })

  test.each([
    ['301 tecken', draft({ text: 'å'.repeat(301) }), '301 tecken'],
    ['more than 3 000 bytes', draft({ text: '👩‍👩‍👧'.repeat(180) }), 'byte'],
    ['five pictures', draft({ images: Array(5).fill(picture) }), '5 bilder'],
    ['a picture without alternative text', draft({ images: [{ ...picture, alt: ' ' }] }), 'alternativtext'],
    [
      'a picture of 2.1 MB',
      draft({ images: [{ ...picture, bytes: Buffer.alloc(2_100_000) }] }),
      '2,1\u00a0MB',
    ],
    [
      'a link that makes the text too long',
      draft({ text: 'å'.repeat(290), images: [picture], link: 'https://example.se/' }),
      'tecken',
    ],
    ['a link that is none', draft({ link: 'javascript:alert(1)' }), 'webbadress'],
  ])('%s is refused before anything is sent', async (_, what, word) => {
    const { connection, asked } = await stage()
    const refused = await publishing.publish(connection, what, 'nyckel')
    expect(refused).toMatchObject({ ok: false, error: { kind: 'rejected' } })
    expect(JSON.stringify(refused)).toContain(word)
    expect(asked()).toEqual([])
  })

  test('the same key at the same moment gives one post', async () => {
    const made = await stage()
    const both = await Promise.all([
      publishing.publish(made.connection, draft({ text: 'En' }), 'nyckel'),
      publishing.publish(made.connection, draft({ text: 'Två' }), 'nyckel'),
    ])
    const answers = both.map((one) => (one.ok ? Buffer.from(one.value.answer.bytes).toString() : ''))
    expect(made.double.posts()).toHaveLength(1)
    const [post] = made.double.posts()
    for (const answer of answers) expect(answer).toContain(post?.cid ?? 'none')
  })

  test('the same key the next day finds what was published, and another key does not', async () => {
    const made = await stage()
    made.clock.set(new Date('2026-11-21T23:59:59Z'))
    const first = await published(made, draft({}))
    made.clock.set(new Date('2026-11-22T00:00:01Z'))
    expect((await published(made, draft({}))).platformId).toBe(first.platformId)
    expect((await published(made, draft({}), 'annan')).platformId).not.toBe(first.platformId)
    expect(made.double.posts()).toHaveLength(2)
  })

  test('an answer to an answer names both what it answers and the beginning of the thread', async () => {
    const made = await stage()
    const post = made.double.addPost({ text: 'Hej' })
    const one = made.double.addReply({ as: 'anna.test', to: post.uri, text: 'När?' })
    const done = await reply.public?.(made.connection, commentRef(one.uri), 'I maj.', 'nyckel')
    const written = done?.ok ? record(made, done.value.platformId) : undefined
    expect(written).toMatchObject({
      reply: { root: { uri: post.uri }, parent: { uri: one.uri, cid: one.cid } },
    })
  })
})

test('a record key is a TID of the day before, and the same for the same key all day', () => {
  const keys = recordKeysFor('nyckel', new Date('2026-11-21T00:00:00Z'))
  expect(keys).toEqual(recordKeysFor('nyckel', new Date('2026-11-21T23:59:59Z')))
  expect(keys.every(isTid)).toBe(true)
  expect([...keys].sort().reverse()).toEqual(keys)
  const at = tidTime(keys[0]) ?? 0
  expect(at).toBeGreaterThanOrEqual(Date.parse('2026-11-20T00:00:00Z'))
  expect(at).toBeLessThan(Date.parse('2026-11-21T00:00:00Z'))
  expect(keys[0]).not.toBe(recordKeysFor('nyckel2', new Date('2026-11-21T00:00:00Z'))[0])
})
