import { limits, ok } from '../../../kernel/index.ts'
import type {
  CollectedItem,
  Collection,
  Connection,
  Outcome,
  RoundOptions,
  RoundPage,
} from '../../contract.ts'
import { resuming } from '../../rounds/resuming.ts'
import { type Called, call, type Me, me } from '../client.ts'
import {
  type Cursor,
  type Cut,
  cursorJson,
  earlier,
  idIn,
  type List,
  later,
  lists,
  readCursor,
  timeOfId,
} from './cursor.ts'
import { fetchItem, itemIn, messageFields, postFields } from './items.ts'

/** Search reaches seven days back; a minute less, so that the question is not old when it arrives. */
const reach = 7 * 24 * 60 * 60_000 - 60_000
/** A search holds 512 characters; each conversation takes 39. */
const perSearch = 12
const mostConversations = 120

type Query = Readonly<Record<string, string | undefined>>

interface Walk {
  readonly connection: Connection
  readonly own: Me
  readonly seen: Set<string>
  readonly conversations: Set<string>
  /** Reconciling, from this time on; otherwise what is new. */
  readonly from: string | undefined
  cursor: Cursor
  /** Where the round that this one goes on with stood; taken by the list it names. */
  resumed: Cut | null
  /** Pages that are left to ask for, of all lists together. */
  left: number
}

const newestFirst = (ids: Iterable<string>): string[] =>
  [...ids].sort((a, b) => (later(a, b) === b ? 1 : -1)).slice(0, mostConversations)

function itemsOf(walk: Walk, called: Called, source: string, stop: string): CollectedItem[] {
  const found = (called.json.get('data')?.elements() ?? []).flatMap((slice) => {
    const id = idIn(slice.get('id')?.value)
    if (stop !== '' && later(stop, id) === stop) return []
    return itemIn(called, slice, source, { own: walk.own, conversations: walk.conversations })
  })
  return found.filter(({ platformId }) => {
    const fresh = !walk.seen.has(platformId)
    walk.seen.add(platformId)
    return fresh
  })
}

/** The cursor as it is with `cut` open; a mark moves only once its list is read to its end. */
function cursorAt(walk: Walk, cut: Cut | null): Cursor {
  const conversations = newestFirst(walk.conversations)
  const open = walk.from === undefined ? { cut } : { sweep: cut }
  return { ...walk.cursor, conversations, ...open }
}

/** One question to its last page; leaves its cut in the walk's cursor when the pages ran out. */
async function* asked(
  walk: Walk,
  path: string,
  query: Query,
  start: Cut,
): AsyncGenerator<Outcome<RoundPage>, Cut | 'failed' | 'out'> {
  let cut = start
  const messages = start.list === 'messages'
  const stop = messages ? walk.cursor.messages : ''
  const until = messages ? {} : { until_id: start.before || undefined }
  let token = start.token
  for (;;) {
    if (walk.left <= 0) {
      walk.cursor = cursorAt(walk, cut)
      return 'out'
    }
    walk.left--
    const wanted = { ...query, ...until, max_results: '100', pagination_token: token || undefined }
    const called = await call(walk.connection, { path, query: wanted })
    if (!called.ok) {
      // Without permission for messages the rest of the round still stands: the probe tells it.
      if (messages && called.error.kind === 'rejected') return { ...start, top: '' }
      yield called
      return 'failed'
    }
    const items = itemsOf(walk, called.value, path, stop)
    const ids = (called.value.json.get('data')?.elements() ?? []).map((one) => idIn(one.get('id')?.value))
    const next = called.value.json.get('meta')?.get('next_token')?.value
    if (start.list === 'posts')
      for (const { kind, platformId } of items) if (kind === 'post') walk.conversations.add(platformId)
    const known = messages && stop !== '' && ids.some((id) => later(stop, id) === stop)
    const more = typeof next === 'string' && next !== '' && next !== token && !known
    token = more ? next : ''
    cut = {
      ...cut,
      top: ids.reduce(later, cut.top),
      before: ids.filter(Boolean).reduce(earlier, cut.before),
      token: messages ? token : '',
    }
    yield ok({ items, cursor: cursorJson(cursorAt(walk, cut)) })
    if (!more) return cut
  }
}

/** Twelve conversations a search. */
function searchesOf({ conversations }: Walk): string[] {
  const watched = newestFirst(conversations)
  const searches: string[] = []
  for (let at = 0; at < watched.length; at += perSearch) {
    const any = watched.slice(at, at + perSearch).map((id) => `conversation_id:${id}`)
    searches.push(`(${any.join(' OR ')}) -is:retweet`)
  }
  return searches
}

