import { afterEach, beforeEach, expect, test } from 'vitest'
import { type InstagramStage, instagramStage, refTo } from '../../../tests/support/instagram-stage.ts'
import type { Draft } from '../contract.ts'
import { filmFrom } from '../films/pieces.ts'
import { instagram } from './platform.ts'

const { moderation, reply, publishing, insights, events } = instagram
let stage: InstagramStage
beforeEach(async () => {
  stage = await instagramStage()
})
afterEach(() => stage.double.close())

const picture = {
  bytes: new Uint8Array(8),
  mediaType: 'image/jpeg',
  alt: 'Torget',
  publicUrl: 'https://example.se/a.jpg',
}
const draft: Draft = { text: 'Torget stängs', language: 'sv', images: [picture] }
const commented = () => {
  const post = stage.double.addPost({ text: 'Torget' })
  return { post, comment: stage.double.addComment({ as: 'anna', to: post.id, text: 'När?' }) }
}

test('an own comment cannot be hidden, and the order says so without being sent', async () => {
  const { double, connection, asked } = stage
  const { post } = commented()
  const own = double.world.addComment(double.world.own, post.id, 'Vi svarar snart')
  asked()
  expect(await moderation?.hide?.(connection, refTo(own.id, 'comment'))).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('egna') },
  })
  expect(asked().filter((line) => line.startsWith('POST'))).toEqual([])
})

test('removing what is already gone succeeds with the answer that says so', async () => {
  const { connection } = stage
  const ref = refTo(commented().comment.id, 'comment')
  expect(await moderation?.remove?.(connection, ref, 'trash')).toMatchObject({ ok: true })
  const again = await moderation?.remove?.(connection, ref, 'trash')
  expect(again?.ok && again.value.answer.status).toBe(400)
})

test('only who has written a message can be blocked', async () => {
  const { double, connection } = stage
  const anna = double.world.person('anna').id
  expect(await moderation?.blockAuthor?.(connection, anna)).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('appen') },
  })
  double.addMessage({ as: 'anna', text: 'Hej' })
  expect(await moderation?.blockAuthor?.(connection, anna)).toMatchObject({ ok: true })
  expect(double.world.blocked.has(anna)).toBe(true)
})

test('a private reply is given once, also after a lost answer, and not after seven days', async () => {
  const { double, connection, clock } = stage
  const { comment, post } = commented()
  const ref = refTo(comment.id, 'comment')
  double.fault({ kind: 'empty', on: 'orders' })
  expect(await reply?.private?.(connection, ref, 'Ring oss', 'a')).toMatchObject({
    error: { kind: 'outcomeUnknown' },
  })
  double.fault(undefined)
  expect(await reply?.private?.(connection, ref, 'Ring oss', 'a')).toMatchObject({ ok: true })
  expect(double.world.threads.get(comment.by.id)?.messages).toHaveLength(1)
  const other = double.addComment({ as: 'bo', to: post.id, text: 'Och sen?' })
  clock.set(new Date('2026-11-28T09:00:01Z'))
  expect(await reply?.private?.(connection, refTo(other.id, 'comment'), 'Hej', 'b')).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('sju dagar') },
  })
})

test('a hidden comment is not answered before it is shown', async () => {
  const { double, connection } = stage
  const { comment } = commented()
  comment.hidden = true
  expect(await reply?.public?.(connection, refTo(comment.id, 'comment'), 'Hej', 'a')).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('dold') },
  })
  expect(double.world.comments.size).toBe(1)
})

test('an answer to an answer lands under the first comment, once', async () => {
  const { double, connection } = stage
  const { comment } = commented()
  const second = double.addComment({ as: 'bo', to: comment.id, text: 'I maj?' })
  const ref = refTo(second.id, 'comment')
  const first = await reply?.public?.(connection, ref, 'Ja', 'a')
  const again = await reply?.public?.(connection, ref, 'Ja', 'a')
  expect(first?.ok && again?.ok && again.value.platformId).toBe(first?.ok && first.value.platformId)
  expect([...double.world.comments.values()].at(-1)).toMatchObject({ parent: comment.id, text: 'Ja' })
})

/** After a restart nothing is in memory; what is counted is kept. */
const restarted = () => ({ ...stage.connection, memory: new Map() })

