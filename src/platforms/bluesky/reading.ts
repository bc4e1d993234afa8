import { fail, isObject, ok } from '../../kernel/index.ts'
import type { CollectedItem, Connection, Outcome } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, callWhole, originOf, type Session, sessionOf } from './client.ts'
import { notUnderstood } from './failures.ts'
import { mapPost, type PostFacts, readPost, replyOf } from './mapping.ts'
import { parsePostUri, postCollection, postUri } from './syntax.ts'

/** The reads that collection, orders and publishing share. */

export const gateCollection = 'app.bsky.feed.threadgate'

/** A post in an answer, and where in the answer it stands. */
export interface Seen {
  readonly facts: PostFacts
  readonly slice: JsonSlice
  readonly called: Called
  /** The XRPC method that gave it. */
  readonly source: string
}

/** @param element a repository's record or a view of a post; anything else gives none. */
export function seenIn(called: Called, element: JsonSlice, source: string): Seen[] {
  const facts = readPost(element.value)
  return facts ? [{ facts, slice: element, called, source }] : []
}

export function itemOf(connection: Connection, session: Session, seen: Seen, hidden: boolean): CollectedItem {
  const { called, slice, source } = seen
  const context = {
    did: session.did,
    handle: session.handle || (connection.settings['handle'] ?? ''),
    service: originOf(connection, 'pds'),
    fetchedAt: new Date(called.part.fetchedAt),
  }
  return {
    ...mapPost(seen.facts, context, hidden),
    source,
    raw: rawOf(called.answer, called.part, slice.bytes),
  }
}

/** The elements of an answer's list; a failure when the list is not there. */
export function listIn(connection: Connection, called: Called, name: string): Outcome<readonly JsonSlice[]> {
  const list = called.json.get(name)
  return list?.bytes[0] === 0x5b ? ok(list.elements()) : fail(notUnderstood('read', connection.clock.now()))
}

interface RecordPage {
  readonly called: Called
  readonly records: readonly JsonSlice[]
  readonly next: string | undefined
}

/** A page of the account's own records, newest record key first. Needs no session: repositories are public. */
export async function listOwn(
  connection: Connection,
  did: string,
  collection: string,
  cursor?: string,
): Promise<Outcome<RecordPage>> {
  const query = { repo: did, collection, limit: 100, cursor }
  const called = await call(connection, { host: 'pds', method: 'com.atproto.repo.listRecords', query })
  if (!called.ok) return called
  const records = listIn(connection, called.value, 'records')
  if (!records.ok) return records
  const next = called.value.json.get('cursor')?.value
  const more = typeof next === 'string' && records.value.length > 0 && next !== cursor
  return ok({ called: called.value, records: records.value, next: more ? next : undefined })
}

/** One record of the account's own repository; undefined when it is not there. */
export async function ownRecord(
  connection: Connection,
  did: string,
  collection: string,
  rkey: string,
): Promise<Outcome<Called | undefined>> {
  const query = { repo: did, collection, rkey }
  const got = await callWhole(connection, { host: 'pds', method: 'com.atproto.repo.getRecord', query })
  if (got.ok) return got
  return got.error.code === 'RecordNotFound' ? ok(undefined) : fail(got.error.failure)
}

/** What a threadgate hides, as addresses. */
export function hiddenIn(record: unknown): readonly string[] {
  if (!isObject(record) || !Array.isArray(record['hiddenReplies'])) return []
  return record['hiddenReplies'].filter((uri) => typeof uri === 'string')
}

/** Everything that the account hides, from all its threadgates. */
export async function allHidden(connection: Connection, did: string): Promise<Outcome<ReadonlySet<string>>> {
  const hidden = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await listOwn(connection, did, gateCollection, cursor)
    if (!page.ok) return page
    for (const record of page.value.records) {
      for (const uri of hiddenIn(record.get('value')?.value)) hidden.add(uri)
    }
    cursor = page.value.next
  } while (cursor !== undefined)
  return ok(hidden)
}

/** What the account hides of these posts' threads; asked for thread by thread, for rounds with few new posts. */
export async function hiddenOf(
  connection: Connection,
  did: string,
  posts: readonly Seen[],
): Promise<Outcome<ReadonlySet<string>>> {
  const hidden = new Set<string>()
  const roots = new Set(posts.map(({ facts }) => replyOf(facts.record)?.root))
  for (const root of roots) {
    const at = root === undefined ? undefined : parsePostUri(root)
    if (at === undefined || at.did !== did) continue
    const gate = await ownRecord(connection, did, gateCollection, at.rkey)
    if (!gate.ok) return gate
    for (const uri of hiddenIn(gate.value?.json.get('value')?.value)) hidden.add(uri)
  }
  return ok(hidden)
}

const viewsPerCall = 25
const viewSource = 'app.bsky.feed.getPosts'

/** Posts as the public sees them, as many as the app view gives: what is blocked or gone is left out without a word. */
export async function viewsOf(
  connection: Connection,
  uris: readonly string[],
): Promise<Outcome<readonly Seen[]>> {
  const found: Seen[] = []
  for (let at = 0; at < uris.length; at += viewsPerCall) {
    const query = { uris: uris.slice(at, at + viewsPerCall) }
    const called = await call(connection, { host: 'appview', method: viewSource, query })
    if (!called.ok) return called
    const posts = listIn(connection, called.value, 'posts')
    if (!posts.ok) return posts
    found.push(...posts.value.flatMap((post) => seenIn(called.value, post, viewSource)))
  }
  return ok(found)
}

const recordSource = 'com.atproto.repo.getRecord'

/**
 * One post. The account's own comes from its repository. Another's is asked of the app view twice: as it is shown,
 * and, when it is not shown, as a record, which is there also when a block stands between; only when the record is
 * not there either is the post gone. An answer about another post, as a cache between may give, is none.
 */
export async function fetchPost(connection: Connection, did: string, uri: string): Promise<Outcome<Seen>> {
  const at = parsePostUri(uri)
  if (at === undefined)
    return fail({ kind: 'rejected', detail: `${uri.slice(0, 100)} är ingen adress till ett inlägg.` })
  const own = at.did === did
  const wanted = postUri(at.did, at.rkey)
  if (!own) {
    const views = await viewsOf(connection, [wanted])
    if (!views.ok) return views
    const view = views.value.find(({ facts }) => facts.uri === wanted)
    if (view) return ok(view)
  }
  const query = { repo: at.did, collection: postCollection, rkey: at.rkey }
  const called = await call(connection, { host: own ? 'pds' : 'appview', method: recordSource, query })
  if (!called.ok) return called
  const [seen] = seenIn(called.value, called.value.json, recordSource)
  return seen?.facts.uri === wanted ? ok(seen) : fail(notUnderstood('read', connection.clock.now()))
}

/** One item as it is now, with its state. */
export async function fetchItem(connection: Connection, uri: string): Promise<Outcome<CollectedItem>> {
  const session = await sessionOf(connection)
  if (!session.ok) return session
  const { did } = session.value
  const seen = await fetchPost(connection, did, uri)
  if (!seen.ok) return seen
  const hidden = await hiddenOf(connection, did, [seen.value])
  return hidden.ok
    ? ok(itemOf(connection, session.value, seen.value, hidden.value.has(seen.value.facts.uri)))
    : hidden
}
