import { createHash } from 'node:crypto'
import { isObject, type Json, ok } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Collection,
  Connection,
  ItemRef,
  Outcome,
  RoundOptions,
  RoundPage,
} from '../contract.ts'
import { resuming } from '../rounds/resuming.ts'
import { fetchMessage, markIn, newMessages } from './chat/chat.ts'
import { withMessages } from './chat/round.ts'
import { type Called, call, type Session, sessionOf } from './client.ts'
import { replyOf } from './mapping.ts'
import {
  allHidden,
  fetchItem,
  fetchPost,
  hiddenOf,
  itemOf,
  listIn,
  listOwn,
  type Seen,
  seenIn,
  viewsOf,
} from './reading.ts'
import { postCollection, recordKeyLag, tidTime } from './syntax.ts'
import { readThread } from './thread.ts'

/**
 * What is new is polled, a few requests a time: the firehose would have every post in the world read for the few that
 * concern one municipality. Notifications tell of answers down to some levels below the account's own post, of
 * mentions and of quotes; deeper answers, edits by others and what is hidden with another tool are found when all is
 * listed again.
 */

interface Cursor {
  /** The repository's revision when its posts were last listed: while it stands, nothing of ours has changed. */
  readonly rev: string
  /** The newest record key listed. */
  readonly newest: string
  /** The newest notifications, as short hashes: where the next round's reading meets what is known. */
  readonly seen: readonly string[]
  /**
   * A listing of everything that was cut off: the record key of the own post whose answers were read last. The next
   * one goes on with older posts, so that an account with more threads than Bluesky lets us ask for in one go is
   * read to its end.
   */
  readonly at?: string
}

const noCursor: Cursor = { rev: '', newest: '', seen: [] }

function readCursor(json: Json | null): Cursor | undefined {
  if (!isObject(json)) return undefined
  const { rev, newest, seen, at } = json
  if (typeof rev !== 'string' || typeof newest !== 'string' || !Array.isArray(seen)) return undefined
  const marks = seen.filter((one) => typeof one === 'string')
  return { rev, newest, seen: marks, ...(typeof at === 'string' ? { at } : {}) }
}

const cursorJson = ({ rev, newest, seen, at }: Cursor): Json => ({
  rev,
  newest,
  seen: [...seen],
  ...(at === undefined ? {} : { at }),
})

/** Items in a page: large, because a round is cut off after limits.pagesPerRound of them. */
const itemsPerPage = 500

async function revisionOf(connection: Connection, did: string): Promise<Outcome<string>> {
  const method = 'com.atproto.sync.getLatestCommit'
  const called = await call(connection, { host: 'pds', method, query: { did } })
  if (!called.ok) return called
  const rev = called.value.json.get('rev')?.value
  return ok(typeof rev === 'string' ? rev : '')
}

/** Record keys that are TIDs sort as text by time. */
const later = (a: string, b: string): string => (b > a ? b : a)

const keyOf = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1)

/** Whether everything after this record in a list by falling record key is older than the moment. */
const isBefore = (seen: Seen | undefined, moment: number): boolean => {
  const at = seen && tidTime(keyOf(seen.facts.uri))
  return at !== undefined && at < moment - recordKeyLag
}

/** The account's own posts, page by page, newest first, down to the moment. */
async function* ownPosts(
  connection: Connection,
  did: string,
  since: number,
): AsyncGenerator<Outcome<readonly Seen[]>> {
  let cursor: string | undefined
  do {
    const page = await listOwn(connection, did, postCollection, cursor)
    if (!page.ok) return yield page
    const { called, records, next } = page.value
    const posts = records.flatMap((record) => seenIn(called, record, 'com.atproto.repo.listRecords'))
    yield ok(posts)
    cursor = isBefore(posts.at(-1), since) ? undefined : next
  } while (cursor !== undefined)
}

interface Notification {
  readonly uri: string
  readonly mark: string
  readonly indexedAt: string
}

const reasons = ['reply', 'mention', 'quote']

function readNotification(value: unknown): Notification[] {
  if (!isObject(value)) return []
  const { uri, cid, indexedAt } = value
  if (typeof uri !== 'string' || typeof cid !== 'string' || typeof indexedAt !== 'string') return []
  const mark = createHash('sha256').update(`${uri} ${cid}`).digest('base64url').slice(0, 10)
  return [{ uri, mark, indexedAt }]
}

/** Notifications of what others have written to us, page by page, newest first. */
async function* notifications(connection: Connection): AsyncGenerator<Outcome<readonly Notification[]>> {
  let cursor: string | undefined
  do {
    const query = { limit: 100, reasons, cursor }
    const method = 'app.bsky.notification.listNotifications'
    const called: Outcome<Called> = await call(connection, { host: 'pds', method, query, signedIn: true })
    if (!called.ok) return yield called
    const listed = listIn(connection, called.value, 'notifications')
    if (!listed.ok) return yield listed
    yield ok(listed.value.flatMap((one) => readNotification(one.value)))
    const next = called.value.json.get('cursor')?.value
    cursor = typeof next === 'string' && listed.value.length > 0 && next !== cursor ? next : undefined
  } while (cursor !== undefined)
}

