import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reconcile } from '../../src/platforms/conformance/world.ts'
import { subscribedFields } from '../../src/platforms/facebook/events.ts'
import { facebook } from '../../src/platforms/facebook/platform.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { facebookStage } from '../support/facebook-stage.ts'

const folder = join(import.meta.dirname, '../../../shared/data/contracts/facebook')

interface Spec {
  readonly apis: readonly {
    readonly method: string
    readonly endpoint?: string
    readonly params: readonly { readonly name: string }[]
  }[]
  readonly fields: readonly { readonly name: string; readonly type: string }[]
}

function read<T>(name: string): T {
  const path = join(folder, `${name}.json`)
  if (!existsSync(path))
    throw new Error(`${path} is missing: test:contracts needs ../shared beside the project`)
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

/** Which thing an edge gives: Message and StoryAttachment have no file among the contracts. */
const given: Readonly<Record<string, string>> = {
  feed: 'PagePost',
  tagged: 'PagePost',
  comments: 'Comment',
  conversations: 'UnifiedThread',
  insights: 'InsightsResult',
}
/** Of Graph itself, on every question or list, and therefore in no edge's own list. */
const ofGraph = new Set(['fields', 'limit', 'after', 'appsecret_proof', 'ids', 'input_token'])
/** The file's own part: the contract lists no parameter for it on photos and videos, Meta's pages do (from memory). */
const fileParts = new Set(['source'])
/** Edges of a thing, asked for as if they were fields. */
const edgesAsFields = new Set(['attachments'])

const level = (fields: string): string[] => fields.replace(/\{[^}]*\}/g, '').split(',')

let stage: Awaited<ReturnType<typeof facebookStage>>
const answers: { kind: string; value: Record<string, unknown> }[] = []

/** By the id alone, so that what has been removed since is still known for what it was. */
function kindOf(id: string): string {
  const { pageId } = stage.double
  if (id === pageId) return 'Page'
  if (id === 'me') return 'User'
  if (id.startsWith('m_')) return 'Message'
  if (id.startsWith('t_')) return 'UnifiedThread'
  if (id.includes('_'))
    return stage.double.thing(id)?.kind === 'post' || id.startsWith(pageId) ? 'PagePost' : 'Comment'
  return stage.double.thing(id)?.kind === 'video' ? 'AdVideo' : 'Photo'
}

beforeAll(async () => {
  stage = await facebookStage()
  const { double, connection: whole } = stage
  const http: typeof whole.http = {
    async request(request) {
      const [id = '', edge] = new URL(request.url).pathname.split('/').slice(2)
      const kind = edge === undefined ? kindOf(id) : given[edge]
      const got = await whole.http.request(request)
      if (
        !got.ok ||
        kind === undefined ||
        kind === 'Message' ||
        (request.method ?? 'GET') !== 'GET' ||
        id === 'debug_token'
      )
        return got
      const body = JSON.parse(Buffer.from(got.value.bytes).toString()) as Record<string, unknown>
      const values = edge === undefined ? [body] : (body['data'] as Record<string, unknown>[])
      if (id !== '' && !('error' in body)) for (const value of values) answers.push({ kind, value })
      return got
    },
  }
  const connection = { ...whole, http }
  const post = double.addPost({ text: 'Torget', image: { alt: 'En vält' } })
  const comment = double.addComment({ to: post, text: 'Hej', as: 'Anna' })
  double.addPost({ text: 'Tag', as: 'Bo', elsewhere: true })
  const message = double.message({ as: 'Bo', text: 'Fråga' })
  await facebook.check({ ...connection, secrets: { ...connection.secrets, userToken: double.userToken } })
  await reconcile(facebook, connection)
  const ref = { platformId: comment, kind: 'comment' } as const
  for (const one of [
    ref,
    { platformId: post, kind: 'post' },
    { platformId: message, kind: 'message' },
  ] as const)
    await facebook.collection.fetchItem(connection, one)
  await facebook.moderation?.hide?.(connection, ref)
  await facebook.reply?.public?.(connection, ref, 'Svar', 'a')
  await facebook.reply?.private?.(connection, ref, 'Enskilt', 'b')
  await facebook.reply?.private?.(connection, { platformId: message, kind: 'message' }, 'Svar', 'b2')
  await facebook.moderation?.blockAuthor?.(connection, '12345')
  const picture = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'Bild' }
  await facebook.publishing?.publish(
    connection,
    { text: 'Nytt', link: 'https://example.se', images: [picture, picture], language: 'sv' },
    'c',
  )
  const captions = {
    bytes: Buffer.from('WEBVTT\n\n00:01.000 --> 00:02.000\nHej\n'),
    mediaType: 'text/vtt',
    language: 'sv',
  } as const
  await facebook.publishing?.publish(
    connection,
    {
      text: 'Film',
      title: 'T',
      images: [],
      language: 'sv',
      video: { ...filmFrom(Buffer.from('film')), captions },
    },
    'd',
  )
  await facebook.insights?.read(connection, 'pageViews', { from: '2026-11-01', to: '2026-11-03' })
  await facebook.insights?.read(
    connection,
    'postViewers',
    { from: '2026-11-01', to: '2026-11-03' },
    { platformId: post, kind: 'post' },
  )
  await facebook.events?.subscribe?.(connection, 'https://example.se')
  await facebook.moderation?.remove?.(connection, ref, 'trash')
})
afterAll(() => stage.double.close())

