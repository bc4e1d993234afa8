import type { HttpAnswer, Streamed } from '../../infra/http/index.ts'
import { fail, isObject, type Json, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart } from '../raw.ts'
import { failureOfAnswer, failureOfSignIn, midnightAfter, notUnderstood, shareUsed } from './failures.ts'

/** Supported for at least twelve months, says the documentation; its own end day could not be read, so the earliest possible is used. */
export const version = '202607'
export const versionEnds = '2027-07-01'
const origin = 'https://api.linkedin.com'
/** The double and proxies answer for sign-in too, where `api` is set. */
export const signInHost = ({ settings }: Pick<Connection, 'settings'>): string =>
  settings['api'] || 'https://www.linkedin.com'

export interface Called {
  readonly answer: HttpAnswer
  readonly part: Raw['answer']
  readonly json: JsonSlice
}

/** A URN in an address: Rest.li 2.0 reads bare parentheses as its own, so they are encoded too. */
export const encoded = (urn: string): string =>
  encodeURIComponent(urn).replaceAll('(', '%28').replaceAll(')', '%29')

export const ownUrn = ({ settings }: Pick<Connection, 'settings'>): string =>
  `urn:li:organization:${settings['organizationId'] ?? ''}`

const bearer = ({ secrets }: Connection): string => `Bearer ${secrets['accessToken'] ?? ''}`

export interface Asked {
  /** After /rest, with its query. */
  readonly path: string
  readonly body?: Json
  /** Default: a read without a body, an order with one. */
  readonly intent?: Intent
  readonly method?: 'PUT'
}

export async function call(connection: Connection, asked: Asked): Promise<Outcome<Called>> {
  const { path, body, intent = body === undefined ? 'read' : 'order' } = asked
  const begun = connection.clock.now()
  if (!(await connection.quota.take('questions', 1, Number.MAX_SAFE_INTEGER, midnightAfter(begun))))
    return fail(shareUsed(begun))
  const got = await connection.http.request({
    method: asked.method ?? (body === undefined ? 'GET' : 'POST'),
    url: `${connection.settings['api'] || origin}/rest${path}`,
    headers: {
      accept: 'application/json',
      authorization: bearer(connection),
      'linkedin-version': version,
      'x-restli-protocol-version': '2.0.0',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, intent, now))
  if (got.value.status < 200 || got.value.status >= 300) return fail(failureOfAnswer(got.value, intent, now))
  return calledFrom(got.value, intent, now)
}

function calledFrom(answer: HttpAnswer, intent: Intent, now: Date): Outcome<Called> {
  // A post is created with its id in a header and nothing in the body.
  const json = readJson(answer.bytes.length === 0 ? Buffer.from('{}') : answer.bytes)
  if (!json.ok || !isObject(json.value.value)) return fail(notUnderstood(intent, now))
  return ok({ answer, part: answerPart(answer, now), json: json.value })
}

/** A question to LinkedIn's sign-in: a form with the app's own id and secret. */
export async function askSignIn(
  connection: Connection,
  path: 'accessToken' | 'introspectToken',
  fields: Readonly<Record<string, string>>,
): Promise<Outcome<Called>> {
  const form = new URLSearchParams({
    ...fields,
    client_id: connection.settings['clientId'] ?? '',
    client_secret: connection.secrets['clientSecret'] ?? '',
  })
  const got = await connection.http.request({
    method: 'POST',
    url: `${signInHost(connection)}/oauth/v2/${path}`,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, 'read', now))
  if (got.value.status !== 200) return fail(failureOfSignIn(got.value, now))
  return calledFrom(got.value, 'read', now)
}

/** Whether an address that LinkedIn gave is LinkedIn's own: the access is sent nowhere else. */
const isOwn = ({ settings }: Connection, url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, origin: at } = new URL(url)
  return at === settings['api'] || (protocol === 'https:' && /(^|\.)linkedin\.com$/.test(hostname))
}

/**
 * Puts a file where LinkedIn said. What was uploaded and is in no post shows nowhere, so a lost answer may be tried again.
 * @param signed whether the access goes along: pictures want it, films are refused with it.
 */
export async function upload(
  connection: Connection,
  to: { readonly url: unknown; readonly mediaType: string; readonly signed: boolean },
  content: Uint8Array | Streamed,
): Promise<Outcome<HttpAnswer>> {
  const { url, mediaType, signed } = to
  const now = connection.clock.now()
  if (typeof url !== 'string' || !isOwn(connection, url)) return fail(notUnderstood('read', now))
  const got = await connection.http.request({
    method: 'PUT',
    url,
    headers: { 'content-type': mediaType, ...(signed ? { authorization: bearer(connection) } : {}) },
    body: content,
    timeoutMilliseconds: 120_000,
  })
  if (!got.ok) return fail(failureOfHttp(got.error, 'read', connection.clock.now()))
  const { status } = got.value
  return status >= 200 && status < 300 ? ok(got.value) : fail(failureOfAnswer(got.value, 'read', now))
}
