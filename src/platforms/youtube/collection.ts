import { fail, isObject, type Json, ok } from '../../kernel/index.ts'
import type { CollectedItem, Collection, Connection, Outcome, RoundOptions, RoundPage } from '../contract.ts'
import { resuming } from '../rounds/resuming.ts'
import { cost } from './budget.ts'
import { callWhole, itemsIn, textIn } from './client.ts'
import { stateSaid } from './mapping.ts'
import {
  commentItem,
  fetchItem,
  type ModerationList,
  moderationLists,
  paths,
  perPage,
  repliesPage,
  type SeenComment,
  type Thread,
  threadIn,
  uploadsPage,
  videoItem,
  videosOf,
} from './reading.ts'

/**
 * Comments are polled: YouTube's push tells of uploads only. A quiet round is four questions that are answered with
 * «not changed». Threads come newest first by their first comment, so an answer in an old thread, an edit far back and
 * what is taken away are found when everything is listed again.
 */

type List = 'videos' | ModerationList
const lists: readonly List[] = ['videos', ...moderationLists]

interface Cursor {
  /** The newest item of each list that has been walked back to what was known, ISO. */
  readonly newest: Readonly<Record<string, string>>
  /** ETags of the lists' first pages. */
  readonly etags: Readonly<Record<string, string>>
  /** How many answers the newest threads had. */
  readonly replies: Readonly<Record<string, number>>
  /** A listing of everything that was cut off: where it goes on. */
  readonly listing?: { readonly list: List; readonly token?: string }
}

const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isObject(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )

function readCursor(json: Json | null): Cursor | undefined {
  if (!isObject(json)) return undefined
  const counts = Object.entries(isObject(json['replies']) ? json['replies'] : {})
  const at = json['listing']
  const list = isObject(at) ? lists.find((name) => name === at['list']) : undefined
  const token = isObject(at) && typeof at['token'] === 'string' ? { token: at['token'] } : {}
  return {
    newest: texts(json['newest']),
    etags: texts(json['etags']),
    replies: Object.fromEntries(
      counts.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    ),
    ...(list === undefined ? {} : { listing: { list, ...token } }),
  }
}

const cursorJson = ({ newest, etags, replies, listing }: Cursor): Json => ({
  newest: { ...newest },
  etags: { ...etags },
  replies: { ...replies },
  ...(listing ? { listing: { ...listing } } : {}),
})

const noCursor: Cursor = { newest: {}, etags: {}, replies: {} }

/** What one round has met, so that a thread that stands in two lists is read once. */
interface Walk {
  readonly connection: Connection
  readonly seen: Set<string>
  readonly expanded: Set<string>
  /** Answers that the threads had last time; a thread with as many is not read again. undefined: read them all. */
  readonly known: Readonly<Record<string, number>> | undefined
}

interface ListPage {
  readonly items: readonly CollectedItem[]
  readonly etag: string | undefined
  readonly unchanged: boolean
  readonly next: string | undefined
  readonly replies: Readonly<Record<string, number>>
  /** When the last of the page was published, ISO; undefined for an empty page. */
  readonly oldest: string | undefined
}

interface At {
  readonly token?: string | undefined
  readonly etag?: string | undefined
}

const unchangedPage: ListPage = {
  items: [],
  etag: undefined,
  unchanged: true,
  next: undefined,
  replies: {},
  oldest: undefined,
}

async function videosPage({ connection, seen }: Walk, at: At): Promise<Outcome<ListPage>> {
  const page = await uploadsPage(connection, 'round', at)
  if (!page.ok) return page
  const { called, ids, next } = page.value
  if (called.answer.status === 304) return ok(unchangedPage)
  const items: CollectedItem[] = []
  if (ids.length > 0) {
    const videos = await videosOf(connection, ids, 'round')
    if (!videos.ok) return videos
    for (const slice of videos.value.slices) {
      const item = videoItem(connection, videos.value.called, slice)
      // What is not open has not been published; what has been and no longer is, is asked for singly and then hidden.
      if (item?.state === 'visible' && !seen.has(item.platformId)) {
        seen.add(item.platformId)
        items.push(item)
      }
    }
  }
  const etag = textIn(called, 'etag')
  return ok({ items, etag, unchanged: false, next, replies: {}, oldest: items.at(-1)?.publishedAt })
}