/** Posts by others, by address: as shown, or else by their records; what is gone is left out. */
async function postsAt(
  connection: Connection,
  did: string,
  uris: readonly string[],
): Promise<Outcome<Seen[]>> {
  const views = await viewsOf(connection, uris)
  if (!views.ok) return views
  const found = [...views.value]
  const shown = new Set(found.map(({ facts }) => facts.uri))
  for (const uri of uris.filter((one) => !shown.has(one))) {
    const record = await fetchPost(connection, did, uri)
    if (record.ok) found.push(record.value)
    else if (record.error.kind !== 'gone') return record
  }
  return ok(found)
}

/** What has come since the cursor: two requests when nothing has. */
async function* whatIsNew(
  connection: Connection,
  session: Session,
  start: Cursor,
): AsyncGenerator<Outcome<RoundPage>> {
  const { did } = session
  let cursor = start
  const rev = await revisionOf(connection, did)
  if (!rev.ok) return yield rev
  if (rev.value !== start.rev || rev.value === '') {
    let newest = start.newest
    for await (const posts of ownPosts(connection, did, tidTime(start.newest) ?? 0)) {
      if (!posts.ok) return yield posts
      const items = posts.value.map((seen) => itemOf(connection, session, seen, false))
      for (const { facts } of posts.value) newest = later(newest, keyOf(facts.uri))
      yield ok({ items, cursor: cursorJson(cursor) })
    }
    cursor = { ...cursor, rev: rev.value, newest }
  }
  const known = new Set(start.seen)
  const fresh = new Set<string>()
  const marks: string[] = []
  for await (const page of notifications(connection)) {
    if (!page.ok) return yield page
    const unknown = page.value.filter(({ mark }) => !known.has(mark))
    for (const { uri } of unknown) if (!uri.startsWith(`at://${did}/`)) fresh.add(uri)
    if (marks.length === 0) marks.push(...page.value.map(({ mark }) => mark))
    if (unknown.length < page.value.length) break
  }
  const posts = await postsAt(connection, did, [...fresh])
  if (!posts.ok) return yield posts
  const hidden = await hiddenOf(connection, did, posts.value)
  if (!hidden.ok) return yield hidden
  const items = posts.value.map((seen) => itemOf(connection, session, seen, hidden.value.has(seen.facts.uri)))
  yield ok({ items, cursor: cursorJson({ ...cursor, seen: marks }) })
}

/** A reconciliation under way: what it has found, and what waits to be yielded. */
interface Listing {
  readonly connection: Connection
  readonly session: Session
  readonly hidden: ReadonlySet<string>
  /** Addresses of posts by others that have been in the round. */
  readonly found: Set<string>
  readonly gone: Set<string>
  readonly waiting: CollectedItem[]
  newest: string
  marks: readonly string[]
  /** The cursor that the listing began with, and how far it has come since. */
  readonly begun: Json | null
  at: string | undefined
}

function take(listing: Listing, posts: readonly Seen[]): void {
  const { connection, session, hidden, found, waiting } = listing
  for (const seen of posts) {
    const { uri, at } = seen.facts
    if (at.did === session.did || found.has(uri)) continue
    found.add(uri)
    waiting.push(itemOf(connection, session, seen, hidden.has(uri)))
  }
}

/** Answers and quotes to the account's own posts, read where the app view says that there are any. */
async function* answers(listing: Listing, own: ReadonlyMap<string, string>): AsyncGenerator<Outcome<void>> {
  const { connection, session } = listing
  const left = [...own.keys()].filter((uri) => listing.at === undefined || keyOf(uri) < listing.at)
  const views = await viewsOf(connection, left)
  if (!views.ok) return yield views
  for (const { facts } of views.value) {
    // An own answer in an own thread is read with that thread; in another's thread, what answers it is ours to read.
    const covered = own.get(facts.uri) !== facts.uri && own.has(own.get(facts.uri) ?? '')
    if (facts.replyCount > 0 && !covered) {
      const thread = await readThread(connection, facts.uri)
      if (!thread.ok) return yield thread
      take(listing, thread.value.posts)
      const behind = thread.value.blocked.filter((uri) => !uri.startsWith(`at://${session.did}/`))
      const blocked = await postsAt(connection, session.did, behind)
      if (!blocked.ok) return yield blocked
      take(listing, blocked.value)
      for (const uri of thread.value.notFound) listing.gone.add(uri)
    }
    if (facts.quoteCount > 0) {
      for await (const step of quotes(listing, facts.uri)) {
        if (!step.ok) return yield step
      }
    }
    listing.at = keyOf(facts.uri)
    yield ok(undefined)
  }
}

