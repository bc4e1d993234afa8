import { isObject, type Json, limits, ok } from '../../kernel/index.ts'
import type { CollectedItem, Collection, Connection, Outcome, RoundOptions, RoundPage } from '../contract.ts'
import { type Called, call, type Me, me } from './client.ts'
import { fetchItem, itemIn, messageFields, postFields } from './reading.ts'

/** The newest id seen in each list, and the conversations that are watched. */
interface Cursor {
  readonly posts: string
  readonly replies: string
  readonly mentions: string
  readonly messages: string
  /** Newest first. */
  readonly conversations: readonly string[]
}

const noCursor: Cursor = { posts: '', replies: '', mentions: '', messages: '', conversations: [] }
/** Search reaches seven days back; a minute less, so that the question is not old when it arrives. */
const reach = 7 * 24 * 60 * 60_000 - 60_000
/** A search holds 512 characters; each conversation takes 39. */
const perSearch = 12
const mostConversations = 120

const idIn = (value: unknown): string => (typeof value === 'string' && /^\d{1,19}$/.test(value) ? value : '')

function readCursor(json: Json | null): Cursor {
  if (!isObject(json)) return noCursor
  const { posts, replies, mentions, messages, conversations } = json
  return {
    posts: idIn(posts),
    replies: idIn(replies),
    mentions: idIn(mentions),
    messages: idIn(messages),
    conversations: Array.isArray(conversations) ? conversations.map(idIn).filter(Boolean) : [],
  }
}

/** Ids are longer the later they are, and equally long ones sort as text. */
const later = (a: string, b: string): string =>
  b.length > a.length || (b.length === a.length && b > a) ? b : a

/** When an id was made: X counts milliseconds since 2010-11-04 in its upper bits. */
export const timeOfId = (id: string): number => Number((BigInt(id || '0') >> 22n) + 1_288_834_974_657n)

interface Page {
  readonly called: Called
  readonly newest: string
}

/** Walks a list, page by page; an empty page with a next token goes on. */
async function* pagesOf(
  connection: Connection,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
): AsyncGenerator<Outcome<Page>> {
  let token: string | undefined
  for (let count = 0; count < limits.pagesPerRound / 4; count++) {
    const called = await call(connection, {
      path,
      query: { ...query, max_results: '100', pagination_token: token },
    })
    if (!called.ok) return yield called
    const elements = called.value.json.get('data')?.elements() ?? []
    let newest = ''
    for (const slice of elements) newest = later(newest, idIn(slice.get('id')?.value))
    yield ok({ called: called.value, newest })
    const next = called.value.json.get('meta')?.get('next_token')?.value
    if (typeof next !== 'string' || next === '' || next === token) return
    token = next
  }
}

interface Walk {
  readonly connection: Connection
  readonly own: Me
  readonly seen: Set<string>
  readonly conversations: Set<string>
  cursor: Cursor
}

function itemsOf(walk: Walk, called: Called, source: string, stop = ''): CollectedItem[] {
  const found = (called.json.get('data')?.elements() ?? []).flatMap((slice) => {
    const id = idIn(slice.get('id')?.value)
    if (stop !== '' && later(stop, id) === stop) return []
    return itemIn(called, slice, source, { own: walk.own, conversations: walk.conversations })
  })
  const fresh = found.filter(({ platformId }) => !walk.seen.has(platformId))
  for (const { platformId } of fresh) walk.seen.add(platformId)
  return fresh
}

type List = 'posts' | 'replies' | 'mentions' | 'messages'

/** One list to its end; its mark is moved only then, so that a cut round misses nothing. */
async function* listed(
  walk: Walk,
  list: List,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  stop = '',
): AsyncGenerator<Outcome<RoundPage>> {
  let newest = walk.cursor[list]
  for await (const page of pagesOf(walk.connection, path, query)) {
    if (!page.ok) return yield page
    newest = later(newest, page.value.newest)
    const items = itemsOf(walk, page.value.called, path, stop)
    for (const item of items) {
      if (list === 'posts' && item.kind === 'post') walk.conversations.add(item.platformId)
    }
    yield ok({ items, cursor: { ...walk.cursor, conversations: [...walk.cursor.conversations] } })
    if (stop !== '' && items.length === 0) break
  }
  walk.cursor = { ...walk.cursor, [list]: newest }
}

/** Replies, twelve conversations a search, and whatever else is addressed to the account. */
function searches({ own, conversations }: Walk): string[] {
  const watched = [...conversations].sort((a, b) => (later(a, b) === b ? 1 : -1)).slice(0, mostConversations)
  const asked = [`to:${own.username} -is:retweet`]
  for (let at = 0; at < watched.length; at += perSearch) {
    const any = watched.slice(at, at + perSearch).map((id) => `conversation_id:${id}`)
    asked.push(`(${any.join(' OR ')}) -is:retweet`)
  }
  return asked
}

async function* lists(walk: Walk, whole: boolean, from: string): AsyncGenerator<Outcome<RoundPage>> {
  const start = walk.cursor
  const { own, connection } = walk
  const after = (id: string, reached = false): Record<string, string | undefined> =>
    whole
      ? { start_time: from }
      : reached && timeOfId(id) < connection.clock.now().getTime() - reach
        ? { start_time: new Date(connection.clock.now().getTime() - reach).toISOString() }
        : { since_id: id || undefined }
  const path = `/2/users/${own.id}`
  yield* listed(walk, 'posts', `${path}/tweets`, {
    ...postFields,
    exclude: 'retweets',
    ...after(start.posts),
  })
  const replies: string[] = [start.replies]
  for (const query of searches(walk)) {
    const asked = { ...postFields, query, ...after(start.replies, true) }
    yield* listed(walk, 'replies', '/2/tweets/search/recent', asked)
    replies.push(walk.cursor.replies)
    walk.cursor = { ...walk.cursor, replies: start.replies }
  }
  walk.cursor = { ...walk.cursor, replies: replies.reduce(later) }
  yield* listed(walk, 'mentions', `${path}/mentions`, { ...postFields, ...after(start.mentions) })
  yield* listed(walk, 'messages', '/2/dm_events', messageFields, whole ? '' : start.messages)
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const own = await me(connection)
  if (!own.ok) return yield own
  const cursor = readCursor(options.cursor)
  const whole = options.mode === 'reconcile'
  const edge = new Date(connection.clock.now().getTime() - reach).toISOString()
  const from = options.since !== null && options.since > edge ? options.since : edge
  const conversations = new Set(cursor.conversations)
  const walk: Walk = { connection, own: own.value, seen: new Set(), conversations, cursor }
  for await (const page of lists(walk, whole, from)) {
    yield page
    if (!page.ok) return
  }
  const watched = [...conversations].sort((a, b) => (later(a, b) === b ? 1 : -1)).slice(0, mostConversations)
  const end = { ...walk.cursor, conversations: watched }
  yield ok({
    items: [],
    cursor: end,
    ...(whole ? { complete: { since: from, kinds: ['post', 'comment'] as const } } : {}),
  })
}

export const collection: Collection = { round, fetchItem }
