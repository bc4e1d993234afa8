import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWordPressDouble, type WordPressDouble } from '../../../doubles/wordpress/index.ts'
import { connectionTo } from '../../../doubles/wordpress/world.ts'
import type { Connection, Draft, ItemRef } from '../contract.ts'
import { filmFrom } from '../films/pieces.ts'
import { moderation } from './moderation.ts'
import { wordpress } from './platform.ts'
import { publishing } from './publishing.ts'
import { reply } from './reply.ts'

let site: WordPressDouble
let connection: Connection
let comment: ItemRef

beforeEach(async () => {
  site = await startWordPressDouble()
  connection = connectionTo(site)
  const post = site.addPost({ title: 'Torget', content: 'Hej' })
  const id = site.addComment({ post, text: 'Vad händer?', author: 'Kim', email: 'kim@example.se' })
  comment = { platformId: `comment/${id}`, kind: 'comment', parent: `post/${post}` }
})
afterEach(() => site.close())

const stored = () => site.comments().find(({ id }) => `comment/${id}` === comment.platformId)
const as = (username: string): Connection => connectionTo({ url: site.url, username, password: 'hemligt' })

test("hiding a comment keeps the commenter's own address and program, which WordPress would write over", async () => {
  const { ip, agent } = stored() ?? {}
  expect((await moderation.hide?.(connection, comment))?.ok).toBe(true)
  expect(stored()).toMatchObject({ status: 'hold', ip, agent })
  expect((await moderation.unhide?.(connection, comment))?.ok).toBe(true)
  expect(stored()).toMatchObject({ status: 'approved', ip, agent })
})

test.each(['trash', 'spam'] as const)('a comment is removed as %s, and can be brought back', async (way) => {
  expect((await moderation.remove?.(connection, comment, way))?.ok).toBe(true)
  expect(stored()?.status).toBe(way)
  expect((await moderation.approve?.(connection, comment))?.ok).toBe(true)
  expect(stored()?.status).toBe('approved')
})

test('an order that a plug-in undoes is not called done', async () => {
  const meddled: Connection = {
    ...connection,
    http: {
      async request(request) {
        const got = await connection.http.request(request)
        if (got.ok && request.method === 'POST') {
          const bytes = Buffer.from(Buffer.from(got.value.bytes).toString().replace('"hold"', '"approved"'))
          return { ok: true, value: { ...got.value, bytes } }
        }
        return got
      },
    },
  }
  expect(await moderation.hide?.(meddled, comment)).toMatchObject({ ok: false, error: { kind: 'rejected' } })
})

test('an order for what is no longer there says so; our own posts are not moderated', async () => {
  site.removeComment(1)
  expect(await moderation.hide?.(connection, comment)).toMatchObject({ ok: false, error: { kind: 'gone' } })
  const post: ItemRef = { platformId: 'post/1', kind: 'post' }
  expect(await moderation.hide?.(connection, post)).toMatchObject({ ok: false, error: { kind: 'rejected' } })
})

test('a reply says exactly what was written, markup and all', async () => {
  const text = 'Skriv <b>under</b> & "klart"\n\nHälsningar'
  const given = await reply.public?.(connection, comment, text, 'nyckel')
  expect(given?.ok).toBe(true)
  const id = given?.ok ? given.value.platformId : ''
  const item = await wordpress.collection.fetchItem(connection, { platformId: id, kind: 'comment' })
  expect(item.ok && item.value.text).toBe(text)
  expect(item.ok && item.value.state).toBe('visible')
})

test('a reply that staff have reworded in WordPress is still the one under its key', async () => {
  const first = await reply.public?.(connection, comment, 'Tack', 'ett')
  site.editComment(2, 'Tack så mycket')
  const again = await reply.public?.(connection, comment, 'Tack', 'ett')
  expect(again?.ok && again.value.platformId).toBe(first?.ok && first.value.platformId)
  expect(site.comments()).toHaveLength(2)
})

test('the same words under another key are told as already said, not said again', async () => {
  const first = await reply.public?.(connection, comment, 'Tack', 'ett')
  const second = await reply.public?.(connection, comment, 'Tack', 'två')
  expect(second?.ok && second.value.platformId).toBe(first?.ok && first.value.platformId)
  expect(site.comments()).toHaveLength(2)
})

test('a published post carries its pictures with alternative text, the first as featured', async () => {
  const image = (alt: string) => ({ bytes: Buffer.from(alt), mediaType: 'image/png', alt })
  const draft: Draft = {
    title: 'Vägarbete på Ågatan & torget',
    text: 'Stycke ett <ok>\n\nStycke två',
    link: 'https://storlunda.example/vag?a=1&b=2',
    images: [image('En vält'), image('En "grävare"')],
    language: 'sv',
  }
  const done = await publishing.publish(connection, draft, 'nyckel')
  expect(done.ok && done.value.permalink).toContain('vagarbete-pa-agatan-torget-')
  const id = done.ok ? done.value.platformId : ''
  const item = await wordpress.collection.fetchItem(connection, { platformId: id, kind: 'post' })
  if (!item.ok) throw new Error(item.error.detail)
  expect(item.value.text).toBe(
    'Vägarbete på Ågatan & torget\n\nStycke ett <ok>\n\nStycke två\n\nhttps://storlunda.example/vag?a=1&b=2',
  )
  expect(item.value.media.map(({ alt }) => alt)).toEqual(['En vält', 'En "grävare"'])
})

