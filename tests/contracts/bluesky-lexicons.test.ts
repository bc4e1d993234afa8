import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startBlueskyDouble } from '../../doubles/bluesky/index.ts'
import type { HttpAnswer, HttpRequest } from '../../src/infra/http/index.ts'
import { isObject } from '../../src/kernel/index.ts'
import { bluesky } from '../../src/platforms/bluesky/platform.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { connectionTo } from '../support/bluesky-stage.ts'
import { Lexicons } from '../support/lexicon.ts'
import { heldBody } from '../support/request-body.ts'

const lexicons = new Lexicons(join(import.meta.dirname, '../../../shared/data/contracts/bluesky/lexicons'))

const jsonIn = (bytes: Uint8Array | string | undefined): unknown =>
  bytes === undefined || bytes.length === 0 ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'))

/** What is wrong with one question and its answer. */
function faultsIn(request: HttpRequest, answer: HttpAnswer): string[] {
  const url = new URL(request.url)
  const method = url.pathname.replace('/xrpc/', '')
  const file = request.headers?.['content-type'] !== 'application/json'
  const asked = request.method === 'POST' && !file ? jsonIn(heldBody(request)) : undefined
  const said = answer.status === 200 ? jsonIn(answer.bytes) : undefined
  const record = isObject(asked) && typeof asked['collection'] === 'string' ? asked : undefined
  return [
    ...lexicons.parameters(method, url.searchParams),
    ...(asked === undefined ? [] : lexicons.body(method, 'input', asked)),
    ...(record?.['record'] ? lexicons.record(String(record['collection']), record['record']) : []),
    ...(answer.status === 200 ? lexicons.body(method, 'output', said) : []),
  ].map((fault) => `${method}: ${fault}`)
}

test('every question, every record that is written, and every answer of the double is as the lexicons say', async () => {
  const double = await startBlueskyDouble()
  const connection = connectionTo(double)
  const faults: string[] = []
  const methods = new Set<string>()
  const watched = {
    ...connection,
    http: {
      request: async (request: HttpRequest) => {
        const got = await connection.http.request(request)
        methods.add(new URL(request.url).pathname.replace('/xrpc/', ''))
        if (got.ok) faults.push(...faultsIn(request, got.value))
        return got
      },
    },
  }
  const post = double.addPost({ text: 'Hej 🚧', image: { alt: 'En vält' } })
  const reply = double.addReply({ as: 'anna.test', to: post.uri, text: 'När?', image: { alt: 'Min gata' } })
  double.addQuote({ as: 'anna.test', of: post.uri, text: 'Läs' })
  const mention = double.addMention({ as: 'bo.test', text: 'hål i vägen' })
  const comment = { platformId: reply.uri, kind: 'comment' } as const
  double.unsend(double.addMessage({ as: 'anna.test', text: 'Fel' }).id)
  const { convo, id } = double.addMessage({ as: 'anna.test', text: 'Är badet öppet?' })
  const image = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En bild' }
  const text = 'Åh @anna.test läs https://example.se/väg #vägarbete'

  expect(await bluesky.check(watched)).toMatchObject({ ok: true })
  const { cursor } = await reconcile(bluesky, watched)
  const { moderation, publishing, reply: answer } = bluesky
  const linked = { text: 'Hej', link: 'https://example.se', images: [], language: 'sv-SE' }
  const captions = {
    bytes: Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHej\n'),
    mediaType: 'application/x-subrip',
    language: 'sv',
  } as const
  const video = { ...filmFrom(Buffer.from('film')), captions }
  const filmed = {
    title: 'Torget',
    text: 'Se filmen',
    link: 'https://example.se',
    images: [],
    video,
    language: 'sv',
  }
  const done = [
    await moderation?.hide?.(watched, comment),
    await moderation?.unhide?.(watched, comment),
    await answer?.public?.(watched, comment, 'I maj.', 'svar'),
    await answer?.public?.(watched, { platformId: mention.uri, kind: 'comment' }, 'Tack.', 'svar 2'),
    await publishing?.publish(watched, { text, images: [image], language: 'sv' }, 'bilder'),
    await publishing?.publish(watched, linked, 'länk'),
    await publishing?.publish(watched, filmed, 'film'),
    await publishing?.findPublished(watched, 'länk', linked),
    await bluesky.collection.fetchItem(watched, comment),
    await bluesky.collection.fetchItem(watched, { platformId: `chat/${convo}/${id}`, kind: 'message' }),
  ]
  expect(done.map((one) => one?.ok)).toEqual(done.map(() => true))
  const found = await roundOf(bluesky, watched, { cursor })
  const author = (await reconcile(bluesky, watched)).items.find(({ platformId }) => platformId === reply.uri)
  expect(await moderation?.blockAuthor?.(watched, author?.authorId ?? '')).toMatchObject({ ok: true })
  expect(found.items.length).toBeGreaterThan(0)
  await double.close()
  expect(faults).toEqual([])
  expect(methods.size).toBeGreaterThanOrEqual(13)
})

test('the check itself finds nothing wrong with what the real servers answered', async () => {
  const recorded = {
    'getPostThread.json': 'app.bsky.feed.getPostThread',
    'getPosts.json': 'app.bsky.feed.getPosts',
    'listNotifications.json': 'app.bsky.notification.listNotifications',
    'listRecords.json': 'com.atproto.repo.listRecords',
  }
  for (const [name, method] of Object.entries(recorded)) {
    const bytes = await readFile(join(import.meta.dirname, '../../src/platforms/bluesky/fixtures', name))
    expect([method, lexicons.body(method, 'output', jsonIn(bytes))]).toEqual([method, []])
  }
})

test.each([
  [{ text: 'å'.repeat(301) }, 'too long'],
  [{ text: 7 }, 'no text'],
  [{ createdAt: 'i går' }, 'no datetime'],
  [{ langs: ['sv', 'en', 'fi', 'de'] }, 'at most 3'],
  [{ reply: { parent: { uri: 'x', cid: 'y' } } }, '.reply.root is missing'],
  [{ embed: { $type: 'app.bsky.embed.images', images: [{ image: 'x' }] } }, 'alt is missing'],
])('the check itself sees what is wrong with %j', (wrong, word) => {
  const record = { $type: 'app.bsky.feed.post', text: 'Hej', createdAt: '2026-11-21T08:00:00Z', ...wrong }
  expect(lexicons.record('app.bsky.feed.post', record).join(' ')).toContain(word)
})
