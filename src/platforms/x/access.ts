import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Access, Connection, Outcome, Tokens } from '../contract.ts'
import { failureOfHttp } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'
import { me, originOf, realApi } from './client.ts'
import { failureOfAnswer, notUnderstood } from './failures.ts'

export const scopes = [
  'tweet.read',
  'tweet.write',
  'tweet.moderate.write',
  'users.read',
  'dm.read',
  'dm.write',
  'media.write',
  'offline.access',
] as const

async function tokens(
  connection: Connection,
  asked: Readonly<Record<string, string>>,
): Promise<Outcome<Tokens>> {
  const id = connection.settings['clientId'] ?? ''
  const secret = connection.secrets['clientSecret'] ?? ''
  const basic = Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')
  const got = await connection.http.request({
    method: 'POST',
    url: `${originOf(connection)}/2/oauth2/token`,
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...asked, client_id: id }).toString(),
  })
  const now = connection.clock.now()
  // A refresh token is good once: when its answer is lost, the access must be given anew by a person.
  if (!got.ok) return fail(failureOfHttp(got.error, 'read', now))
  const { status } = got.value
  if (status === 400 || status === 401) {
    const detail = 'X förnyar inte inloggningen. Anslut kontot igen, inloggad med kommunens konto på X.'
    return fail({ kind: 'reauthorise', detail })
  }
  if (status < 200 || status > 299) return fail(failureOfAnswer(got.value, 'read', now))
  const json = readJson(got.value.bytes)
  const value = json.ok ? json.value.value : undefined
  if (!isObject(value) || typeof value['access_token'] !== 'string') return fail(notUnderstood('read', now))
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: lasts } = value
  return ok({
    secrets: { accessToken, ...(typeof refreshToken === 'string' ? { refreshToken } : {}) },
    endsAt:
      typeof lasts === 'number' ? new Date(now.getTime() + Math.min(lasts, 1e9) * 1_000).toISOString() : null,
  })
}

/** A user signs in at the site; an API elsewhere (a double, a proxy) has its own page for it. */
const signInOrigin = (connection: Connection): string =>
  originOf(connection) === realApi ? 'https://x.com' : originOf(connection)

export const access: Access = {
  pkce: true,
  authorizeUrl(connection, { redirectUri, state, challenge }) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: connection.settings['clientId'] ?? '',
      redirect_uri: redirectUri,
      scope: scopes.join(' '),
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    return `${signInOrigin(connection)}${signInOrigin(connection) === 'https://x.com' ? '/i' : '/2'}/oauth2/authorize?${query}`
  },
  exchange: (connection, { code, redirectUri, verifier }) =>
    tokens(connection, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  async reached(connection) {
    const own = await me(connection)
    if (!own.ok) return own
    const { id: userId, username, name } = own.value
    return ok([{ name, handle: `@${username}`, settings: { username, userId }, secrets: {} }])
  },
  refresh: (connection) =>
    tokens(connection, {
      grant_type: 'refresh_token',
      refresh_token: connection.secrets['refreshToken'] ?? '',
    }),
}
