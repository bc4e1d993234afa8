import type { HttpAnswer, HttpRequest, Streamed } from '../../infra/http/index.ts'
import { fail, isObject, type Json, ok, type Result } from '../../kernel/index.ts'
import type { Connection, Failure, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart } from '../raw.ts'
import { accessToken, type Host, originOf } from './access.ts'
import { cost, spend, type Use } from './budget.ts'
import { failureOfAnswer, googleError, isTokenRefusal, notUnderstood } from './failures.ts'

type Value = string | number | boolean | readonly string[] | undefined

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT'
  /** Default 'data'. */
  readonly host?: Host
  /** Instead of a host's: where Google said that an upload is to go. */
  readonly origin?: string
  /** After the origin, e.g. '/youtube/v3/comments'. */
  readonly path: string
  readonly query?: Readonly<Record<string, Value>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Json
  /** Sent as it is, instead of `body`. */
  readonly file?: Uint8Array | Streamed
  /** Units of the day's quota and what they are used for; default one for a single look. null: none are counted. */
  readonly quota?: { readonly units: number; readonly use: Use } | null
  /** What a lost answer means. Default 'read'. */
  readonly intent?: Intent
  readonly timeoutMilliseconds?: number
}

export interface Called {
  readonly answer: HttpAnswer
  /** How it was got, for the items in it. */
  readonly part: Raw['answer']
  /** undefined when nothing came: 204, or 304 (nothing has changed). */
  readonly json: JsonSlice | undefined
}

/** A failure, and Google's own reason for it where it gave one. */
export interface Refusal {
  readonly failure: Failure
  readonly reason: string | undefined
}

function requestOf(connection: Connection, call: Call, token: string): HttpRequest {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(call.query ?? {})) {
    for (const one of Array.isArray(value) ? (value as readonly string[]) : [value]) {
      if (one !== undefined) query.append(name, String(one))
    }
  }
  const { method = 'GET', path, body, file, timeoutMilliseconds } = call
  const question = query.size === 0 ? '' : `?${query}`
  const sent = file ?? (body === undefined ? undefined : JSON.stringify(body))
  return {
    method,
    url: `${call.origin ?? originOf(connection, call.host ?? 'data')}${path}${question}`,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json; charset=UTF-8' }),
      ...call.headers,
    },
    ...(sent === undefined ? {} : { body: sent }),
    ...(timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds }),
  }
}

/** An upload's own address gives the right to write to it: what is kept of it must not. */
const withoutUploadId = (url: string): string => {
  const address = new URL(url)
  address.searchParams.delete('upload_id')
  return address.href
}

function understood(connection: Connection, call: Call, answer: HttpAnswer): Result<Called, Refusal> {
  const now = connection.clock.now()
  const intent = call.intent ?? 'read'
  const part = answerPart({ ...answer, url: withoutUploadId(answer.url) }, now)
  if (answer.status === 204 || answer.status === 304) return ok({ answer, part, json: undefined })
  if (answer.status < 200 || answer.status >= 300) {
    return fail({ failure: failureOfAnswer(answer, intent, now), reason: googleError(answer)?.reason })
  }
  // The beginning of an upload is answered with an address and nothing more.
  if (answer.bytes.length === 0 && answer.headers['location'] !== undefined) {
    return ok({ answer, part, json: undefined })
  }
  const json = readJson(answer.bytes)
  return json.ok && isObject(json.value.value)
    ? ok({ answer, part, json: json.value })
    : fail({ failure: notUnderstood(intent, now), reason: undefined })
}

/**
 * One call, with Google's own reason kept. When the access token is refused it is made once more with a new one:
 * a refused token means that nothing was carried out.
 */
export async function callWhole(connection: Connection, call: Call): Promise<Result<Called, Refusal>> {
  const refused = (failure: Failure) => fail({ failure, reason: undefined })
  const { quota = { units: cost.list, use: 'single' } as const } = call
  let token = await accessToken(connection)
  if (!token.ok) return refused(token.error)
  if (quota) {
    const taken = await spend(connection, quota.units, quota.use)
    if (!taken.ok) return refused(taken.error)
  }
  for (let time = 0; ; time++) {
    const got = await connection.http.request(requestOf(connection, call, token.value))
    if (!got.ok) return refused(failureOfHttp(got.error, call.intent ?? 'read', connection.clock.now()))
    if (time > 0 || !isTokenRefusal(got.value)) return understood(connection, call, got.value)
    token = await accessToken(connection, token.value)
    if (!token.ok) return refused(token.error)
  }
}

/** One call. */
export async function call(connection: Connection, asked: Call): Promise<Outcome<Called>> {
  const got = await callWhole(connection, asked)
  return got.ok ? got : fail(got.error.failure)
}

/** The `items` of a list; none when it has none. */
export const itemsIn = (called: Called): JsonSlice[] => called.json?.get('items')?.elements() ?? []

export const textIn = (called: Called, name: string): string | undefined => {
  const value = called.json?.get(name)?.value
  return typeof value === 'string' && value !== '' ? value : undefined
}