test('every edge, parameter and field that is asked for is in the contract', () => {
  const faults: string[] = []
  let checked = 0
  for (const { method, url, headers, body } of stage.double.server.log) {
    const [id = '', edge] = url.pathname.split('/').slice(2)
    const kind = kindOf(id)
    if (id === '' || id === 'debug_token' || kind === 'Message' || id === 'oauth') continue
    const spec = read<Spec>(kind)
    const api = spec.apis.find((one) => one.method === method && (one.endpoint ?? '') === (edge ?? ''))
    const generic = spec.apis.length > 0 && edge !== undefined && api === undefined
    if (generic) faults.push(`${method} ${kind}/${edge}`)
    const form = (headers['content-type'] ?? '').startsWith('multipart')
      ? [...body.toString().matchAll(/form-data; name="([^"]+)"/g)].map((match) => match[1] ?? '')
      : [...new URLSearchParams(body.toString()).keys()]
    for (const name of [...url.searchParams.keys(), ...form]) {
      if (ofGraph.has(name) || fileParts.has(name)) continue
      const plain = name.replace(/\[\d+\]$/, '')
      if (!api?.params.some((one) => one.name === plain))
        faults.push(`${method} ${kind}/${edge ?? ''}?${name}`)
      checked++
    }
    const shown = edge === undefined ? kind : given[edge]
    const fields = url.searchParams.get('fields')
    if (fields === null || shown === undefined) continue
    const known = new Set(read<Spec>(shown).fields.map((one) => one.name))
    for (const name of level(fields)) {
      if (!known.has(name) && !edgesAsFields.has(name)) faults.push(`${shown}.${name}`)
      checked++
    }
  }
  expect(faults).toEqual([])
  expect(checked).toBeGreaterThan(60)
})

const fits: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  datetime: (value) => typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/.test(value),
  Object: (value) => typeof value === 'object',
  Comment: (value) => typeof value === 'object',
}

test('every answer of the double has only known fields, of fitting types', () => {
  const faults: string[] = []
  for (const { kind, value } of answers) {
    const types = new Map(read<Spec>(kind).fields.map((one) => [one.name, one.type]))
    for (const [name, member] of Object.entries(value)) {
      const type = types.get(name)
      if (edgesAsFields.has(name)) continue
      if (type === undefined || fits[type]?.(member) === false) faults.push(`${kind}.${name}: ${type}`)
    }
  }
  expect(faults).toEqual([])
  expect(new Set(answers.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(5)
})

test('what is subscribed to and the ways of asking are in the published lists', () => {
  const lists = read<Record<string, readonly string[]>>('enum_types.subset')
  const known = lists['pagesubscribed_apps_subscribed_fields_enum_param'] ?? []
  expect(subscribedFields.filter((name) => !known.includes(name))).toEqual([])
  expect(lists['commentcomments_filter_enum_param']).toContain('stream')
  expect(lists['commentcomments_order_enum_param']).toContain('reverse_chronological')
  expect(lists['pageconversations_platform_enum_param']).toContain('MESSENGER')
})
