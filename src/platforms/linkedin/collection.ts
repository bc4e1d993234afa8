import { fail, isObject, type Json, limits, ok } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Collection,
  Connection,
  Failure,
  ItemRef,
  Outcome,
  RoundOptions,
  RoundPage,
} from '../contract.ts'
import { rawOf } from '../raw.ts'
import { resuming } from '../rounds/resuming.ts'
import { probe } from './check.ts'
import { call, encoded, ownUrn } from './client.ts'
import { actions, type Told, toldIn } from './events.ts'
import { notUnderstood } from './failures.ts'
import { commentParts, isPostUrn, mentionOf } from './mapping.ts'
import {
  commentIn,
  commentsUnder,
  type Listed,
  listed,
  newReading,
  ownPosts,
  perPage,
  postIn,
  type Reading,
} from './reading.ts'
import { paced, tierOf } from './tier/tier.ts'

const day = 86_400_000
/** Notifications can be asked for so far back. */
const kept = 60 * day
/** Asked for once more: a notification may come a little late. */
const overlap = 10 * 60_000
/** A cheap round reads the comments of the newest posts, and others' when a notification names one. */
const recent = { posts: 10, age: 14 * day }
/** Notifications tell of comments, so the newest posts' threads are read only now and then, to be sure. */
const threadsEvery = 30 * 60_000
const mostSingles = 50

/** Times in milliseconds since 1970. */
interface Place {
  /** Of the newest change that is behind us; null until everything has been listed once. */
  readonly modified: number | null
  /** The posts that were changed just then: they are behind us, another one of the same moment is not. */
  readonly behind: readonly string[]
  readonly notified: number | null
  /** When the newest posts' threads were read; 0 where LinkedIn gives no notifications, which the threads stand in for. */
  readonly threads: number
  /** Where a list that was cut off goes on, and the newest change at its top. */
  readonly start: number
  readonly newest: number | null
}

const count = (value: unknown): number | null =>
  Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null

function placeIn(cursor: Json | null): Place {
  const { modified, behind, notified, threads, start, newest } = isObject(cursor) ? cursor : {}
  return {
    modified: count(modified),
    behind: Array.isArray(behind) ? behind.map(String) : [],
    notified: count(notified),
    threads: count(threads) ?? 0,
    start: count(start) ?? 0,
    newest: count(newest),
  }
}

const timeIn = (value: unknown, ...names: readonly string[]): number | null =>
  names.reduce<number | null>((found, name) => found ?? (isObject(value) ? count(value[name]) : null), null)

const idOf = (value: unknown): string => (isObject(value) ? String(value['id']) : '')

interface Round {
  readonly connection: Connection
  readonly reading: Reading
  /** Every post with its comments, or only what has changed and what is recent. */
  readonly all: boolean
  readonly from: Place
  /** Set when a thread has been refused, and the access itself is in order. */
  mayRead: boolean
}

const threadsAreDue = ({ threads }: Place, now: number): boolean => Math.abs(now - threads) >= threadsEvery

/** Which posts of a page are taken, and whether for their comments alone. */
function chosen({ connection, all, from }: Round, { elements }: Listed, first: boolean) {
  const now = connection.clock.now().getTime()
  const posts = elements.map((slice, index) => {
    const value = slice.value
    const modified = timeIn(value, 'lastModifiedAt')
    return {
      slice,
      index,
      modified,
      published: timeIn(value, 'publishedAt', 'createdAt') ?? 0,
      changed:
        all ||
        modified === null ||
        modified > (from.modified ?? 0) ||
        (modified === from.modified && !from.behind.includes(idOf(value))),
    }
  })
  const newest =
    first && threadsAreDue(from, now)
      ? posts
          .filter(({ published }) => published >= now - recent.age)
          .sort((a, b) => b.published - a.published)
          .slice(0, recent.posts)
      : []
  return { posts: posts.filter((post) => post.changed || newest.includes(post)), of: posts }
}

/** A refused thread is its own while the access may read comments; when it may not, that is why. Asked once in a round. */
async function shutOut(round: Round): Promise<Failure | undefined> {
  const { reading, connection } = round
  if (!reading.refused || round.mayRead) return undefined
  const proofs = await probe(connection)
  if (!proofs.ok) return proofs.error
  round.mayRead = proofs.value.some(({ capability, works }) => capability === 'comments' && works)
  return round.mayRead ? undefined : reading.refused
}

/** Reads one page of posts. A failure comes with what was read before it and where to go on. */
async function readPosts(round: Round, page: Listed, start: number) {
  const { connection, reading } = round
  const items: CollectedItem[] = []
  const { posts, of } = chosen(round, page, start === 0)
  for (const { slice, index, changed } of posts) {
    const id = idOf(slice.value)
    if (!isPostUrn(id)) continue
    const post = changed ? await postIn(connection, page.called, slice) : ok(undefined)
    if (!post.ok) return { items, of, stopped: { at: start + index, failure: post.error } }
    const comments = await commentsUnder(connection, id, reading)
    if (!comments.ok) return { items, of, stopped: { at: start + index, failure: comments.error } }
    const shut = await shutOut(round)
    if (shut) return { items, of, stopped: { at: start + index, failure: shut } }
    reading.seen.add(id)
    items.push(...(post.value ? [post.value] : []), ...comments.value)
  }
  return { items, of }
}

