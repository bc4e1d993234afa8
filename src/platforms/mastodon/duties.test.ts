import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type MastodonStage, mastodonStage } from '../../../tests/support/mastodon-stage.ts'
import { reconcile, roundOf } from '../conformance/world.ts'
import type { Connection } from '../contract.ts'
import { filmFrom } from '../films/pieces.ts'
import { mastodon } from './platform.ts'

let stage: MastodonStage
beforeEach(async () => {
  stage = await mastodonStage()
})
afterEach(() => stage.double.close())

const later = (milliseconds: number): void =>
  stage.clock.set(new Date(stage.clock.now().getTime() + milliseconds))
const textsIn = (round: { items: readonly { text: string }[] }): string[] =>
  round.items.map(({ text }) => text)
const span = { from: '2026-11-01', to: '2026-11-21' }
const comment = (id: string) => ({ platformId: id, kind: 'comment' }) as const

describe('collection', () => {
  test('a private mention is a message, and is answered to the same reader alone', async () => {
    const { double, connection } = stage
    const { id } = double.addMessage({ as: 'anna@annan.example', text: 'min adress är hemlig' })
    const round = await roundOf(mastodon, connection)
    expect(round.items).toMatchObject([{ kind: 'message', direction: 'received', platformId: id }])
    const said = await mastodon.reply?.public?.(connection, { platformId: id, kind: 'message' }, 'Tack.', 'n')
    const sent = double.statuses().find((one) => said?.ok && one.id === said.value.platformId)
    expect(sent).toMatchObject({ visibility: 'direct', text: '@anna@annan.example Tack.' })
  })

  test('what the account’s own filters keep back is collected all the same', async () => {
    const { double, connection } = stage
    await roundOf(mastodon, connection)
    const { cursor } = await roundOf(mastodon, connection)
    double.addMention({ as: 'okand@ny.example', text: 'hotet', filtered: true })
    expect(textsIn(await roundOf(mastodon, connection, { cursor })).join()).toContain('hotet')
    expect(textsIn(await reconcile(mastodon, connection)).join()).toContain('hotet')
  })

  test('an answer that names nobody is found by the counter, and an answer to an answer too', async () => {
    const { double, connection } = stage
    const post = double.addPost({ text: 'Torget' })
    const { cursor } = await roundOf(mastodon, connection)
    const first = double.addReply({ as: 'bo', to: post.id, text: 'Dumt', quiet: true })
    double.addReply({ as: 'siv', to: first.id, text: 'Håller med', quiet: true })
    const next = await roundOf(mastodon, connection, { cursor })
    expect(textsIn(next).sort()).toEqual(['Dumt', 'Håller med', 'Torget'])
    expect((await roundOf(mastodon, connection, { cursor: next.cursor })).items).toEqual([])
  })

  test('an edit of an own post is found without listing everything', async () => {
    const { double, connection } = stage
    const post = double.addPost({ text: 'Stängt' })
    const { cursor } = await roundOf(mastodon, connection)
    double.editPost(post.id, 'Öppet')
    expect(textsIn(await roundOf(mastodon, connection, { cursor }))).toEqual(['Öppet'])
  })

  test('lists longer than a page are read to their end, also from where a round was cut off', async () => {
    const { double, connection } = stage
    for (let at = 0; at < 95; at++) double.addPost({ text: `Inlägg ${at}` })
    expect(new Set(textsIn(await roundOf(mastodon, connection))).size).toBe(95)
    let answers = 0
    const cut: Connection = {
      ...connection,
      http: {
        request: async (request) => {
          answers += 1
          if (answers === 3) double.fault({ kind: 'error' })
          return connection.http.request(request)
        },
      },
    }
    const first = await reconcile(mastodon, cut)
    expect(first.failure?.kind).toBe('retryLater')
    expect(first.pages.some(({ complete }) => complete)).toBe(false)
    double.fault(undefined)
    const rest = await roundOf(mastodon, connection, { cursor: first.cursor })
    expect(new Set([...textsIn(first), ...textsIn(rest)]).size).toBe(95)
    expect(first.items.length + rest.items.length).toBe(95)
    for (let at = 0; at < 85; at++) double.addPost({ text: `Nytt ${at}` })
    const next = await roundOf(mastodon, connection, { cursor: rest.cursor })
    expect(textsIn(next).filter((text) => text.startsWith('Nytt'))).toHaveLength(85)
  })

  test('an empty page that leads on is followed', async () => {
    const { double, connection } = stage
    for (let at = 0; at < 60; at++) double.addPost({ text: `Inlägg ${at}` })
    await mastodon.check(connection)
    double.emptyPage()
    expect((await roundOf(mastodon, connection)).items).toHaveLength(20)
  })

  test('a page that is no Mastodon makes nothing gone', async () => {
    const { connection, double } = stage
    const post = double.addPost({ text: 'Hej' })
    await mastodon.check(connection)
    const moved: Connection = {
      ...connection,
      http: {
        request: (request) => connection.http.request({ ...request, url: `${double.url}/flyttad` }),
      },
    }
    const got = await mastodon.collection.fetchItem(moved, { platformId: post.id, kind: 'post' })
    expect(got).toMatchObject({ ok: false, error: { kind: 'rejected' } })
  })
})