/** All answers in a thread: those that came with it, and the rest when there are more or others than last time. */
async function repliesOf(walk: Walk, thread: Thread): Promise<Outcome<readonly SeenComment[]>> {
  const { connection, expanded, known } = walk
  const { inline, replyCount, top } = thread
  const { id } = top.facts
  if (replyCount <= inline.length || expanded.has(id) || known?.[id] === replyCount) return ok(inline)
  expanded.add(id)
  const all = [...inline]
  let token: string | undefined
  do {
    const page = await repliesPage(connection, id, 'round', token)
    if (!page.ok) return page.error.kind === 'gone' ? ok(all) : page
    all.push(...page.value.replies)
    token = page.value.next === token ? undefined : page.value.next
  } while (token !== undefined)
  return ok(all)
}

/** The items of a thread. Who stands in the list of the published without a state of their own is published. */
function take(
  walk: Walk,
  list: ModerationList,
  thread: Thread,
  replies: readonly SeenComment[],
): CollectedItem[] {
  return [thread.top, ...replies].flatMap((comment) => {
    const { facts } = comment
    if (walk.seen.has(facts.id)) return []
    const isTop = facts.id === thread.top.facts.id
    const state = stateSaid(facts) ?? (isTop && list !== 'published' ? 'held' : 'visible')
    walk.seen.add(facts.id)
    return [commentItem(walk.connection, comment, state, thread.videoId)]
  })
}

async function threadsPage(walk: Walk, list: ModerationList, at: At): Promise<Outcome<ListPage>> {
  const { connection } = walk
  const got = await callWhole(connection, {
    path: paths.threads,
    query: {
      part: ['snippet', 'replies'],
      allThreadsRelatedToChannelId: connection.settings['channelId'],
      moderationStatus: list,
      order: 'time',
      textFormat: 'plainText',
      maxResults: perPage.comments,
      pageToken: at.token,
    },
    ...(at.etag === undefined ? {} : { headers: { 'if-none-match': at.etag } }),
    quota: { units: cost.list, use: 'round' },
  })
  if (!got.ok) {
    // A channel without comments has none to collect.
    return got.error.reason === 'commentsDisabled' ? ok(unchangedPage) : fail(got.error.failure)
  }
  if (got.value.answer.status === 304) return ok(unchangedPage)
  const items: CollectedItem[] = []
  const replies: Record<string, number> = {}
  const threads = itemsIn(got.value).flatMap((slice) => threadIn(got.value, slice))
  let oldest: string | undefined
  for (const thread of threads) {
    const all = await repliesOf(walk, thread)
    if (!all.ok) return all
    const taken = take(walk, list, thread, all.value)
    items.push(...taken)
    replies[thread.top.facts.id] = thread.replyCount
    oldest = taken.find(({ platformId }) => platformId === thread.top.facts.id)?.publishedAt ?? oldest
  }
  const [etag, next] = [textIn(got.value, 'etag'), textIn(got.value, 'nextPageToken')]
  return ok({ items, etag, unchanged: false, next, replies, oldest })
}

const pageOf = (walk: Walk, list: List, at: At): Promise<Outcome<ListPage>> =>
  list === 'videos' ? videosPage(walk, at) : threadsPage(walk, list, at)

/** ISO times sort as text. */
const latest = (items: readonly CollectedItem[], before: string): string =>
  [before, ...items.map(({ publishedAt }) => publishedAt)].sort().at(-1) ?? before

