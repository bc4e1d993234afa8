import type { DoubleAnswer } from '../server.ts'
import { type NoSuchField, pick, type Shape, type Wanted } from './shapes.ts'

/** Graph's error, in its own shape. */
export function refusal(
  status: number,
  code: number,
  message: string,
  more: { readonly subcode?: number; readonly type?: string; readonly transient?: boolean } = {},
): DoubleAnswer {
  return {
    status,
    headers: {
      'www-authenticate': `OAuth "Facebook Platform" "invalid_request" "${message.replaceAll('"', "'")}"`,
    },
    body: {
      error: {
        message,
        type: more.type ?? 'OAuthException',
        code,
        ...(more.subcode === undefined ? {} : { error_subcode: more.subcode }),
        is_transient: more.transient ?? false,
        fbtrace_id: 'AbCdEfGhIjKlMnOpQrStUvW',
      },
    },
  }
}

export const notThere = (id: string): DoubleAnswer =>
  refusal(
    400,
    100,
    `Unsupported get request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
    { subcode: 33, type: 'GraphMethodException' },
  )

export const noField = ({ message }: NoSuchField): DoubleAnswer =>
  refusal(400, 100, `(#100) Tried accessing nonexisting field (${message})`)

export const invalidToken = (subcode: number): DoubleAnswer =>
  refusal(401, 190, 'Error validating access token: the session is no longer valid.', { subcode })

const cursorOf = (at: number): string => Buffer.from(`at:${at}`).toString('base64url')

/** A list with Graph's paging. `next` holds the token, as it does there. */
export function listAnswer(
  shapes: readonly Shape[],
  wanted: readonly Wanted[],
  url: URL,
  token: string,
  emptyFirst: boolean,
): DoubleAnswer {
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 25), 100)
  const after = url.searchParams.get('after')
  const from = after === null ? 0 : Number(Buffer.from(after, 'base64url').toString().replace('at:', ''))
  if (!Number.isInteger(limit) || limit < 1 || !Number.isInteger(from)) {
    return refusal(400, 100, '(#100) Invalid cursors values')
  }
  const none = emptyFirst && after === null
  const to = none ? 0 : from + limit
  const data = shapes.slice(from, to).map((shape) => pick(shape, wanted))
  if (data.length === 0 && !none) return { body: { data: [] } }
  const next = new URL(url)
  next.searchParams.set('after', cursorOf(to))
  next.searchParams.set('access_token', token)
  const cursors = { before: cursorOf(from), after: cursorOf(to) }
  const more = none || to < shapes.length
  return { body: { data, paging: { cursors, ...(more ? { next: next.toString() } : {}) } } }
}
