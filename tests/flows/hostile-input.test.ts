import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app/http.ts'
import { allRoutes } from '../../src/app/routes.ts'
import type { House } from '../../src/infra/house.ts'
import { limits, systemClock } from '../../src/kernel/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { addressNames, fieldNames } from '../support/hostile-names.ts'
import { type ScopeStage, scopeStage } from '../support/scope-stage.ts'
import { isThorough } from '../support/screens.ts'

const origin = 'http://storlunda.test'
let stage: ScopeStage
let app: ReturnType<typeof createApp>
let cookie: string
let token: string
const failures: string[] = []

beforeAll(async () => {
  stage = await scopeStage()
  const { log } = stage.place.house
  app = createApp({
    ...stage.place.house,
    log: { ...log, error: (detail) => failures.push(JSON.stringify(detail).slice(0, 300)) },
  })
  cookie = `uppsikt=${await stage.session('headA')}`
  const page = await (await get('/logga-in')).text()
  token = /name="_csrf" value="([^"]+)"/.exec(page)?.[1] ?? ''
})
afterAll(() => stage?.close())

const get = (path: string) => app.request(`${origin}${path}`, { headers: { cookie } })

async function post(
  path: string,
  body: string | URLSearchParams,
  type = 'application/x-www-form-urlencoded',
) {
  const headers = { cookie, 'content-type': type, 'x-csrf-token': token }
  return app.request(`${origin}${path}`, { method: 'POST', headers, body: String(body) })
}

/** Values that have broken somebody's program: numbers past every type, dates past every calendar, other syntaxes. */
const hostile = [
  '',
  '0',
  '-1',
  '1e308',
  '99999999999999999999',
  'NaN',
  'Infinity',
  "' OR 1=1 --",
  "\\'; DROP TABLE item; --",
  '%',
  '\0',
  '\ud800',
  'å'.repeat(4_000),
  '('.repeat(2_000),
  '"'.repeat(301),
  '* & | ! :* <->',
  '-'.repeat(500),
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  '+275760-09-13T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '9999-12-31',
  '0000-01-01',
  '0001-01-01T00:00:00Z',
  '99999_9999-12-31T23:59:59Z_00000000-0000-7000-8000-000000000000',
  '1e9_+275760-09-13T00:00:00.000Z_00000000-0000-7000-8000-000000000000',
  '+275760-09-13T00:00:00.000Z_00000000-0000-7000-8000-000000000000',
  '-271821-04-20T00:00:00.000Z_00000000-0000-7000-8000-000000000000',
  '9999-12-31T23:59:59-23:59_00000000-0000-7000-8000-000000000000',
  '0000-01-01T00:00:00+14:00_00000000-0000-7000-8000-000000000000',
  '999999999999999',
  '__proto__',
  'constructor',
  'toString',
  '{"a":',
] as const

/** Every third value to each address, another third to the next; THOROUGH=1 gives all to all (CONTRIBUTING.md). */
const hostileFor = (at: number): readonly string[] =>
  isThorough ? hostile : hostile.filter((_, value) => (value + at) % 3 === 0)

const routes = allRoutes({ clock: systemClock, publicUrl: 'http://localhost:3000' } as House, catalogue)

const filled = (path: string): string => {
  const { task, record, account, staff, measure, application } = stage.ids
  const ids: Readonly<Record<string, string>> = {
    ':account': account,
    ':application': application,
    ':part': 'syfte',
    ':step': 'talk',
    ':list': record,
    ':measure': measure,
    ':batch': stage.ids.batch,
    ':version': '1',
    ':name': 'media-1',
    ':setting': 'wordFilter',
    ':platform': 'wordpress',
    ':referral': stage.ids.referral,
    ':round': stage.ids.round,
    ':absence': stage.ids.absence,
    ':shift': stage.ids.shift,
    ':staff': staff,
    ':device': stage.ids.absence,
    ':nummer': 'A-2026-22222222',
    ':lank': staff,
    ':media': stage.ids.media,
    ':newsFeed': stage.ids.feed,
    ':news': stage.ids.news,
    ':licence': stage.ids.licence,
    ':question': stage.ids.question,
    ':id': /^\/(ko|dialog)\//.test(path)
      ? task
      : path.startsWith('/publicering')
        ? stage.ids.publication
        : path.startsWith('/diarium')
          ? stage.ids.entry
          : path.startsWith('/handlingar')
            ? record
            : path.startsWith('/register')
              ? account
              : staff,
  }
  return path.replace(/:\w+|\*/g, (name) => ids[name] ?? 'x')
}

