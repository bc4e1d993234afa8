import type { Result } from '../../kernel/index.ts'

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Default limits.apiAnswerBytes. */
  readonly maxBytes?: number
  /** Default limits.requestMilliseconds, from connecting to the last byte. */
  readonly timeoutMilliseconds?: number
  /** Default 0. Each target is checked like the first. */
  readonly redirects?: number
}

export interface HttpAnswer {
  /** The last address after redirects. */
  readonly url: string
  readonly status: number
  /** Lower-case names; several values joined by ', '. */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
}

/**
 * forbidden: the address is private, or its scheme is not http(s) · tooLarge · timeout · unreachable: nothing was sent ·
 * broken: the request went out and the answer did not come whole (so its effect is unknown).
 */
export type HttpFailureKind = 'forbidden' | 'tooLarge' | 'timeout' | 'unreachable' | 'broken'

export interface HttpFailure {
  readonly kind: HttpFailureKind
  readonly detail: string
  /** Whether bytes may have reached the other side. */
  readonly sent: boolean
}

/** The only way out of the house. An answer of any status is ok; what did not come whole is a failure. */
export interface Http {
  request(request: HttpRequest): Promise<Result<HttpAnswer, HttpFailure>>
}
