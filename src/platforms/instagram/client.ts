import type { HttpAnswer, HttpRequest } from '../../infra/http/index.ts'
import { fail, isObject, limits, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart } from '../raw.ts'
import { hmac } from '../signature.ts'
import { failureOfAnswer, graphError, isGone, notUnderstood } from './failures.ts'

/** Asked for in every address; about two years of life each. */
export const apiVersion = {
  name: 'v26.0',
  ends: null,
  source: 'https://developers.facebook.com/docs/graph-api/changelog',
} as const

export interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** After the version, e.g. '17841400000000001/media'. */
  readonly path: string
  readonly query?: Readonly<Record<string, string | number>>
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>
  /** What a lost answer means. Default: 'read' for GET, else 'order'. */
  readonly intent?: Intent
  /** Graph's "not there" is an answer and no failure: for taking away what may be gone already. */
  readonly goneIsFine?: true
}

export interface Called {
  readonly answer: HttpAnswer
  readonly part: Raw['answer']
  readonly json: JsonSlice
}

export const originOf = ({ settings }: Pick<Connection, 'settings'>): string =>
  new URL(settings['api'] || 'https://graph.facebook.com').origin

/** Films are sent to a host of their own; a proxy or a double answers for both. */
const uploadOrigin = (connection: Connection): string =>
  connection.settings['api'] ? originOf(connection) : 'https://rupload.facebook.com'

export const membersOf = (slice: JsonSlice): Readonly<Record<string, unknown>> => {
  const value = slice.value
  return isObject(value) ? value : {}
}

const intentOf = ({ intent, method }: Call): Intent =>
  intent ?? (method === undefined || method === 'GET' ? 'read' : 'order')

/** The token goes in a header, so that no address holds it. The proof is its HMAC: worthless without the token. */
function requestOf(connection: Connection, asked: Call): HttpRequest {
  const token = connection.secrets['token'] ?? ''
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(asked.query ?? {})) query.set(name, String(value))
  query.set('appsecret_proof', hmac('sha256', connection.secrets['appSecret'] ?? '', token).toString('hex'))
  const url = `${originOf(connection)}/${apiVersion.name}/${asked.path}?${query}`
  const headers = { accept: 'application/json', authorization: `Bearer ${token}` }
  const method = asked.method ?? 'GET'
  if (asked.body === undefined) return { method, url, headers }
  return {
    method,
    url,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(asked.body),
  }
}

/** The answer as it is kept: without the proof, which says nothing of the item. */
function withoutProof(answer: HttpAnswer): HttpAnswer {
  const url = new URL(answer.url)
  url.searchParams.delete('appsecret_proof')
  return { ...answer, url: url.toString() }
}

async function ask(
  connection: Connection,
  request: HttpRequest,
  intent: Intent,
  goneIsFine = false,
): Promise<Outcome<Called>> {
  const got = await connection.http.request(request)
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, intent, now))
  const answer = withoutProof(got.value)
  const good = answer.status >= 200 && answer.status < 300
  if (!good && !(goneIsFine && isGone(graphError(answer)))) return fail(failureOfAnswer(answer, intent, now))
  const json = readJson(answer.bytes)
  if (!json.ok || !isObject(json.value.value)) return fail(notUnderstood(intent, now))
  return ok({ answer, part: answerPart(answer, now), json: json.value })
}

/** One call. */
export const call = (connection: Connection, asked: Call): Promise<Outcome<Called>> =>
  ask(connection, requestOf(connection, asked), intentOf(asked), asked.goneIsFine)

/** A film's bytes, to the container that waits for them. Nothing is published by it. */
export const upload = (
  connection: Connection,
  container: string,
  bytes: Uint8Array,
): Promise<Outcome<Called>> =>
  ask(
    connection,
    {
      method: 'POST',
      url: `${uploadOrigin(connection)}/ig-api-upload/${apiVersion.name}/${container}`,
      headers: {
        authorization: `OAuth ${connection.secrets['token'] ?? ''}`,
        offset: '0',
        file_size: String(bytes.length),
        'content-type': 'application/octet-stream',
      },
      body: bytes,
    },
    'read',
  )

export interface Page {
  readonly called: Called
  readonly elements: readonly JsonSlice[]
}

/**
 * A list, page by page. The next page is asked for by its cursor: the address that Graph gives holds the token.
 * A page may be empty and still have a next one.
 */
export async function* listed(connection: Connection, asked: Call): AsyncGenerator<Outcome<Page>> {
  let after: string | undefined
  for (let pages = 0; pages < limits.pagesPerRound; pages++) {
    const query: Call['query'] = { ...asked.query, ...(after === undefined ? {} : { after }) }
    const called: Outcome<Called> = await call(connection, { ...asked, query })
    if (!called.ok) return yield called
    const data = called.value.json.get('data')
    if (data === undefined) return yield fail(notUnderstood('read', connection.clock.now()))
    yield ok({ called: called.value, elements: data.elements() })
    const paging = called.value.json.get('paging')
    const next = paging?.get('cursors')?.get('after')?.value
    if (paging?.get('next') === undefined || typeof next !== 'string' || next === after) return
    after = next
  }
  const at = connection.clock.now()
  yield fail({
    kind: 'retryLater',
    at,
    detail:
      'Listan hos Instagram är längre än vad som läses på en gång. Läsningen går vidare i nästa omgång.',
  })
}
