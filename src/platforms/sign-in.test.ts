import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { startFacebookDouble } from '../../doubles/facebook/index.ts'
import { startInstagramDouble } from '../../doubles/instagram/index.ts'
import { startLinkedinDouble } from '../../doubles/linkedin/index.ts'
import { startMastodonDouble } from '../../doubles/mastodon/index.ts'
import { startThreadsDouble } from '../../doubles/threads/index.ts'
import { startXDouble } from '../../doubles/x/index.ts'
import { startYoutubeDouble } from '../../doubles/youtube/index.ts'
import * as facebook from '../../tests/support/facebook-stage.ts'
import * as instagram from '../../tests/support/instagram-stage.ts'
import * as linkedin from '../../tests/support/linkedin-stage.ts'
import * as mastodon from '../../tests/support/mastodon-stage.ts'
import * as threads from '../../tests/support/threads-stage.ts'
import * as x from '../../tests/support/x-stage.ts'
import * as youtube from '../../tests/support/youtube-stage.ts'
import { catalogue } from './catalogue.ts'
import type { Connection, Outcome, Platform } from './contract.ts'

const redirectUri = 'https://uppsikt.example/register/anslut/svar'
const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')

interface Started {
  readonly connection: Connection
  close(): Promise<void>
}

const started = <D extends { close(): Promise<void> }>(
  double: Promise<D>,
  connectionTo: (double: D) => Connection | Promise<Connection>,
): Promise<Started> =>
  double.then(async (one) => ({ connection: await connectionTo(one), close: () => one.close() }))

/** Mastodon's app is registered with the address. */
async function mastodonApp(double: Parameters<typeof mastodon.mastodonConnection>[0]): Promise<Connection> {
  const connection = mastodon.mastodonConnection(double)
  const scopes = 'read:accounts read:statuses read:notifications write:statuses write:media write:blocks'
  const answer = await fetch(`${double.url}/api/v1/apps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Uppsikt', redirect_uris: [redirectUri], scopes }),
  })
  const app = (await answer.json()) as { client_id: string; client_secret: string }
  return {
    ...connection,
    settings: { ...connection.settings, clientId: app.client_id },
    secrets: { ...connection.secrets, clientSecret: app.client_secret },
  }
}

const doubles: Readonly<Record<string, () => Promise<Started>>> = {
  facebook: () =>
    started(startFacebookDouble({ otherPages: [{ id: '99', name: 'Biblioteket' }] }), facebook.connectionTo),
  instagram: () => started(startInstagramDouble(), instagram.connectionTo),
  linkedin: () => started(startLinkedinDouble(), linkedin.connectionTo),
  mastodon: () => started(startMastodonDouble(), mastodonApp),
  threads: () => started(startThreadsDouble(), threads.connectionTo),
  x: () => started(startXDouble(), x.connectionTo),
  youtube: () => started(startYoutubeDouble(), youtube.connectionTo),
}

const running: Started[] = []
afterEach(async () => {
  for (const one of running.splice(0)) await one.close()
})

const signing = [...catalogue.values()].filter(({ access }) => access)

/** The account's connection before anybody has signed in: what belongs to the municipality's app, and nothing else. */
async function appAlone(platform: Platform): Promise<{ whole: Connection; app: Connection }> {
  const double = await doubles[platform.id]?.()
  if (!double) throw new Error(`${platform.id} has no double here`)
  running.push(double)
  const ofApp = new Set(platform.settings.flatMap(({ name, registration }) => (registration ? [name] : [])))
  const kept = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => ofApp.has(name)))
  const { connection } = double
  const app = { ...connection, settings: kept(connection.settings), secrets: kept(connection.secrets) }
  return { whole: connection, app }
}

const taken = <T>(outcome: Outcome<T> | undefined): T => {
  if (!outcome?.ok) throw new Error(outcome?.error.detail ?? 'no answer')
  return outcome.value
}

/** As a browser: what the platform sends the person back with. */
async function codeFrom(platform: Platform, connection: Connection): Promise<string> {
  const there = platform.access?.authorizeUrl(connection, { redirectUri, state: 'st', challenge }) ?? ''
  const back = (await fetch(there, { redirect: 'manual' })).headers.get('location') ?? ''
  expect(back.startsWith(redirectUri)).toBe(true)
  const { searchParams } = new URL(back)
  expect(searchParams.get('state')).toBe('st')
  return searchParams.get('code') ?? ''
}

test.each(signing.map((platform) => [platform.id, platform] as const))(
  '%s: with the app alone a person signs in, sees the account and can connect it',
  async (_id, platform) => {
    const { whole, app } = await appAlone(platform)
    const code = await codeFrom(platform, app)
    const tokens = taken(await platform.access?.exchange(app, { code, redirectUri, verifier }))
    const signedIn = { ...app, secrets: { ...app.secrets, ...tokens.secrets }, memory: new Map() }
    const reached = taken(await platform.access?.reached(signedIn))
    const own = reached.find(({ settings }) =>
      Object.entries(settings).every(([name, value]) => whole.settings[name] === value),
    )
    expect(own, JSON.stringify(reached.map(({ settings }) => settings))).toBeDefined()
    const connected = {
      ...signedIn,
      settings: { ...app.settings, ...own?.settings },
      secrets: { ...signedIn.secrets, ...own?.secrets },
      memory: new Map(),
    }
    expect(taken(await platform.check(connected)).name).not.toBe('')
    const again = await platform.access?.exchange(app, { code, redirectUri, verifier })
    expect(again?.ok).toBe(false)
  },
)

test.each(signing.filter(({ access }) => access?.pkce).map((platform) => [platform.id, platform] as const))(
  '%s: a code that somebody else has got hold of is worth nothing without the verifier',
  async (_id, platform) => {
    const { app } = await appAlone(platform)
    const code = await codeFrom(platform, app)
    const stolen = await platform.access?.exchange(app, { code, redirectUri, verifier: 'w'.repeat(43) })
    expect(stolen?.ok).toBe(false)
  },
)
