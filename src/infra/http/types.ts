import type { Result } from '../../kernel/index.ts'

/** A body that is read while it is sent, so that none of it is held. It may be read again from its beginning. */
export interface Streamed {
  /** In bytes. */
  readonly size: number
  stream(): AsyncIterable<Uint8Array>
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Streamed
  /** Default limits.apiAnswerBytes. Counted both as it comes and after decompression. */
  readonly maxBytes?: number
  /** Default limits.requestMilliseconds, from connecting to the last byte. */
  readonly timeoutMilliseconds?: number
  /**
   * Default 0. Each target is checked like the first; a redirect that is not followed is the answer.
   * Towards another origin only harmless headers go along, and a request with a body is not repeated there.
   */
  readonly redirects?: number
}

export interface HttpAnswer {
  /** The last address after redirects. */
  readonly url: string
  readonly status: number
  /** As they came: lower-case names; several values joined by ', '. Cookies are left out: they are secrets, and never used. */
  readonly headers: Readonly<Record<string, string>>
  /** After decompression (content-encoding gzip, deflate, br). */
  readonly bytes: Uint8Array
}

/**
 * forbidden: the address is private, or its scheme is not http(s) · tooLarge · timeout · unreachable: nothing was sent ·
 * broken: the request went out and the answer did not come whole (so its effect is unknown).
 */
export type HttpFailureKind = 'forbidden' | 'tooLarge' | 'timeout' | 'unreachable' | 'broken'

export interface HttpFailure {
  readonly kind: HttpFailureKind
  /** Technical, in English, without path, query or headers: those may hold secrets. */
  readonly detail: string
  /** Whether bytes may have reached the other side. */
  readonly sent: boolean
}

/** The only way out of the house. An answer of any status is ok; what did not come whole is a failure. */
export interface Http {
  request(request: HttpRequest): Promise<Result<HttpAnswer, HttpFailure>>
}

export interface HttpOptions {
  /**
   * Origins ('http://127.0.0.1:8088') that may lie on a private network, because the operator registered an account there.
   * Link-local addresses, where clouds keep their keys, are refused also for these.
   */
  readonly allowOrigins: readonly string[]
  /** Private networks and nothing else: what is sent must not leave the municipality. */
  readonly onlyInside?: boolean
  /** Product name for User-Agent. */
  readonly userAgent: string
  readonly version: string
  /** Name → addresses. Default: the system's resolver. */
  readonly resolve?: Resolve
}

export type Resolve = (host: string) => Promise<readonly string[]>