test('an answer under a post that names the account is found there, also after a restart, and is not sent again', async () => {
  const { double, connection } = stage
  const elsewhere = double.addElsewhere({ as: 'bo', text: '@storlundakommun', how: 'mention' })
  const ref = refTo(`mention/${elsewhere.id}`, 'post')
  double.fault({ kind: 'empty', on: 'orders' })
  expect(await reply?.public?.(connection, ref, 'Tack!', 'a')).toMatchObject({
    error: { kind: 'outcomeUnknown' },
  })
  double.fault(undefined)
  const found = await reply?.public?.(restarted(), ref, 'Tack!', 'a')
  const [only, ...others] = double.world.commentsOn(elsewhere.id)
  expect(found).toMatchObject({ ok: true, value: { platformId: `mention/${only?.id}` } })
  expect(others).toEqual([])
})

test('an answer under a comment that names the account cannot be seen, and is sent once, also after a restart', async () => {
  const { double } = stage
  const elsewhere = double.addElsewhere({ as: 'bo', text: 'Torget', how: 'tag' })
  const named = double.addMention({ as: 'anna', under: elsewhere.id, text: '@storlundakommun, när?' })
  const ref = refTo(`mention/${named.id}`, 'comment')
  double.fault({ kind: 'tooMany', seconds: 60, on: 'orders' })
  expect(await reply?.public?.(restarted(), ref, 'I maj', 'a')).toMatchObject({
    error: { kind: 'retryLater' },
  })
  double.fault({ kind: 'empty', on: 'orders' })
  const unknown = { error: { kind: 'outcomeUnknown' } }
  // What was refused was not sent, so that the next is the first.
  expect(await reply?.public?.(restarted(), ref, 'I maj', 'a')).toMatchObject(unknown)
  double.fault(undefined)
  expect(await reply?.public?.(restarted(), ref, 'I maj', 'a')).toMatchObject({
    error: { ...unknown.error, detail: expect.stringContaining('Öppna inlägget i Instagram') },
  })
  expect(double.world.commentsOn(elsewhere.id).filter(({ text }) => text === 'I maj')).toHaveLength(1)
})

test('a picture without an address that Instagram can reach is refused in words, and nothing is sent', async () => {
  const { publicUrl: _, ...unreachable } = picture
  const { connection, asked } = stage
  expect(await publishing?.publish(connection, { ...draft, images: [unreachable] }, 'a')).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('hämta') },
  })
  expect(asked()).toEqual([])
})

test('an album keeps each picture’s alternative text', async () => {
  const { double, connection } = stage
  const images = [picture, { ...picture, alt: 'Rådhuset' }]
  expect(await publishing?.publish(connection, { ...draft, images }, 'a')).toMatchObject({ ok: true })
  const [album] = [...double.world.media.values()]
  expect(album?.children.map(({ alt }) => alt)).toEqual(['Torget', 'Rådhuset'])
})

test('a film is sent once, waited for without a loop, and published when it is ready', async () => {
  const { double, connection, asked } = stage
  const film: Draft = { ...draft, images: [], video: filmFrom(new Uint8Array(64)) }
  expect(await publishing?.publish(connection, film, 'a')).toMatchObject({ error: { kind: 'retryLater' } })
  expect(asked().filter((line) => line.includes('ig-api-upload'))).toHaveLength(1)
  expect(await publishing?.publish(connection, film, 'a')).toMatchObject({ ok: true })
  expect(asked().filter((line) => line.includes('ig-api-upload'))).toEqual([])
  expect([...double.world.media.values()]).toMatchObject([{ type: 'VIDEO', caption: 'Torget stängs' }])
})

test('a container whose answer is lost publishes nothing, and the next try makes another', async () => {
  const { double, connection } = stage
  double.fault({ kind: 'error', on: 'orders' })
  expect(await publishing?.publish(connection, draft, 'a')).toMatchObject({ error: { kind: 'retryLater' } })
  expect(double.world.media.size).toBe(0)
  double.fault(undefined)
  expect(await publishing?.publish(connection, draft, 'a')).toMatchObject({ ok: true })
  expect(double.world.media.size).toBe(1)
})

