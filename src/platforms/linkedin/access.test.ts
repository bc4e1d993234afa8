import { afterEach, beforeEach, expect, test } from 'vitest'
import { type LinkedinDouble, startLinkedinDouble } from '../../../doubles/linkedin/index.ts'
import { connectionTo } from '../../../tests/support/linkedin-stage.ts'
import type { Connection } from '../contract.ts'
import { access } from './access.ts'
import { check, probe } from './check.ts'
import { collection } from './collection.ts'

let double: LinkedinDouble
let now: Date
const clock = { now: () => now }
const day = 86_400_000
const later = (days: number): void => {
  now = new Date(now.getTime() + days * day)
}
beforeEach(async () => {
  now = new Date('2026-11-29T08:00:00Z')
  double = await startLinkedinDouble({ clock })
})
afterEach(() => double.close())

const connect = (secrets: Readonly<Record<string, string>> = {}): Connection => {
  const connection = connectionTo(double, clock)
  return { ...connection, secrets: { ...connection.secrets, ...secrets } }
}
const refused = async (connection = connect()): Promise<string> => {
  const got = await check(connection)
  return got.ok ? 'ok' : `${got.error.kind}: ${got.error.detail}`
}

test('the address to sign in at asks for just the permissions that are told', () => {
  const url = new URL(
    access.authorizeUrl(connect(), { redirectUri: 'https://a.se/tillbaka', state: 's', challenge: '' }),
  )
  expect(url.pathname).toBe('/oauth/v2/authorization')
  expect(url.searchParams.get('scope')?.split(' ')).toHaveLength(5)
  expect(url.search).not.toContain('hemlig')
})

test('a code gives the access and its end, and the access is renewed until the year is over', async () => {
  const redirectUri = 'https://a.se/'
  const there = access.authorizeUrl(connect(), { redirectUri, state: 's', challenge: '' })
  const back = (await fetch(there, { redirect: 'manual' })).headers.get('location') ?? ''
  const code = new URL(back).searchParams.get('code') ?? ''
  const got = await access.exchange(connect(), { code, redirectUri, verifier: '' })
  expect(got).toMatchObject({ ok: true, value: { endsAt: '2027-01-28T08:00:00.000Z' } })
  if (!got.ok) return
  later(61)
  const old = connect(got.value.secrets)
  expect(await refused(old)).toMatch(/^reauthorise/)
  const renewed = await access.refresh?.(old)
  expect(renewed?.ok && (await refused(connect(renewed.value.secrets)))).toBe('ok')
  later(300)
  // Four days are left of the renewal token's own year: that end comes first.
  const last = await access.refresh?.(old)
  expect(last).toMatchObject({ ok: true, value: { endsAt: '2027-11-29T08:00:00.000Z' } })
  later(5)
  expect(await access.refresh?.(old)).toMatchObject({ error: { kind: 'reauthorise' } })
})

test('without a renewal token a person has to sign in', async () => {
  expect(await access.refresh?.(connect({ refreshToken: '' }))).toMatchObject({
    error: { kind: 'reauthorise', detail: expect.stringContaining('förnyelsenyckel') },
  })
})

test.each([
  ['a wrong secret', () => connect({ clientSecret: 'fel' }), 'clientSecret'],
  ['no access', () => connect({ accessToken: '' }), 'inte kopplat'],
  [
    "a page's name",
    () => ({ ...connect(), settings: { ...connect().settings, organizationId: 'kommunen' } }),
    'bara siffror',
  ],
  [
    "another's page",
    () => ({ ...connect(), settings: { ...connect().settings, organizationId: '1' } }),
    'inte administratör',
  ],
  [
    'a clock that is wrong',
    () => ({ ...connect(), clock: { now: () => new Date(now.getTime() + 20 * 60_000) } }),
    '20 minuter',
  ],
])('%s is told', async (_, connection, word) => {
  expect(await refused(connection())).toContain(word)
})

test('a role and a permission that are lacking are told, each in its own words', async () => {
  double.state.roles = ['CONTENT_ADMIN']
  expect(await refused()).toContain('inte läsa kommentarer')
  double.state.roles = []
  expect(await refused()).toContain('inte administratör')
  double.state.roles = ['ADMINISTRATOR']
  double.state.scopes = ['w_organization_social']
  expect(await refused()).toContain('r_organization_social_feed')
})

test('access that has ended or was withdrawn is to be renewed by a person', async () => {
  later(61)
  expect(await refused()).toMatch(/^reauthorise/)
  const got = await collection.fetchItem(connect(), { platformId: 'urn:li:share:1', kind: 'post' })
  expect(got).toMatchObject({ error: { kind: 'reauthorise' } })
})

test("the day's questions being over is waited for until midnight UTC", async () => {
  double.state.dayIsOver = true
  const got = await collection.fetchItem(connect(), { platformId: 'urn:li:share:1', kind: 'post' })
  expect(got).toMatchObject({ error: { kind: 'retryLater', at: new Date('2026-11-30T00:00:00Z') } })
})

test('a probe tells what works, and what is lacking, and writes nothing', async () => {
  const works = async () => {
    const got = await probe(connect())
    return got.ok ? got.value.flatMap((proof) => (proof.works ? [proof.capability] : [])) : []
  }
  expect(await works()).toEqual(
    expect.arrayContaining(['comments', 'mentions', 'reply', 'publish', 'insights']),
  )
  double.state.roles = ['CONTENT_ADMIN']
  expect(await works()).toEqual(['publish'])
  double.state.roles = ['DIRECT_SPONSORED_CONTENT_POSTER']
  double.state.scopes = ['r_organization_social_feed']
  expect(await works()).toEqual(['posts', 'comments', 'edits', 'deletions', 'media'])
  const written = double.server.log.filter(
    ({ method, url }) => method !== 'GET' && url.pathname.startsWith('/rest'),
  )
  expect(written).toEqual([])
})