/** The cursor once a list's first page is known: its ETag, and the counts of answers in the threads on it. */
function withFirst(cursor: Cursor, list: List, page: ListPage): Cursor {
  const etags = { ...cursor.etags, ...(page.etag === undefined ? {} : { [list]: page.etag }) }
  return { ...cursor, etags, replies: list === 'published' ? page.replies : cursor.replies }
}

/** What has come since the cursor: four questions when nothing has. */
async function* whatIsNew(connection: Connection, start: Cursor): AsyncGenerator<Outcome<RoundPage>> {
  let cursor = start
  const walk: Walk = { connection, seen: new Set(), expanded: new Set(), known: start.replies }
  for (const list of lists) {
    const known = start.newest[list] ?? ''
    let newest = known
    let after = cursor
    let token: string | undefined
    let more = true
    while (more) {
      const etag = token === undefined ? start.etags[list] : undefined
      const page: Outcome<ListPage> = await pageOf(walk, list, { token, etag })
      if (!page.ok) return yield page
      const { items, unchanged, next, oldest } = page.value
      if (token === undefined && !unchanged) after = withFirst(cursor, list, page.value)
      newest = latest(items, newest)
      more = next !== undefined && next !== token && (oldest === undefined || oldest > known)
      token = next
      // Only a list that has been walked back to what is known moves the cursor.
      if (!more) cursor = { ...after, newest: { ...cursor.newest, [list]: newest } }
      yield ok({ items, cursor: cursorJson(cursor) })
    }
  }
}

const withoutListing = ({ newest, etags, replies }: Cursor): Cursor => ({ newest, etags, replies })

/** Items in a page: many, because a round is cut off after limits.pagesPerRound of them. */
const itemsPerPage = 500

/** Lists everything there is. A listing that was cut off goes on where it stood. */
async function* everything(
  connection: Connection,
  options: RoundOptions,
  start: Cursor,
): AsyncGenerator<Outcome<RoundPage>> {
  const from = start.listing
  const walk: Walk = { connection, seen: new Set(), expanded: new Set(), known: undefined }
  let cursor: Cursor = start
  let waiting: CollectedItem[] = []
  const flush = (): Outcome<RoundPage> => ok({ items: waiting.splice(0), cursor: cursorJson(cursor) })
  for (const list of lists.slice(from ? lists.indexOf(from.list) : 0)) {
    let token = from?.list === list ? from.token : undefined
    let newest = start.newest[list] ?? ''
    do {
      const page: Outcome<ListPage> = await pageOf(walk, list, { token })
      if (!page.ok) {
        // A page's mark does not hold for ever: when the one that was kept is refused, the listing begins anew.
        const stale = from !== undefined && cursor === start && page.error.kind === 'rejected'
        if (stale) return yield* everything(connection, options, withoutListing(start))
        if (waiting.length > 0) yield flush()
        return yield page
      }
      if (token === undefined) cursor = withFirst(cursor, list, page.value)
      waiting.push(...page.value.items)
      newest = latest(page.value.items, newest)
      token = page.value.next === token ? undefined : page.value.next
      const following = lists[lists.indexOf(list) + 1]
      const listing = token === undefined ? following && { list: following } : { list, token }
      const rest = withoutListing(cursor)
      cursor = { ...rest, newest: { ...rest.newest, [list]: newest }, ...(listing ? { listing } : {}) }
      if (waiting.length >= itemsPerPage && listing) yield flush()
    } while (token !== undefined)
  }
  const complete = { since: options.since, kinds: ['post', 'comment'] as const }
  const last = {
    items: waiting,
    cursor: cursorJson(cursor),
    ...(options.mode === 'reconcile' ? { complete } : {}),
  }
  waiting = []
  yield ok(last)
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const cursor = readCursor(options.cursor)
  if (options.mode === 'new' && cursor && cursor.listing === undefined) yield* whatIsNew(connection, cursor)
  else yield* resuming(everything(connection, options, cursor ?? noCursor), cursor?.listing !== undefined)
}

export const collection: Collection = { round, fetchItem }