describe('orders', () => {
  test('a blocked author is blocked, and twice is as once', async () => {
    const { double, connection } = stage
    const post = double.addPost({ text: 'Torget' })
    double.addReply({ as: 'troll@ny.example', to: post.id, text: 'Hot' })
    const authorId = (await roundOf(mastodon, connection)).items[1]?.authorId ?? ''
    for (let time = 0; time < 2; time++)
      expect(await mastodon.moderation?.blockAuthor?.(connection, authorId)).toMatchObject({ ok: true })
    expect(double.isBlocked('troll@ny.example')).toBe(true)
  })

  test('a private reply is read by the two alone', async () => {
    const { double, connection } = stage
    const post = double.addPost({ text: 'Torget' })
    const asked = double.addReply({ as: 'anna@annan.example', to: post.id, text: 'När?' })
    const said = await mastodon.reply?.private?.(connection, comment(asked.id), 'Bara du.', 'nyckel')
    const sent = double.statuses().find((one) => said?.ok && one.id === said.value.platformId)
    expect(sent).toMatchObject({ visibility: 'direct', text: '@anna@annan.example Bara du.' })
  })

  test('a lost answer is found by the words also after a restart and after the server has forgotten the key', async () => {
    const { double, connection } = stage
    const draft = {
      text: 'Torget stängs https://example.se/en/mycket/lang/adress?a=b&c=d @bo@annan.example',
      images: [],
      language: 'sv',
    }
    double.fault({ kind: 'empty', on: 'orders' })
    const lost = await mastodon.publishing?.publish(connection, draft, 'k')
    expect(lost).toMatchObject({ ok: false, error: { kind: 'outcomeUnknown' } })
    double.fault(undefined)
    later(2 * 3_600_000)
    const restarted = { ...connection, memory: new Map() }
    expect(await mastodon.publishing?.publish(restarted, draft, 'k')).toMatchObject({ ok: true })
    expect(double.statuses()).toHaveLength(1)
  })

  test('a film is published once the server is done with it, and is sent once', async () => {
    const { double, connection } = stage
    const video = filmFrom(new Uint8Array(64))
    const draft = { text: 'Se filmen', images: [], video, language: 'sv' }
    expect(await mastodon.publishing?.publish(connection, draft, 'f')).toMatchObject({
      error: { kind: 'retryLater', at: new Date(stage.clock.now().getTime() + 10_000) },
    })
    expect(double.statuses()).toEqual([])
    later(10_000)
    expect(await mastodon.publishing?.publish(connection, draft, 'f')).toMatchObject({ ok: true })
    expect(double.statuses()[0]?.media).toHaveLength(1)
    expect(double.server.log.filter(({ url }) => url.pathname === '/api/v2/media')).toHaveLength(1)
  })

  test.each([
    [{ text: 'å'.repeat(501) }, 'Texten är 501 tecken'],
    [{ images: [{ bytes: Buffer.from('x'), mediaType: 'image/png', alt: ' ' }] }, 'saknar alternativtext'],
    [{ images: [{ bytes: Buffer.from('x'), mediaType: 'image/tiff', alt: 'En bild' }] }, 'inte tar emot'],
    [{ link: 'javascript:alert(1)' }, 'ingen webbadress'],
  ])('what the server would refuse is said before it is sent: %j', async (part, word) => {
    const draft = { text: 'Hej', images: [], language: 'sv', ...part }
    const got = await mastodon.publishing?.publish(stage.connection, draft, 'k')
    expect(got).toMatchObject({ error: { kind: 'rejected', detail: expect.stringContaining(word) } })
    expect(stage.double.statuses()).toEqual([])
  })

  test('a web address counts as 23 characters, and a mention without its server', async () => {
    const text = `${'å'.repeat(460)} https://example.se/${'x'.repeat(400)} @bo@${'y'.repeat(60)}.example`
    const draft = { text, images: [], language: 'sv' }
    expect(await mastodon.publishing?.publish(stage.connection, draft, 'k')).toMatchObject({ ok: true })
  })

  test('counters are read one at a time, as they stand now', async () => {
    const { double, connection } = stage
    const post = double.addPost({ text: 'Torget' })
    double.favourite(post.id)
    double.follow(12)
    const read = (metric: string) =>
      mastodon.insights?.read(connection, metric, span, { platformId: post.id, kind: 'post' })
    expect(await read('followers')).toMatchObject({ value: { values: [{ day: null, value: 12 }] } })
    expect(await read('favourites')).toMatchObject({ value: { values: [{ day: null, value: 1 }] } })
    expect(await read('visningar')).toMatchObject({ error: { kind: 'rejected' } })
  })
})

