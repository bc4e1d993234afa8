import { randomUUID } from 'node:crypto'
import { Codes } from '../codes.ts'
import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import { graphError } from './errors.ts'
import { pageOf } from './listing.ts'

/** A page as me/accounts tells of it. */
export interface Managed {
  readonly id: string
  readonly name: string
  readonly access_token: string
  readonly tasks: readonly string[]
  readonly [more: string]: unknown
}

/** The person's own, long token. */
export const userToken = 'EAAusertoken'
export const allTasks = ['ADVERTISE', 'ANALYZE', 'CREATE_CONTENT', 'MESSAGING', 'MODERATE', 'MANAGE']

/** Facebook's sign-in, and the pages that the one who signs in looks after. */
export class Login {
  readonly #app: { readonly id: string; readonly secret: string }
  readonly #pages: () => readonly Managed[]
  readonly #codes = new Codes('taken')
  readonly #short = new Set<string>()

  constructor(app: { readonly id: string; readonly secret: string }, pages: () => readonly Managed[]) {
    this.#app = app
    this.#pages = pages
  }

  /** What belongs to the sign-in; undefined for all else. */
  answer(request: DoubleRequest): DoubleAnswer | undefined {
    const path = request.url.pathname.split('/').slice(2).join('/')
    if (path === 'dialog/oauth') return this.#codes.begin(request, this.#app.id)
    if (path === 'oauth/access_token') return this.#token(request)
    return path === 'me/accounts' && request.bearer === userToken ? pageOf(this.#pages(), request) : undefined
  }

  #token(request: DoubleRequest): DoubleAnswer {
    const form = request.form()
    if (form.get('client_id') !== this.#app.id || form.get('client_secret') !== this.#app.secret)
      return graphError(400, 1, 'Error validating client secret.')
    const bearer = { token_type: 'bearer', expires_in: 5_184_000 }
    if (form.get('grant_type') === 'fb_exchange_token') {
      return this.#short.delete(form.get('fb_exchange_token') ?? '')
        ? { body: { access_token: userToken, ...bearer } }
        : graphError(400, 190, 'Invalid OAuth access token.')
    }
    if (!this.#codes.spend(form)) return graphError(400, 100, 'Invalid verification code format.')
    const short = `EAAshort${randomUUID()}`
    this.#short.add(short)
    return { body: { access_token: short, ...bearer } }
  }
}
