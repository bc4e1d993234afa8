import type { HttpRequest, Streamed } from '../../infra/http/index.ts'
import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Outcome } from '../contract.ts'
import { failureOfHttp } from '../failure-of.ts'
import * as graph from '../graph/client.ts'
import { failureOfGraph, notUnderstood } from '../graph/failures.ts'
import { type ListPage, pages } from '../graph/paging.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'

/** Instagram's corner of Graph: accounts that are reached through their Page. */

export const apiVersion = {
  name: 'v26.0',
  ends: null,
  source: 'https://developers.facebook.com/docs/graph-api/changelog',
} as const

export const facebook: graph.Graph = { origin: 'https://graph.facebook.com', version: apiVersion.name }

export type Called = graph.Called
export type Page = ListPage
export const { answerOf } = graph

export interface Call extends Omit<graph.GraphCall, 'form' | 'file'> {
  /** Sent as a form: what is not text goes as JSON. */
  readonly body?: Readonly<Record<string, unknown>>
}

export const membersOf = (slice: JsonSlice): Readonly<Record<string, unknown>> => {
  const value = slice.value
  return isObject(value) ? value : {}
}

function graphCall({ body, ...asked }: Call): graph.GraphCall {
  if (body === undefined) return asked
  const form = Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return { ...asked, form: Object.fromEntries(form) as Record<string, string> }
}

/** One call. */
export const call = (connection: Connection, asked: Call): Promise<Outcome<Called>> =>
  graph.call(facebook, connection, graphCall(asked))

/** One call, with Graph's own error kept. */
export const callWhole = (connection: Connection, asked: Call): ReturnType<typeof graph.callWhole> =>
  graph.callWhole(facebook, connection, graphCall(asked))

/** A list, page by page. */
export const listed = (connection: Connection, asked: Call): AsyncGenerator<Outcome<Page>> =>
  pages(facebook, connection, graphCall(asked))

/** Films are sent to a host of their own; a proxy or a double answers for both. */
const uploadOrigin = (connection: Connection): string =>
  connection.settings['api'] ? graph.originOf(facebook, connection) : 'https://rupload.facebook.com'

/** A film may be large, and the line from a town hall slow. */
const uploadMilliseconds = 600_000

/** A film's bytes, read as they are sent, to the container that waits for them. Nothing is published by it, so a lost answer is harmless. */
export async function upload(
  connection: Connection,
  container: string,
  film: Streamed,
): Promise<Outcome<void>> {
  const request: HttpRequest = {
    method: 'POST',
    url: `${uploadOrigin(connection)}/ig-api-upload/${apiVersion.name}/${container}`,
    headers: {
      authorization: `OAuth ${connection.secrets['token'] ?? ''}`,
      offset: '0',
      file_size: String(film.size),
      'content-type': 'application/octet-stream',
    },
    body: film,
    timeoutMilliseconds: uploadMilliseconds,
  }
  const got = await connection.http.request(request)
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, 'read', now))
  if (got.value.status < 200 || got.value.status >= 300) return fail(failureOfGraph(got.value, 'read', now))
  const json = readJson(got.value.bytes)
  return json.ok && json.value.get('success')?.value === true
    ? ok(undefined)
    : fail(notUnderstood('read', now))
}
