import { createHash, randomUUID } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from './server.ts'

/**
 * The sign-in page of a platform whose person agrees at once (RFC 6749 §4.1), and its codes: each is good once, for the
 * address that it was asked for, and where a challenge was sent for its verifier alone (RFC 7636).
 */
export class Codes {
  readonly #begun = new Map<string, { readonly redirect: string; readonly challenge: string }>()

  begin({ url: { searchParams: query } }: DoubleRequest, clientId: string): DoubleAnswer {
    const redirect = query.get('redirect_uri') ?? ''
    if (query.get('client_id') !== clientId || !URL.canParse(redirect))
      return { status: 400, body: 'invalid_request' }
    const code = `code-${randomUUID()}`
    this.#begun.set(code, { redirect, challenge: query.get('code_challenge') ?? '' })
    const back = new URL(redirect)
    back.searchParams.set('code', code)
    back.searchParams.set('state', query.get('state') ?? '')
    return { status: 302, headers: { location: back.href } }
  }

  /** Whether the form of a token request holds a good code; it is spent either way. */
  spend(form: URLSearchParams): boolean {
    const code = form.get('code') ?? ''
    const begun = this.#begun.get(code)
    this.#begun.delete(code)
    if (begun?.redirect !== form.get('redirect_uri')) return false
    const verifier = form.get('code_verifier') ?? ''
    return (
      begun.challenge === '' || begun.challenge === createHash('sha256').update(verifier).digest('base64url')
    )
  }
}
