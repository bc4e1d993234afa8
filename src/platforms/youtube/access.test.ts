import { createHash, createHmac } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { channelIdOf, type YoutubeDouble } from '../../../doubles/youtube/index.ts'
import { youtubeStage } from '../../../tests/support/youtube-stage.ts'
import { roundOf } from '../conformance/world.ts'
import { nextReset } from './budget.ts'
import { failureOfAnswer } from './failures.ts'
import { youtube } from './platform.ts'

const open: YoutubeDouble[] = []
afterEach(async () => {
  for (const double of open.splice(0)) await double.close()
})

async function stage() {
  const started = await youtubeStage()
  open.push(started.double)
  return started
}

const redirectUri = 'https://uppsikt.example.se/oauth/youtube'

/** Signs in as a person does, as far as to the code. */
async function signIn({ connection }: Awaited<ReturnType<typeof stage>>, verifier: string) {
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const address = youtube.access?.authorizeUrl(connection, { redirectUri, state: 'läge', challenge }) ?? ''
  const answer = await fetch(address, { redirect: 'manual' })
  const back = new URL(answer.headers.get('location') ?? '')
  expect(back.searchParams.get('state')).toBe('läge')
  return back.searchParams.get('code') ?? ''
}

test('signing in gives a refresh token that does not end, and the account works with it', async () => {
  const started = await stage()
  const verifier = 'v'.repeat(60)
  const code = await signIn(started, verifier)
  const got = await youtube.access?.exchange(started.connection, { code, redirectUri, verifier })
  expect(got).toMatchObject({ ok: true, value: { endsAt: null } })
  const secrets = { ...started.connection.secrets, ...(got?.ok ? got.value.secrets : {}) }
  expect(await youtube.check({ ...started.connection, secrets, memory: new Map() })).toMatchObject({
    ok: true,
    value: { name: 'Kommunen', url: 'https://www.youtube.com/@kommunen' },
  })
})

test('a code with another verifier, or used a second time, is refused', async () => {
  const started = await stage()
  const code = await signIn(started, 'a'.repeat(60))
  const got = await youtube.access?.exchange(started.connection, {
    code,
    redirectUri,
    verifier: 'b'.repeat(60),
  })
  expect(got).toMatchObject({ error: { kind: 'rejected', detail: expect.stringMatching(/Börja om/) } })
})

test('a box that was not ticked is named', async () => {
  const started = await stage()
  started.double.oauth.granted = ['https://www.googleapis.com/auth/youtube.readonly']
  const verifier = 'v'.repeat(60)
  const code = await signIn(started, verifier)
  const got = await youtube.access?.exchange(started.connection, { code, redirectUri, verifier })
  expect(got).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringMatching(/youtube\.force-ssl/) },
  })
})

test('in the mode Testing the end in seven days is known from the beginning, and told when it has come', async () => {
  const started = await stage()
  started.double.oauth.testing = true
  const verifier = 'v'.repeat(60)
  const code = await signIn(started, verifier)
  const got = await youtube.access?.exchange(started.connection, { code, redirectUri, verifier })
  expect(got).toMatchObject({ value: { endsAt: '2026-11-28T08:59:59.000Z' } })
  const secrets = { ...started.connection.secrets, ...(got?.ok ? got.value.secrets : {}) }
  started.clock.set(new Date('2026-11-28T09:00:01Z'))
  const check = await youtube.check({ ...started.connection, secrets, memory: new Map() })
  expect(check).toMatchObject({
    error: { kind: 'reauthorise', detail: expect.stringMatching(/Testing.*7 dagar/) },
  })
})

test('the access token is kept for its hour and made anew when it ends', async () => {
  const { connection, clock, asked } = await stage()
  await roundOf(youtube, connection)
  await roundOf(youtube, connection)
  clock.set(new Date('2026-11-21T10:00:00Z'))
  expect((await roundOf(youtube, connection)).failure).toBeUndefined()
  expect(asked().filter((method) => method === 'POST /token')).toHaveLength(2)
})

test('the check names the channel that the sign-in is for when it is another', async () => {
  const { connection } = await stage()
  const settings = { ...connection.settings, channelId: channelIdOf('En annan') }
  const refused = await youtube.check({ ...connection, settings })
  expect(refused).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringMatching(/Kommunen \(UC/) },
  })
})

test('the check tells of a lacking permission, a wrong id, a missing key and a clock that is wrong', async () => {
  const { double, connection, clock } = await stage()
  const readonly = ['https://www.googleapis.com/auth/youtube.readonly']
  const secrets = { ...connection.secrets, refreshToken: double.oauth.issue(readonly) }
  expect(await youtube.check({ ...connection, secrets, memory: new Map() })).toMatchObject({
    error: { kind: 'reauthorise', detail: expect.stringMatching(/force-ssl/) },
  })
  const settings = { ...connection.settings, channelId: '@kommunen' }
  expect(await youtube.check({ ...connection, settings })).toMatchObject({
    error: { detail: expect.stringMatching(/börjar med UC/) },
  })
  expect(await youtube.check({ ...connection, secrets: {} })).toMatchObject({
    error: { detail: expect.stringMatching(/inte kopplat/) },
  })
  const fast = { ...clock, now: () => new Date(clock.now().getTime() + 20 * 60_000) }
  expect(await youtube.check({ ...connection, clock: fast, memory: new Map() })).toMatchObject({
    error: { kind: 'rejected', detail: expect.stringMatching(/klocka skiljer 20 minuter/) },
  })
})

