import { Readable } from 'node:stream'
import { type Dispatcher, request as send } from 'undici'
import { describeError, fail, limits, ok, type Result } from '../../kernel/index.ts'
import { ForbiddenAddress, literalAddress, mayReach, type Trust } from './addresses.ts'
import { agentFor, systemResolve } from './agents.ts'
import { BodyTooLarge, readBody } from './body.ts'
import type { Http, HttpAnswer, HttpFailure, HttpFailureKind, HttpOptions, HttpRequest } from './types.ts'

/** What may follow a redirect to another origin. A list of what may, so that no secret header is forgotten. */
const harmless = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'if-modified-since',
  'if-none-match',
  'user-agent',
])
const redirectStatuses = new Set([301, 302, 303, 307, 308])

/** A request under way: one time limit over all its hops, and whether anything has left us. */
interface Journey {
  readonly signal: AbortSignal
  readonly maxBytes: number
  sent: boolean
}

interface Hop {
  readonly url: URL
  readonly method: NonNullable<HttpRequest['method']>
  readonly headers: Readonly<Record<string, string>>
  readonly body: NonNullable<HttpRequest['body']> | null
}

/** The handler, with word sent at the moment when its request is about to be written to the connection. */
const whenSent = (handler: Dispatcher.DispatchHandler, mark: () => void): Dispatcher.DispatchHandler => ({
  onRequestStart: (controller, context) => {
    mark()
    handler.onRequestStart?.(controller, context)
  },
  onRequestUpgrade: (...told) => handler.onRequestUpgrade?.(...told),
  onResponseStarted: () => handler.onResponseStarted?.(),
  onResponseStart: (...told) => handler.onResponseStart?.(...told),
  onResponseData: (...told) => handler.onResponseData?.(...told),
  onResponseEnd: (...told) => handler.onResponseEnd?.(...told),
  onResponseError: (...told) => handler.onResponseError?.(...told),
  onBodySent: (chunk) => handler.onBodySent?.(chunk),
  onRequestSent: () => handler.onRequestSent?.(),
})

/**
 * The way out: public addresses, and the origins that the operator has registered.
 * No cookies, no automatic retries, credentials stay with their origin.
 */
export function createHttp(options: HttpOptions): Http {
  const own = new Set(options.allowOrigins.map((origin) => new URL(origin).origin))
  const resolve = options.resolve ?? systemResolve
  const standing = {
    'user-agent': `${options.userAgent}/${options.version}`,
    'accept-encoding': 'gzip, deflate, br',
  }

  const run = async (request: HttpRequest, journey: Journey): Promise<HttpAnswer> => {
    let hop = firstHop(request, standing)
    let trust: Trust = options.onlyInside ? 'inside' : own.has(hop.url.origin) ? 'own' : 'public'
    for (let left = request.redirects ?? 0; ; left--) {
      checkUrl(hop.url, trust)
      const agent = agentFor(resolve, trust).compose((dispatch) => (call, handler) => {
        const mark = () => {
          if (!journey.signal.aborted) journey.sent = true
        }
        return dispatch(call, whenSent(handler, mark))
      })
      const answering = send(hop.url, {
        dispatcher: agent,
        method: hop.method,
        headers: hop.headers,
        body: sending(hop.body),
        signal: journey.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
      })
      const answer = await Promise.race([answering, outOfTime(journey.signal)])
      const next = left > 0 ? nextHop(hop, answer.statusCode, answer.headers['location']) : undefined
      if (next === undefined) return await whole(hop.url, answer, journey.maxBytes)
      await answer.body.dump({ limit: 65_536, signal: journey.signal })
      // From a stranger's page nobody is led into the municipality's own network, registered or not.
      if (trust !== 'inside') trust = trust === 'own' && own.has(next.url.origin) ? 'own' : 'public'
      hop = next
    }
  }

  return {
    async request(request) {
      const timeout = new AbortController()
      const timer = setTimeout(
        () => timeout.abort(),
        request.timeoutMilliseconds ?? limits.requestMilliseconds,
      )
      const journey: Journey = {
        signal: timeout.signal,
        maxBytes: request.maxBytes ?? limits.apiAnswerBytes,
        sent: false,
      }
      try {
        return ok(await run(request, journey))
      } catch (error) {
        return failed(error, journey)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

/** undici notices an abort only once it is connected; a name or a host that never answers must not hold us. */
const outOfTime = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })

function firstHop(request: HttpRequest, standing: Readonly<Record<string, string>>): Hop {
  if (!URL.canParse(request.url)) throw new ForbiddenAddress('not an address')
  const headers: Record<string, string> = { ...standing }
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value
  if (request.body !== undefined && !isHeld(request.body)) headers['content-length'] = `${request.body.size}`
  return {
    url: new URL(request.url),
    method: request.method ?? 'GET',
    headers,
    body: request.body ?? null,
  }
}

const isHeld = (body: NonNullable<HttpRequest['body']>): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array

/** A stream that breaks off breaks the request off: what has come is not taken for the whole. */
const sending = (body: Hop['body']): string | Uint8Array | Readable | null =>
  body === null || isHeld(body) ? body : Readable.from(body.stream(), { objectMode: false })

function checkUrl(url: URL, trust: Trust): void {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new ForbiddenAddress('only http and https are reached')
  }
  if (url.username !== '' || url.password !== '') {
    throw new ForbiddenAddress('an address with a user name or password in it')
  }
  if (trust === 'public' && /(^|\.)localhost\.*$/.test(url.hostname)) {
    throw new ForbiddenAddress('a name of this machine')
  }
  const literal = literalAddress(url.hostname)
  if (literal !== undefined && !mayReach(literal, trust)) {
    throw new ForbiddenAddress('a private address')
  }
}

function nextHop(hop: Hop, status: number, location: string | string[] | undefined): Hop | undefined {
  if (!redirectStatuses.has(status) || typeof location !== 'string') return undefined
  if (!URL.canParse(location, hop.url)) return undefined
  const url = new URL(location, hop.url)
  const away = url.origin !== hop.url.origin
  // A body may hold a password, and an order may not be given to someone else.
  if (away && hop.body !== null) return undefined
  const asGet = status === 303 || (status !== 307 && status !== 308 && hop.method === 'POST')
  const kept = Object.entries(hop.headers).filter(
    ([name]) => (!away || harmless.has(name)) && !(asGet && name.startsWith('content-')),
  )
  return {
    url,
    method: asGet && hop.method !== 'HEAD' ? 'GET' : hop.method,
    headers: Object.fromEntries(kept),
    body: asGet ? null : hop.body,
  }
}

async function whole(url: URL, answer: Dispatcher.ResponseData, maxBytes: number): Promise<HttpAnswer> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value === undefined || name === 'set-cookie') continue
    headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  const bytes = await readBody(answer.body, headers['content-encoding'] ?? '', maxBytes)
  return { url: url.href, status: answer.statusCode, headers, bytes }
}

function failed(error: unknown, journey: Journey): Result<never, HttpFailure> {
  const { sent } = journey
  const because = (kind: HttpFailureKind, detail: string) => fail({ kind, detail, sent })
  if (journey.signal.aborted) return because('timeout', 'no whole answer within the time limit')
  if (error instanceof ForbiddenAddress) return because('forbidden', error.message)
  if (error instanceof BodyTooLarge) return because('tooLarge', error.message)
  return because(sent ? 'broken' : 'unreachable', describeError(error).slice(0, 300))
}
