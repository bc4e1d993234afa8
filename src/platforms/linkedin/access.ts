import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Access, Connection, Outcome, Reached, Tokens } from '../contract.ts'
import { askSignIn, call, signInHost } from './client.ts'
import { notUnderstood } from './failures.ts'
import { listed } from './reading.ts'

export const scopes = [
  'r_organization_social',
  'w_organization_social',
  'r_organization_social_feed',
  'w_organization_social_feed',
  'rw_organization_admin',
] as const

/** The roles that read comments: others publish alone. */
export const readers: readonly string[] = ['ADMINISTRATOR', 'DIRECT_SPONSORED_CONTENT_POSTER']

const mostRoles = 50

const year = 31_536_000
const seconds = (value: unknown): number | undefined =>
  typeof value === 'number' && value > 0 ? Math.min(value, year) : undefined

/** The renewal token is for approved products only, and its own year is never lengthened by a renewal. */
async function tokens(
  connection: Connection,
  fields: Readonly<Record<string, string>>,
): Promise<Outcome<Tokens>> {
  const got = await askSignIn(connection, 'accessToken', fields)
  if (!got.ok) return got
  const value = got.value.json.value
  const now = connection.clock.now()
  const lasts = isObject(value) ? seconds(value['expires_in']) : undefined
  if (!isObject(value) || typeof value['access_token'] !== 'string' || lasts === undefined)
    return fail(notUnderstood('read', now))
  const renewal = value['refresh_token']
  const first = Math.min(lasts, seconds(value['refresh_token_expires_in']) ?? year)
  return ok({
    secrets: {
      accessToken: value['access_token'],
      ...(typeof renewal === 'string' && renewal ? { refreshToken: renewal } : {}),
    },
    endsAt: new Date(now.getTime() + first * 1_000).toISOString(),
  })
}

/** The pages where the member has a role that reads comments; each is asked for its name. */
async function reached(connection: Connection): Promise<Outcome<readonly Reached[]>> {
  const got = await listed(connection, '/organizationAcls?q=roleAssignee&state=APPROVED', 0, mostRoles)
  if (!got.ok) return got
  const ids = got.value.elements.flatMap(({ value }) => {
    if (!isObject(value) || value['state'] !== 'APPROVED' || !readers.includes(String(value['role'])))
      return []
    return /^urn:li:organization:(\d{1,20})$/.exec(String(value['organization']))?.[1] ?? []
  })
  const pages: Reached[] = []
  for (const organizationId of new Set(ids)) {
    const page = await call(connection, { path: `/organizations/${organizationId}` })
    if (!page.ok) return page
    const [name, vanity] = ['localizedName', 'vanityName'].map((one) => page.value.json.get(one)?.value)
    pages.push({
      name: typeof name === 'string' && name ? name : organizationId,
      handle: `linkedin.com/company/${typeof vanity === 'string' && vanity ? vanity : organizationId}`,
      settings: { organizationId },
      secrets: {},
    })
  }
  const detail =
    'Du är inte administratör för någon sida på LinkedIn. Be en administratör ge dig rollen, eller logga in som någon som har den.'
  return pages.length > 0 ? ok(pages) : fail({ kind: 'rejected', detail })
}

/** LinkedIn has no PKCE here; the client secret proves who asks. */
export const access: Access = {
  pkce: false,
  authorizeUrl(connection, { redirectUri, state }) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: connection.settings['clientId'] ?? '',
      redirect_uri: redirectUri,
      state,
      scope: scopes.join(' '),
    })
    return `${signInHost(connection)}/oauth/v2/authorization?${query}`
  },
  exchange: (connection, { code, redirectUri }) =>
    tokens(connection, { grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
  reached,
  async refresh(connection) {
    const renewal = connection.secrets['refreshToken']
    if (!renewal)
      return fail({
        kind: 'reauthorise',
        detail:
          'LinkedIn har inte gett någon förnyelsenyckel till kommunens app, så åtkomsten kan inte förnyas av sig själv. Logga in hos LinkedIn på nytt från kontots sida.',
      })
    return tokens(connection, { grant_type: 'refresh_token', refresh_token: renewal })
  },
}
