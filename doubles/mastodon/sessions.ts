import { createHash } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import type { Instance, Person } from './state.ts'

export const refusal = (status: number, error: string, more?: string): DoubleAnswer => ({
  status,
  body: more === undefined ? { error } : { error, error_description: more },
})

interface Token {
  readonly person: Person
  readonly scopes: readonly string[]
}

interface Application {
  readonly id: string
  readonly secret: string
  readonly name: string
  readonly redirectUris: readonly string[]
  readonly scopes: readonly string[]
}

const allScopes =
  'read:accounts read:statuses read:notifications write:statuses write:media write:blocks'.split(' ')

/** Applications, their codes and their tokens. Tokens do not end until they are revoked. */
export class Sessions {
  readonly #instance: Instance
  readonly #own: Person
  readonly #tokens = new Map<string, Token>()
  readonly #apps = new Map<string, Application>()
  readonly #codes = new Map<string, { app: Application; challenge: string; redirectUri: string }>()

  constructor(instance: Instance, own: Person) {
    this.#instance = instance
    this.#own = own
  }

  give(person: Person, scopes: readonly string[] = allScopes): string {
    const token = `double-token-${this.#tokens.size + 1}-${person.username}`
    this.#tokens.set(token, { person, scopes })
    return token
  }

  revoke(token: string): void {
    this.#tokens.delete(token)
  }

  /** Who asks, when the token is good for the scope; otherwise Mastodon's own refusal. */
  who(request: DoubleRequest, scope: string): Token | DoubleAnswer {
    const found = this.#tokens.get(request.bearer)
    if (found === undefined) return refusal(401, 'The access token is invalid')
    const covered =
      scope === '' || found.scopes.includes(scope) || found.scopes.includes(scope.split(':')[0] ?? '')
    return covered ? found : refusal(403, 'This action is outside the authorized scopes')
  }

  application(request: DoubleRequest): DoubleAnswer {
    const token = this.who(request, '')
    if (!('person' in token)) return token
    const redirectUri = 'urn:ietf:wg:oauth:2.0:oob'
    return {
      body: {
        id: '1',
        name: 'Uppsikt',
        website: null,
        scopes: token.scopes,
        redirect_uri: redirectUri,
        redirect_uris: [redirectUri],
        vapid_key: 'double',
      },
    }
  }

  register(request: DoubleRequest): DoubleAnswer {
    const asked = request.json() as { client_name?: string; redirect_uris?: string[]; scopes?: string }
    if (!asked.client_name || !asked.redirect_uris?.length)
      return refusal(422, 'Validation failed: Redirect URI must be an absolute URI.')
    const id = `client-${this.#apps.size + 1}`
    const app: Application = {
      id,
      secret: `secret-of-${id}`,
      name: asked.client_name,
      redirectUris: asked.redirect_uris,
      scopes: (asked.scopes ?? 'read').split(' '),
    }
    this.#apps.set(id, app)
    return {
      body: {
        id: String(this.#apps.size),
        name: app.name,
        website: null,
        scopes: app.scopes,
        redirect_uri: app.redirectUris.join('\n'),
        redirect_uris: app.redirectUris,
        client_id: app.id,
        client_secret: app.secret,
        client_secret_expires_at: 0,
        vapid_key: 'double',
      },
    }
  }

  /** The person says yes at once. */
  authorize({ url }: DoubleRequest): DoubleAnswer {
    const asked = url.searchParams
    const app = this.#apps.get(asked.get('client_id') ?? '')
    const redirectUri = asked.get('redirect_uri') ?? ''
    if (!app?.redirectUris.includes(redirectUri)) return refusal(400, 'invalid_client')
    if (asked.get('code_challenge_method') !== 'S256') return refusal(400, 'invalid_request')
    const code = `code-${this.#codes.size + 1}`
    this.#codes.set(code, { app, challenge: asked.get('code_challenge') ?? '', redirectUri })
    const to = new URL(redirectUri)
    to.searchParams.set('code', code)
    to.searchParams.set('state', asked.get('state') ?? '')
    return { status: 302, headers: { location: to.href } }
  }

  token(request: DoubleRequest): DoubleAnswer {
    const asked = request.json() as Record<string, string | undefined>
    const app = this.#apps.get(asked['client_id'] ?? '')
    if (app === undefined || app.secret !== asked['client_secret'])
      return refusal(401, 'invalid_client', 'Client authentication failed due to unknown client.')
    const code = this.#codes.get(asked['code'] ?? '')
    this.#codes.delete(asked['code'] ?? '')
    const challenge = createHash('sha256')
      .update(asked['code_verifier'] ?? '')
      .digest('base64url')
    const right = code?.app === app && code.redirectUri === asked['redirect_uri']
    if (!right || code.challenge !== challenge)
      return refusal(400, 'invalid_grant', 'The provided authorization grant is invalid, expired, revoked.')
    return {
      body: {
        access_token: this.give(this.#own, app.scopes),
        token_type: 'Bearer',
        scope: app.scopes.join(' '),
        created_at: Math.floor(this.#instance.now().getTime() / 1_000),
      },
    }
  }
}