async function* quotes(listing: Listing, uri: string): AsyncGenerator<Outcome<void>> {
  const { connection } = listing
  const method = 'app.bsky.feed.getQuotes'
  let cursor: string | undefined
  do {
    const query = { uri, limit: 100, cursor }
    const called: Outcome<Called> = await call(connection, { host: 'appview', method, query })
    if (!called.ok) return yield called
    const posts = listIn(connection, called.value, 'posts')
    if (!posts.ok) return yield posts
    take(
      listing,
      posts.value.flatMap((post) => seenIn(called.value, post, method)),
    )
    const next = called.value.json.get('cursor')?.value
    cursor = typeof next === 'string' && posts.value.length > 0 && next !== cursor ? next : undefined
    yield ok(undefined)
  } while (cursor !== undefined)
}

async function* mentions(listing: Listing, since: number): AsyncGenerator<Outcome<void>> {
  const { connection, session, found } = listing
  for await (const page of notifications(connection)) {
    if (!page.ok) return yield page
    if (listing.marks.length === 0) listing.marks = page.value.map(({ mark }) => mark)
    const others = page.value.map(({ uri }) => uri).filter((uri) => !uri.startsWith(`at://${session.did}/`))
    const posts = await postsAt(
      connection,
      session.did,
      [...new Set(others)].filter((uri) => !found.has(uri)),
    )
    if (!posts.ok) return yield posts
    take(listing, posts.value)
    yield ok(undefined)
    if (Date.parse(page.value.at(-1)?.indexedAt ?? '') < since) return
  }
}

/** What waits, as a page, with the cursor that goes on from here. */
function pageOf(listing: Listing): Outcome<RoundPage> {
  const { at, begun, waiting } = listing
  const cursor = at === undefined ? begun : cursorJson({ ...(readCursor(begun) ?? noCursor), at })
  return ok({ items: waiting.splice(0), cursor })
}

/** The account's own posts, each with the one that its thread began with; then what stands under them. */
async function* parts(listing: Listing, since: number): AsyncGenerator<Outcome<void>> {
  const { connection, session } = listing
  const own = new Map<string, string>()
  for await (const posts of ownPosts(connection, session.did, since)) {
    if (!posts.ok) return yield posts
    for (const seen of posts.value) {
      const { uri, record } = seen.facts
      own.set(uri, replyOf(record)?.root ?? uri)
      listing.newest = later(listing.newest, keyOf(uri))
      listing.waiting.push(itemOf(connection, session, seen, false))
    }
    yield ok(undefined)
  }
  yield* answers(listing, own)
  yield* mentions(listing, since)
}

/**
 * Lists the account's posts since the moment with everything under them, and what else has been written to it.
 * What was found before a failure is yielded before the failure is.
 */
async function* everything(
  connection: Connection,
  session: Session,
  options: RoundOptions,
): AsyncGenerator<Outcome<RoundPage>> {
  const rev = await revisionOf(connection, session.did)
  if (!rev.ok) return yield rev
  const hidden = await allHidden(connection, session.did)
  if (!hidden.ok) return yield hidden
  const listing: Listing = {
    connection,
    session,
    hidden: hidden.value,
    found: new Set(),
    gone: new Set(),
    waiting: [],
    newest: '',
    marks: [],
    begun: options.cursor,
    at: readCursor(options.cursor)?.at,
  }
  for await (const step of parts(listing, options.since === null ? 0 : Date.parse(options.since))) {
    if (!step.ok) {
      if (listing.waiting.length > 0) yield pageOf(listing)
      return yield step
    }
    if (listing.waiting.length >= itemsPerPage) yield pageOf(listing)
  }
  const gone = [...listing.gone].filter((uri) => !listing.found.has(uri))
  yield ok({
    items: listing.waiting,
    cursor: cursorJson({ rev: rev.value, newest: listing.newest, seen: listing.marks }),
    ...(gone.length > 0 ? { announcedGone: gone } : {}),
    ...(options.mode === 'reconcile'
      ? { complete: { since: options.since, kinds: ['post', 'comment'] as const } }
      : {}),
  })
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const session = await sessionOf(connection)
  if (!session.ok) return yield session
  const cursor = readCursor(options.cursor)
  const pages =
    options.mode === 'new' && cursor
      ? whatIsNew(connection, session.value, cursor)
      : resuming(everything(connection, session.value, options), cursor?.at !== undefined)
  yield* withMessages(pages, await newMessages(connection, session.value, markIn(options.cursor)))
}

async function fetchOne(
  connection: Connection,
  { platformId, kind }: ItemRef,
): Promise<Outcome<CollectedItem>> {
  if (kind !== 'message') return fetchItem(connection, platformId)
  const session = await sessionOf(connection)
  return session.ok ? fetchMessage(connection, session.value, platformId) : session
}

export const collection: Collection = {
  round,
  fetchItem: fetchOne,
}
