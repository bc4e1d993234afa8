import { createLocalJWKSet, jwtVerify } from 'jose'
import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  ResponseBodyError,
  randomNonce,
  randomPKCECodeVerifier,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import type { Http } from '../../infra/http/index.ts'
import { describeError, fail, isObject, ok, type Result } from '../../kernel/index.ts'
import { textOf, textsOf } from './claims.ts'
import type { Identity, IdentityFailure, IdentityGateway, LogoutToken, OidcCall } from './contract.ts'

const mostBytes = 1024 * 1024
const patience = 10_000

/** The provider did not answer, as opposed to answering no. */
class Unreachable extends Error {}

const isMethod = (text: string): text is 'GET' | 'POST' => text === 'GET' || text === 'POST'

/** The house's own way out under the library. */
const through =
  (http: Http): CustomFetch =>
  async (url, { method, headers, body }) => {
    if (!isMethod(method)) throw new Error(`method ${method}`)
    const sent = body instanceof URLSearchParams ? body.toString() : body
    if (sent !== undefined && sent !== null && typeof sent !== 'string')
      throw new Error('a body of another kind')
    const answer = await http.request({
      method,
      url,
      headers,
      ...(sent && { body: sent }),
      maxBytes: mostBytes,
      timeoutMilliseconds: patience,
    })
    if (!answer.ok) throw new Unreachable(`${answer.error.kind}: ${answer.error.detail}`)
    const { status, bytes } = answer.value
    return new Response(status === 204 || status === 304 ? null : Buffer.from(bytes), {
      status,
      headers: answer.value.headers,
    })
  }

/** How the secret is sent, by what the provider takes; without a word from it the standard says Basic. */
const authenticated = async (call: OidcCall): Promise<Configuration> => {
  const { settings, secret, http } = call
  const execute = [
    enableNonRepudiationChecks,
    ...(settings.issuer.startsWith('http:') ? [allowInsecureRequests] : []),
  ]
  const found = (auth: ReturnType<typeof ClientSecretBasic>) =>
    discovery(new URL(settings.issuer), settings.clientId, secret, auth, {
      execute,
      [customFetch]: through(http),
    })
  const config = await found(ClientSecretBasic(secret))
  const taken = config.serverMetadata().token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return taken.includes('client_secret_basic') ? config : found(ClientSecretPost(secret))
}

/** Runs a conversation with the provider; what the library throws for an answer that does not hold becomes a value. */
async function conversation<T>(work: () => Promise<T>): Promise<Result<T, IdentityFailure>> {
  try {
    return ok(await work())
  } catch (thrown) {
    const detail = detailOf(thrown)
    for (let one: unknown = thrown; one instanceof Error; one = one.cause)
      if (one instanceof Unreachable) return fail({ kind: 'unreachable', detail: one.message })
    return fail({ kind: 'refused', detail })
  }
}

function detailOf(thrown: unknown): string {
  if (thrown instanceof ResponseBodyError || thrown instanceof AuthorizationResponseError) return thrown.error
  // The token endpoint does not know us (RFC 6749 §5.2), and says so in a header.
  if (thrown instanceof WWWAuthenticateChallengeError) return 'invalid_client'
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? `: ${thrown.cause.message}` : ''
  return `${describeError(thrown)}${cause}`.slice(0, 300)
}

const scopesOf = (config: Configuration): string => {
  const offered = config.serverMetadata().scopes_supported ?? []
  return ['openid', 'profile', 'email', ...(offered.includes('groups') ? ['groups'] : [])].join(' ')
}

type Claims = Readonly<Record<string, unknown>>

/** Claims that the identity token leaves out are asked for, where the provider tells them on asking. */
async function allClaims(
  config: Configuration,
  groups: string,
  claims: Claims,
  access: string,
): Promise<Claims> {
  if (claims[groups] !== undefined && claims['email'] !== undefined) return claims
  if (!config.serverMetadata().userinfo_endpoint) return claims
  return { ...(await fetchUserInfo(config, access, String(claims['sub']))), ...claims }
}

