import { afterEach, beforeEach, expect, test } from 'vitest'
import { type InstagramStage, instagramStage, refTo } from '../../../tests/support/instagram-stage.ts'
import { reconcile, roundOf } from '../conformance/world.ts'
import { instagram } from './platform.ts'

const { fetchItem } = instagram.collection
let stage: InstagramStage
beforeEach(async () => {
  stage = await instagramStage()
})
afterEach(() => stage.double.close())

test('a hidden comment drops out of the list, and is still answered singly as hidden', async () => {
  const { double, connection } = stage
  const post = double.addPost({ text: 'Torget' })
  const comment = double.addComment({ as: 'anna', to: post.id, text: 'Fult' })
  const before = await reconcile(instagram, connection)
  await instagram.moderation?.hide?.(connection, refTo(comment.id, 'comment'))
  const after = await reconcile(instagram, connection, before.cursor)
  expect(before.items.map(({ platformId }) => platformId)).toContain(comment.id)
  expect(after.items.map(({ platformId }) => platformId)).not.toContain(comment.id)
  expect(await fetchItem(connection, refTo(comment.id, 'comment'))).toMatchObject({
    ok: true,
    value: { state: 'hidden', parent: post.id, text: 'Fult' },
  })
})

test('an answer to an answer stands under the comment, and nobody else’s words are in a comment’s raw bytes', async () => {
  const { double, connection } = stage
  const post = double.addPost({ text: 'Torget' })
  const first = double.addComment({ as: 'anna', to: post.id, text: 'När?' })
  const second = double.addComment({ as: 'bo', to: first.id, text: 'I maj' })
  const third = double.addComment({ as: 'anna', to: second.id, text: 'Tack Bo' })
  const round = await roundOf(instagram, connection)
  const found = new Map(round.items.map((item) => [item.platformId, item]))
  expect(found.get(second.id)).toMatchObject({ parent: first.id, author: 'bo', direction: 'received' })
  expect(found.get(third.id)).toMatchObject({ parent: first.id })
  expect(Buffer.from(found.get(first.id)?.raw.bytes ?? []).toString()).not.toContain('I maj')
})

test('a quiet round asks three questions, and none about comments', async () => {
  const { double, connection, asked } = stage
  for (let number = 0; number < 30; number++) {
    const post = double.addPost({ text: `Inlägg ${number}` })
    double.addComment({ as: 'anna', to: post.id, text: 'Hej' })
  }
  const { cursor } = await roundOf(instagram, connection)
  asked()
  const quiet = await roundOf(instagram, connection, { cursor })
  expect(quiet.items).toEqual([])
  expect(asked().map((line) => line.replace(/\d{5,}/, 'ID'))).toEqual([
    'GET ID/media',
    'GET ID/tags',
    'GET ID/conversations',
  ])
})

test('stories are collected while they are shown, once an hour, and their end is told as what it is', async () => {
  const { double, connection, clock, asked } = stage
  double.addPost({ text: 'Torget' })
  const { cursor } = await roundOf(instagram, connection)
  const story = double.addPost({ text: 'Nu öppnar isbanan', as: 'story' })
  const id = `story/${story.id}`
  const storiesIn = (lines: string[]) => lines.filter((line) => line.endsWith('/stories')).length
  asked()
  expect((await roundOf(instagram, connection, { cursor })).items).toEqual([])
  expect(storiesIn(asked())).toBe(0)
  clock.advance(60 * 60_000)
  const hourly = await roundOf(instagram, connection, { cursor })
  expect(hourly.items).toMatchObject([
    { platformId: id, kind: 'post', direction: 'drawnUp', text: 'Nu öppnar isbanan', media: [{}] },
  ])
  expect(await fetchItem(connection, refTo(id, 'post'))).toMatchObject({ value: { platformId: id } })
  const whole = await reconcile(instagram, connection, hourly.cursor)
  expect(whole.items.map(({ platformId }) => platformId)).toContain(id)
  clock.advance(24 * 60 * 60_000)
  expect((await reconcile(instagram, connection, whole.cursor)).items).toHaveLength(1)
  expect(await fetchItem(connection, refTo(id, 'post'))).toMatchObject({
    error: { kind: 'gone', detail: expect.stringContaining('i ett dygn') },
  })
})