/** Up to ten searches, for what is neither addressed to the account nor names it. */
const threadsEvery = 30 * 60_000

const threadsAreDue = ({ cursor, connection }: Walk): boolean =>
  Math.abs(connection.clock.now().getTime() - cursor.threadsAt) >= threadsEvery

/** From where a list is asked for. Search knows no ids older than its reach. */
function since(walk: Walk, list: List): Query {
  if (list === 'messages') return {}
  if (walk.from !== undefined) return { start_time: walk.from }
  const edge = walk.connection.clock.now().getTime() - reach
  const mark = walk.cursor[list]
  if ((list === 'replies' || list === 'threads') && timeOfId(mark) < edge)
    return { start_time: new Date(edge).toISOString() }
  return { since_id: mark || undefined }
}

/** One list, from where an earlier round stood or from its newest, to its end; then its mark is moved. */
async function* listed(walk: Walk, list: List): AsyncGenerator<Outcome<RoundPage>, boolean> {
  const { id } = walk.own
  const path = {
    posts: `/2/users/${id}/tweets`,
    replies: '/2/tweets/search/recent',
    threads: '/2/tweets/search/recent',
    mentions: `/2/users/${id}/mentions`,
    messages: '/2/dm_events',
  }[list]
  const query = {
    ...(list === 'messages' ? messageFields : postFields),
    ...(list === 'posts' ? { exclude: 'retweets' } : {}),
    ...since(walk, list),
  }
  const first =
    list === 'threads' ? searchesOf(walk) : [list === 'replies' ? `to:${walk.own.username} -is:retweet` : '']
  const resumed = walk.resumed
  let cut: Cut = resumed ?? { list, before: '', token: '', top: '', searches: first }
  // What is newer than the resumed list's top is left to the next round, in every search alike.
  const ceiling = resumed && cut.top ? String(BigInt(cut.top) + 1n) : ''
  if (cut.before === '') cut = { ...cut, before: ceiling }
  walk.resumed = null
  while (cut.searches.length > 0) {
    const [words] = cut.searches
    const ended = yield* asked(walk, path, words ? { ...query, query: words } : query, cut)
    if (typeof ended === 'string') return false
    cut = { ...ended, before: ceiling, token: '', searches: cut.searches.slice(1) }
  }
  if (walk.from === undefined) walk.cursor = { ...walk.cursor, [list]: later(walk.cursor[list], cut.top) }
  if (list === 'threads') walk.cursor = { ...walk.cursor, threadsAt: walk.connection.clock.now().getTime() }
  walk.cursor = cursorAt(walk, null)
  return true
}

async function* pagesOf(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const own = await me(connection)
  if (!own.ok) return yield own
  const cursor = readCursor(options.cursor)
  const whole = options.mode === 'reconcile'
  const edge = new Date(connection.clock.now().getTime() - reach).toISOString()
  const from = options.since !== null && options.since > edge ? options.since : edge
  const walk: Walk = {
    connection,
    own: own.value,
    seen: new Set(),
    conversations: new Set(cursor.conversations),
    from: whole ? from : undefined,
    cursor,
    resumed: whole ? cursor.sweep : cursor.cut,
    // One page is kept for the end of the round.
    left: limits.pagesPerRound - 1,
  }
  // Every read is paid for: messages are never reconciled, and what others say to each other can wait.
  const threads = whole || walk.resumed?.list === 'threads' || threadsAreDue(walk)
  const all = lists.filter((list) => (list === 'messages' ? !whole : list !== 'threads' || threads))
  const start = Math.max(0, all.indexOf(walk.resumed?.list ?? 'posts'))
  for (const list of all.slice(start)) {
    const pages = listed(walk, list)
    let step = await pages.next()
    for (; !step.done; step = await pages.next()) {
      yield step.value
      if (!step.value.ok) return
    }
    if (!step.value) return yield ok({ items: [], cursor: cursorJson(walk.cursor) })
  }
  const complete = { complete: { since: from, kinds: ['post', 'comment'] as const } }
  yield ok({ items: [], cursor: cursorJson(walk.cursor), ...(whole ? complete : {}) })
}

export const collection: Collection = {
  round: (connection, options) =>
    resuming(
      pagesOf(connection, options),
      options.mode === 'reconcile' && readCursor(options.cursor).sweep !== null,
    ),
  fetchItem,
}
