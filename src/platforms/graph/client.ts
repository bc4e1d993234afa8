import type { HttpAnswer, HttpRequest } from '../../infra/http/index.ts'
import { fail, isObject, ok, type Result } from '../../kernel/index.ts'
import type { Answer, Connection, Failure, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type FormFile, multipart } from '../films/multipart.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart, rawOf } from '../raw.ts'
import { hmac } from '../signature.ts'
import { failureOfGraph, type GraphError, graphError, notUnderstood } from './failures.ts'

/** Where an API of Graph's kind is. */
export interface Graph {
  /** E.g. 'https://graph.facebook.com'; the account's setting `api` stands before it. */
  readonly origin: string
  /** E.g. 'v26.0'. */
  readonly version: string
}

type Parameters = Readonly<Record<string, string | number | boolean | undefined>>

export interface GraphCall {
  /** Default GET. */
  readonly method?: 'GET' | 'POST' | 'DELETE'
  /** Below the version, without a slash first: '123/feed'. */
  readonly path: string
  readonly query?: Parameters
  /** Sent as a form by POST. */
  readonly form?: Parameters
  /** Sent with the form, as multipart. */
  readonly file?: FormFile
  /** Default: the account's secret `token`. null: none, and no proof. */
  readonly token?: string | null
  /** What a lost answer means. Default: 'read' for GET, else 'order'. */
  readonly intent?: Intent
  readonly timeoutMilliseconds?: number
}

export interface Called {
  readonly answer: HttpAnswer
  /** How it was got, for the items in it; its address without anything secret. */
  readonly part: Raw['answer']
  readonly json: JsonSlice
}

/** A failure, Graph's own error where it gave one, and the answer that it stood in. */
export interface Refusal {
  readonly failure: Failure
  readonly error?: GraphError
  readonly answer?: Answer
}

const secretParameters = [
  'access_token',
  'appsecret_proof',
  'input_token',
  'client_secret',
  'fb_exchange_token',
]

/** The address without tokens, and without proofs made of tokens. */
export function withoutSecrets(address: string): string {
  const url = new URL(address)
  for (const name of secretParameters) url.searchParams.delete(name)
  return url.href
}

const partOf = (answer: HttpAnswer, now: Date): Raw['answer'] => ({
  ...answerPart(answer, now),
  url: withoutSecrets(answer.url),
})

/** The whole answer as it is kept. */
export const answerOf = ({ answer, part }: Called): Answer => rawOf(answer, part)

const pairsOf = (parameters: Parameters = {}): [string, string][] =>
  Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )

/** The origin, without a slash at the end. @throws TypeError when the setting is no address. */
export const originOf = (graph: Graph, { settings }: Pick<Connection, 'settings'>): string =>
  new URL(settings['api'] || graph.origin).origin

function requestOf(graph: Graph, connection: Connection, asked: GraphCall): HttpRequest {
  const token = asked.token === undefined ? connection.secrets['token'] : asked.token
  const appSecret = connection.secrets['appSecret']
  const query = new URLSearchParams(pairsOf(asked.query))
  if (token && appSecret) query.set('appsecret_proof', hmac('sha256', appSecret, token).toString('hex'))
  const text = query.toString()
  const url = `${originOf(graph, connection)}/${graph.version}/${asked.path}${text === '' ? '' : `?${text}`}`
  const method = asked.method ?? 'GET'
  const headers = { accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) }
  const timing =
    asked.timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds: asked.timeoutMilliseconds }
  if (method !== 'POST') return { method, url, headers, ...timing }
  if (asked.file) {
    const { mediaType, body } = multipart(pairsOf(asked.form), asked.file)
    return { method, url, headers: { ...headers, 'content-type': mediaType }, body, ...timing }
  }
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams(pairsOf(asked.form)).toString()
  return { method, url, headers: { ...headers, ...type }, body, ...timing }
}

/** One call, with Graph's own error kept. */
export async function callWhole(
  graph: Graph,
  connection: Connection,
  asked: GraphCall,
): Promise<Result<Called, Refusal>> {
  const intent = asked.intent ?? ((asked.method ?? 'GET') === 'GET' ? 'read' : 'order')
  const got = await connection.http.request(requestOf(graph, connection, asked))
  const now = connection.clock.now()
  if (!got.ok) return fail({ failure: failureOfHttp(got.error, intent, now) })
  const answer = got.value
  const part = partOf(answer, now)
  const error = graphError(answer)
  if (answer.status < 200 || answer.status >= 300 || error) {
    const failure = failureOfGraph(answer, intent, now)
    return fail({ failure, answer: rawOf(answer, part), ...(error ? { error } : {}) })
  }
  const json = readJson(answer.bytes)
  if (!json.ok || !isObject(json.value.value)) return fail({ failure: notUnderstood(intent, now) })
  return ok({ answer, part, json: json.value })
}

/** One call. */
export async function call(graph: Graph, connection: Connection, asked: GraphCall): Promise<Outcome<Called>> {
  const got = await callWhole(graph, connection, asked)
  return got.ok ? got : fail(got.error.failure)
}
