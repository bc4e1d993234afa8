import type { HttpAnswer, HttpRequest } from '../../infra/http/index.ts'
import { fail, type Json, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type FormFile, multipart } from '../films/multipart.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart } from '../raw.ts'
import { failureOfAnswer, notUnderstood } from './failures.ts'

type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>

/** A film may be large, and the line from a town hall slow. */
const fileMilliseconds = 600_000

export interface Call {
  /** From the server's root, e.g. '/api/v1/statuses'. */
  readonly path: string
  readonly query?: Query
  /** Sent as JSON by POST. */
  readonly body?: Json
  /** POST with nothing in it. */
  readonly post?: true
  readonly form?: { readonly fields: readonly (readonly [string, string])[]; readonly file: FormFile }
  readonly idempotencyKey?: string
  /** Without the token, as anybody would ask. */
  readonly anonymous?: true
  /** What a lost answer means. Default: 'order' for POST, else 'read'. */
  readonly intent?: Intent
}

export interface Called {
  readonly answer: HttpAnswer
  readonly part: Raw['answer']
  readonly json: JsonSlice
}

/** The server's origin, without a slash at the end. @throws TypeError when the setting is no address. */
export const originOf = ({ settings }: Pick<Connection, 'settings'>): string =>
  new URL(settings['server'] ?? '').origin

/** An identifier as Mastodon gives it: digits (older and other servers: letters too). */
export const isId = (value: unknown): value is string => typeof value === 'string' && isIdText(value)

/** As isId, of what is known to be text. */
export const isIdText = (text: string): boolean => /^[A-Za-z0-9]{1,40}$/.test(text)

/** Identifiers rise with time; as numbers they may be longer than a double holds. */
export const isLater = (a: string, b: string): boolean =>
  a.length === b.length ? a > b : a.length > b.length

function requestOf(connection: Connection, asked: Call): HttpRequest {
  const url = new URL(asked.path, originOf(connection))
  for (const [name, value] of Object.entries(asked.query ?? {})) {
    if (Array.isArray(value)) for (const one of value) url.searchParams.append(`${name}[]`, String(one))
    else if (value !== undefined) url.searchParams.append(name, String(value))
  }
  const headers = {
    accept: 'application/json',
    ...(asked.anonymous ? {} : { authorization: `Bearer ${connection.secrets['accessToken'] ?? ''}` }),
    ...(asked.idempotencyKey === undefined ? {} : { 'idempotency-key': asked.idempotencyKey }),
  }
  if (asked.form) {
    const { mediaType, body } = multipart(asked.form.fields, asked.form.file)
    return {
      ...{ method: 'POST', url: url.href, headers: { ...headers, 'content-type': mediaType }, body },
      timeoutMilliseconds: fileMilliseconds,
    }
  }
  if (asked.body === undefined) return { method: asked.post ? 'POST' : 'GET', url: url.href, headers }
  const type = { 'content-type': 'application/json' }
  return { method: 'POST', url: url.href, headers: { ...headers, ...type }, body: JSON.stringify(asked.body) }
}

/** One call. An answer of 206 (media still being worked on) comes back as it is. */
export async function call(connection: Connection, asked: Call): Promise<Outcome<Called>> {
  const intent = asked.intent ?? (asked.body !== undefined || asked.post || asked.form ? 'order' : 'read')
  const got = await connection.http.request(requestOf(connection, asked))
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, intent, now))
  const { status, bytes } = got.value
  if (status < 200 || status >= 300) return fail(failureOfAnswer(got.value, intent, now))
  const json = readJson(status === 206 && bytes.length === 0 ? Buffer.from('{}') : bytes)
  if (!json.ok) return fail(notUnderstood(intent, now))
  return ok({ answer: got.value, part: answerPart(got.value, now), json: json.value })
}

export interface Listed {
  readonly called: Called
  readonly elements: readonly JsonSlice[]
  /** Where the list goes on to older (max_id) and newer (min_id) ones, when the server says that it does. */
  readonly older: string | undefined
  readonly newer: string | undefined
}

/** Only the identifier is taken out of a Link header (RFC 8288), so that it cannot lead anywhere else. */
function linked(header: string | undefined, rel: string, name: string): string | undefined {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(/<([^>]{1,2000})>([^<]{0,200})/g)) {
    if (!parameters.includes(`rel="${rel}"`) || !URL.canParse(target)) continue
    const id = new URL(target).searchParams.get(name)
    if (isId(id)) return id
  }
  return undefined
}

/** A page of a list. */
export async function list(connection: Connection, path: string, query: Query): Promise<Outcome<Listed>> {
  const called = await call(connection, { path, query })
  if (!called.ok) return called
  const { json, answer } = called.value
  if (json.bytes[0] !== 0x5b) return fail(notUnderstood('read', connection.clock.now()))
  return ok({
    called: called.value,
    elements: json.elements(),
    older: linked(answer.headers['link'], 'next', 'max_id'),
    newer: linked(answer.headers['link'], 'prev', 'min_id'),
  })
}
