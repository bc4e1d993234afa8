import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LinkedinDouble, startLinkedinDouble } from '../../../doubles/linkedin/index.ts'
import { commentRef, connectionTo, postRef, restarted } from '../../../tests/support/linkedin-stage.ts'
import { roundOf } from '../conformance/world.ts'
import type { Connection, Draft } from '../contract.ts'
import { filmFrom, pieceOf } from '../films/pieces.ts'
import { linkedin } from './platform.ts'
import { publishing } from './publishing.ts'
import { reply } from './reply.ts'

let double: LinkedinDouble
let connection: Connection
const anna = 'urn:li:person:anna'
beforeEach(async () => {
  double = await startLinkedinDouble()
  connection = connectionTo(double)
})
afterEach(() => double.close())

const draft: Draft = { text: 'Torget stängs på måndag', images: [], language: 'sv' }
const picture = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'Torget' }
const film = filmFrom(Buffer.alloc(150_000, 'film'))
const publish = (changed: Partial<Draft> = {}, key = 'nyckel') =>
  publishing.publish(connection, { ...draft, ...changed }, key)
const contentOf = () => [...double.state.posts.values()].at(-1)?.content

test('a reply to an answer stands under the comment that began them, and is found there by a round', async () => {
  const post = double.addPost({ text: 'Hej' })
  const top = double.addComment(anna, post, 'När?')
  const nested = double.addComment('urn:li:person:bo', top, 'Snart')
  const answered = await reply.public?.(connection, commentRef(nested, top), 'I maj.', 'a')
  expect(answered).toMatchObject({ ok: true })
  const again = await reply.public?.(restarted(connection), commentRef(nested, top), 'I maj.', 'a')
  expect(again?.ok && again.value.platformId).toBe(answered?.ok && answered.value.platformId)
  const round = await roundOf(linkedin, connection)
  const mine = round.items.filter(({ text }) => text === 'I maj.')
  expect(mine).toMatchObject([{ parent: top, direction: 'drawnUp' }])
  expect(mine[0]?.platformId).toBe(answered?.ok && answered.value.platformId)
})

test('the same words under another key are another reply and another post; under the same key never', async () => {
  const post = double.addPost({ text: 'Hej' })
  const comment = double.addComment(anna, post, 'När?')
  for (const key of ['a', 'b', 'a', 'b']) await reply.public?.(connection, commentRef(comment), 'I maj.', key)
  const items = (await roundOf(linkedin, connection)).items
  expect(items.filter(({ text }) => text === 'I maj.')).toHaveLength(2)
  expect(await publish({}, 'c')).toMatchObject({ ok: true })
  // LinkedIn itself takes the same words twice for a mistake.
  expect(await publish({}, 'd')).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining('tio minuter') },
  })
})

test('a reply to what is deleted says that it is gone', async () => {
  const comment = double.addComment(anna, double.addPost({ text: 'Hej' }), 'När?')
  double.remove(comment)
  expect(await reply.public?.(connection, commentRef(comment), 'I maj.', 'a')).toMatchObject({
    error: { kind: 'gone' },
  })
})

test('what was published before a restart is found by its words, and stands once', async () => {
  double.fault({ kind: 'empty', on: 'orders' })
  expect(await publish()).toMatchObject({ error: { kind: 'outcomeUnknown' } })
  double.fault(undefined)
  const after = restarted(connection)
  expect(await publishing.findPublished(after, 'nyckel', draft)).toMatchObject({ ok: true })
  expect(await publishing.publish(after, draft, 'nyckel')).toMatchObject({ ok: true })
  expect(double.state.posts.size).toBe(1)
  // What this process knows to be another's is no answer.
  expect(await publishing.findPublished(after, 'annan', draft)).toMatchObject({ error: { kind: 'gone' } })
})

test('a link is a card; beside a picture it stands in the text', async () => {
  const link = 'https://kommunen.se/torget'
  await publish({ link, title: 'Torget' }, 'a')
  expect(contentOf()).toEqual({ article: { source: link, title: 'Torget' } })
  await publish({ link, text: 'Med bild', images: [picture] }, 'b')
  const [item] = (await roundOf(linkedin, connection)).items.filter(({ text }) => text.includes('Med bild'))
  expect(item?.text).toBe(`Med bild\n\n${link}`)
  expect(item?.media[0]?.alt).toBe('Torget')
})