test('collecting stops while there is room left for orders', async () => {
  const { double, connection } = stage
  double.addPost({ text: 'Torget' })
  const usage = JSON.stringify({
    1: [{ type: 'instagram', call_count: 96, total_cputime: 1, total_time: 1 }],
  })
  const http: typeof connection.http = {
    request: async (request) => {
      const got = await connection.http.request(request)
      return got.ok
        ? {
            ...got,
            value: { ...got.value, headers: { ...got.value.headers, 'x-business-use-case-usage': usage } },
          }
        : got
    },
  }
  const round = await roundOf(instagram, { ...connection, http })
  expect(round.failure).toMatchObject({
    kind: 'retryLater',
    detail: expect.stringContaining('åtgärder får plats'),
  })
  expect(round.items).toHaveLength(1)
})

test('albums, films and their alternative texts come along', async () => {
  const { double, connection } = stage
  const album = double.addPost({ text: 'Album', as: 'album', image: { alt: 'En vält' } })
  const reel = double.addPost({ text: 'Film', as: 'reel' })
  const { items } = await roundOf(instagram, connection)
  const media = (id: string) => items.find(({ platformId }) => platformId === id)?.media
  expect(media(album.id)?.map(({ alt }) => alt)).toEqual(['En vält', 'En vält'])
  expect(media(reel.id)).toMatchObject([{ url: expect.stringContaining('.mp4') }])
})

test('a signed address of a picture that is new gives no new version', async () => {
  const { double, connection, clock } = stage
  const post = double.addPost({ text: 'Torget' })
  const first = await fetchItem(connection, refTo(post.id, 'post'))
  clock.set(new Date('2026-11-21T12:00:00Z'))
  const later = await fetchItem(connection, refTo(post.id, 'post'))
  if (!first.ok || !later.ok) throw new Error('not fetched')
  expect(later.value.media[0]?.url).not.toBe(first.value.media[0]?.url)
  expect(later.value.versionKey).toBe(first.value.versionKey)
})

test('tags are collected, mentions are fetched by what the event says', async () => {
  const { double, connection } = stage
  const tagged = double.addElsewhere({ as: 'bo', text: 'På torget', how: 'tag' })
  const named = double.addElsewhere({ as: 'bo', text: '@storlundakommun fina torget', how: 'mention' })
  double.addMention({ as: 'anna', under: named.id, text: '@storlundakommun när?' })
  const { items } = await roundOf(instagram, connection)
  expect(items).toMatchObject([{ platformId: `tag/${tagged.id}`, direction: 'received', author: 'bo' }])
  const told = double.deliveries.flatMap(({ bytes }) => instagram.events?.read(bytes) ?? [])
  const fetched = await Promise.all(
    told.flatMap((event) => event.items).map((ref) => fetchItem(connection, ref)),
  )
  expect(fetched).toMatchObject([
    { ok: true, value: { kind: 'post', text: '@storlundakommun fina torget' } },
    { ok: true, value: { kind: 'comment', text: '@storlundakommun när?', parent: `mention/${named.id}` } },
  ])
})

test('direct messages are collected, both ways, and only what is new the next time', async () => {
  const { double, connection, clock } = stage
  double.addMessage({ as: 'anna', text: 'Hej, en fråga', picture: 'https://example.se/b.jpg' })
  const first = await roundOf(instagram, connection)
  expect(first.items).toMatchObject([
    { kind: 'message', author: 'anna', direction: 'received', media: [{ url: 'https://example.se/b.jpg' }] },
  ])
  clock.set(new Date('2026-11-21T09:10:00Z'))
  const message = refTo(first.items[0]?.platformId ?? '', 'message')
  expect(await instagram.reply?.private?.(connection, message, 'Hej Anna', 'n')).toMatchObject({ ok: true })
  const next = await roundOf(instagram, connection, { cursor: first.cursor })
  expect(next.items.find(({ text }) => text === 'Hej Anna')).toMatchObject({ direction: 'drawnUp' })
})

test('the token never stands in what is kept, not even where Graph puts it in a message', async () => {
  const { double, connection } = stage
  const post = double.addPost({ text: 'Torget', as: 'album' })
  const comment = double.addComment({ as: 'anna', to: post.id, text: 'Hej' })
  for (const as of ['bo', 'eva']) double.addComment({ as, to: comment.id, text: 'Hej du' })
  const message = double.addMessage({ as: 'anna', text: 'Bild', picture: 'https://example.se/b.jpg' })
  const { items } = await roundOf(instagram, connection)
  for (const item of items) expect(Buffer.from(item.raw.bytes).toString()).not.toContain(double.token)
  const kept = items.find(({ platformId }) => platformId === message.id)
  expect(Buffer.from(kept?.raw.bytes ?? []).toString()).toContain('access_token=TOKEN')
  expect(items).toHaveLength(5)
})