test('the probe tells per capability what the access can do, and changes nothing', async () => {
  const { double, connection, asked } = await stage()
  const secrets = {
    ...connection.secrets,
    refreshToken: double.oauth.issue(['https://www.googleapis.com/auth/youtube.readonly']),
  }
  const proofs = await youtube.probe?.({ ...connection, secrets, memory: new Map() })
  const works = new Map(proofs?.ok ? proofs.value.map((proof) => [proof.capability, proof.works]) : [])
  expect([works.get('posts'), works.get('hide'), works.get('insights')]).toEqual([true, false, true])
  expect(asked().filter((method) => !method.startsWith('GET'))).toEqual(['POST /token'])
})

test('without the permission for statistics only the statistics fail', async () => {
  const { double, connection } = await stage()
  const refreshToken = double.oauth.issue(['https://www.googleapis.com/auth/youtube.force-ssl'])
  const without = { ...connection, secrets: { ...connection.secrets, refreshToken }, memory: new Map() }
  const period = { from: '2026-11-01', to: '2026-11-01' }
  expect(await youtube.insights?.read(without, 'views', period)).toMatchObject({
    error: { kind: 'rejected' },
  })
  expect((await roundOf(youtube, without)).failure).toBeUndefined()
})

test.each([
  ['2026-11-21T09:00:00Z', '2026-11-22T08:00:00Z'],
  ['2026-11-21T07:59:59Z', '2026-11-21T08:00:00Z'],
  ['2026-07-01T12:00:00Z', '2026-07-02T07:00:00Z'],
  // The clocks in California go forward on 8 March and back on 1 November 2026.
  ['2026-03-08T08:30:00Z', '2026-03-09T07:00:00Z'],
  ['2026-03-07T20:00:00Z', '2026-03-08T08:00:00Z'],
  ['2026-11-01T07:30:00Z', '2026-11-02T08:00:00Z'],
  ['2026-12-31T20:00:00Z', '2027-01-01T08:00:00Z'],
])('the day of the quota that %s is in ends at %s', (now, end) => {
  expect(nextReset(new Date(now)).toISOString()).toBe(new Date(end).toISOString())
})

const answerWith = (status: number, reason: string) => ({
  url: 'https://youtube.googleapis.com/youtube/v3/videos',
  status,
  headers: {},
  bytes: Buffer.from(JSON.stringify({ error: { code: status, message: 'x', errors: [{ reason }] } })),
})

test.each([
  [403, 'quotaExceeded', 'retryLater'],
  [403, 'rateLimitExceeded', 'retryLater'],
  [503, 'backendError', 'retryLater'],
  [401, 'authError', 'reauthorise'],
  [403, 'insufficientPermissions', 'reauthorise'],
  [403, 'commentsDisabled', 'rejected'],
  [400, 'processingFailure', 'rejected'],
  [403, 'forbidden', 'rejected'],
  [404, 'videoNotFound', 'gone'],
  [404, 'commentNotFound', 'gone'],
  [404, 'notFound', 'rejected'],
  [403, 'accessNotConfigured', 'rejected'],
])('%i %s is %s', (status, reason, kind) => {
  const now = new Date('2026-11-21T09:00:00Z')
  const failure = failureOfAnswer(answerWith(status, reason), 'read', now)
  expect(failure.kind).toBe(kind)
  if (reason === 'quotaExceeded') expect(failure).toMatchObject({ at: new Date('2026-11-22T08:00:00Z') })
})

test('the hub is subscribed to for uploads, and its signature is held against the secret', async () => {
  const { double, connection } = await stage()
  const { webhook } = youtube
  const found = await webhook?.discover(connection)
  expect(found?.ok && found.value).toEqual({ hub: `${double.url}/subscribe`, topic: double.topic })
  const asked = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': double.topic,
    'hub.challenge': 'c',
  })
  expect(webhook?.handshake(asked, { topic: double.topic })).toBe('c')
  const bytes = Buffer.from('<feed/>')
  const signature = createHmac('sha1', 'hemlig').update(bytes).digest('hex')
  expect(webhook?.verify(bytes, { 'x-hub-signature': `sha1=${signature}` }, 'hemlig')).toBe(true)
  expect(webhook?.verify(bytes, { 'x-hub-signature': `sha1=${signature}` }, 'annan')).toBe(false)
  const to = { hub: `${double.url}/subscribe`, topic: double.topic, secret: 'hemlig' }
  const subscribed = await webhook?.subscribe(connection, {
    ...to,
    callback: 'http://127.0.0.1:9/webhooks/1',
  })
  expect(subscribed).toMatchObject({ ok: true })
})
