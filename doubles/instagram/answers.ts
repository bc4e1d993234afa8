import { graphError } from '../graph/errors.ts'
import type { DoubleAnswer } from '../server.ts'
import { type NoSuchField, pick, type Shape, type Wanted } from './shapes.ts'

export const noField = ({ message }: NoSuchField): DoubleAnswer =>
  graphError(400, 100, `(#100) Tried accessing nonexisting field (${message})`)

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
    return graphError(400, 100, '(#100) Invalid cursors values')
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
