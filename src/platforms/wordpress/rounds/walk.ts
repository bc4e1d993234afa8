import { fail, ok, type Result } from '../../../kernel/index.ts'
import type { Connection, Outcome } from '../../contract.ts'
import type { JsonSlice } from '../../json-slice.ts'
import { type Called, callWhole, membersOf, type Refusal } from '../client.ts'
import { notJson } from '../failures.ts'
import { isNumber } from '../mapping.ts'

export interface Listed {
  readonly id: number
  readonly slice: JsonSlice
  readonly members: Record<string, unknown>
}

export interface WalkPage {
  readonly called: Called
  /** Those not seen before in this walk. */
  readonly items: readonly Listed[]
  /** X-WP-Total: what the site says that the whole list holds. */
  readonly total: number
  /** Where the next page begins; undefined on the last. */
  readonly next: number | undefined
}

export interface Walk {
  /** E.g. 'wp/v2/comments'. */
  readonly path: string
  readonly query: Readonly<Record<string, string | undefined>>
  /** Where to begin; 0 unless a stopped walk goes on. */
  readonly offset?: number
}

/** Most that WordPress gives in one page, and smaller ones for sites with posts so long that the answer is refused. */
const pageSizes = [100, 10, 1]

const numberIn = (header: string | undefined): number | undefined =>
  header !== undefined && /^\d{1,12}$/.test(header.trim()) ? Number(header) : undefined

/**
 * Lists everything that the query covers, by rising id where it asks for no other order, each item once.
 * What arrives while we list stands last. What is removed moves the rest forward past us: each page therefore begins
 * with the last item of the page before, and where that one is missing we step back until the pages overlap again.
 */
export async function* walk(connection: Connection, list: Walk): AsyncGenerator<Outcome<WalkPage>> {
  const seen = new Set<number>()
  let offset = list.offset ?? 0
  let mustOverlap = false
  let size = 0
  for (;;) {
    const perPage = pageSizes[size] ?? 1
    const page = await pageAt(connection, list, offset, perPage)
    if (!page.ok) {
      if (!page.error.tooLarge || size === pageSizes.length - 1) return yield fail(page.error.failure)
      size++
      continue
    }
    const { called, listed, total } = page.value
    const overlaps = listed.some(({ id }) => seen.has(id))
    const items = unseen(listed, seen)
    const steppedPast = mustOverlap && !overlaps && offset > 0
    const overlap = perPage > 1 ? 1 : 0
    const onwards = offset + perPage < total ? offset + perPage - overlap : undefined
    const next = steppedPast ? Math.max(0, offset - perPage) : onwards
    // An item that the user may not read leaves a hole that looks like a step past; after one step back it is let be.
    mustOverlap = overlap > 0 && !(overlaps && items.length === 0)
    yield ok({ called, items, total, next })
    if (next === undefined) return
    offset = next
  }
}

function unseen(listed: readonly Listed[], seen: Set<number>): Listed[] {
  return listed.filter(({ id }) => {
    const fresh = !seen.has(id)
    seen.add(id)
    return fresh
  })
}

interface Page {
  readonly called: Called
  readonly listed: readonly Listed[]
  readonly total: number
}

async function pageAt(
  connection: Connection,
  list: Walk,
  offset: number,
  perPage: number,
): Promise<Result<Page, Refusal>> {
  const query = { orderby: 'id', order: 'asc', ...list.query, per_page: perPage, offset }
  const got = await callWhole(connection, { path: list.path, query })
  if (!got.ok) return got
  const listed = listedIn(got.value)
  if (listed === undefined) {
    return fail({ failure: notJson('read', connection.clock.now()), tooLarge: false })
  }
  return ok({ called: got.value, listed, total: totalOf(got.value, offset, perPage, listed.length) })
}

/** What the site says that the whole list holds. Where a proxy has taken the header away, a full page means that there may be more. */
export const totalOf = ({ answer }: Called, offset: number, perPage: number, listed: number): number =>
  numberIn(answer.headers['x-wp-total']) ?? offset + listed + (listed >= perPage ? 1 : 0)

/** The items of a list answer; undefined when it is no list. */
export function listedIn(called: Called): Listed[] | undefined {
  if (called.json.bytes[0] !== 0x5b) return undefined
  return called.json.elements().flatMap((slice) => {
    const members = membersOf(slice)
    const id = members['id']
    return isNumber(id) ? [{ id, slice, members }] : []
  })
}
