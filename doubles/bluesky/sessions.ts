import { createHmac, randomUUID } from 'node:crypto'
import type { Clock } from '../../src/kernel/index.ts'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import type { Account, Network } from './state.ts'

const accessSeconds = 2 * 60 * 60
const refreshSeconds = 90 * 24 * 60 * 60

export const refusal = (status: number, error: string, message: string): DoubleAnswer => ({
  status,
  body: { error, message },
})

/** Tokens as a PDS gives them: signed, with an end, and a refresh token that is good for its own purpose only. */
export class Sessions {
  readonly #clock: Clock
  readonly #network: Network
  readonly #secret = randomUUID()
  readonly #passwords = new Map<string, string>()
  readonly #revoked = new Set<string>()

  constructor(network: Network, clock: Clock) {
    this.#network = network
    this.#clock = clock
  }

  setPassword(did: string, password: string): void {
    this.#passwords.set(did, password)
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#secret).update(text).digest('base64url')
  }

  #token(did: string, scope: string, seconds: number): string {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    const iat = Math.floor(this.#clock.now().getTime() / 1_000)
    const claims = { scope, aud: 'did:web:localhost', sub: did, jti: randomUUID(), iat, exp: iat + seconds }
    const text = `${part({ typ: 'at+jwt', alg: 'HS256' })}.${part(claims)}`
    return `${text}.${this.#sign(text)}`
  }

  #pair(account: Account): DoubleAnswer {
    return {
      body: {
        accessJwt: this.#token(account.did, 'com.atproto.appPass', accessSeconds),
        refreshJwt: this.#token(account.did, 'com.atproto.refresh', refreshSeconds),
        did: account.did,
        handle: account.handle,
        email: `${account.handle}@example.org`,
        emailConfirmed: true,
        active: true,
      },
    }
  }

  /** The account that the request's token stands for, or what a PDS says when it stands for none. */
  account(request: DoubleRequest, scope = 'com.atproto.appPass'): Account | DoubleAnswer {
    const token = request.bearer
    if (token === '') return refusal(401, 'AuthMissing', 'Authentication Required')
    const [head = '', body = '', signature] = token.split('.')
    if (this.#sign(`${head}.${body}`) !== signature || this.#revoked.has(token)) {
      return refusal(400, 'InvalidToken', 'Token could not be verified')
    }
    const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>
    if (claims['scope'] !== scope) return refusal(400, 'InvalidToken', 'Invalid token type')
    if (Number(claims['exp']) * 1_000 <= this.#clock.now().getTime()) {
      return refusal(400, 'ExpiredToken', 'Token has expired')
    }
    return this.#network.find(String(claims['sub'])) ?? refusal(400, 'AccountTakedown', 'Account not found')
  }

  create(request: DoubleRequest): DoubleAnswer {
    const { identifier, password } = request.json() as Record<string, unknown>
    const account = this.#network.find(String(identifier))
    if (account === undefined || this.#passwords.get(account.did) !== password) {
      return refusal(401, 'AuthenticationRequired', 'Invalid identifier or password')
    }
    return this.#pair(account)
  }

  refresh(request: DoubleRequest): DoubleAnswer {
    const account = this.account(request, 'com.atproto.refresh')
    if (!('did' in account)) return account
    this.#revoked.add(request.bearer)
    return this.#pair(account)
  }
}
