import type { HttpAnswer } from '../../infra/http/index.ts'
import { fail, isObject, type Json, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart } from '../raw.ts'
import { failureOfAnswer, notUnderstood } from './failures.ts'

export const realApi = 'https://api.x.com'

export interface Call {
  /** Below the origin, e.g. '/2/users/me'. */
  readonly path: string
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: Json
  /** What a lost answer means. Default: 'order' with a body, else 'read'. */
  readonly intent?: Intent
  /** With the app's own token, which X asks for where webhooks are concerned. Default: as the account. */
  readonly asApp?: true
}

export interface Called {
  readonly answer: HttpAnswer
  readonly part: Raw['answer']
  readonly json: JsonSlice
}

/** The API's origin. @throws TypeError when the setting is no address. */
export const originOf = ({ settings }: Pick<Connection, 'settings'>): string =>
  new URL(settings['api'] || realApi).origin

/** One call. Tokens stand in the header alone. They are renewed by access.refresh: here none is kept. */
export async function call(connection: Connection, asked: Call): Promise<Outcome<Called>> {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(asked.query ?? {})) if (value) query.set(name, value)
  const search = query.size > 0 ? `?${query}` : ''
  const token = connection.secrets[asked.asApp ? 'bearerToken' : 'accessToken'] ?? ''
  const intent = asked.intent ?? (asked.body === undefined ? 'read' : 'order')
  const got = await connection.http.request({
    method: asked.method ?? (asked.body === undefined ? 'GET' : 'POST'),
    url: `${originOf(connection)}${asked.path}${search}`,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
  })
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, intent, now))
  const answer = got.value
  if (answer.status < 200 || answer.status > 299) return fail(failureOfAnswer(answer, intent, now))
  const json = readJson(answer.bytes)
  if (!json.ok || !isObject(json.value.value)) return fail(notUnderstood(intent, now))
  return ok({ answer, part: answerPart(answer, now), json: json.value })
}

export interface Me {
  readonly id: string
  readonly username: string
  readonly name: string
}

/** Whom the token belongs to; asked once in a process. */
export async function me(connection: Connection): Promise<Outcome<Me>> {
  const known = connection.memory.get('x.me')
  if (isObject(known)) return ok(known as unknown as Me)
  const called = await call(connection, { path: '/2/users/me' })
  if (!called.ok) return called
  const data = called.value.json.get('data')?.value
  if (!isObject(data) || typeof data['id'] !== 'string' || typeof data['username'] !== 'string') {
    return fail(notUnderstood('read', connection.clock.now()))
  }
  const name = typeof data['name'] === 'string' && data['name'] !== '' ? data['name'] : data['username']
  const found = { id: data['id'], username: data['username'], name }
  connection.memory.set('x.me', found)
  const theirs = Date.parse(called.value.answer.headers['date'] ?? '')
  connection.memory.set('x.skew', Number.isNaN(theirs) ? 0 : connection.clock.now().getTime() - theirs)
  return ok(found)
}