function identityOf(claims: Claims, groups: string): Identity {
  const [issuer, subject] = [textOf(claims['iss']), textOf(claims['sub'])]
  if (!issuer || !subject) throw new Error('no issuer or subject')
  const email = claims['email_verified'] === false ? undefined : textOf(claims['email'])
  const name = textOf(claims['name'])
  const session = textOf(claims['sid'])
  return {
    issuer,
    subject,
    ...(email && { email }),
    ...(name && { name }),
    groups: textsOf(claims[groups]),
    ...(session && { session }),
  }
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

async function logoutTokenOf(call: OidcCall, token: string): Promise<LogoutToken> {
  const config = await authenticated(call)
  const { issuer, jwks_uri: keys } = config.serverMetadata()
  if (!keys) throw new Error('the provider has no keys')
  const answer = await through(call.http)(keys, {
    method: 'GET',
    headers: {},
    body: null,
    redirect: 'manual',
  })
  const { payload } = await jwtVerify(token, createLocalJWKSet(await answer.json()), {
    issuer,
    audience: call.settings.clientId,
    currentDate: call.now,
    clockTolerance: 60,
    maxTokenAge: 600,
    requiredClaims: ['jti', 'iat'],
  })
  const events = payload['events']
  // A token with a nonce is an identity token, which must never end a session (§2.4).
  if (!isObject(events) || !isObject(events[logoutEvent]) || 'nonce' in payload)
    throw new Error('not a logout token')
  const [subject, session, tokenId] = [textOf(payload.sub), textOf(payload['sid']), textOf(payload.jti)]
  if (!tokenId || (!subject && !session)) throw new Error('whose session is not said')
  return {
    issuer,
    ...(subject && { subject }),
    ...(session && { session }),
    tokenId,
    expires: new Date(call.now.getTime() + 3_600_000),
  }
}

/** The code that nobody was given: what the provider says of it tells whether it knows us. */
async function tryCode(config: Configuration, redirectUri: string): Promise<void> {
  const answer = new URL(redirectUri)
  answer.search = String(new URLSearchParams({ code: 'uppsikt-prov', iss: config.serverMetadata().issuer }))
  try {
    await authorizationCodeGrant(config, answer, {
      pkceCodeVerifier: randomPKCECodeVerifier(),
    })
  } catch (thrown) {
    if (thrown instanceof ResponseBodyError && thrown.error === 'invalid_grant') return
    throw thrown
  }
}

export const oidc: IdentityGateway['oidc'] = {
  begin: (call, redirectUri, state) =>
    conversation(async () => {
      const config = await authenticated(call)
      const kept = { verifier: randomPKCECodeVerifier(), nonce: randomNonce() }
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: scopesOf(config),
        code_challenge: await calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
        state,
        nonce: kept.nonce,
      })
      return { url: url.href, kept }
    }),

  finish: (call, answer, state, kept) =>
    conversation(async () => {
      const config = await authenticated(call)
      const tokens = await authorizationCodeGrant(config, answer, {
        pkceCodeVerifier: kept['verifier'] ?? '',
        expectedNonce: kept['nonce'] ?? '',
        expectedState: state,
        idTokenExpected: true,
      })
      const { groups } = call.settings
      const claims = await allClaims(config, groups, { ...tokens.claims() }, tokens.access_token)
      return identityOf(claims, groups)
    }),

  readLogoutToken: (call, token) => conversation(() => logoutTokenOf(call, token)),

  logoutUrl: (call, returnTo) =>
    conversation(async () => {
      const config = await authenticated(call)
      if (!config.serverMetadata().end_session_endpoint) return undefined
      return buildEndSessionUrl(config, { post_logout_redirect_uri: returnTo }).href
    }),

  check: (call, redirectUri) => conversation(async () => tryCode(await authenticated(call), redirectUri)),
}
