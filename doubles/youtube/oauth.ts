import { randomUUID } from 'node:crypto'
import type { Clock } from '../../src/kernel/index.ts'
import { Codes } from '../codes.ts'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'

const accessSeconds = 3_599
const testingSeconds = 604_799

export const allScopes = [
  'youtube.force-ssl',
  'youtube.readonly',
  'youtube.upload',
  'yt-analytics.readonly',
].map((name) => `https://www.googleapis.com/auth/${name}`)

interface Grant {
  readonly scopes: readonly string[]
  /** Milliseconds since 1970; undefined: it does not end. */
  readonly endsAt: number | undefined
}

const said = (error: string, description: string, status = 400): DoubleAnswer => ({
  status,
  body: { error, error_description: description },
})

/** Google's sign-in: consent at once, codes with PKCE that are good once, refresh tokens, access tokens of an hour. */
export class OAuth {
  readonly clientId = '123456789012-uppsikt.apps.googleusercontent.com'
  readonly clientSecret = 'GOCSPX-double-of-a-secret'
  /** The consent screen's mode Testing: refresh tokens end after seven days. */
  testing = false
  /** What the person ticks in the consent screen. */
  granted: readonly string[] = allScopes
  readonly #clock: Clock
  readonly #codes = new Codes('asked for')
  readonly #refresh = new Map<string, Grant>()
  readonly #access = new Map<string, Grant>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** A refresh token as somebody has got who has signed in. */
  issue(scopes: readonly string[] = this.granted): string {
    // The same each time a double is built, so that an account still has its way in after a restart.
    const token = `1//double-renewal-${this.#refresh.size + 1}`
    const endsAt = this.testing ? this.#clock.now().getTime() + testingSeconds * 1_000 : undefined
    this.#refresh.set(token, { scopes, endsAt })
    return token
  }

  /** The person takes the access back. */
  revokeAll(): void {
    this.#refresh.clear()
    this.#access.clear()
  }

  /** What the request's token gives the right to; undefined when it is not good. */
  scopesOf(request: DoubleRequest): readonly string[] | undefined {
    const grant = this.#access.get(request.bearer)
    return grant && Number(grant.endsAt) > this.#clock.now().getTime() ? grant.scopes : undefined
  }

  authorize(request: DoubleRequest): DoubleAnswer {
    return this.#codes.begin(request, this.clientId, { scope: this.granted.join(' ') })
  }

  #tokens(grant: Grant, refreshToken?: string): DoubleAnswer {
    const token = `ya29.double-${randomUUID()}`
    this.#access.set(token, { ...grant, endsAt: this.#clock.now().getTime() + accessSeconds * 1_000 })
    return {
      headers: { 'cache-control': 'no-store' },
      body: {
        access_token: token,
        expires_in: accessSeconds,
        scope: grant.scopes.join(' '),
        token_type: 'Bearer',
        ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
        ...(refreshToken !== undefined && this.testing ? { refresh_token_expires_in: testingSeconds } : {}),
      },
    }
  }

  token(request: DoubleRequest): DoubleAnswer {
    const form = request.form()
    if (form.get('client_id') !== this.clientId || form.get('client_secret') !== this.clientSecret) {
      return said('invalid_client', 'The OAuth client was not found.', 401)
    }
    if (form.get('grant_type') === 'refresh_token') {
      const grant = this.#refresh.get(form.get('refresh_token') ?? '')
      const ended = grant?.endsAt !== undefined && grant.endsAt <= this.#clock.now().getTime()
      return grant === undefined || ended
        ? said('invalid_grant', 'Token has been expired or revoked.')
        : this.#tokens(grant)
    }
    if (!this.#codes.spend(form)) return said('invalid_grant', 'Malformed auth code.')
    return this.#tokens({ scopes: this.granted, endsAt: undefined }, this.issue())
  }
}
