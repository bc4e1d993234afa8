import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Platform, Proof, SettingSpec } from '../contract.ts'
import { access } from './access.ts'
import { call, me } from './client.ts'
import { events } from './events/events.ts'
import { appRefused } from './events/subscribe.ts'
import { byHand, conditions, guide, terms } from './guide.ts'
import { importX } from './imports.ts'
import { insights } from './insights.ts'
import { moderation } from './moderation.ts'
import { profile } from './profile.ts'
import { collection } from './reading/collection.ts'
import { publishing } from './writing/publishing.ts'
import { reply } from './writing/reply.ts'

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

/** Milliseconds. The sign-in ends by the clock. */
const mostSkew = 5 * 60_000

/** One cheap read for each permission that can be told by reading; writing cannot be tried without changing something. */
async function probe(connection: Connection): Promise<Outcome<readonly Proof[]>> {
  const own = await me(connection)
  if (!own.ok) return own
  const asked = [
    ['posts', `/2/users/${own.value.id}/tweets`, '5', 'tweet.read'],
    ['mentions', `/2/users/${own.value.id}/mentions`, '5', 'tweet.read'],
    ['messages', '/2/dm_events', '1', 'dm.read'],
  ] as const
  const proofs: Proof[] = []
  for (const [capability, path, most, scope] of asked) {
    const called = await call(connection, { path, query: { max_results: most } })
    if (!called.ok && called.error.kind !== 'rejected') return called
    const detail = called.ok
      ? 'X svarade på en provfråga.'
      : `${called.error.detail} Anslut kontot igen och godkänn behörigheten ${scope}. Till dess hämtas det inte.`
    proofs.push({ capability, works: called.ok, detail })
  }
  return ok(proofs)
}

async function check(
  connection: Connection,
): Promise<Outcome<{ readonly url: string; readonly name: string }>> {
  const { username = '', userId, api } = connection.settings
  if (!/^\w{1,15}$/.test(username))
    return rejected('Fältet Användarnamn (username) är inget kontonamn på X. Skriv det utan snabel-a.')
  if (api && !(URL.canParse(api) && /^https?:\/\//.test(api)))
    return rejected('Fältet Annan serveradress (api) är ingen webbadress. Lämna det tomt.')
  connection.memory.delete('x.me')
  const own = await me(connection)
  if (!own.ok) return own
  const skew = Math.abs(Number(connection.memory.get('x.skew') ?? 0))
  if (skew > mostSkew) {
    const minutes = Math.round(skew / 60_000)
    return rejected(`Serverns klocka skiljer ${minutes} minuter från X. Ställ klockan (NTP) och försök igen.`)
  }
  if (own.value.username.toLowerCase() !== username.toLowerCase()) {
    return rejected(
      `Inloggningen hör till @${own.value.username}, inte till @${username}. Logga in på X med kommunens konto och anslut igen.`,
    )
  }
  if (userId && userId !== own.value.id) {
    return rejected(
      `Kontots id på X är ${own.value.id}, inte ${userId.slice(0, 20)}. Rätta fältet Kontots nummer (userId).`,
    )
  }
  const refused = await appRefused(connection)
  if (refused) return refused
  return ok({ url: `https://x.com/${own.value.username}`, name: own.value.name })
}

const registration = true as const
const settings: readonly SettingSpec[] = [
  {
    name: 'clientId',
    secret: false,
    required: false,
    registration,
    help: 'Appens Client ID i X utvecklarportal.',
  },
  { name: 'clientSecret', secret: true, required: false, registration, help: 'Appens Client Secret.' },
  {
    name: 'consumerSecret',
    secret: true,
    required: false,
    registration,
    help: 'Appens API Key Secret. Behövs bara om X prövar Uppsikts adress med den i stället för med Client Secret.',
  },
  {
    name: 'bearerToken',
    secret: true,
    required: false,
    registration,
    help: 'Appens Bearer Token. Behövs för att X ska skicka händelser.',
  },
  { name: 'username', secret: false, required: true, help: 'Kontots namn utan snabel-a.' },
  { name: 'userId', secret: false, required: false, help: 'Kontots id i siffror. Behövs för händelser.' },
  { name: 'accessToken', secret: true, required: true, help: 'Fås när kontot ansluts. Gäller i två timmar.' },
  {
    name: 'refreshToken',
    secret: true,
    required: false,
    help: 'Fås när kontot ansluts. Förnyar inloggningen.',
  },
  {
    name: 'api',
    secret: false,
    required: false,
    registration,
    help: 'API:ets adress. Lämnas tom för X egen.',
  },
]

export const x: Platform = {
  id: 'x',
  name: 'X',
  mark: 'X',
  settings,
  imports: { 'x-archive': importX },
  accountKey: ({ username = '' }) => username.toLowerCase(),
  collects: {
    posts: true,
    comments: true,
    messages: true,
    mentions: true,
    media: true,
    edits: true,
    deletions: true,
  },
  conditions,
  apiVersion: { name: '2', ends: null, source: 'https://docs.x.com/x-api' },
  pace: { newSeconds: 120, reconcileHours: 24 },
  terms,
  guide,
  check,
  profile,
  probe,
  access,
  collection,
  moderation,
  reply,
  publishing,
  insights,
  events,
  byHand,
}
