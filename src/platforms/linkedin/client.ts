import type { HttpAnswer } from '../../infra/http/index.ts'
import { fail, isObject, type Json, ok } from '../../kernel/index.ts'
import type { Connection, Outcome, Raw } from '../contract.ts'
import { failureOfHttp, type Intent } from '../failure-of.ts'
import { type JsonSlice, readJson } from '../json-slice.ts'
import { answerPart } from '../raw.ts'
import { failureOfAnswer, notUnderstood } from './failures.ts'

/** Supported for at least twelve months, says the documentation; its own end day could not be read, so the earliest possible is used. */
export const version = '202607'
export const versionEnds = '2027-07-01'
export const origin = 'https://api.linkedin.com'

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

/**
 * One call. With a body it is a POST and an order, unless said otherwise.
 * @param path after /rest, with its query.
 */
export async function call(
  connection: Connection,
  path: string,
  body?: Json,
  intent: Intent = body === undefined ? 'read' : 'order',
  method: 'GET' | 'POST' | 'PUT' = body === undefined ? 'GET' : 'POST',
): Promise<Outcome<Called>> {
  const got = await connection.http.request({
    method,
    url: `${connection.settings['api'] || origin}/rest${path}`,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${connection.secrets['accessToken'] ?? ''}`,
      'linkedin-version': version,
      'x-restli-protocol-version': '2.0.0',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const now = connection.clock.now()
  if (!got.ok) return fail(failureOfHttp(got.error, intent, now))
  const answer = got.value
  if (answer.status < 200 || answer.status >= 300) return fail(failureOfAnswer(answer, intent, now))
  // A post is created with its id in a header and nothing in the body.
  const json = readJson(answer.bytes.length === 0 ? Buffer.from('{}') : answer.bytes)
  if (!json.ok || !isObject(json.value.value)) return fail(notUnderstood(intent, now))
  return ok({ answer, part: answerPart(answer, now), json: json.value })
}
