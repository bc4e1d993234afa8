import { join } from 'node:path'
import { youtube as googleClient } from '@googleapis/youtube'
import { afterEach, expect, test } from 'vitest'
import { channelIdOf, type YoutubeDouble } from '../../doubles/youtube/index.ts'
import type { HttpAnswer, HttpRequest } from '../../src/infra/http/index.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import type { Connection } from '../../src/platforms/contract.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { youtube } from '../../src/platforms/youtube/platform.ts'
import { Discovery } from '../support/discovery.ts'
import { heldBody } from '../support/request-body.ts'
import { commentRef, videoRef, youtubeStage } from '../support/youtube-stage.ts'

const contracts = join(import.meta.dirname, '../../../shared/data/contracts/youtube')
const data = new Discovery(join(contracts, 'youtube.v3.discovery.json'))
const analytics = new Discovery(join(contracts, 'youtubeAnalytics.v2.discovery.json'))

const open: YoutubeDouble[] = []
afterEach(async () => {
  for (const double of open.splice(0)) await double.close()
})

async function stage() {
  const started = await youtubeStage()
  open.push(started.double)
  return started
}

const jsonIn = (bytes: Uint8Array | string | undefined): unknown =>
  bytes === undefined || bytes.length === 0 ? undefined : JSON.parse(Buffer.from(bytes).toString('utf8'))

/** The described part of an upload in one piece: the first of two. */
const describedIn = (body: Uint8Array | string | undefined): unknown =>
  jsonIn(
    Buffer.from(body ?? '')
      .toString('utf8')
      .split('\r\n\r\n')[1]
      ?.split('\r\n')[0],
  )

/** What is wrong with one question and its answer. Signing in is not in the discovery documents. */
function faultsIn(request: HttpRequest, answer: HttpAnswer, seen: Set<string>): string[] {
  const url = new URL(request.url)
  if (url.pathname === '/token') return []
  const document = url.pathname.startsWith('/v2/') ? analytics : data
  const method = document.method(request.method ?? 'GET', url.pathname)
  if (method === undefined) return [`${request.method} ${url.pathname} is no method`]
  seen.add(method.id)
  const type = request.headers?.['content-type'] ?? ''
  const body = type.startsWith('multipart/')
    ? describedIn(heldBody(request))
    : type.startsWith('application/json')
      ? jsonIn(heldBody(request))
      : undefined
  // The address of a begun upload is Google's own, to be used as it came.
  const begun = request.method === 'PUT'
  return [
    ...(begun ? [] : document.parameters(method, url.searchParams)),
    ...(body === undefined ? [] : document.faults(body, method.request, 'question')),
    ...(answer.status === 200 && answer.bytes.length > 0
      ? document.faults(jsonIn(answer.bytes), method.response, 'answer')
      : []),
  ].map((fault) => `${method.id}: ${fault}`)
}

function watched(connection: Connection) {
  const faults: string[] = []
  const seen = new Set<string>()
  const http: Connection['http'] = {
    request: async (request) => {
      const got = await connection.http.request(request)
      if (got.ok) faults.push(...faultsIn(request, got.value, seen))
      return got
    },
  }
  return { connection: { ...connection, http }, faults, seen }
}

test('every question, and every answer of the double, is as the discovery documents say', async () => {
  const { double, connection: plain } = await stage()
  const { connection, faults, seen } = watched(plain)
  const video = double.addPost({ text: 'Vi asfalterar Storgatan' })
  const comment = double.addComment({ as: '@anna', to: video.id, text: 'När?' })
  for (let index = 0; index < 7; index++) {
    double.addComment({ as: '@bo', to: comment.id, text: `Svar ${index}` })
  }
  double.addComment({ as: '@cilla', to: comment.id, text: 'Väntar', status: 'heldForReview' })
  double.addComment({ as: '@dan', to: video.id, text: 'Köp nu', status: 'likelySpam' })

  expect(await youtube.check(connection)).toMatchObject({ ok: true })
  expect(await youtube.probe?.(connection)).toMatchObject({ ok: true })
  const { cursor, items } = await reconcile(youtube, connection)
  expect(items).toHaveLength(11)
  await roundOf(youtube, connection, { cursor })
  const { moderation, publishing, reply, insights } = youtube
  const ref = commentRef(comment.id)
  const film = {
    ...filmFrom(new Uint8Array(64)),
    captions: { bytes: Buffer.from('WEBVTT\n'), mediaType: 'text/vtt', language: 'sv' },
    thumbnail: { bytes: Buffer.from('bild'), mediaType: 'image/png' },
  } as const
  const filmed = { text: 'Så bygger vi', images: [], video: film, language: 'sv' }
  const done: ({ readonly ok: boolean } | undefined)[] = [
    await moderation?.hide?.(connection, ref),
    await youtube.collection.fetchItem(connection, ref),
    await moderation?.unhide?.(connection, ref),
    await youtube.collection.fetchItem(connection, ref),
    await youtube.collection.fetchItem(connection, videoRef(video.id)),
    await reply?.public?.(connection, ref, 'I maj.', 'svar'),
    await publishing?.publish(connection, filmed, 'film'),
    await publishing?.findPublished(connection, 'film', filmed),
    await moderation?.blockAuthor?.(connection, channelIdOf('@dan')),
    await moderation?.remove?.(connection, ref, 'trash'),
  ]
  const period = { from: '2026-11-01', to: '2026-11-07' }
  for (const { name, of } of insights?.metrics ?? []) {
    done.push(await insights?.read(connection, name, period, of === 'item' ? videoRef(video.id) : undefined))
  }
  expect(done.map((one) => one?.ok)).toEqual(done.map(() => true))
  expect(faults).toEqual([])
  expect([...seen].sort()).toEqual([
    'youtube.captions.insert',
    'youtube.captions.list',
    'youtube.channels.list',
    'youtube.commentThreads.list',
    'youtube.comments.insert',
    'youtube.comments.list',
    'youtube.comments.setModerationStatus',
    'youtube.playlistItems.list',
    'youtube.thumbnails.set',
    'youtube.videos.insert',
    'youtube.videos.list',
    'youtubeAnalytics.reports.query',
  ])
})

