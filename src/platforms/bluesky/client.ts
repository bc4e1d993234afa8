import type { HttpAnswer, HttpRequest, Streamed } from '../../infra/http/index.ts'
import { fail, isObject, type Json, ok, type Result } from '../../kernel/index.ts'
import type { Connection, Failure, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart } from '../raw.ts'
import { failureOfAnswer, isTokenRefusal, notUnderstood, xrpcError } from './failures.ts'

/** pds: where the account's own repository is, read without signing in · appview: what the public sees. */
export type Host = 'pds' | 'appview'

export interface Call {
  readonly host: Host
  /** An XRPC method, e.g. 'com.atproto.repo.getRecord'. */
  readonly method: string
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>
  /** Sent as JSON by POST. */
  readonly body?: Json
  /** POST with nothing in it. */
  readonly post?: true
  /** Sent as it is by POST. */
  readonly file?: { readonly content: Uint8Array | Streamed; readonly mediaType: string }
  /** With the account's own session; default false. */
  readonly signedIn?: boolean
  /** Handed on by the PDS to Bluesky's chat. */
  readonly chat?: true
  /** What a lost answer means. Default: 'order' with a body, else 'read'. */
  readonly intent?: Intent
}

export interface Called {
  readonly answer: HttpAnswer
  /** How it was got, for the items in it. */
  readonly part: Raw['answer']
  readonly json: JsonSlice
}

/** A failure, and Bluesky's own name for it where it gave one (e.g. 'InvalidSwap'). */
export interface Refusal {
  readonly failure: Failure
  readonly code: string | undefined
}

const publicAppview = 'https://public.api.bsky.app'

/** The origin of a host, without a slash at the end. @throws TypeError when the setting is no address. */
export function originOf({ settings }: Pick<Connection, 'settings'>, host: Host): string {
  const address = host === 'pds' ? settings['service'] : settings['appview'] || publicAppview
  return new URL(address ?? '').origin
}

export interface Session {
  readonly did: string
  readonly handle: string
  readonly accessJwt: string
  readonly refreshJwt: string
}

const sessionKey = 'bluesky.session'
/** A film may be large, and the line from a town hall slow. */
const fileMilliseconds = 600_000
/** A token that ends sooner than this is renewed before it is used. */
const renewBefore = 60_000

function requestOf(connection: Connection, asked: Call, token: string | undefined): HttpRequest {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(asked.query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) query.append(name, String(one))
    }
  }
  const text = query.toString()
  const url = `${originOf(connection, asked.host)}/xrpc/${asked.method}${text === '' ? '' : `?${text}`}`
  const headers = {
    accept: 'application/json',
    ...(asked.chat ? { 'atproto-proxy': 'did:web:api.bsky.chat#bsky_chat' } : {}),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  }
  if (asked.file) {
    const { content, mediaType } = asked.file
    const sent = { ...headers, 'content-type': mediaType }
    return { method: 'POST', url, headers: sent, body: content, timeoutMilliseconds: fileMilliseconds }
  }
  if (asked.body === undefined) return { method: asked.post ? 'POST' : 'GET', url, headers }
  const type = { 'content-type': 'application/json' }
  return { method: 'POST', url, headers: { ...headers, ...type }, body: JSON.stringify(asked.body) }
}

const intentOf = ({ intent, body, file }: Call): Intent =>
  intent ?? (body !== undefined || file ? 'order' : 'read')

function understood(connection: Connection, asked: Call, answer: HttpAnswer): Result<Called, Refusal> {
  const now = connection.clock.now()
  const intent = intentOf(asked)
  if (answer.status < 200 || answer.status >= 300) {
    return fail({ failure: failureOfAnswer(answer, intent, now), code: xrpcError(answer)?.code })
  }
  const json = readJson(answer.bytes)
  if (!json.ok || !isObject(json.value.value)) {
    return fail({ failure: notUnderstood(intent, now), code: undefined })
  }
  return ok({ answer, part: answerPart(answer, now), json: json.value })
}

