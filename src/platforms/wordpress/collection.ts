import { fail, ok } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Collection,
  Connection,
  ItemRef,
  Outcome,
  RoundOptions,
  RoundPage,
} from '../contract.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, membersOf, siteOf } from './client.ts'
import { type Cursor, cursorJson, readCursor } from './cursor.ts'
import { notJson } from './failures.ts'
import {
  commentFacts,
  idIn,
  isInternal,
  type MappingContext,
  mapComment,
  mapPost,
  postFacts,
  postId,
} from './mapping.ts'
import { ownUsers } from './own-users.ts'
import { type Listed, listedIn, type WalkPage, walk } from './walk.ts'

type List = keyof Cursor['marks']
const lists: readonly List[] = ['posts', 'pages', 'comments']

const pathOf = (list: List): string => `wp/v2/${list}`
/** With author and featured picture in the same answer: one request, and the proof of both lies in `raw`. */
const embedding = { context: 'edit', _embed: 'author,wp:featuredmedia' }
const everyComment = { context: 'edit', status: 'any', type: 'all' }
const everyPostStatus = 'publish,future,draft,pending,private,trash'

/**
 * WordPress filters on the site's wall clock, which shows the same hour twice when summer time ends;
 * and what was saved while we listed may carry an earlier second.
 */
const overlap = 70 * 60_000
const lookEvery = 40_000
const commentStatuses = ['approve', 'hold', 'spam', 'trash']

/** The site's own users and address, for the mapping. */
interface Reading {
  readonly site: string
  readonly own: ReadonlySet<number>
}

const contextOf = (reading: Reading, called: Called): MappingContext => ({
  ...reading,
  fetchedAt: new Date(called.part.fetchedAt),
})

