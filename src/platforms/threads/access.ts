import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Access, Connection, Outcome, Tokens } from '../contract.ts'
import { failureOfHttp } from '../failure-of.ts'
import * as graph from '../graph/client.ts'
import { failureOfGraph, notUnderstood } from '../graph/failures.ts'
import { readJson } from '../json-slice.ts'
import { call, membersOf, threadsGraph } from './client.ts'
import { textIn } from './mapping.ts'

export const scopes = [
  'threads_basic',
  'threads_content_publish',
  'threads_read_replies',
  'threads_manage_replies',
  'threads_manage_mentions',
  'threads_manage_insights',
] as const

/** Tokens are asked for outside the versioned addresses, and their answers are never kept. */
async function tokenFrom(
  connection: Connection,
  path: string,
  parameters: Readonly<Record<string, string>>,
  post = false,
): Promise<Outcome<{ token: string; endsAt: string | null }>> {
  const text = new URLSearchParams(parameters).toString()
  const url = `${graph.originOf(threadsGraph, connection)}/${path}`
  const form = {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: text,
  } as const
  const got = await connection.http.request(post ? form : { url: `${url}?${text}` })
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, 'read', now))
  if (got.value.status < 200 || got.value.status >= 300) return fail(failureOfGraph(got.value, 'read', now))
  const json = readJson(got.value.bytes)
  const value = json.ok ? json.value.value : undefined
  if (!isObject(value) || typeof value['access_token'] !== 'string') return fail(notUnderstood('read', now))
  const seconds = value['expires_in']
  const endsAt = typeof seconds === 'number' ? new Date(now.getTime() + seconds * 1_000).toISOString() : null
  return ok({ token: value['access_token'], endsAt })
}

const tokens = (got: Outcome<{ token: string; endsAt: string | null }>): Outcome<Tokens> =>
  got.ok ? ok({ secrets: { token: got.value.token }, endsAt: got.value.endsAt }) : got

export const access: Access = {
  pkce: false,
  authorizeUrl: ({ settings }, { redirectUri, state }) => {
    const query = { client_id: settings['appId'] ?? '', redirect_uri: redirectUri, scope: scopes.join(',') }
    // A proxy or a double answers for the sign-in page too.
    const origin = settings['api'] ? new URL(settings['api']).origin : 'https://threads.net'
    return `${origin}/oauth/authorize?${new URLSearchParams({ ...query, response_type: 'code', state })}`
  },
  /** The code gives a token for an hour, which is exchanged for one of sixty days. */
  async exchange(connection, { code, redirectUri }) {
    const app = {
      client_id: connection.settings['appId'] ?? '',
      client_secret: connection.secrets['appSecret'] ?? '',
    }
    const grant = { grant_type: 'authorization_code', redirect_uri: redirectUri, code }
    const short = await tokenFrom(connection, 'oauth/access_token', { ...app, ...grant }, true)
    if (!short.ok) return short
    const long = {
      grant_type: 'th_exchange_token',
      client_secret: app.client_secret,
      access_token: short.value.token,
    }
    return tokens(await tokenFrom(connection, 'access_token', long))
  },
  async reached(connection) {
    const got = await call(connection, { path: 'me', query: { fields: 'id,username,name' } })
    if (!got.ok) return got
    const members = membersOf(got.value.json)
    const [userId, username = ''] = [textIn(members, 'id'), textIn(members, 'username')]
    if (userId === undefined) return fail(notUnderstood('read', connection.clock.now()))
    const name = textIn(members, 'name') || username || userId
    return ok([{ name, handle: `@${username}`, settings: { userId }, secrets: {} }])
  },
  refresh: async (connection) => {
    const grant = { grant_type: 'th_refresh_token', access_token: connection.secrets['token'] ?? '' }
    return tokens(await tokenFrom(connection, 'refresh_access_token', grant))
  },
}
