import type { HttpAnswer, HttpRequest, Streamed } from '../../infra/http/index.ts'
import { fail, isObject, ok, type Result } from '../../kernel/index.ts'
import type { Connection, Failure, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart } from '../raw.ts'
import { failureOfAnswer, notJson } from './failures.ts'

/** An answer from the REST API, understood as JSON. */
export interface Called {
  readonly answer: HttpAnswer
  /** How it was got, for the items in it. */
  readonly part: Raw['answer']
  readonly json: JsonSlice
}

export interface Call {
  /** Below the API's root, e.g. 'wp/v2/comments'. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number | undefined>>
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>
  /** Sent as it is, instead of `body`. */
  readonly file?: {
    readonly content: Uint8Array | Streamed
    readonly mediaType: string
    readonly name: string
  }
  /** Statuses that are answers here, not failures. */
  readonly also?: readonly number[]
}

const rootKey = 'wordpress.root'
/** A film may be large, and the line from a town hall slow. */
const fileMilliseconds = 600_000

/** The site's address as it was registered, without a slash at the end. @throws TypeError when it is not an address. */
export function siteOf(settings: Readonly<Record<string, string>>): string {
  const url = new URL(settings['url'] ?? '')
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

const credentials = ({ settings, secrets }: Connection): string =>
  `Basic ${Buffer.from(`${settings['username'] ?? ''}:${secrets['password'] ?? ''}`).toString('base64')}`

/** A failure, and whether it came of an answer larger than we take, so that less can be asked for. */
export interface Refusal {
  readonly failure: Failure
  readonly tooLarge: boolean
}

async function send(
  connection: Connection,
  request: HttpRequest,
  intent: Intent,
): Promise<Result<HttpAnswer, Refusal>> {
  const got = await connection.http.request(request)
  if (got.ok) return got
  const failure = failureOfHttp(got.error, intent, connection.clock.now())
  return fail({ failure, tooLarge: got.error.kind === 'tooLarge' })
}

/**
 * The API's root: '/wp-json/', or '/?rest_route=/' where the site has plain permalinks. Asked once per process.
 * @returns what the root says about the site, too; undefined when what answers is not like WordPress.
 */
export async function findRoot(
  connection: Connection,
): Promise<Outcome<{ root: string; index: JsonSlice } | undefined>> {
  const site = siteOf(connection.settings)
  let refusal: HttpAnswer | undefined
  for (const root of [`${site}/wp-json/`, `${site}/?rest_route=/`]) {
    const mark = root.includes('?') ? '&' : '?'
    const url = `${root}${mark}_fields=name,home,namespaces,authentication`
    // With the credentials: some sites answer nobody who is not signed in.
    const headers = { accept: 'application/json', authorization: credentials(connection) }
    const got = await send(connection, { url, headers }, 'read')
    if (!got.ok) return fail(got.error.failure)
    const json = readJson(got.value.bytes)
    const names = json.ok ? json.value.get('namespaces')?.value : undefined
    if (got.value.status === 200 && json.ok && Array.isArray(names) && names.includes('wp/v2')) {
      connection.memory.set(rootKey, root)
      return ok({ root, index: json.value })
    }
    refusal ??= got.value
  }
  if (refusal === undefined || refusal.status === 200) return ok(undefined)
  return fail(failureOfAnswer(refusal, 'read', connection.clock.now()))
}

async function rootOf(connection: Connection): Promise<Outcome<string>> {
  const known = connection.memory.get(rootKey)
  if (typeof known === 'string') return ok(known)
  const found = await findRoot(connection)
  if (!found.ok) return found
  // It was WordPress when the account was connected, so that this may be a page in front of it that passes.
  return found.value ? ok(found.value.root) : fail(notJson('read', connection.clock.now()))
}

function addressOf(root: string, call: Call): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(call.query ?? {})) {
    if (value !== undefined) query.set(name, String(value))
  }
  const asked = query.toString()
  if (asked === '') return `${root}${call.path}`
  return `${root}${call.path}${root.includes('?') ? '&' : '?'}${asked}`
}

function requestOf(connection: Connection, root: string, asked: Call): HttpRequest {
  const headers = { authorization: credentials(connection), accept: 'application/json' }
  const common = { method: asked.method ?? 'GET', url: addressOf(root, asked) }
  if (asked.file) {
    const { content, mediaType, name } = asked.file
    const about = { 'content-type': mediaType, 'content-disposition': `attachment; filename="${name}"` }
    const timeoutMilliseconds = fileMilliseconds
    return { ...common, headers: { ...headers, ...about }, body: content, timeoutMilliseconds }
  }
  if (asked.body === undefined) return { ...common, headers }
  const type = { 'content-type': 'application/json' }
  return { ...common, headers: { ...headers, ...type }, body: JSON.stringify(asked.body) }
}

/** As `call`, telling apart what was too large. */
export async function callWhole(connection: Connection, asked: Call): Promise<Result<Called, Refusal>> {
  const root = await rootOf(connection)
  if (!root.ok) return fail({ failure: root.error, tooLarge: false })
  const intent: Intent = (asked.method ?? 'GET') === 'GET' ? 'read' : 'order'
  const got = await send(connection, requestOf(connection, root.value, asked), intent)
  if (!got.ok) return got
  const now = connection.clock.now()
  const { status } = got.value
  if (!((status >= 200 && status < 300) || asked.also?.includes(status))) {
    return fail({ failure: failureOfAnswer(got.value, intent, now), tooLarge: false })
  }
  const json = readJson(got.value.bytes)
  if (!json.ok) return fail({ failure: notJson(intent, now), tooLarge: false })
  return ok({ answer: got.value, part: answerPart(got.value, now), json: json.value })
}

/** Asks the API as the account's user. Everything that is not a JSON answer with status 2xx (or `also`) is a failure. */
export async function call(connection: Connection, asked: Call): Promise<Outcome<Called>> {
  const got = await callWhole(connection, asked)
  return got.ok ? got : fail(got.error.failure)
}

/** The members of a JSON object; none when it is something else. */
export function membersOf(slice: JsonSlice): Record<string, unknown> {
  const { value } = slice
  return isObject(value) ? value : {}
}