function itemOf(
  list: List,
  called: Called,
  listed: Omit<Listed, 'id'>,
  reading: Reading,
): CollectedItem | undefined {
  const { members, slice } = listed
  const context = contextOf(reading, called)
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

const day = 86_400_000

/**
 * The newest moment among the listed, by which the next round asks. GMT as WordPress writes it, so text order is time
 * order. A moment that lies in the future is no mark: nothing would ever be newer.
 */
function newest(list: List, page: Pick<WalkPage, 'called' | 'items'>, before: string | null): string | null {
  const name = list === 'comments' ? 'date_gmt' : 'modified_gmt'
  const most = new Date(Date.parse(page.called.part.fetchedAt) + day).toISOString()
  let latest = before
  for (const { members } of page.items) {
    const at = members[name]
    if (typeof at !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(at) || at > most) continue
    if (latest === null || at > latest) latest = at
  }
  return latest
}

const withMark = (cursor: Cursor, list: List, mark: string | null): Cursor => ({
  ...cursor,
  marks: { ...cursor.marks, [list]: mark },
})

function pageOf(
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

/** The mark less the overlap, as a time with zone; undefined lists everything. */
const since = (mark: string | null): string | undefined => {
  const at = mark === null ? Number.NaN : Date.parse(`${mark}Z`)
  return Number.isNaN(at) ? undefined : new Date(at - overlap).toISOString().replace(/\.\d+Z$/, 'Z')
}

/**
 * Lists posts, pages and comments from the beginning, or from where a stopped first listing was: a site may hold more
 * than one round takes. While it is under way the cursor remembers how far; a later reconciliation keeps the cursor
 * it came with, and begins anew when it is stopped. What is listed in several rounds has not been seen in one, so such
 * a listing ends with a promise for what comes after it only.
 */
async function* everything(
  connection: Connection,
  options: RoundOptions,
  reading: Reading,
  start: Cursor,
): AsyncGenerator<Outcome<RoundPage>> {
  const reconcile = options.mode === 'reconcile'
  const from = ((!reconcile || options.since === null) && start.back) || { list: 0, offset: 0 }
  const resumed = from.list > 0 || from.offset > 0
  const keep = reconcile && options.cursor !== null && start.back === undefined ? start : undefined
  // The filter leaves its own second out, so it asks from the second before.
  const after = options.since === null ? undefined : new Date(Date.parse(options.since) - 1_000).toISOString()
  let cursor: Cursor = { marks: start.marks, looked: start.looked }
  let count = 0
  for (const [index, list] of lists.entries()) {
    if (index < from.list) continue
    const narrowed = { ...(list === 'comments' ? everyComment : { ...embedding, status: 'publish' }), after }
    // A little back, for what may have been removed before it since.
    const offset = index === from.list ? Math.max(0, from.offset - 10) : 0
    let dropped = 0
    for await (const page of walk(connection, { path: pathOf(list), query: narrowed, offset })) {
      if (!page.ok) return yield page
      const { items, total, next } = page.value
      dropped += items.filter(({ members }) => isInternal(members)).length
      cursor = withMark(cursor, list, newest(list, page.value, cursor.marks[list]))
      if (next === undefined) count += total - dropped
      const last = next === undefined && index === lists.length - 1
      const back = next === undefined ? { list: index + 1, offset: 0 } : { list: index, offset: next }
      const found = pageOf(list, page.value, last ? cursor : (keep ?? { ...cursor, back }), reading)
      const seenFrom = resumed ? page.value.called.part.fetchedAt : options.since
      yield ok({
        ...found,
        ...(last && !resumed ? { reported: { count } } : {}),
        ...(last && reconcile ? { complete: { since: seenFrom, kinds: ['post', 'comment'] } } : {}),
      })
    }
  }
}

/** What was written or changed since the marks; every so often also a look at the newest in each state. */
async function* whatIsNew(
  connection: Connection,
  reading: Reading,
  start: Cursor,
): AsyncGenerator<Outcome<RoundPage>> {
  let cursor = start
  for (const list of lists) {
    const mark = since(start.marks[list])
    const query =
      list === 'comments'
        ? { ...everyComment, after: mark }
        : { ...embedding, status: everyPostStatus, modified_after: mark }
    let reached = start.marks[list]
    for await (const page of walk(connection, { path: pathOf(list), query })) {
      if (!page.ok) return yield page
      reached = newest(list, page.value, reached)
      if (page.value.next === undefined) cursor = withMark(cursor, list, reached)
      yield ok(pageOf(list, page.value, cursor, reading))
    }
  }
  const now = connection.clock.now().getTime()
  if (start.looked !== null && Math.abs(now - start.looked) < lookEvery) return
  yield* look(connection, reading, cursor, now)
}

/**
 * Comments have no time of change, and a scheduled post goes out without one:
 * the newest hundred comments in each state and the newest posts are looked at again.
 */
async function* look(
  connection: Connection,
  reading: Reading,
  cursor: Cursor,
  now: number,
): AsyncGenerator<Outcome<RoundPage>> {
  const newestFirst = { order: 'desc', per_page: 100 }
  const looks: { list: List; query: Record<string, string | number> }[] = commentStatuses.map((status) => ({
    list: 'comments',
    query: { ...everyComment, ...newestFirst, status, orderby: 'id' },
  }))
  looks.push({
    list: 'posts',
    query: { ...embedding, ...newestFirst, status: 'publish', orderby: 'date', per_page: 20 },
  })
  for (const [index, { list, query }] of looks.entries()) {
    const called = await call(connection, { path: pathOf(list), query })
    if (!called.ok) return yield called
    const items = listedIn(called.value)
    if (items === undefined) return yield fail(notJson('read', connection.clock.now()))
    const after = index === looks.length - 1 ? { ...cursor, looked: now } : cursor
    yield ok(pageOf(list, { called: called.value, items }, after, reading))
  }
}

/** What is both new and among the newest looked at comes once. */
async function* onceEach(pages: AsyncGenerator<Outcome<RoundPage>>): AsyncGenerator<Outcome<RoundPage>> {
  const given = new Set<string>()
  for await (const page of pages) {
    if (!page.ok) {
      yield page
      continue
    }
    const items = page.value.items.filter(({ platformId, versionKey }) => {
      const pair = `${platformId} ${versionKey}`
      const fresh = !given.has(pair)
      given.add(pair)
      return fresh
    })
    yield ok({ ...page.value, items })
  }
}

async function readingOf(connection: Connection): Promise<Outcome<Reading>> {
  const own = await ownUsers(connection)
  return own.ok ? ok({ site: siteOf(connection.settings), own: own.value }) : own
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const reading = await readingOf(connection)
  if (!reading.ok) return yield reading
  const cursor = readCursor(options.cursor)
  if (options.mode === 'new' && cursor !== undefined && cursor.back === undefined) {
    yield* onceEach(whatIsNew(connection, reading.value, cursor))
  } else {
    const start = cursor ?? { marks: { posts: null, pages: null, comments: null }, looked: null }
    yield* everything(connection, options, reading.value, start)
  }
}

/** One item's answer, for fetching and for orders. A post's number may belong to a page. */
export async function fetchCalled(
  connection: Connection,
  ref: ItemRef,
): Promise<Outcome<Called & { list: List }>> {
  const comment = idIn(ref.platformId, 'comment')
  const post = idIn(ref.platformId, 'post')
  const found = async (list: List, id: number, query: Record<string, string>) => {
    const called = await call(connection, { path: `${pathOf(list)}/${id}`, query })
    return called.ok ? ok({ ...called.value, list }) : called
  }
  if (comment !== undefined) return found('comments', comment, { context: 'edit' })
  if (post === undefined) {
    return fail({ kind: 'gone', detail: `${ref.platformId} är inget nummer hos WordPress.` })
  }
  const asPost = await found('posts', post, embedding)
  return asPost.ok || asPost.error.kind !== 'gone' ? asPost : found('pages', post, embedding)
}

async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const reading = await readingOf(connection)
  if (!reading.ok) return reading
  const called = await fetchCalled(connection, ref)
  if (!called.ok) return called
  const { json, list } = called.value
  const item = itemOf(list, called.value, { slice: json, members: membersOf(json) }, reading.value)
  return item ? ok(item) : fail(notJson('read', connection.clock.now()))
}

export const collection: Collection = { round, fetchItem }
