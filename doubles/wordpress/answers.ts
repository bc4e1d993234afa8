import type { DoubleAnswer, DoubleRequest } from '../server.ts'
import type { Context, Shape } from './shapes.ts'
import type { State, StoredUser } from './state.ts'

/** A request below /wp-json/, by whom. */
export interface Asked {
  readonly state: State
  readonly request: DoubleRequest
  readonly user: StoredUser | undefined
  /** Path below the API's root, without slashes at its ends: 'wp/v2/comments/12'. */
  readonly path: string
  /** The query and, for what is sent as JSON or as a form, the body's members; what stands in the body wins. */
  readonly parameters: Readonly<Record<string, unknown>>
}

const headers = {
  'content-type': 'application/json; charset=UTF-8',
  'x-robots-tag': 'noindex',
  'access-control-expose-headers': 'X-WP-Total, X-WP-TotalPages, Link',
}

/** JSON as PHP writes it: slashes escaped, and everything outside ASCII as \u. */
const phpJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

export const json = (
  body: Shape | readonly Shape[],
  status = 200,
  more: Record<string, string> = {},
): DoubleAnswer => ({
  status,
  headers: { ...headers, ...more },
  body: phpJson(body),
})

/** WordPress's error shape. */
export const refuse = (status: number, code: string, message: string, data: Shape = {}): DoubleAnswer =>
  json({ code, message, data: { status, ...data } }, status)

/** 403 to who is signed in, 401 to who is not (rest_authorization_required_code). */
export const forbid = (user: StoredUser | undefined, code: string, message: string): DoubleAnswer =>
  refuse(user ? 403 : 401, code, message)

export const text = (asked: Asked, name: string): string | undefined => {
  const value = asked.parameters[name]
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined
}

export const number = (asked: Asked, name: string): number | undefined => {
  const value = text(asked, name)
  return value !== undefined && /^-?\d{1,12}$/.test(value) ? Number(value) : undefined
}

export const list = (asked: Asked, name: string): string[] | undefined =>
  text(asked, name)
    ?.split(/[\s,]+/)
    .filter((part) => part !== '')

export const contextOf = (asked: Asked): Context => (text(asked, 'context') === 'edit' ? 'edit' : 'view')

/** Keeps the members named in _fields; the links stay out unless asked for, as in WordPress 6. */
export function narrowed(asked: Asked, shape: Shape): Shape {
  const wanted = list(asked, '_fields')?.map((name) => name.split('.')[0])
  if (wanted === undefined) return shape
  return Object.fromEntries(Object.entries(shape).filter(([name]) => wanted.includes(name)))
}

interface Listing<T> {
  readonly found: readonly T[]
  readonly shape: (item: T) => Shape
  /** Posts answer 400 to a page past the last; comments answer an empty list. */
  readonly strictPages: boolean
}

/** One page of a list, with its paging headers. */
export function page<T>(asked: Asked, listing: Listing<T>): DoubleAnswer {
  const perPage = number(asked, 'per_page') ?? 10
  if (perPage < 1 || perPage > 100) {
    const message = 'per_page must be between 1 (inclusive) and 100 (inclusive)'
    return refuse(400, 'rest_invalid_param', 'Invalid parameter(s): per_page', {
      params: { per_page: message },
    })
  }
  const number_ = Math.max(1, number(asked, 'page') ?? 1)
  const offset = number(asked, 'offset') || (number_ - 1) * perPage
  const total = listing.found.length
  const pages = Math.ceil(total / perPage)
  if (listing.strictPages && number_ > pages && total > 0) {
    const message = 'The page number requested is larger than the number of pages available.'
    return refuse(400, 'rest_post_invalid_page_number', message)
  }
  const link = new URL(asked.request.url)
  link.searchParams.set('page', String(number_ + 1))
  const shown = listing.found.slice(offset, offset + perPage)
  const shapes = shown.map((item) => narrowed(asked, listing.shape(item)))
  return json(shapes, 200, {
    'x-wp-total': String(total),
    'x-wp-totalpages': String(pages),
    ...(pages > number_ ? { link: `<${link.href}>; rel="next"` } : {}),
  })
}

/** In the order asked for; by id where the wanted member is the same. */
export function ordered<T extends { readonly id: number }>(
  asked: Asked,
  found: readonly T[],
  by: (item: T) => string | number,
): T[] {
  const sign = (text(asked, 'order') ?? 'desc') === 'asc' ? 1 : -1
  return [...found].sort((a, b) => {
    const [x, y] = [by(a), by(b)]
    return sign * (x < y ? -1 : x > y ? 1 : a.id - b.id)
  })
}

/** A filter time ('2026-11-20T10:00:00Z' or without zone) as the site stores time. */
export function boundary(asked: Asked, name: string): string | undefined {
  const value = text(asked, name)
  if (value === undefined) return undefined
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(value) ? value : `${value}Z`)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 19)
}
