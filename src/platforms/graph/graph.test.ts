import { afterEach, expect, test } from 'vitest'
import { Access, isToken } from '../../../doubles/graph/access.ts'
import { graphFault, notThere, usageHeaders } from '../../../doubles/graph/errors.ts'
import { formOf } from '../../../doubles/graph/forms.ts'
import { pageOf } from '../../../doubles/graph/listing.ts'
import { signedDelivery } from '../../../doubles/graph/webhooks.ts'
import { type DoubleServer, startDouble } from '../../../doubles/server.ts'
import { createHttp } from '../../infra/http/index.ts'
import { settableClock } from '../../kernel/index.ts'
import type { Connection } from '../contract.ts'
import { memoryQuota } from '../quota.ts'
import { call, withoutSecrets } from './client.ts'
import { pages } from './paging.ts'
import { regainAt, usedPercent } from './usage.ts'
import { handshake, signatureIsRight } from './webhook.ts'

const graph = { origin: 'https://graph.facebook.com', version: 'v26.0' }
const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
let server: DoubleServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function connect(secrets: Record<string, string> = {}): Promise<Connection> {
  const access = new Access('app', 'hemlig', () => clock.now())
  access.give({ token: 'nyckel', of: '1', type: 'PAGE', scopes: [], endsAt: null })
  access.give({ token: 'slut', of: '1', type: 'PAGE', scopes: [], endsAt: clock.now().getTime() - 1 })
  const started = await startDouble({
    ownRefusals: true,
    handler: (request, self) => {
      const token = access.of(request)
      if (!isToken(token)) return token
      const ill = graphFault(self.fault, request.method, { type: 'pages', throttleCode: 80_001 })
      if (ill) return ill
      if (request.url.pathname.endsWith('/gone')) return notThere('gone')
      if (request.method === 'POST') {
        const { fields, file } = formOf(request)
        return {
          body: { fields: Object.fromEntries(fields), file: file?.bytes.toString(), name: file?.filename },
        }
      }
      const list = Array.from({ length: 7 }, (_, id) => ({ id: String(id) }))
      return pageOf(list, request, { emptyFirst: true })
    },
  })
  server = started
  return {
    settings: { api: started.url },
    secrets: { token: 'nyckel', appSecret: 'hemlig', ...secrets },
    http: createHttp({ allowOrigins: [started.url], userAgent: 'Uppsikt', version: 'test' }),
    clock,
    memory: new Map(),
    quota: memoryQuota(clock),
  }
}

test('a list is read to its end, past an empty page, and no address that is kept holds a secret', async () => {
  const connection = await connect()
  const ids: unknown[] = []
  for await (const page of pages(graph, connection, { path: '1/feed', query: { limit: 3 } }, 10)) {
    if (!page.ok) throw new Error(page.error.detail)
    expect(page.value.called.part.url).not.toMatch(/nyckel|appsecret_proof/)
    expect(page.value.next ?? '').not.toContain('nyckel')
    ids.push(...page.value.elements.map((one) => one.get('id')?.value))
  }
  expect(ids).toEqual(['0', '1', '2', '3', '4', '5', '6'])
})

test('a list that is longer than may be read ends in a failure, never as if it were whole', async () => {
  const connection = await connect()
  const got: boolean[] = []
  for await (const page of pages(graph, connection, { path: '1/feed', query: { limit: 1 } }, 3))
    got.push(page.ok)
  expect(got).toEqual([true, true, true, false])
})

test.each([
  ['an ended token', { token: 'slut' }, 'x', 'reauthorise', /gått ut/],
  ['a wrong app secret', { appSecret: 'fel' }, 'x', 'rejected', /appSecret/],
  ['what is not there', {}, 'gone', 'gone', /100\/33/],
])('%s is told as what it is', async (_, secrets, path, kind, detail) => {
  const got = await call(graph, await connect(secrets as Record<string, string>), { path })
  expect(got).toMatchObject({ ok: false, error: { kind, detail: expect.stringMatching(detail) } })
})

test('a file is sent whole with its fields', async () => {
  const file = {
    field: 'source',
    filename: 'å"b.png',
    mediaType: 'image/png',
    content: Buffer.from('--\r\nbild'),
  }
  const form = { message: 'rad\r\ntvå', published: false, left: undefined }
  const got = await call(graph, await connect(), { method: 'POST', path: '1/photos', form, file })
  expect(got.ok && got.value.json.value).toMatchObject({
    fields: { message: 'rad\r\ntvå', published: 'false' },
    file: '--\r\nbild',
    name: 'å%22b.png',
  })
})

test('what is used is read from the headers, and when there is room again', () => {
  const now = clock.now()
  expect(usedPercent(usageHeaders('pages', 97))).toBe(97)
  expect(regainAt(usageHeaders('pages', 100, 12), now)?.getTime()).toBe(now.getTime() + 12 * 60_000)
  expect(regainAt(usageHeaders('pages', 100, 99_999), now)?.getTime()).toBe(now.getTime() + 24 * 3_600_000)
  expect(usedPercent({ 'x-app-usage': '{"call_count":' })).toBe(0)
})

test('only a delivery signed with the app secret over its very bytes is let in', () => {
  const { bytes, headers } = signedDelivery({ object: 'page', text: 'åäö' }, 'hemlig')
  expect(signatureIsRight(bytes, headers, 'hemlig')).toBe(true)
  expect(signatureIsRight(bytes, headers, 'annan')).toBe(false)
  expect(signatureIsRight(Buffer.from('{"object":"page","text":"åäö"}'), headers, 'hemlig')).toBe(false)
  expect(signatureIsRight(bytes, {}, 'hemlig')).toBe(false)
})

test('the handshake is answered only with the right verify token', () => {
  const asked = { 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', 'hub.verify_token': 'ord' }
  expect(handshake(new URLSearchParams(asked), 'ord')?.body).toBe('1158201444')
  expect(handshake(new URLSearchParams(asked), 'annat')).toBeUndefined()
  expect(handshake(new URLSearchParams({ ...asked, 'hub.verify_token': '' }), '')).toBeUndefined()
})

test('tokens and proofs are taken from addresses', () => {
  expect(withoutSecrets('https://g.se/a?access_token=x&appsecret_proof=y&fields=id')).toBe(
    'https://g.se/a?fields=id',
  )
})
