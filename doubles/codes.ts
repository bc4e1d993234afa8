import { createHash, randomUUID } from 'node:crypto'
import type { DoubleAnswer, DoubleRequest } from './server.ts'

/**
 * The sign-in page of a platform whose person agrees at once (RFC 6749 §4.1), and its codes: each is good once, for the
 * address that it was asked for, and where a challenge was sent for its verifier alone (RFC 7636).
 */
export class Codes {
  readonly #begun = new Map<string, { readonly redirect: string; readonly challenge: string }>()
  readonly #pkce: 'asked for' | 'taken'

  /** @param pkce whether the platform turns away who sends no challenge, or takes one that is sent. */
  constructor(pkce: 'asked for' | 'taken') {
    this.#pkce = pkce
  }

  /** @param more what else the platform says in the address that it sends the browser back to. */
  begin(
    { url: { searchParams: query } }: DoubleRequest,
    clientId: string,
    more: Readonly<Record<string, string>> = {},
  ): DoubleAnswer {
    const redirect = query.get('redirect_uri') ?? ''
    const challenge = query.get('code_challenge') ?? ''
    if (query.get('client_id') !== clientId || !URL.canParse(redirect))
      return { status: 400, body: 'invalid_request' }
    if (this.#pkce === 'asked for' && challenge === '') return { status: 400, body: 'invalid_request' }
    const code = `code/${randomUUID()}`
    this.#begun.set(code, { redirect, challenge })
    const back = new URL(redirect)
    const said = { code, state: query.get('state') ?? '', ...more }
    for (const [name, value] of Object.entries(said)) back.searchParams.set(name, value)
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