test('a message that is no longer shown is never called gone: only the twenty newest are', async () => {
  const { double, connection } = stage
  const oldest = double.addMessage({ as: 'anna', text: 'Först' })
  for (let number = 0; number < 20; number++) double.addMessage({ as: 'anna', text: `Nummer ${number}` })
  expect(await fetchItem(connection, refTo(oldest.id, 'message'))).toMatchObject({
    ok: false,
    error: { kind: 'rejected', detail: expect.stringContaining('tjugo') },
  })
})

test('an account that the access has lost is not taken for a thing that is gone', async () => {
  const { double, connection } = stage
  const post = double.addPost({ text: 'Torget' })
  await roundOf(instagram, connection)
  const lost = { ...connection, settings: { ...connection.settings, igUserId: '17841499999999999' } }
  double.removeItem(post.id)
  expect(await fetchItem(lost, refTo(post.id, 'post'))).toMatchObject({ error: { kind: 'reauthorise' } })
  expect(await fetchItem(connection, refTo(post.id, 'post'))).toMatchObject({ error: { kind: 'gone' } })
})

test('without the right to messages the rest is collected, and the probe says what is lacking', async () => {
  const { double, connection } = stage
  const post = double.addPost({ text: 'Torget' })
  double.addMessage({ as: 'anna', text: 'Hej' })
  double.deny('conversations')
  const round = await roundOf(instagram, connection)
  expect(round.failure).toBeUndefined()
  expect(round.items.map(({ platformId }) => platformId)).toEqual([post.id])
  const proofs = await instagram.probe?.(connection)
  if (!proofs?.ok) throw new Error('no proofs')
  expect(proofs.value.filter(({ works }) => !works).map(({ capability }) => capability)).toEqual([
    'messages',
    'privateReply',
    'blockAuthor',
  ])
})

test('an empty page with a next one does not end a list', async () => {
  const { double, connection } = stage
  const post = double.addPost({ text: 'Torget' })
  const comment = double.addComment({ as: 'anna', to: post.id, text: 'Hej' })
  double.emptyFirstPages(true)
  const { items } = await reconcile(instagram, connection)
  expect(items.map(({ platformId }) => platformId).sort()).toEqual([post.id, comment.id].sort())
})

test('a listing that is cut off goes on with older posts the next time', async () => {
  const { double, connection, clock } = stage
  for (let number = 0; number < 12; number++) {
    clock.set(new Date(Date.UTC(2026, 10, 1 + number)))
    const post = double.addPost({ text: `Inlägg ${number}` })
    for (let times = 0; times < 100; times++) double.addComment({ as: 'anna', to: post.id, text: `${times}` })
  }
  const steps = instagram.collection.round(connection, { cursor: null, mode: 'new', since: null })
  const first = await steps.next()
  await steps.return(undefined)
  if (first.done || !first.value.ok) throw new Error('no page')
  const rest = await roundOf(instagram, connection, { cursor: first.value.value.cursor })
  const comments = [...first.value.value.items, ...rest.items].filter(({ kind }) => kind === 'comment')
  expect(new Set(comments.map(({ platformId }) => platformId)).size).toBe(1_200)
  expect(comments.length).toBeLessThan(1_500)
})

test.each([
  ['Facebooksidan', { linked: false }, /företagskonto/],
  ['another account', { igUserId: '17841400000000009' }, /kopplad till Instagramkontot/],
  ['a name for a number', { igUserId: 'storlundakommun' }, /bara siffror/],
  ['another page', { pageId: '999' }, /når inte Facebooksidan/],
])('the check tells of %s', async (_, { linked, ...settings }: Record<string, unknown>, words) => {
  const { double, connection } = stage
  double.world.linked = linked !== false
  const wrong = {
    ...connection,
    settings: { ...connection.settings, ...(settings as Record<string, string>) },
  }
  expect(await instagram.check(wrong)).toMatchObject({
    ok: false,
    error: { kind: 'rejected', detail: expect.stringMatching(words) },
  })
})

test('Graph’s own throttling is heeded to the minute', async () => {
  const { double, connection, clock } = stage
  double.throttle(37)
  const { failure } = await roundOf(instagram, connection)
  expect(failure).toMatchObject({ kind: 'retryLater', at: new Date(clock.now().getTime() + 37 * 60_000) })
})
