import { afterEach, expect, test } from 'vitest'
import { channelIdOf, type YoutubeDouble } from '../../../doubles/youtube/index.ts'
import { commentRef, videoRef, youtubeStage } from '../../../tests/support/youtube-stage.ts'
import type { Draft } from '../contract.ts'
import { filmFrom } from '../films/pieces.ts'
import { youtube } from './platform.ts'

const open: YoutubeDouble[] = []
afterEach(async () => {
  for (const double of open.splice(0)) await double.close()
})

async function stage() {
  const started = await youtubeStage()
  open.push(started.double)
  const video = started.double.addPost({ text: 'Vi asfalterar Storgatan' })
  const comment = started.double.addComment({ as: '@anna', to: video.id, text: 'När?' })
  return { ...started, video, comment }
}

const { moderation, reply, publishing, insights } = youtube
const film = filmFrom(new Uint8Array(64))
const draft: Draft = { title: 'Så bygger vi', text: 'Följ med.', images: [], video: film, language: 'sv' }

test('an answer is hidden and shown as its thread is not', async () => {
  const { double, connection, comment } = await stage()
  const answer = double.addComment({ as: '@bo', to: comment.id, text: 'Dumt' })
  await moderation?.hide?.(connection, commentRef(answer.id))
  const stateOf = async (id: string) => {
    const got = await youtube.collection.fetchItem(connection, commentRef(id))
    return got.ok && got.value.state
  }
  expect([await stateOf(answer.id), await stateOf(comment.id)]).toEqual(['held', 'visible'])
  await moderation?.unhide?.(connection, commentRef(answer.id))
  expect(await stateOf(answer.id)).toBe('visible')
})

test('what its author has taken away is gone for an order, and removed for a removal', async () => {
  const { double, connection, comment } = await stage()
  double.remove(comment.id)
  const ref = commentRef(comment.id)
  expect(await moderation?.hide?.(connection, ref)).toMatchObject({ error: { kind: 'gone' } })
  expect(await moderation?.remove?.(connection, ref, 'spam')).toMatchObject({ ok: true })
})

test('a rejected comment that still answers to its id is removed, and removing it again succeeds', async () => {
  const { double, connection, comment } = await stage()
  double.channel.rejectedStay = true
  const ref = commentRef(comment.id)
  for (let time = 0; time < 2; time++) {
    expect(await moderation?.remove?.(connection, ref, 'trash')).toMatchObject({ ok: true })
  }
  expect(await youtube.collection.fetchItem(connection, ref)).toMatchObject({ value: { state: 'removed' } })
  expect(await moderation?.unhide?.(connection, ref)).toMatchObject({ error: { kind: 'rejected' } })
})

test('an order for a film of our own is refused in words', async () => {
  const { connection, video } = await stage()
  const refused = await moderation?.hide?.(connection, videoRef(video.id))
  expect(refused).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringMatching(/YouTube Studio/) },
  })
})

test('a ban hangs on a comment that waits rather than on one that the public sees', async () => {
  const { double, connection, video, comment } = await stage()
  const waiting = double.addComment({ as: '@anna', to: video.id, text: 'Väntar', status: 'heldForReview' })
  expect(await moderation?.blockAuthor?.(connection, channelIdOf('@anna'))).toMatchObject({ ok: true })
  expect(double.isBanned('@anna')).toBe(true)
  expect(double.comment(waiting.id)?.status).toBe('rejected')
  expect(double.comment(comment.id)?.status).toBe('published')
  expect(double.addComment({ as: '@anna', to: video.id, text: 'Igen' }).status).toBe('rejected')
})

test('a ban on somebody without a comment left says how it is done by hand', async () => {
  const { connection } = await stage()
  const refused = await moderation?.blockAuthor?.(connection, channelIdOf('@ingen'))
  expect(refused).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringMatching(/Dolda användare/) },
  })
})

test('an answer to an answer stands in the same thread; other keys give other answers with the same words', async () => {
  const { double, connection, comment } = await stage()
  const below = double.addComment({ as: '@bo', to: comment.id, text: 'Ja, när?' })
  const first = await reply?.public?.(connection, commentRef(below.id), 'I maj.', 'a')
  const second = await reply?.public?.(connection, commentRef(comment.id), 'I maj.', 'b')
  const again = await reply?.public?.(connection, commentRef(below.id), 'I maj.', 'a')
  const ids = [first, second, again].map((one) => one?.ok && one.value.platformId)
  expect(ids[0]).toBe(ids[2])
  expect(ids[0]).not.toBe(ids[1])
  expect(double.comment(String(ids[0]))?.parentId).toBe(comment.id)
})