async function ask(
  connection: Connection,
  asked: Call,
  token?: string,
): Promise<Result<HttpAnswer, Refusal>> {
  const got = await connection.http.request(requestOf(connection, asked, token))
  if (got.ok) return got
  const failure = failureOfHttp(got.error, intentOf(asked), connection.clock.now())
  return fail({ failure, code: undefined })
}

/**
 * One call, with Bluesky's own error name kept. A call that is signed in and refused for its token is made once more
 * with a renewed one: a refused token means that nothing was carried out.
 */
export async function callWhole(connection: Connection, asked: Call): Promise<Result<Called, Refusal>> {
  if (!asked.signedIn) {
    const got = await ask(connection, asked)
    return got.ok ? understood(connection, asked, got.value) : got
  }
  const session = await sessionOf(connection)
  if (!session.ok) return fail({ failure: session.error, code: undefined })
  const first = await ask(connection, asked, session.value.accessJwt)
  if (!first.ok) return first
  if (!isTokenRefusal(first.value)) return understood(connection, asked, first.value)
  const renewed = await renew(connection, session.value)
  if (!renewed.ok) return fail({ failure: renewed.error, code: undefined })
  const second = await ask(connection, asked, renewed.value.accessJwt)
  return second.ok ? understood(connection, asked, second.value) : second
}

/** One call. */
export async function call(connection: Connection, asked: Call): Promise<Outcome<Called>> {
  const got = await callWhole(connection, asked)
  return got.ok ? got : fail(got.error.failure)
}

const textIn = (value: Record<string, unknown>, name: string): string =>
  typeof value[name] === 'string' ? value[name] : ''

function readSession(value: unknown): Session | undefined {
  if (!isObject(value)) return undefined
  const [did, handle] = [textIn(value, 'did'), textIn(value, 'handle')]
  const [accessJwt, refreshJwt] = [textIn(value, 'accessJwt'), textIn(value, 'refreshJwt')]
  return did && accessJwt && refreshJwt ? { did, handle, accessJwt, refreshJwt } : undefined
}

/** When a token says that it ends, in milliseconds since 1970; undefined when it does not say. */
function endOf(jwt: string): number | undefined {
  const payload = readJson(Buffer.from(jwt.split('.')[1] ?? '', 'base64url'))
  const value = payload.ok ? payload.value.value : undefined
  return isObject(value) && typeof value['exp'] === 'number' ? value['exp'] * 1_000 : undefined
}

/** The account's session: kept in memory, renewed when it is about to end, opened with the app password otherwise. */
export async function sessionOf(connection: Connection): Promise<Outcome<Session>> {
  const known = readSession(connection.memory.get(sessionKey))
  if (known === undefined) return open(connection)
  const end = endOf(known.accessJwt)
  if (end !== undefined && end - renewBefore <= connection.clock.now().getTime())
    return renew(connection, known)
  return ok(known)
}

/** Opens a session with the app password. Bluesky counts these, so it is done once and then renewed. */
export async function open(connection: Connection): Promise<Outcome<Session>> {
  const body = {
    identifier: connection.settings['handle'] ?? '',
    password: connection.secrets['password'] ?? '',
  }
  // A session that was opened and not heard of changes nothing that anyone sees.
  const asked: Call = { host: 'pds', method: 'com.atproto.server.createSession', body, intent: 'read' }
  return keep(connection, await call(connection, asked))
}

async function renew(connection: Connection, session: Session): Promise<Outcome<Session>> {
  const asked: Call = {
    host: 'pds',
    method: 'com.atproto.server.refreshSession',
    post: true,
    intent: 'read',
  }
  const got = await ask(connection, asked, session.refreshJwt)
  if (!got.ok) return fail(got.error.failure)
  if (isTokenRefusal(got.value)) return open(connection)
  const read = understood(connection, asked, got.value)
  return keep(connection, read.ok ? read : fail(read.error.failure))
}

function keep(connection: Connection, got: Outcome<Called>): Outcome<Session> {
  if (!got.ok) {
    if (got.error.kind === 'reauthorise') connection.memory.delete(sessionKey)
    return got
  }
  const session = readSession(got.value.json.value)
  if (session === undefined) return fail(notUnderstood('read', connection.clock.now()))
  connection.memory.set(sessionKey, { ...session })
  return ok(session)
}
