import type { DoubleAnswer, DoubleRequest, Fault } from '../server.ts'

/**
 * A page of a list by opaque cursors. `paging.next` holds the token, as the real one does. The fault 'twice' gives each
 * thing twice, 'reversed' the list the wrong way round. `emptyFirst`: a page with nothing on it that goes on.
 */
export function pageOf(
  list: readonly object[],
  { url, bearer }: DoubleRequest,
  options: { readonly fault?: Fault | undefined; readonly emptyFirst?: boolean } = {},
): DoubleAnswer {
  const all = options.fault?.kind === 'reversed' ? [...list].reverse() : list
  const after = url.searchParams.get('after')
  const cursorAt = (at: number): string => Buffer.from(`at:${at}`).toString('base64url')
  const link = (at: number): string => {
    const next = new URL(url)
    next.searchParams.set('access_token', bearer)
    next.searchParams.set('after', cursorAt(at))
    return next.href
  }
  if (after === null && options.emptyFirst) {
    return {
      body: { data: [], paging: { cursors: { before: cursorAt(0), after: cursorAt(0) }, next: link(0) } },
    }
  }
  const start = after === null ? 0 : Number(Buffer.from(after, 'base64url').toString().slice(3)) || 0
  const end = start + Math.min(Math.max(Number(url.searchParams.get('limit') ?? 25) || 25, 1), 100)
  const page = all.slice(start, end)
  const data = options.fault?.kind === 'twice' ? page.flatMap((one) => [one, one]) : page
  if (page.length === 0) return { body: { data } }
  const more = end < all.length
  const cursors = { before: cursorAt(start), after: cursorAt(end) }
  return { body: { data, paging: { cursors, ...(more ? { next: link(end) } : {}) } } }
}

/** The fields that were asked for at the first level: 'id,from{id,name}' → id, from. undefined: the default ones. */
export function fieldsAsked({ url }: DoubleRequest): readonly string[] | undefined {
  const asked = url.searchParams.get('fields')
  if (asked === null) return undefined
  const names: string[] = []
  let depth = 0
  let name = ''
  for (const sign of `${asked},`) {
    if (sign === '{') depth++
    else if (sign === '}') depth--
    else if (sign === ',' && depth === 0) {
      names.push(name)
      name = ''
    } else if (depth === 0) name += sign
  }
  return names
}

/** Of a whole object what was asked for; the id always comes. Which fields come unasked is from memory: id and `usual`. */
export function cut(
  whole: Readonly<Record<string, unknown>>,
  request: DoubleRequest,
  usual: readonly string[] = [],
): object {
  const names = new Set(['id', ...(fieldsAsked(request) ?? usual)])
  return Object.fromEntries(
    Object.entries(whole).filter(([name, value]) => names.has(name) && value !== undefined),
  )
}