test.each([
  ['GET', '/youtube/v3/videos', 'part=snippet&id=a&maxresults=5', 'maxresults is no parameter'],
  ['GET', '/youtube/v3/videos', 'id=a', 'part is missing'],
  ['GET', '/youtube/v3/commentThreads', 'part=id&moderationStatus=hidden', 'not among the allowed'],
  ['GET', '/youtube/v3/commentThreads', 'part=id&maxResults=many', 'no whole number'],
  [
    'POST',
    '/youtube/v3/comments/setModerationStatus',
    'id=a&moderationStatus=rejected&banAuthor=yes',
    'no boolean',
  ],
  ['GET', '/youtube/v3/comments', 'part=id&parentId=a&parentId=b', 'given 2 times'],
])('the check itself sees what is wrong with %s %s?%s', (verb, path, query, word) => {
  const method = data.method(verb, path)
  expect(method && data.parameters(method, new URLSearchParams(query)).join(' ')).toContain(word)
})

test('the check itself sees what is wrong with an answer', () => {
  const method = data.method('GET', '/youtube/v3/comments')
  const snippet = { moderationStatus: 'gömd', likeCount: '3', publishedAt: 'i går', hidden: true }
  expect(data.faults({ items: [{ id: 7, snippet }] }, method?.response)).toEqual([
    '$.items[0].id is number, not string',
    '$.items[0].snippet.moderationStatus is gömd, not among the allowed',
    '$.items[0].snippet.likeCount is string, not integer',
    '$.items[0].snippet.publishedAt is no date-time',
    '$.items[0].snippet.hidden is not in the schema',
  ])
})

/** Google's own client, sent to the double. */
async function googlesClient(double: YoutubeDouble) {
  const form = new URLSearchParams({
    client_id: double.oauth.clientId,
    client_secret: double.oauth.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: double.secrets['refreshToken'] ?? '',
  })
  const answer = await fetch(`${double.url}/token`, { method: 'POST', body: form })
  const { access_token: token } = (await answer.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${token}` }
  return googleClient({ version: 'v3', rootUrl: `${double.url}/`, headers, retry: false })
}

test("Google's own client reads, moderates and answers at the double, and both see the same", async () => {
  const { double, connection } = await stage()
  const video = double.addPost({ text: 'Badhuset öppnar' })
  const first = double.addComment({ as: '@anna', to: video.id, text: 'Äntligen' })
  const second = double.addComment({ as: '@bo', to: video.id, text: 'Ojsan' })
  const client = await googlesClient(double)

  const channels = await client.channels.list({ part: ['contentDetails'], mine: true })
  const playlistId = channels.data.items?.[0]?.contentDetails?.relatedPlaylists?.uploads ?? ''
  const uploads = await client.playlistItems.list({ part: ['contentDetails'], playlistId })
  expect(uploads.data.items?.map((item) => item.contentDetails?.videoId)).toEqual([video.id])

  await client.comments.setModerationStatus({ id: [first.id, second.id], moderationStatus: 'heldForReview' })
  const { items } = await roundOf(youtube, connection)
  expect(items.filter(({ kind }) => kind === 'comment').map(({ state }) => state)).toEqual(['held', 'held'])

  await youtube.moderation?.approve?.(connection, commentRef(first.id))
  const threads = await client.commentThreads.list({
    part: ['snippet'],
    allThreadsRelatedToChannelId: double.channelId,
  })
  expect(threads.data.items?.map((thread) => thread.id)).toEqual([first.id])

  const parentId = first.id
  await client.comments.insert({
    part: ['snippet'],
    requestBody: { snippet: { parentId, textOriginal: 'Tack' } },
  })
  const after = await roundOf(youtube, connection)
  expect(after.items.find(({ text }) => text === 'Tack')).toMatchObject({
    direction: 'drawnUp',
    parent: parentId,
  })

  await expect(client.comments.insert({ part: ['snippet'], requestBody: {} })).rejects.toThrow(
    /parent comment/,
  )
})
