/** As far as the tests use them; neither package has types of its own. */

declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http'

  interface Account {
    accountId: string
    claims(): Promise<{ readonly sub: string; readonly [claim: string]: unknown }>
  }
  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>)
    callback(): (request: IncomingMessage, response: ServerResponse) => void
    on(event: string, listener: (...given: unknown[]) => void): void
  }
  export type FindAccount = (context: unknown, id: string) => Account | undefined
}

declare module 'samlp' {
  export function auth(
    options: Readonly<Record<string, unknown>>,
  ): (request: object, response: object, next: (thrown?: unknown) => void) => void
}
