import type { CollectedItem, RoundPage } from '../../contract.ts'
import { rawOf } from '../../raw.ts'
import type { Called } from '../client.ts'
import { commentFacts, isInternal, mapComment, mapPost, postFacts, postId } from '../mapping.ts'
import { type Cursor, cursorJson } from './cursor.ts'
import type { Listed, WalkPage } from './walk.ts'

export type List = 'posts' | 'pages' | 'comments'

export const pathOf = (list: List): string => `wp/v2/${list}`
/** With author and featured picture in the same answer: one request, and the proof of both lies in `raw`. */
export const embedding = { context: 'edit', _embed: 'author,wp:featuredmedia' }
export const everyComment = { context: 'edit', status: 'any', type: 'all' }
export const everyPostStatus = 'publish,future,draft,pending,private,trash'

/** The site's own users and address, for the mapping. */
export interface Reading {
  readonly site: string
  readonly own: ReadonlySet<number>
}

export function itemOf(
  list: List,
  called: Called,
  listed: Omit<Listed, 'id'>,
  reading: Reading,
): CollectedItem | undefined {
  const { members, slice } = listed
  const context = { ...reading, fetchedAt: new Date(called.part.fetchedAt) }
  const rest = { source: pathOf(list), raw: rawOf(called.answer, called.part, slice.bytes) }
  if (list === 'comments') {
    const facts = isInternal(members) ? undefined : commentFacts(members)
    return facts && { ...mapComment(facts, context), ...rest }
  }
  const facts = postFacts(members)
  return facts && { ...mapPost(facts, context), ...rest }
}

const isPublic = (list: List, { members }: Listed): boolean =>
  list === 'comments' || members['status'] === 'publish'

/** What is not public is told as gone, and asked for singly before that is believed. */
export function pageOf(
  list: List,
  page: Pick<WalkPage, 'called' | 'items'>,
  cursor: Cursor,
  reading: Reading,
): RoundPage {
  const items: CollectedItem[] = []
  const gone: string[] = []
  for (const listed of page.items) {
    if (!isPublic(list, listed)) {
      gone.push(postId(listed.id))
      continue
    }
    const item = itemOf(list, page.called, listed, reading)
    if (item) items.push(item)
  }
  return { items, cursor: cursorJson(cursor), ...(gone.length > 0 ? { announcedGone: gone } : {}) }
}

const day = 86_400_000

/**
 * The newest change among the listed. GMT as WordPress writes it, so text order is time order. A moment that lies in the
 * future is no mark: nothing would ever be newer.
 */
function newestChange({ called, items }: Pick<WalkPage, 'called' | 'items'>, before: string | null) {
  const most = new Date(Date.parse(called.part.fetchedAt) + day).toISOString()
  let latest = before
  for (const { members } of items) {
    const at = members['modified_gmt']
    if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(at) || at > most) continue
    if (latest === null || at > latest) latest = at
  }
  return latest
}

/** The cursor with the newest of the page as what has been seen. */
export function withSeen(cursor: Cursor, list: List, page: Pick<WalkPage, 'called' | 'items'>): Cursor {
  if (list === 'comments') {
    return { ...cursor, newestComment: Math.max(cursor.newestComment, ...page.items.map(({ id }) => id)) }
  }
  return { ...cursor, marks: { ...cursor.marks, [list]: newestChange(page, cursor.marks[list]) } }
}
