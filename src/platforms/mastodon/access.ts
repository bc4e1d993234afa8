import { fail, ok } from '../../kernel/index.ts'
import type { Access } from '../contract.ts'
import { call, originOf } from './client.ts'
import { notUnderstood } from './failures.ts'
import { whoAmI } from './reading.ts'

/** What the app is registered for; each is explained in guide.ts. */
export const scopes = [
  'read:accounts',
  'read:statuses',
  'read:notifications',
  'write:statuses',
  'write:media',
  'write:blocks',
] as const

/** Tokens of Mastodon do not end by themselves, so there is nothing to refresh. */
export const access: Access = {
  pkce: true,
  authorizeUrl: (connection, { redirectUri, state, challenge }) => {
    const url = new URL('/oauth/authorize', originOf(connection))
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: connection.settings['clientId'] ?? '',
      redirect_uri: redirectUri,
      scope: scopes.join(' '),
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      // Asks who it is also when somebody is signed in to another account there.
      force_login: 'true',
    }).toString()
    return url.href
  },
  exchange: async (connection, { code, redirectUri, verifier }) => {
    const called = await call(connection, {
      path: '/oauth/token',
      anonymous: true,
      intent: 'read',
      body: {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        client_id: connection.settings['clientId'] ?? '',
        client_secret: connection.secrets['clientSecret'] ?? '',
      },
    })
    if (!called.ok) return called
    const token = called.value.json.get('access_token')?.value
    if (typeof token !== 'string' || token === '') return fail(notUnderstood('read', connection.clock.now()))
    return ok({ secrets: { accessToken: token }, endsAt: null })
  },
  async reached(connection) {
    const me = await whoAmI(connection)
    if (!me.ok) return me
    const { name, acct } = me.value
    const handle = `@${acct}@${new URL(originOf(connection)).host}`
    return ok([{ name, handle, settings: { handle: acct }, secrets: {} }])
  },
}
