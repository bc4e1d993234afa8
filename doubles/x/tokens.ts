import { Codes } from '../codes.ts'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'

/** What a sign-in gives: an access token good for a while, and a refresh token good once. */
export class Tokens {
  readonly #ends = new Map<string, number>()
  readonly #refresh = new Set<string>()
  readonly codes = new Codes('asked for')
  #count = 0
  readonly #lasts: number

  /** @param lasts seconds. */
  constructor(lasts: number) {
    this.#lasts = lasts
  }

  issue(now: Date): { readonly accessToken: string; readonly refreshToken: string } {
    this.#count++
    const pair = { accessToken: `at-${this.#count}-hemlig`, refreshToken: `rt-${this.#count}-hemlig` }
    this.#ends.set(pair.accessToken, now.getTime() + this.#lasts * 1_000)
    this.#refresh.add(pair.refreshToken)
    return pair
  }

  good(token: string, now: Date): boolean {
    return (this.#ends.get(token) ?? 0) > now.getTime()
  }

  answer(request: DoubleRequest, now: Date): DoubleAnswer {
    const form = request.form()
    const renewed = this.#refresh.delete(form.get('refresh_token') ?? '')
    const first = form.get('grant_type') === 'authorization_code' && this.codes.spend(form)
    if (!renewed && !first)
      return { status: 400, body: { error: 'invalid_grant', error_description: 'Invalid token.' } }
    const { accessToken, refreshToken } = this.issue(now)
    return {
      body: {
        token_type: 'bearer',
        expires_in: this.#lasts,
        access_token: accessToken,
        refresh_token: refreshToken,
      },
    }
  }
}
