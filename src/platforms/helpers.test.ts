import { expect, test } from 'vitest'
import type { HttpAnswer } from '../infra/http/index.ts'
import { plainAddress } from '../kernel/index.ts'
import { failureOf, failureOfHttp, parseRetryAfter, saidOnce } from './failure-of.ts'
import { publishedTime } from './published-time.ts'
import { versionKey } from './version-key.ts'

const now = new Date('2026-11-21T08:00:00Z')
const answer = (status: number, headers: Record<string, string> = {}): HttpAnswer => ({
  url: 'https://kommun.example/',
  status,
  headers,
  bytes: new Uint8Array(),
})

test.each([
  ['120', '2026-11-21T08:02:00.000Z'],
  [' 0 ', '2026-11-21T08:00:01.000Z'],
  ['999999999999', '2026-11-22T08:00:00.000Z'],
  ['Sat, 21 Nov 2026 09:30:00 GMT', '2026-11-21T09:30:00.000Z'],
  ['Saturday, 21-Nov-26 09:30:00 GMT', '2026-11-21T09:30:00.000Z'],
  ['Fri, 20 Nov 2026 09:30:00 GMT', '2026-11-21T08:00:01.000Z'],
])('Retry-After %j is heeded within a day', (value, at) => {
  expect(parseRetryAfter(value, now)?.toISOString()).toBe(at)
})

test.each([undefined, '', 'snart', '-5', '1.5', '1e9', 'Xyz, 99 Foo 2026 00:00:00 GMT'])(
  'Retry-After %j says nothing',
  (value) => {
    expect(parseRetryAfter(value, now)).toBeUndefined()
  },
)

test.each([
  [401, 'read', 'reauthorise'],
  [403, 'read', 'rejected'],
  [404, 'read', 'gone'],
  [410, 'order', 'gone'],
  [301, 'read', 'rejected'],
  [400, 'order', 'rejected'],
  [408, 'read', 'retryLater'],
  [429, 'order', 'retryLater'],
  [500, 'read', 'retryLater'],
  [500, 'order', 'outcomeUnknown'],
  [502, 'order', 'outcomeUnknown'],
  [503, 'order', 'retryLater'],
  [504, 'order', 'outcomeUnknown'],
] as const)('%i to a %s is %s', (status, intent, kind) => {
  expect(failureOf(answer(status), intent, now).kind).toBe(kind)
})

test('an address that has moved is told with the new one', () => {
  expect(failureOf(answer(301, { location: '/nytt' }), 'read', now).detail).toContain(
    'flyttat till https://kommun.example/nytt.',
  )
  expect(failureOf(answer(302, { location: 'http://[' }), 'read', now).detail).toContain('har flyttat. Ändra')
})

test('whoever tries once is not told that it is tried again', () => {
  const failures = [
    failureOfHttp({ kind: 'unreachable', detail: 'ENOTFOUND', sent: false }, 'read', now),
    failureOf(answer(502), 'read', now),
  ]
  for (const failure of failures) {
    expect(failure.detail).toContain('automatiskt')
    expect(saidOnce(failure)).toMatch(
      /Kontrollera adressen, eller försök igen om en stund\.(?! .*automatiskt)/,
    )
  }
})

test('the platform decides how long we wait after 429, by either header', () => {
  expect(failureOf(answer(429, { 'retry-after': '30' }), 'read', now)).toMatchObject({
    at: new Date('2026-11-21T08:00:30Z'),
  })
  const reset = String(now.getTime() / 1000 + 45)
  expect(failureOf(answer(429, { 'ratelimit-reset': reset }), 'read', now)).toMatchObject({
    at: new Date('2026-11-21T08:00:45Z'),
  })
})

test('an order whose answer was lost is unknown only when something was sent', () => {
  for (const kind of ['timeout', 'broken', 'tooLarge'] as const) {
    expect(failureOfHttp({ kind, detail: 'x', sent: true }, 'order', now).kind).toBe('outcomeUnknown')
  }
  expect(failureOfHttp({ kind: 'timeout', detail: 'x', sent: false }, 'order', now).kind).toBe('retryLater')
  expect(failureOfHttp({ kind: 'unreachable', detail: 'x', sent: false }, 'order', now).kind).toBe(
    'retryLater',
  )
  expect(failureOfHttp({ kind: 'broken', detail: 'x', sent: true }, 'read', now).kind).toBe('retryLater')
  expect(failureOfHttp({ kind: 'forbidden', detail: 'x', sent: false }, 'order', now).kind).toBe('rejected')
  expect(failureOfHttp({ kind: 'tooLarge', detail: 'x', sent: true }, 'read', now).kind).toBe('rejected')
})

test.each([
  ['2026-11-20T10:00:00+01:00', '2026-11-20T09:00:00.000Z'],
  ['Fri, 20 Nov 2026 10:00:00 +0100', '2026-11-20T09:00:00.000Z'],
  ['2026-11-22T07:00:00Z', '2026-11-22T07:00:00.000Z'],
  ['9999-12-31T23:59:59Z', now.toISOString()],
  ['+275000-01-01T00:00:00Z', now.toISOString()],
  ['0001-01-01T00:00:00Z', now.toISOString()],
  ['i går', now.toISOString()],
  ['', now.toISOString()],
  [undefined, now.toISOString()],
])('an item said to be published %j is shown at %s', (stated, shown) => {
  expect(publishedTime(stated, now)).toBe(shown)
})

test('a version key follows the content and not the order it is told in', () => {
  const key = versionKey({ text: 'å', media: [{ url: 'x', alt: undefined }], author: undefined } as never)
  expect(versionKey({ media: [{ url: 'x' }], text: 'å' })).toBe(key)
  expect(key).toMatch(/^[\w-]{43}$/)
  for (const other of [
    { text: 'ä' },
    { text: 'å', media: [] },
    { text: ['å'] },
    { text: '\ud800' },
    { text: '\0' },
  ]) {
    expect(versionKey(other)).not.toBe(key)
  }
  expect(versionKey({ text: '\ud800' })).not.toBe(versionKey({ text: '\ufffd' }))
})

test.each([
  'https://www.blåbär.se/Blogg/',
  'http://blåbär.se/blogg',
  'HTTPS://BLÅBÄR.SE:443/blogg//',
  'https://xn--blbr-noae.se./blogg#nyast',
  ' https://www.xn--blbr-noae.se/blogg ',
])('%s leads to the same place', (address) => {
  expect(plainAddress(address)).toBe('xn--blbr-noae.se/blogg')
})

test('what leads elsewhere is kept apart', () => {
  const all = ['', '/blogg', '/blogg2', '/?feed=RSS', '/?feed=rss', ':8080/'].map((rest) =>
    plainAddress(`https://kommun.se${rest}`),
  )
  expect(new Set([...all, plainAddress('https://blogg.kommun.se'), plainAddress('kommun')]).size).toBe(8)
})
