import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * How a double misbehaves until told otherwise:
 * slow: each answer waits `seconds` · tooMany: 429 with Retry-After `seconds` · error: 500 · empty: takes the request,
 * carries it out, and closes without a word · half: carries it out, and cuts the answer's body in the middle ·
 * revoked: 401, as when the access has been withdrawn · twice, reversed: the same item twice, or the list the wrong way
 * round; the double's own handler sees to those.
 * `on`: only for what changes something (any method but GET and HEAD), or only for what reads. Both when left out.
 */
export type Fault = { readonly on?: 'orders' | 'reads' } & (
  | { readonly kind: 'slow' | 'tooMany'; readonly seconds: number }
  | { readonly kind: 'error' | 'empty' | 'half' | 'revoked' | 'twice' | 'reversed' }
)

/** The fault, where it touches requests of this method. */
export function touching(fault: Fault | undefined, method: string): Fault | undefined {
  const reads = method === 'GET' || method === 'HEAD'
  return fault?.on === undefined || (fault.on === 'reads') === reads ? fault : undefined
}

const isRefusal = (fault: Fault | undefined): boolean =>
  fault?.kind === 'tooMany' || fault?.kind === 'error' || fault?.kind === 'revoked'

export interface DoubleRequest {
  readonly method: string
  /** With the double's own origin, so that pathname and searchParams are at hand. */
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** The token of an Authorization header of the kind Bearer; '' when there is none. */
  readonly bearer: string
  /** The body as JSON; throws SyntaxError when it is not. */
  json(): unknown
  /** The body as an HTML form, not multipart. */
  form(): URLSearchParams
}

export interface DoubleAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON with its content type; bytes and text as they are; an async iterable is streamed. */
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array> | object
}

export type DoubleHandler = (
  request: DoubleRequest,
  server: DoubleServer,
) => DoubleAnswer | Promise<DoubleAnswer>

export interface DoubleServer {
  /** 'http://127.0.0.1:PORT', without a slash at the end. */
  readonly url: string
  readonly port: number
  /** The fault now, for handlers that carry out faults of their own. */
  readonly fault: Fault | undefined
  setFault(fault: Fault | undefined): void
  /** The requests so far, newest last (at most 1 000), for tests that count or look at them. */
  readonly log: readonly DoubleRequest[]
  close(): Promise<void>
}

export interface DoubleOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined
  /** The platform has a shape of its own for tooMany, error and revoked: its handler answers them. */
  readonly ownRefusals?: true
  /** Requests that no fault touches, e.g. those of a picture host. */
  readonly faultless?: (request: DoubleRequest) => boolean
  readonly handler: DoubleHandler
}

async function read(incoming: IncomingMessage, origin: string): Promise<DoubleRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  const body = Buffer.concat(chunks)
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '/', origin),
    headers,
    body,
    bearer: /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1] ?? '',
    json: () => JSON.parse(body.toString('utf8')) as unknown,
    form: () => new URLSearchParams(body.toString('utf8')),
  }
}

const isStream = (body: object): body is AsyncIterable<Uint8Array> => Symbol.asyncIterator in body

async function stream(outgoing: ServerResponse, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const closed = new Promise<void>((done) => outgoing.once('close', done))
  for await (const chunk of chunks) {
    if (outgoing.destroyed) return
    if (outgoing.write(chunk)) continue
    await Promise.race([closed, new Promise<void>((done) => outgoing.once('drain', done))])
  }
  outgoing.end()
}

async function write(
  outgoing: ServerResponse,
  answer: DoubleAnswer,
  half: boolean,
  head: boolean,
): Promise<void> {
  const { status = 200, headers = {}, body = '' } = answer
  const streamed = typeof body === 'object' && !(body instanceof Uint8Array) && isStream(body)
  if (streamed) {
    outgoing.writeHead(status, headers)
    return stream(outgoing, body)
  }
  const isJson = typeof body === 'object' && !(body instanceof Uint8Array)
  const bytes = Buffer.from(isJson ? JSON.stringify(body) : (body as string | Uint8Array))
  const type = isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}
  outgoing.writeHead(status, { ...type, 'content-length': bytes.length, ...headers })
  if (head) outgoing.end()
  else if (half) {
    outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => outgoing.destroy())
  } else outgoing.end(bytes)
}

/** What the fault answers before the double has done anything, if it does. */
function refusal(fault: Fault | undefined): DoubleAnswer | undefined {
  if (fault?.kind === 'tooMany') {
    return {
      status: 429,
      headers: { 'retry-after': String(fault.seconds) },
      body: { error: 'Too Many Requests' },
    }
  }
  if (fault?.kind === 'error') return { status: 500, body: { error: 'Internal Server Error' } }
  if (fault?.kind === 'revoked') return { status: 401, body: { error: 'Unauthorized' } }
  return undefined
}

/** A real HTTP server on loopback that stands in for a platform: what the handler answers, or the fault that is set. */
export async function startDouble(options: DoubleOptions): Promise<DoubleServer> {
  let fault: Fault | undefined
  const log: DoubleRequest[] = []

  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const request = await read(incoming, double.url)
    log.push(request)
    if (log.length > 1_000) log.shift()
    const left = (options.ownRefusals && isRefusal(fault)) || options.faultless?.(request)
    const now = left ? undefined : touching(fault, request.method)
    if (now?.kind === 'slow') await new Promise((done) => setTimeout(done, now.seconds * 1_000).unref())
    const said = refusal(now) ?? (await options.handler(request, double))
    if (now?.kind === 'empty') outgoing.destroy()
    else await write(outgoing, said, now?.kind === 'half', request.method === 'HEAD')
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy()
      else
        outgoing.writeHead(500, { 'content-type': 'text/plain' }).end(`fault in the double: ${String(error)}`)
    })
  })
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(options.port ?? 0, '127.0.0.1', done)
  })
  const { port } = server.address() as AddressInfo

  const double: DoubleServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    get fault() {
      return fault
    },
    setFault: (next) => {
      fault = next
    },
    log,
    close: () =>
      new Promise((done, failed) => {
        server.close((error) => (error === undefined ? done() : failed(error)))
        server.closeAllConnections()
      }),
  }
  return double
}
