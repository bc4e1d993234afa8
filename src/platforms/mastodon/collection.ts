import { isObject, type Json, ok } from '../../kernel/index.ts'
import type { CollectedItem, Collection, Connection, Outcome, RoundOptions, RoundPage } from '../contract.ts'
import { resuming } from '../rounds/resuming.ts'
import { isId, isLater, type Listed, list } from './client.ts'
import { below, fetchItem, ownId, type Seen, seenIn } from './reading.ts'

/**
 * What is new: the account's own statuses after the last one known, what has been written to it (mentions, also those
 * that its filters keep back), and the answers under its newest statuses whose counters have moved. Everything else is
 * found when all is listed again: answers that mention nobody under older statuses, edits by others, deletions.
 */

interface Cursor {
  /** The newest own status and the newest mention that are known; '' before everything has been listed once. */
  readonly newest: string
  readonly notified: string
  /** The newest own statuses with a mark that moves when they are edited or answered. */
  readonly marks: Readonly<Record<string, string>>
  /** A listing that was cut off: it goes on with own statuses older than this one. */
  readonly at?: string
}

const start: Cursor = { newest: '', notified: '', marks: {} }

function readCursor(json: Json | null): Cursor {
  if (!isObject(json)) return start
  const { newest, notified, marks, at } = json
  if (typeof newest !== 'string' || typeof notified !== 'string' || !isObject(marks)) return start
  const texts = Object.entries(marks).flatMap(([id, mark]): [string, string][] =>
    typeof mark === 'string' ? [[id, mark]] : [],
  )
  return { newest, notified, marks: Object.fromEntries(texts), ...(isId(at) ? { at } : {}) }
}

const page = (items: readonly CollectedItem[], { newest, notified, marks, at }: Cursor): Outcome<RoundPage> =>
  ok({ items, cursor: { newest, notified, marks: { ...marks }, ...(at === undefined ? {} : { at }) } })

const markOf = ({ status }: Seen): string => `${status.replies} ${status.editedAt}`
const marksOf = (seen: readonly Seen[]): Record<string, string> =>
  Object.fromEntries(seen.map((one) => [one.status.id, markOf(one)]))

const later = (a: string, b: string): string => (isLater(b, a) ? b : a)
const itemsOf = (seen: readonly Seen[]): CollectedItem[] => seen.map(({ item }) => item)

/** Both lists give at most 40 at a time. */
const ownList = {
  path: (own: string) => `/api/v1/accounts/${own}/statuses`,
  query: { limit: 40, exclude_reblogs: true },
}
const mentionList = {
  path: () => '/api/v1/notifications',
  query: { limit: 40, types: ['mention'], include_filtered: true },
}

type Direction = 'older' | 'newer'

/** A list page by page, from an identifier on in one direction; an empty page that leads on is followed. */
async function* pages(
  connection: Connection,
  path: string,
  query: Parameters<typeof list>[2],
  direction: Direction,
  from: string | undefined,
): AsyncGenerator<Outcome<Listed>> {
  const name = direction === 'older' ? 'max_id' : 'min_id'
  let at = from
  for (;;) {
    const got: Outcome<Listed> = await list(connection, path, { ...query, [name]: at })
    yield got
    if (!got.ok) return
    const next = got.value[direction]
    const leads = next !== undefined && (at === undefined || isLater(...ordered(direction, next, at)))
    if (!leads) return
    at = next
  }
}

/** A list leads on only in its own direction, so that a server that repeats itself does not hold us. */
const ordered = (direction: Direction, next: string, at: string): [string, string] =>
  direction === 'newer' ? [next, at] : [at, next]

const ownIn = (connection: Connection, own: string, { called, elements }: Listed): Seen[] =>
  elements.flatMap((one) => seenIn(connection, own, called, one, 'GET /api/v1/accounts/{id}/statuses'))

const mentionsIn = (connection: Connection, own: string, { called, elements }: Listed): Seen[] =>
  elements.flatMap((one) => seenIn(connection, own, called, one.get('status'), 'GET /api/v1/notifications'))

const newestId = ({ elements }: Listed, before: string): string =>
  elements.reduce((newest, one) => {
    const id = one.get('id')?.value
    return isId(id) ? later(newest, id) : newest
  }, before)