test('a film stands in the text with its words as WebVTT, and both are kept when the post is collected', async () => {
  const captions = {
    bytes: Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nHej\n'),
    mediaType: 'application/x-subrip',
    language: 'sv',
  } as const
  const video = { ...filmFrom(Buffer.from('film')), captions }
  const draft: Draft = { title: 'Torget', text: 'Se filmen', images: [], video, language: 'sv' }
  const done = await wordpress.publishing?.publish(connection, draft, 'film')
  expect(done).toMatchObject({ ok: true })
  const platformId = done?.ok ? done.value.platformId : ''
  const item = await wordpress.collection.fetchItem(connection, { platformId, kind: 'post' })
  const kept = item.ok ? item.value.media.map(({ url }) => url.replace(/^.*-(\w+\.\w+)$/, '$1')) : []
  expect(kept).toEqual(['film.mp4', 'undertexter.vtt'])
  const raw = Buffer.from(item.ok ? item.value.raw.bytes : []).toString()
  expect(raw).toContain('wp:video')
  expect(raw).toMatch(/srclang=\\"sv\\"/)
})

test('a picture whose upload was answered is not uploaded again when the post is tried again', async () => {
  const images = [{ bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En vält' }]
  const draft: Draft = { title: 'Nyhet', text: 'Hej', images, language: 'sv' }
  let posts = 0
  const losing: Connection = {
    ...connection,
    http: {
      request: async (request) =>
        request.method === 'POST' && request.url.endsWith('/posts') && posts++ === 0
          ? { ok: false, error: { kind: 'unreachable', detail: 'borta', sent: false } }
          : connection.http.request(request),
    },
  }
  expect(await publishing.publish(losing, draft, 'nyckel')).toMatchObject({
    ok: false,
    error: { kind: 'retryLater' },
  })
  expect((await publishing.publish(losing, draft, 'nyckel')).ok).toBe(true)
  const media = await fetch(`${site.url}/wp-json/wp/v2/media`)
  expect(await media.json()).toHaveLength(1)
})

test.each([
  ['ftp://blogg.example.se', 'https://'],
  ['blogg', 'ingen webbadress'],
  ['http://blogg.example.se', 'oskyddat'],
])('the address %s is refused before anything is sent', async (url, words) => {
  const http: Connection['http'] = {
    request: () => {
      throw new Error('something was sent')
    },
  }
  const checked = await wordpress.check({ ...connection, http, settings: { url, username: 'x' } })
  expect(checked).toMatchObject({ ok: false, error: { kind: 'rejected' } })
  expect(checked.ok ? '' : checked.error.detail).toContain(words)
})

test('the check says what the user lacks, and that a password is wrong', async () => {
  expect(await wordpress.check(connection)).toEqual({
    ok: true,
    value: { url: site.url, name: 'Storlundabloggen' },
  })
  site.addUser({ login: 'lo', name: 'Lo', email: 'lo@k.example', role: 'author', password: 'hemligt' })
  const lacking = await wordpress.check(as('lo'))
  expect(lacking).toMatchObject({ ok: false, error: { kind: 'rejected' } })
  expect(lacking.ok ? '' : lacking.error.detail).toContain('granska kommentarer')
  const wrong = await wordpress.check(as('redaktor'))
  expect(wrong).toMatchObject({ ok: false, error: { kind: 'reauthorise' } })
  expect(wrong.ok ? '' : wrong.error.detail).toContain('applösenord')
})

test('an address that leads to something within the site is mended in words', async () => {
  const http: Connection['http'] = {
    request: (request) =>
      /wp-(admin|login)/.test(request.url)
        ? connection.http.request({ url: `${site.url}/?sida=1` })
        : connection.http.request(request),
  }
  for (const path of ['/wp-admin/edit.php', '/wp-login.php', '/2026/11/torget/']) {
    const settings = { ...connection.settings, url: site.url + path }
    const checked = await wordpress.check({ ...connection, http, settings, memory: new Map() })
    expect(checked.ok ? '' : checked.error.detail).toContain(`egen adress: ${site.url}`)
  }
})

test('a web page that is not WordPress is told as such', async () => {
  const http: Connection['http'] = {
    request: ({ url }) => connection.http.request({ url: `${site.url}/?sida=${url.length}` }),
  }
  const checked = await wordpress.check({ ...connection, http, memory: new Map() })
  expect(checked.ok ? '' : checked.error.detail).toContain('inte som en WordPress')
})
