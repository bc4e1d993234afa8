import { createHmac } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { graphError } from './errors.ts'

export interface Token {
  readonly token: string
  /** Whose it is: a page's, a person's or an account's id. */
  readonly of: string
  readonly type: 'PAGE' | 'USER' | 'APP'
  readonly scopes: readonly string[]
  /** Milliseconds since 1970; null: does not end. */
  readonly endsAt: number | null
}

/** The tokens that an app has been given, and the check that every call meets. */
export class Access {
  readonly appId: string
  appSecret = ''
  readonly #tokens = new Map<string, Token>()
  readonly #now: () => Date

  constructor(appId: string, appSecret: string, now: () => Date) {
    this.appId = appId
    this.#now = now
    this.rotate(appSecret)
  }

  /** Gives the app another secret; the old one is worth nothing from now on, tokens go on. */
  rotate(secret: string): void {
    this.revoke(`${this.appId}|${this.appSecret}`)
    this.appSecret = secret
    this.give({ token: `${this.appId}|${secret}`, of: this.appId, type: 'APP', scopes: [], endsAt: null })
  }

  give(token: Token): void {
    this.#tokens.set(token.token, token)
  }

  revoke(token: string): void {
    this.#tokens.delete(token)
  }

  /** What is known of a token, also one that has ended. */
  find(token: string): Token | undefined {
    return this.#tokens.get(token)
  }

  isGood(token: Token): boolean {
    return token.endsAt === null || token.endsAt > this.#now().getTime()
  }

  /** The caller's token, or why it is not let in. */
  of({ bearer, url }: DoubleRequest): Token | DoubleAnswer {
    const token = bearer || (url.searchParams.get('access_token') ?? '')
    if (token === '')
      return graphError(400, 2500, 'An active access token must be used to query information.')
    const known = this.find(token)
    if (known === undefined) return graphError(400, 190, 'Invalid OAuth access token.')
    if (!this.isGood(known)) return graphError(400, 190, 'Session has expired.', { subcode: 463 })
    const proof = url.searchParams.get('appsecret_proof')
    const right = createHmac('sha256', this.appSecret).update(token).digest('hex')
    if (proof !== null && proof !== right) {
      return graphError(400, 100, 'Invalid appsecret_proof provided in the API argument', {
        type: 'GraphMethodException',
      })
    }
    return known
  }

  /** The answer of /debug_token about the token in `input_token`. */
  debug({ url }: DoubleRequest): DoubleAnswer {
    const token = this.find(url.searchParams.get('input_token') ?? '')
    const valid = token !== undefined && this.isGood(token)
    const error = { code: 190, message: 'Error validating access token', subcode: 463 }
    const about = token && {
      app_id: this.appId,
      type: token.type,
      application: 'Uppsikt',
      expires_at: token.endsAt === null ? 0 : Math.floor(token.endsAt / 1_000),
      scopes: token.scopes,
      ...(token.type === 'PAGE' ? { profile_id: token.of } : {}),
      user_id: token.type === 'USER' ? token.of : '100000000000001',
    }
    return { body: { data: { ...about, is_valid: valid, ...(valid ? {} : { error, scopes: [] }) } } }
  }
}

export const isToken = (got: Token | DoubleAnswer): got is Token => 'token' in got