async function* whatIsNew(
  connection: Connection,
  own: string,
  begun: Cursor,
): AsyncGenerator<Outcome<RoundPage>> {
  let cursor = begun
  const shown = new Set<string>()
  /** Each item once a round: an answer can come both as a mention and under what it answers. */
  const fresh = (seen: readonly Seen[]): CollectedItem[] =>
    itemsOf(seen.filter(({ status }) => !shown.has(status.id) && shown.add(status.id)))
  for await (const got of pages(connection, ownList.path(own), ownList.query, 'newer', cursor.newest)) {
    if (!got.ok) return yield got
    cursor = { ...cursor, newest: newestId(got.value, cursor.newest) }
    yield page(fresh(ownIn(connection, own, got.value)), cursor)
  }
  const notified = cursor.notified || '0'
  for await (const got of pages(connection, mentionList.path(), mentionList.query, 'newer', notified)) {
    if (!got.ok) return yield got
    cursor = { ...cursor, notified: newestId(got.value, cursor.notified) }
    yield page(fresh(mentionsIn(connection, own, got.value)), cursor)
  }
  const recent = await list(connection, ownList.path(own), ownList.query)
  if (!recent.ok) return yield recent
  const seen = ownIn(connection, own, recent.value)
  const listed = new Set(seen.map(({ status }) => status.id))
  const kept = Object.entries(cursor.marks).filter(([id]) => listed.has(id))
  cursor = { ...cursor, marks: Object.fromEntries(kept) }
  for (const one of seen.filter((each) => cursor.marks[each.status.id] !== markOf(each))) {
    const answers = one.status.replies > 0 ? await below(connection, own, one.status.id) : ok([])
    if (!answers.ok) return yield answers
    cursor = { ...cursor, marks: { ...cursor.marks, [one.status.id]: markOf(one) } }
    yield page(fresh([one, ...answers.value]), cursor)
  }
}

/** A listing of everything under way. */
interface Listing {
  readonly connection: Connection
  readonly own: string
  /** Milliseconds since 1970. */
  readonly since: number
  readonly found: Set<string>
  readonly waiting: CollectedItem[]
  cursor: Cursor
  newest: string
  notified: string
  marks: Readonly<Record<string, string>> | undefined
}

function take(listing: Listing, seen: readonly Seen[]): void {
  for (const { item } of seen) {
    if (listing.found.has(item.platformId)) continue
    listing.found.add(item.platformId)
    listing.waiting.push(item)
  }
}

/** Whether the list has come past the moment: everything after the last one is older. */
const isPast = (seen: readonly Seen[], since: number): boolean => {
  const last = seen.at(-1)
  return last !== undefined && Date.parse(last.item.publishedAt) < since
}

async function* ownAndBelow(listing: Listing): AsyncGenerator<Outcome<void>> {
  const { connection, own } = listing
  for await (const got of pages(connection, ownList.path(own), ownList.query, 'older', listing.cursor.at)) {
    if (!got.ok) return yield got
    const seen = ownIn(connection, own, got.value)
    listing.newest = newestId(got.value, listing.newest)
    listing.marks ??= marksOf(seen)
    for (const one of seen) {
      take(listing, [one])
      // The counter leaves out answers that not everybody may see; those mention us and are in the other list.
      const answers = one.status.replies > 0 ? await below(connection, own, one.status.id) : ok([])
      if (!answers.ok) return yield answers
      take(listing, answers.value)
      listing.cursor = { ...listing.cursor, at: one.status.id }
    }
    yield ok(undefined)
    if (isPast(seen, listing.since)) return
  }
}

async function* writtenToUs(listing: Listing): AsyncGenerator<Outcome<void>> {
  const { connection, own } = listing
  for await (const got of pages(connection, mentionList.path(), mentionList.query, 'older', undefined)) {
    if (!got.ok) return yield got
    const seen = mentionsIn(connection, own, got.value)
    listing.notified = newestId(got.value, listing.notified)
    take(listing, seen)
    yield ok(undefined)
    if (isPast(seen, listing.since)) break
  }
  const path = '/api/v1/notifications/requests'
  for await (const got of pages(connection, path, { limit: 40 }, 'older', undefined)) {
    // Servers before 4.3 hold nothing back and have no such list.
    if (!got.ok && (got.error.kind === 'gone' || got.error.kind === 'rejected')) return
    if (!got.ok) return yield got
    const { called, elements } = got.value
    const source = 'GET /api/v1/notifications/requests'
    take(
      listing,
      elements.flatMap((one) => seenIn(connection, own, called, one.get('last_status'), source)),
    )
    yield ok(undefined)
  }
}

async function* parts(listing: Listing): AsyncGenerator<Outcome<void>> {
  yield* ownAndBelow(listing)
  yield* writtenToUs(listing)
}

/** What was found before a failure is yielded before the failure is. */
async function* everything(
  connection: Connection,
  own: string,
  options: RoundOptions,
): AsyncGenerator<Outcome<RoundPage>> {
  const since = options.since === null ? 0 : Date.parse(options.since)
  const listing: Listing = {
    connection,
    own,
    since,
    found: new Set(),
    waiting: [],
    cursor: readCursor(options.cursor),
    newest: '',
    notified: '',
    marks: undefined,
  }
  for await (const step of parts(listing)) {
    if (listing.waiting.length > 0) yield page(listing.waiting.splice(0), listing.cursor)
    if (!step.ok) return yield step
  }
  const { newest, notified, marks = {} } = listing
  const end = page([], { newest: newest || '0', notified, marks })
  if (!end.ok || options.mode !== 'reconcile') return yield end
  const kinds = ['post', 'comment', 'message'] as const
  yield ok({ ...end.value, complete: { since: options.since, kinds } })
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const own = await ownId(connection)
  if (!own.ok) return yield own
  const cursor = readCursor(options.cursor)
  if (options.mode === 'new' && cursor.newest !== '') yield* whatIsNew(connection, own.value, cursor)
  else yield* resuming(everything(connection, own.value, options), cursor.at !== undefined)
}

export const collection: Collection = { round, fetchItem }