async function* pagesOf(
  connection: Connection,
  { cursor, mode, since }: RoundOptions,
): AsyncGenerator<Outcome<RoundPage>> {
  const from = placeIn(cursor)
  const all = mode === 'reconcile' || from.modified === null
  const run: Round = { connection, all, from, reading: newReading(), mayRead: false }
  let { newest } = from
  let behind: readonly string[] = []
  for (let page = 0; ; page++) {
    const start = from.start + page * perPage
    const got = await listed(connection, ownPosts(connection), start)
    if (!got.ok) return yield got
    const { items, of, stopped } = await readPosts(run, got.value, start)
    if (start === 0) {
      newest = Math.max(0, ...of.map(({ modified }) => modified ?? 0))
      behind = of.flatMap(({ modified, slice }) => (modified === newest ? [idOf(slice.value)] : []))
    }
    if (stopped) {
      yield ok({ items, cursor: { ...from, newest, start: stopped.at } })
      return yield fail(stopped.failure)
    }
    const older = !all && of.some(({ modified }) => modified !== null && modified < (from.modified ?? 0))
    if (older || !got.value.more) {
      const now = connection.clock.now().getTime()
      const threads = threadsAreDue(from, now) ? now : from.threads
      const reached = { ...from, modified: newest ?? from.modified, behind, threads, start: 0, newest: null }
      yield ok({ items, cursor: reached })
      return yield* notified(run, reached, { since, reconcile: mode === 'reconcile' })
    }
    yield ok({ items, cursor: { ...from, newest, start: start + perPage } })
    if (page + 2 >= limits.pagesPerRound) return
  }
}

/** The round's last page: mentions, comments on older posts, and what LinkedIn says is deleted. */
async function* notified(
  run: Round,
  reached: Place,
  { since, reconcile }: { readonly since: string | null; readonly reconcile: boolean },
): AsyncGenerator<Outcome<RoundPage>> {
  const { connection, from, reading, all } = run
  const now = connection.clock.now().getTime()
  const back = reconcile && since !== null ? Date.parse(since) : (from.notified ?? 0) - overlap
  const got = await notices(connection, Math.max(back, now - kept), now)
  if (!got.ok) return yield got
  const told = (got.value ?? []).sort((a, b) => a.told.at - b.told.at)
  const gone = new Set(
    told.flatMap(({ told: { action, ref } }) => (action === 'deletion' ? [ref.platformId] : [])),
  )
  const items: CollectedItem[] = []
  let until = now
  let singles = 0
  for (const one of told) {
    const { action, ref, at } = one.told
    if (action === 'deletion' || gone.has(ref.platformId) || reading.seen.has(ref.platformId)) continue
    // When everything has been listed, a comment that was not in it is no longer there.
    if (action === 'comment' && all) continue
    if (singles++ >= mostSingles) {
      until = at
      break
    }
    reading.seen.add(ref.platformId)
    const item = await fetchItem(connection, ref)
    if (item.ok) items.push(item.value)
    else if (item.error.kind === 'rejected') items.push(...one.shown())
    else if (item.error.kind !== 'gone') return yield item
  }
  const kinds = ['post', 'comment'] as const
  yield ok({
    items,
    cursor: { ...reached, notified: until, ...(got.value === undefined && { threads: 0 }) },
    ...(gone.size > 0 ? { announcedGone: [...gone] } : {}),
    ...(reconcile && reading.whole ? { complete: { since, kinds } } : {}),
  })
}

interface Notice {
  readonly told: Told
  /** What the notification itself shows of a mention. */
  shown(): CollectedItem[]
}

/** Notifications between two times; undefined where LinkedIn refuses them: posts and comments are collected all the same, and `probe` tells. */
async function notices(
  connection: Connection,
  start: number,
  end: number,
): Promise<Outcome<Notice[] | undefined>> {
  const own = ownUrn(connection)
  const path = `/organizationalEntityNotifications?q=criteria&actions=List(${actions.join(',')})&organizationalEntity=${encoded(own)}&timeRange=(start:${start},end:${end})`
  const found: Notice[] = []
  for (let page = 0; page < limits.pagesPerRound; page++) {
    const got = await listed(connection, path, page * perPage)
    if (!got.ok) return got.error.kind === 'rejected' || got.error.kind === 'gone' ? ok(undefined) : got
    const { called, elements, more } = got.value
    for (const slice of elements) {
      const told = toldIn(slice.value)
      const shown = (): CollectedItem[] => {
        const mapped = mentionOf(slice.value, { own, fetchedAt: connection.clock.now() })
        const raw = rawOf(called.answer, called.part, slice.bytes)
        return mapped ? [{ ...mapped, source: 'rest/organizationalEntityNotifications', raw }] : []
      }
      if (told) found.push({ told, shown })
    }
    if (!more) break
  }
  return ok(found)
}

export async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const parts = commentParts(ref.platformId)
  if (ref.kind === 'message' || (ref.kind === 'comment' && !parts))
    return fail({ kind: 'rejected', detail: 'Det är ingen kommentar hos LinkedIn.' })
  const path =
    ref.kind === 'comment' && parts
      ? `/socialActions/${encoded(parts.thread)}/comments/${parts.id}`
      : `/posts/${encoded(ref.platformId)}`
  const got = await call(connection, { path })
  if (!got.ok) return got
  const { json } = got.value
  const item =
    ref.kind === 'comment'
      ? ok(commentIn(connection, got.value, json, ref.parent))
      : await postIn(connection, got.value, json)
  if (!item.ok) return item
  return item.value ? ok(item.value) : fail(notUnderstood('read', connection.clock.now()))
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const tier = tierOf(connection, options.cursor)
  const pages = resuming(pagesOf(tier.connection, options), placeIn(options.cursor).start > 0)
  yield* paced(pages, options.cursor, tier)
}

export const collection: Collection = { round, fetchItem }