test('a film is published for everybody with its title, text, language and captions, and captions only once', async () => {
  const { double, connection } = await stage()
  const captions = { bytes: Buffer.from('WEBVTT\n'), mediaType: 'text/vtt', language: 'sv' } as const
  const whole = { ...draft, link: 'https://example.se', video: { ...film, captions } }
  const done = await publishing?.publish(connection, whole, 'film-1')
  const again = await publishing?.publish(connection, whole, 'film-1')
  expect(done?.ok && again?.ok && done.value.platformId === again.value.platformId).toBe(true)
  const video = double.videos().at(-1)
  expect(video).toMatchObject({
    title: 'Så bygger vi',
    description: 'Följ med.\n\nhttps://example.se',
    privacy: 'public',
    language: 'sv',
    captions: [{ language: 'sv' }],
  })
  expect(done?.ok && done.value.answer.answer.url).not.toContain('upload_id')
})

test('a film with a time is shown by YouTube then, with its thumbnail; a time that has passed is refused', async () => {
  const { double, connection } = await stage()
  const thumbnail = { bytes: Buffer.from('bild'), mediaType: 'image/png' }
  const at = new Date(connection.clock.now().getTime() + 3_600_000).toISOString()
  const timed = { ...draft, publishAt: at, video: { ...film, thumbnail } }
  const done = await publishing?.publish(connection, timed, 'film-4')
  expect(done?.ok).toBe(true)
  expect(double.videos().at(-1)).toMatchObject({ privacy: 'private', publishAt: at, thumbnail: 4 })
  const found = await publishing?.findPublished(connection, 'film-4', timed)
  expect(found?.ok && found.value.platformId).toBe(done?.ok && done.value.platformId)
  const before = double.videos().length
  const late = { ...timed, publishAt: '2020-01-01T00:00:00Z' }
  expect(await publishing?.publish(connection, late, 'film-5')).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('har redan passerat') },
  })
  expect(double.videos()).toHaveLength(before)
})

test('a film that YouTube locks as private is not taken for published', async () => {
  const { double, connection } = await stage()
  double.uploads.audited = false
  const locked = await publishing?.publish(connection, draft, 'film-2')
  expect(locked).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringMatching(/låst den som privat/) },
  })
})

test.each<[Partial<Omit<Draft, 'video'>> & { readonly video?: Draft['video'] | undefined }, RegExp]>([
  [{ video: undefined }, /bara att publicera film/],
  [{ images: [{ bytes: new Uint8Array(64), mediaType: 'image/png', alt: 'En bild' }] }, /inte emot bilder/],
  [{ title: 'å'.repeat(101) }, /101 tecken/],
  [{ text: 'å'.repeat(2_501) }, /5\s002 byte/],
  [{ title: 'Vi <3 Falun' }, /tecknen < och >/],
  [{ title: ' ', text: '' }, /saknar titel/],
  [{ video: { ...film, thumbnail: { bytes: Buffer.from('x'), mediaType: 'image/webp' } } }, /JPEG eller PNG/],
])('a draft that YouTube would refuse is refused in words: %#', async (wrong, words) => {
  const { connection, asked } = await stage()
  asked()
  const { video, ...rest } = { ...draft, ...wrong }
  const whole = video === undefined ? rest : { ...rest, video }
  const refused = await publishing?.publish(connection, whole, 'film-3')
  expect(refused).toMatchObject({ error: { kind: 'rejected', detail: expect.stringMatching(words) } })
  expect(asked()).toEqual([])
})

test('numbers come a day at a time or as a total, and one that YouTube does not have fails alone', async () => {
  const { connection, video } = await stage()
  const period = { from: '2026-11-01', to: '2026-11-03' }
  const views = await insights?.read(connection, 'views', period)
  expect(views?.ok && views.value.values).toEqual([
    { day: '2026-11-01', value: 10 },
    { day: '2026-11-02', value: 11 },
    { day: '2026-11-03', value: 12 },
  ])
  const followers = await insights?.read(connection, 'followers', period)
  expect(followers?.ok && followers.value.values).toEqual([{ day: null, value: 1230 }])
  const ofVideo = await insights?.read(connection, 'itemTotalViews', period, videoRef(video.id))
  expect(ofVideo?.ok && ofVideo.value.values).toEqual([{ day: null, value: 120 }])
  expect(await insights?.read(connection, 'annat', period)).toMatchObject({ error: { kind: 'rejected' } })
})