describe('the check says what is wrong', () => {
  const detailOf = async (connection: Connection): Promise<string> => {
    const got = await mastodon.check(connection)
    return got.ok ? 'ok' : got.error.detail
  }
  const withToken = (accessToken: string): Connection => ({ ...stage.connection, secrets: { accessToken } })

  test('a token of another account', async () => {
    expect(await detailOf(withToken(stage.double.tokenFor('privat')))).toContain('hör till @privat')
  })

  test('a token that lacks something, for reading and for orders', async () => {
    const { double } = stage
    expect(await detailOf(withToken(double.tokenFor(double.handle, ['read:accounts'])))).toContain(
      'saknar en',
    )
    expect(await detailOf(withToken(double.tokenFor(double.handle, ['read'])))).toContain('write:statuses')
    const proofs = await mastodon.probe?.(withToken(double.tokenFor(double.handle, ['read', 'write:media'])))
    const works = proofs?.ok
      ? proofs.value.filter((one) => one.works).map(({ capability }) => capability)
      : []
    expect(works).toEqual(['posts', 'comments', 'messages', 'mentions', 'insights', 'publish'])
  })

  test('a server that only resembles one, and one that does not', async () => {
    const other = await mastodonStage({ version: '2.7.2 (compatible; Pleroma 2.6.0)' })
    expect(await detailOf(other.connection)).toContain('är ingen Mastodonserver')
    await other.double.close()
    const page = { ...stage.connection.settings, server: `${stage.double.url}` }
    const nothing: Connection = {
      ...stage.connection,
      settings: page,
      http: {
        request: (request) => stage.connection.http.request({ ...request, url: `${stage.double.url}/start` }),
      },
    }
    expect(await detailOf(nothing)).toContain('svarar inte som en Mastodonserver')
  })

  test('an address without https, and no token at all', async () => {
    const plain = { ...stage.connection, settings: { server: 'http://social.example', handle: 'kommunen' } }
    expect(await detailOf(plain)).toContain('https')
    expect(await detailOf({ ...stage.connection, secrets: {} })).toContain('ingen åtkomstnyckel')
  })
})
