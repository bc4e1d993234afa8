import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Access, Connection, Outcome, Tokens } from '../contract.ts'
import { ask } from '../failure-of.ts'
import { readJson } from '../json-slice.ts'
import { notUnderstood } from './failures.ts'

const scopes =
  'r_organization_social w_organization_social r_organization_social_feed w_organization_social_feed rw_organization_admin'
/** The double and proxies answer for sign-in too, where `api` is set. */
const host = ({ settings }: Connection): string => settings['api'] || 'https://www.linkedin.com'

/** LinkedIn has no PKCE here; the client secret proves who asks. Refreshing is for approved products only, so it is left out. */
export const access: Access = {
  pkce: false,
  authorizeUrl(connection, { redirectUri, state }) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: connection.settings['clientId'] ?? '',
      redirect_uri: redirectUri,
      state,
      scope: scopes,
    })
    return `${host(connection)}/oauth/v2/authorization?${query}`
  },
  async exchange(connection, { code, redirectUri }): Promise<Outcome<Tokens>> {
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: connection.settings['clientId'] ?? '',
      client_secret: connection.secrets['clientSecret'] ?? '',
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const url = `${host(connection)}/oauth/v2/accessToken`
    const got = await ask(connection, { method: 'POST', url, headers, body: form.toString() }, 'read')
    if (!got.ok) return got
    const json = readJson(got.value.bytes)
    const value = json.ok ? json.value.value : undefined
    const now = connection.clock.now()
    if (
      !isObject(value) ||
      typeof value['access_token'] !== 'string' ||
      typeof value['expires_in'] !== 'number'
    )
      return fail(notUnderstood('read', now))
    const endsAt = new Date(now.getTime() + Math.min(value['expires_in'], 31_536_000) * 1_000).toISOString()
    return ok({ secrets: { accessToken: value['access_token'] }, endsAt })
  },
}