/** Names and values as one address or form carries them, written once: some are a megabyte. */
const written = (names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(hostile.map((value) => [value, String(new URLSearchParams(names.map((name) => [name, value])))]))

test('no value in the address of any page makes the server fail', async () => {
  const queries = written(addressNames)
  const broken: string[] = []
  for (const [at, route] of routes.filter((one) => one.method === 'GET').entries()) {
    for (const value of hostileFor(at)) {
      const { status } = await get(`${filled(route.path)}?${queries.get(value)}`)
      if (status >= 500) broken.push(`${route.path} ${JSON.stringify(value.slice(0, 80))} ${status}`)
    }
    const many = new URLSearchParams(
      addressNames.flatMap((name) => [
        [name, 'a'],
        [name, 'b'],
        [`${name}[]`, 'c'],
      ]),
    )
    if ((await get(`${filled(route.path)}?${many}`)).status >= 500) broken.push(`${route.path} many`)
  }
  expect([broken, failures]).toEqual([[], []])
}, 240_000)

test('no value in the place of an id makes the server fail', async () => {
  const broken: string[] = []
  for (const route of routes.filter((one) => one.path.includes(':'))) {
    for (const value of hostile.filter((one) => one !== '\ud800')) {
      const path = route.path.replace(/:\w+/g, () => encodeURIComponent(value) || '%20')
      const { status } = route.method === 'GET' ? await get(path) : await post(path, 'a=b')
      if (status >= 500) broken.push(`${route.method} ${path.slice(0, 80)} ${status}`)
    }
  }
  expect([broken, failures]).toEqual([[], []])
})

test('no value in any form makes the server fail', async () => {
  const forms = written(fieldNames)
  const broken: string[] = []
  const posts = routes.filter(
    (one) => one.method === 'POST' && one.path !== '/logga-ut' && !one.path.endsWith('avsluta'),
  )
  for (const [at, route] of posts.entries()) {
    for (const value of hostileFor(at)) {
      const { status } = await post(filled(route.path), forms.get(value) ?? '')
      if (status >= 500) broken.push(`${route.path} ${JSON.stringify(value.slice(0, 80))} ${status}`)
    }
    const twice = new URLSearchParams(
      fieldNames.flatMap((name) => [
        [name, 'a'],
        [name, 'b'],
      ]),
    )
    if ((await post(filled(route.path), twice)).status >= 500) broken.push(`${route.path} twice`)
  }
  expect([broken, failures]).toEqual([[], []])
}, 240_000)

const within = async (milliseconds: number, work: () => Promise<Response>): Promise<number> => {
  const began = performance.now()
  const { status } = await work()
  expect(performance.now() - began).toBeLessThan(milliseconds)
  return status
}

const boundary = 'gräns'
const parts = (count: number): string =>
  `--${boundary}\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n`.repeat(count)

test.each([
  ['of the same field', 'a=&'.repeat(349_000)],
  ['of different fields', Array.from({ length: 120_000 }, (_, n) => `${n}=`).join('&')],
  ['without end', '&'.repeat(limits.formBytes)],
])('a form with all the fields that there is room for, %s, is refused at once', async (_what, body) => {
  expect(await within(3_000, () => post('/utseende', body))).toBeLessThan(500)
  expect((await post('/utseende', 'a=&'.repeat(limits.formFields + 1))).status).toBe(422)
  expect((await post('/utseende', 'a=&'.repeat(limits.formFields))).status).toBe(303)
})

test('a form of a hundred thousand parts is refused, and one larger than its room', async () => {
  const type = `multipart/form-data; boundary=${boundary}`
  expect(await within(8_000, () => post('/utseende', `${parts(100_000)}--${boundary}--`, type))).toBe(422)
  expect((await post('/utseende', 'a'.repeat(limits.formBytes + 1))).status).toBe(422)
})

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

test('JSON nested without end, to a webhook and as the answer of a passkey, is nothing', async () => {
  const { account } = stage.ids
  const body = `{"a":${deep(500_000)}}`
  const push = async () => app.request(`${origin}/webhooks/feed/${account}`, { method: 'POST', body })
  expect(await within(3_000, push)).toBe(404)
  const tooLarge = 'x'.repeat(limits.webhookBytes + 1)
  const large = await app.request(`${origin}/webhooks/feed/${account}`, { method: 'POST', body: tooLarge })
  expect(large.status).toBe(413)
  for (const svar of [
    deep(30_000),
    `{"id":"x","response":${deep(30_000)}}`,
    '{"id":{"__proto__":1}}',
    'null',
    '""',
  ])
    expect((await post('/logga-in/nyckel', new URLSearchParams({ svar }))).status).toBe(422)
})

const partNames = [
  'a"; filename="b.html',
  'a\r\nset-cookie: stulen=1',
  '../../etc/passwd',
  '..\\..\\win.ini',
  '.htaccess',
  'å"ä;ö',
  'a\u2028b',
]

test('whatever a part is called, its download has one name of plain letters and no header of its own', async () => {
  const { record } = stage.ids
  for (const name of partNames) {
    await stage.place.database.owner.query(
      `INSERT INTO part (municipality_id, record_id, version, name, media_type, bytes, content)
       VALUES ($1, $2, 1, $3, $4, 1, 'x')`,
      [stage.municipality, record, name, 'text/html\r\nset-cookie: stulen=1'],
    )
    const answer = await get(`/handlingar/${record}/delar/1/${encodeURIComponent(name)}`)
    expect([name, answer.status]).toEqual([name, 200])
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="handling-[\w.-]+"$/)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('set-cookie')).toBeNull()
  }
})

test('no path leads out of the log, the assets or the parts', async () => {
  const up = ['../', '..%2f', '..%5c', '%2e%2e/', '%252e%252e%252f', '..;/', '/', '%00', '....//']
  for (const start of [
    '/log/',
    '/log/tile/',
    '/log/tile/0/',
    '/assets/',
    `/handlingar/${stage.ids.record}/delar/1/`,
  ]) {
    for (const step of up) {
      for (const end of ['etc/passwd', 'package.json', 'src/app/config.ts', 'keys']) {
        const answer = await get(`${start}${step.repeat(6)}${end}`)
        expect([start, step, answer.status]).toEqual([start, step, 404])
      }
    }
  }
})

test('a question of fifteen thousand letters is answered', async () => {
  for (const q of [
    'å'.repeat(2_500),
    'a '.repeat(7_000),
    '"a" '.repeat(3_500),
    '-a* '.repeat(3_500),
    'a* '.repeat(4_900),
  ])
    expect(await within(3_000, async () => get(`/sok?${new URLSearchParams({ q })}`))).toBe(200)
  expect(failures).toEqual([])
})