test('pictures are uploaded whole, each with its alternative text', async () => {
  const images = [picture, { ...picture, bytes: Buffer.from('annan'), alt: 'Rondellen' }]
  expect(await publish({ images })).toMatchObject({ ok: true })
  expect(contentOf()).toMatchObject({
    multiImage: { images: [{ altText: 'Torget' }, { altText: 'Rondellen' }] },
  })
  expect([...double.state.media.values()].map(({ bytes }) => String(bytes))).toEqual(['bild', 'annan'])
})

test('a film is uploaded in pieces with its captions, waited for, and uploaded once', async () => {
  const captions = {
    bytes: Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.500 align:start\nHej\n'),
    mediaType: 'text/vtt',
    language: 'sv',
  } as const
  const video = { ...film, captions }
  expect(await publish({ video })).toMatchObject({ error: { kind: 'retryLater' } })
  expect(double.state.posts.size).toBe(0)
  expect(await publish({ video })).toMatchObject({ ok: true })
  const [media, ...others] = double.state.media.values()
  expect(others).toEqual([])
  expect(media?.bytes.equals(await pieceOf(film, 0, film.size))).toBe(true)
  expect(media?.parts.length).toBeGreaterThan(1)
  expect(media?.captions).toContain('1\n00:00:01,000 --> 00:00:02,500\nHej')
  expect(contentOf()).toMatchObject({ media: { id: media?.urn } })
})

test('the access is sent nowhere but to LinkedIn, whatever address the answer gives', async () => {
  const asked: string[] = []
  const http: Connection['http'] = {
    request: async (request) => {
      asked.push(request.url)
      const got = await connection.http.request(request)
      if (!got.ok || !request.url.includes('initializeUpload')) return got
      const bytes = Buffer.from(
        String(Buffer.from(got.value.bytes)).replaceAll(double.url, 'https://linkedin.com.ond.se'),
      )
      return { ok: true, value: { ...got.value, bytes } }
    },
  }
  const outcome = await publishing.publish({ ...connection, http }, { ...draft, images: [picture] }, 'a')
  expect(outcome).toMatchObject({ ok: false })
  expect(asked.filter((url) => !url.startsWith(double.url))).toEqual([])
})

test.each([
  ['a text that is too long', { text: 'å'.repeat(3_001) }, '3\u00a0000'],
  ['a picture without words', { images: [{ ...picture, alt: ' ' }] }, 'alternativtext'],
  ['a picture of another kind', { images: [{ ...picture, mediaType: 'image/webp' }] }, 'JPG'],
  ['both pictures and a film', { images: [picture], video: film }, 'antingen'],
  ['a film that is too small', { video: filmFrom(Buffer.alloc(10)) }, '75\u00a0kB'],
  ['a film of another kind', { video: { ...film, mediaType: 'video/webm' } }, 'MP4'],
  ['a link that is none', { link: 'javascript:alert(1)' }, 'webbadress'],
])('%s is refused before anything is sent', async (_, changed, word) => {
  expect(await publish(changed)).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringContaining(word) },
  })
  expect(double.server.log).toEqual([])
})

test('every metric is asked for alone; one that LinkedIn refuses is refused, and a number that is missing is no nought', async () => {
  const { insights } = linkedin
  const period = { from: '2026-11-01', to: '2026-11-03' }
  const post = postRef(double.addPost({ text: 'Hej' }))
  const read = async (metric: string) => {
    const got = await insights?.read(
      connection,
      metric,
      period,
      metric.startsWith('post.') ? post : undefined,
    )
    return got?.ok ? got.value.values : got?.error.kind
  }
  expect(await read('followers')).toEqual([{ day: null, value: 1_234 }])
  expect(await read('newFollowers')).toEqual(
    ['2026-11-01', '2026-11-02', '2026-11-03'].map((day) => ({ day, value: 4 })),
  )
  expect(await read('impressions')).toHaveLength(3)
  expect(await read('post.clicks')).toEqual([{ day: null, value: 20 }])
  expect(await read('dislikes')).toBe('rejected')
  const whole = connection
  connection = {
    ...whole,
    http: {
      request: async (request) => {
        const got = await whole.http.request(request)
        if (!got.ok) return got
        const bytes = Buffer.from(String(Buffer.from(got.value.bytes)).replace('"impressionCount":500,', ''))
        return { ok: true, value: { ...got.value, bytes } }
      },
    },
  }
  expect(await read('impressions')).toBe('retryLater')
  connection = whole
  double.state.roles = ['CONTENT_ADMIN']
  expect(await read('impressions')).toBe('rejected')
  expect(await read('followers')).toEqual([{ day: null, value: 1_234 }])
})
