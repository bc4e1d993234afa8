import type { HttpAnswer } from '../../infra/http/index.ts'
import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Access, Connection, Outcome } from '../contract.ts'
import { failureOfHttp } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'
import { failureOfAnswer, notUnderstood } from './failures.ts'

const hosts = {
  data: 'https://youtube.googleapis.com',
  analytics: 'https://youtubeanalytics.googleapis.com',
  token: 'https://oauth2.googleapis.com',
  signIn: 'https://accounts.google.com',
  hub: 'https://pubsubhubbub.appspot.com',
} as const
export type Host = keyof typeof hosts

/** The origin of one of Google's hosts; with the setting `api`, that one instead of them all. @throws TypeError when it is no address. */
export const originOf = ({ settings }: Pick<Connection, 'settings'>, host: Host): string =>
  settings['api'] ? new URL(settings['api']).origin : hosts[host]

const scope = (name: string): string => `https://www.googleapis.com/auth/${name}`
/** Everything that has to do with comments asks for this one. */
const commentScope = scope('youtube.force-ssl')
export const scopes = [
  commentScope,
  scope('youtube.readonly'),
  scope('youtube.upload'),
  scope('yt-analytics.readonly'),
]

const memoryKey = 'youtube.token'
/** A token that ends sooner than this is renewed before it is used. */
const renewBefore = 60_000
const defaultSeconds = 3_600

/** Tokens as Google gives them (RFC 6749 §5.1), asked for with the registration's own id and secret. */
async function askForTokens(
  connection: Connection,
  form: Readonly<Record<string, string>>,
): Promise<Outcome<Readonly<Record<string, unknown>>>> {
  const body = new URLSearchParams({
    client_id: connection.settings['clientId'] ?? '',
    client_secret: connection.secrets['clientSecret'] ?? '',
    ...form,
  }).toString()
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
  const url = `${originOf(connection, 'token')}/token`
  const got = await connection.http.request({ method: 'POST', url, headers, body })
  const now = connection.clock.now()
  // A token that was made and not heard of changes nothing that anyone sees.
  if (!got.ok) return fail(failureOfHttp(got.error, 'read', now))
  return understood(got.value, now)
}

function understood(answer: HttpAnswer, now: Date): Outcome<Readonly<Record<string, unknown>>> {
  if (answer.status !== 200) return fail(failureOfAnswer(answer, 'read', now))
  const json = readJson(answer.bytes)
  const value = json.ok ? json.value.value : undefined
  return isObject(value) && typeof value['access_token'] === 'string' && value['access_token'] !== ''
    ? ok(value)
    : fail(notUnderstood('read', now))
}

const secondsIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : undefined

/** An access token: kept for its hour, and made from the refresh token when there is none or `refused` is what is kept. */
export async function accessToken(connection: Connection, refused?: string): Promise<Outcome<string>> {
  const { memory, clock, secrets } = connection
  const known = memory.get(memoryKey)
  if (isObject(known) && typeof known['token'] === 'string' && known['token'] !== refused) {
    if (Number(known['endsAt']) - renewBefore > clock.now().getTime()) return ok(known['token'])
  }
  memory.delete(memoryKey)
  const form = { grant_type: 'refresh_token', refresh_token: secrets['refreshToken'] ?? '' }
  const got = await askForTokens(connection, form)
  if (!got.ok) return got
  const token = String(got.value['access_token'])
  const seconds = secondsIn(got.value['expires_in']) ?? defaultSeconds
  memory.set(memoryKey, { token, endsAt: clock.now().getTime() + seconds * 1_000 })
  return ok(token)
}

const lacking = (granted: unknown): string[] => {
  if (typeof granted !== 'string') return []
  const has = new Set(granted.split(' '))
  return scopes.filter((name) => !has.has(name)).map((name) => name.split('/').at(-1) ?? name)
}

/**
 * Google's sign-in. A refresh token does not change and does not end by itself, so there is nothing to renew here:
 * the client makes access tokens from it. Only in the consent screen's mode Testing does it end, after seven days,
 * and then only a person can make a new one.
 */
export const signIn: Omit<Access, 'reached'> = {
  pkce: true,
  authorizeUrl(connection, { redirectUri, state, challenge }) {
    const query = new URLSearchParams({
      client_id: connection.settings['clientId'] ?? '',
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: scopes.join(' '),
      // A refresh token is given only to those who ask for offline, and the second time only after a new consent.
      access_type: 'offline',
      prompt: 'consent',
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    return `${originOf(connection, 'signIn')}/o/oauth2/v2/auth?${query}`
  },
  async exchange(connection, { code, redirectUri, verifier }) {
    const got = await askForTokens(connection, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    })
    if (!got.ok) {
      if (got.error.kind !== 'reauthorise') return got
      const detail = 'Google godtog inte inloggningen. Koden gäller bara en gång och några minuter. Börja om.'
      return fail({ kind: 'rejected', detail })
    }
    const missing = lacking(got.value['scope'])
    if (missing.length > 0) {
      const detail = `Alla rutor kryssades inte i hos Google. Det som saknas: ${missing.join(', ')}. Koppla kontot igen och kryssa i alla rutor.`
      return fail({ kind: 'rejected', detail })
    }
    const refreshToken = got.value['refresh_token']
    if (typeof refreshToken !== 'string' || refreshToken === '') {
      const detail =
        'Google lämnade ingen förnyelsenyckel. Ta bort Uppsikt under myaccount.google.com/permissions och koppla kontot igen.'
      return fail({ kind: 'rejected', detail })
    }
    const lasts = secondsIn(got.value['refresh_token_expires_in'])
    const end = new Date(connection.clock.now().getTime() + (lasts ?? 0) * 1_000)
    return ok({ secrets: { refreshToken }, endsAt: lasts === undefined ? null : end.toISOString() })
  },
}