test('what was published before a restart is known again by its words', async () => {
  const { double, connection, clock } = stage
  const first = await publishing?.publish(connection, draft, 'a')
  clock.set(new Date('2026-11-21T09:20:00Z'))
  const restarted = { ...connection, memory: new Map() }
  const again = await publishing?.publish(restarted, draft, 'a')
  expect(again?.ok && again.value.platformId).toBe(first?.ok && first.value.platformId)
  expect(double.world.media.size).toBe(1)
})

test('the platform’s own count for the day is read and heeded', async () => {
  const { double, connection } = stage
  double.world.publishedBefore = 100
  expect(await publishing?.publish(connection, draft, 'a')).toMatchObject({ error: { kind: 'retryLater' } })
  expect(double.world.containers.size).toBe(0)
})

test('one metric that is gone does not fail the others', async () => {
  const { double, connection } = stage
  const period = { from: '2026-11-01', to: '2026-11-03' }
  const days = await insights?.read(connection, 'reach', period)
  expect(days?.ok && days.value.values.map(({ day }) => day)).toEqual([
    '2026-11-01',
    '2026-11-02',
    '2026-11-03',
  ])
  expect(await insights?.read(connection, 'views', period)).toMatchObject({
    value: { values: [{ day: null, value: 42 }] },
  })
  double.deny('insights')
  expect(await insights?.read(connection, 'views', period)).toMatchObject({ error: { kind: 'rejected' } })
  expect(await insights?.read(connection, 'views', { from: '2026-01-01', to: '2026-03-01' })).toMatchObject({
    error: { detail: expect.stringContaining('30 dagar') },
  })
})

const registration = () => ({ settings: stage.connection.settings, secrets: stage.connection.secrets })

test('a delivery is believed by its signature alone, and tells what to fetch', async () => {
  const { double } = stage
  const { comment, post } = commented()
  const message = double.addMessage({ as: 'anna', text: 'Hej åäö 🚧' })
  double.unsend(message.id)
  const [first] = double.deliveries
  if (first === undefined) throw new Error('nothing announced')
  for (const { bytes, headers } of double.deliveries)
    expect(events?.verify(bytes, headers, registration())).toBe(true)
  const altered = Buffer.from(first.bytes)
  altered[altered.length - 10] = 0x20
  expect(events?.verify(altered, first.headers, registration())).toBe(false)
  expect(events?.verify(first.bytes, {}, registration())).toBe(false)
  const told = double.deliveries.flatMap(({ bytes }) => events?.read(bytes) ?? [])
  expect(told).toMatchObject([
    {
      account: double.world.own.id,
      items: [{ platformId: comment.id, kind: 'comment', parent: post.id }],
      gone: [],
    },
    { items: [{ platformId: message.id, kind: 'message' }] },
    { items: [], gone: [{ platformId: message.id, kind: 'message' }] },
  ])
  expect(events?.accountIn(stage.connection.settings)).toBe(double.world.own.id)
})

test.each([
  '',
  'null',
  '{"object":"page","entry":[]}',
  '{"object":"instagram","entry":[7,{"id":"x"},{"id":"1","changes":{}}]}',
])('a delivery of %j tells nothing and does no harm', (text) => {
  expect(events?.read(Buffer.from(text))).toEqual([])
})

test('the handshake is answered to our own word only', () => {
  const query = (word: string) =>
    new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': word })
  expect(events?.handshake(query('ett-eget-ord'), registration())).toMatchObject({ body: '1158201444' })
  expect(events?.handshake(query('gissat'), registration())).toBeUndefined()
  expect(events?.handshake(query(''), { settings: {}, secrets: {} })).toBeUndefined()
})

test('what the Page has already chosen to hear of is left as it is', async () => {
  const { double, connection } = stage
  expect(await events?.subscribe?.(connection, 'https://example.se/hook')).toMatchObject({ ok: true })
  expect(double.world.subscribed).toEqual(['feed'])
  double.world.subscribed = ['feed', 'mention', 'ratings']
  expect(await events?.subscribe?.(connection, 'https://example.se/hook')).toMatchObject({ ok: true })
  expect(double.world.subscribed).toEqual(['feed', 'mention', 'ratings'])
})
