import { fail, isObject, type Json, ok } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Collection,
  Connection,
  Failure,
  Outcome,
  RoundOptions,
  RoundPage,
} from '../contract.ts'
import { usedPercent } from '../graph/index.ts'
import type { JsonSlice } from '../json-slice.ts'
import { resuming } from '../rounds/resuming.ts'
import { listed, membersOf, type Page } from './client.ts'
import { fields, textIn } from './mapping.ts'
import {
  commentsUnder,
  fetchItem,
  igUser,
  itemIn,
  messages,
  type Own,
  ownContext,
  ownPosts,
  pageOf,
  stories,
  storyPages,
  tagged,
  tagPages,
} from './reading.ts'

/**
 * Instagram has no list of what is new. What a `new` round goes by: the newest hundred posts with their numbers of
 * comments (a number that has changed has its comments read), once an hour the stories, the newest tags, and conversations by their latest
 * message. The rest is found by webhooks and when all is listed again.
 */

interface Cursor {
  /** Comments on each of the newest posts when they were last read. */
  readonly counts: Readonly<Record<string, number>>
  readonly tags: readonly string[]
  /** The latest message read, as milliseconds since 1970. */
  readonly messagesTo: number
  /** When stories were last looked at, as milliseconds since 1970. */
  readonly storiesAt: number
  /** A listing of everything that was cut off: when the post was published whose comments were read last. */
  readonly at?: number
}

function readCursor(json: Json | null): Cursor | undefined {
  if (!isObject(json)) return undefined
  const { counts, tags, messagesTo, storiesAt, at } = json
  if (!isObject(counts) || !Array.isArray(tags) || typeof messagesTo !== 'number') return undefined
  return {
    counts: Object.fromEntries(
      Object.entries(counts).filter((one): one is [string, number] => typeof one[1] === 'number'),
    ),
    tags: tags.filter((one) => typeof one === 'string'),
    messagesTo,
    storiesAt: typeof storiesAt === 'number' ? storiesAt : 0,
    ...(typeof at === 'number' ? { at } : {}),
  }
}

const cursorJson = (cursor: Cursor): Json => ({ ...cursor, tags: [...cursor.tags] })

/** Items in a page of a whole listing: large, because a round is cut off after limits.pagesPerRound of them. */
const itemsPerPage = 500
const newestPosts = 100
/** A story is shown for a day: so each is seen a score of times. */
const storiesEvery = 60 * 60 * 1_000
/** Posts are commented on long after: with a window, comments are read under posts this much older than it. */
const commentedFor = 180 * 24 * 60 * 60 * 1_000

/** A round under way. */
interface Reading {
  readonly connection: Connection
  readonly own: Own
  readonly counts: Map<string, number>
  readonly waiting: CollectedItem[]
  tags: readonly string[]
  messagesTo: number
  storiesAt: number
  /** How much of what Meta allows is used, in per cent, as the last answer said. */
  used: number
  at: number | undefined
}

/** Collecting stops here, so that hiding, removing and answering have room left. */
const mostUsedPercent = 95

async function* watched(
  reading: Reading,
  pages: AsyncGenerator<Outcome<Page>>,
): AsyncGenerator<Outcome<Page>> {
  for await (const page of pages) {
    if (page.ok) reading.used = usedPercent(page.value.called.answer.headers)
    yield page
  }
}

const keep = (reading: Reading, page: Page, slice: JsonSlice, how: Parameters<typeof itemIn>[3]): void => {
  const item = itemIn(page.called, slice, reading.own, how)
  if (item) reading.waiting.push(item)
}

const timeOf = (slice: JsonSlice, name: string): number => Date.parse(textIn(membersOf(slice), name) ?? '')

async function* replies(reading: Reading, comment: string, post: string): AsyncGenerator<Outcome<void>> {
  const query = { fields: fields.comment, limit: 50 }
  for await (const page of watched(
    reading,
    listed(reading.connection, { path: `${comment}/replies`, query }),
  )) {
    if (!page.ok) return yield page.error.kind === 'gone' ? ok(undefined) : page
    for (const slice of page.value.elements) keep(reading, page.value, slice, commentsUnder(post))
    yield ok(undefined)
  }
}

/**
 * Comments under a post, with what answers them. Answers are asked for by themselves: so a comment's raw bytes hold
 * nobody else's words, which each can be disposed of alone, and no address of a next page, which would hold the token.
 */
async function* comments(reading: Reading, post: string): AsyncGenerator<Outcome<void>> {
  const path = `${post}/comments`
  const whole = listed(reading.connection, { path, query: { fields: fields.comment, limit: 50 } })
  for await (const page of watched(reading, whole)) {
    // The post was taken away between the two questions.
    if (!page.ok) return yield page.error.kind === 'gone' ? ok(undefined) : page
    for (const slice of page.value.elements) keep(reading, page.value, slice, commentsUnder(post))
    yield ok(undefined)
  }
  const query = { fields: 'id,replies.limit(1){id}', limit: 50 }
  for await (const page of listed(reading.connection, { path, query })) {
    if (!page.ok) return yield page.error.kind === 'gone' ? ok(undefined) : page
    for (const slice of page.value.elements) {
      const id = textIn(membersOf(slice), 'id')
      const answered = (slice.get('replies')?.get('data')?.elements().length ?? 0) > 0
      if (id !== undefined && answered) yield* replies(reading, id, post)
    }
  }
}

interface Listed {
  readonly id: string
  readonly count: number
  readonly publishedAt: number
}

function readListed(slice: JsonSlice): Listed | undefined {
  const members = membersOf(slice)
  const id = textIn(members, 'id')
  const count = members['comments_count']
  if (id === undefined) return undefined
  return { id, count: typeof count === 'number' ? count : 0, publishedAt: timeOf(slice, 'timestamp') }
}

/** Own posts, newest first, a page at a time. */
const posts = (connection: Connection): AsyncGenerator<Outcome<Page>> =>
  listed(connection, {
    path: `${igUser(connection)}/media`,
    query: { fields: fields.media, limit: newestPosts },
  })

async function* newPosts(reading: Reading): AsyncGenerator<Outcome<void>> {
  const shown = new Set<string>()
  for await (const page of watched(reading, posts(reading.connection))) {
    if (!page.ok) return yield page
    for (const slice of page.value.elements) {
      const post = readListed(slice)
      if (post === undefined) continue
      shown.add(post.id)
      const before = reading.counts.get(post.id)
      if (before === undefined) keep(reading, page.value, slice, ownPosts)
      if (before !== post.count && !(before === undefined && post.count === 0)) {
        yield* comments(reading, post.id)
      }
      reading.counts.set(post.id, post.count)
    }
    yield ok(undefined)
    if (page.value.elements.length > 0) break
  }
  for (const id of reading.counts.keys()) if (!shown.has(id)) reading.counts.delete(id)
}

/** Tags and messages need rights of their own, which many lack: then they are left out, and the probe says so. */
const lacksRight = (page: Outcome<Page>): boolean =>
  !page.ok && (page.error.kind === 'rejected' || page.error.kind === 'gone')

async function* tags(reading: Reading, all: boolean): AsyncGenerator<Outcome<void>> {
  const known = new Set(reading.tags)
  const seen: string[] = []
  for await (const page of watched(reading, tagPages(reading.connection))) {
    if (lacksRight(page)) return
    if (!page.ok) return yield page
    const fresh = page.value.elements.filter((slice) => {
      const id = textIn(membersOf(slice), 'id') ?? ''
      seen.push(id)
      return all || !known.has(id)
    })
    for (const slice of fresh) keep(reading, page.value, slice, tagged)
    yield ok(undefined)
    if (!all && page.value.elements.length > 0 && fresh.length === 0) break
  }
  reading.tags = [...new Set([...seen, ...reading.tags])].slice(0, newestPosts)
}

async function* currentStories(reading: Reading): AsyncGenerator<Outcome<void>> {
  for await (const page of watched(reading, storyPages(reading.connection))) {
    if (lacksRight(page)) return
    if (!page.ok) return yield page
    for (const slice of page.value.elements) keep(reading, page.value, slice, stories)
    yield ok(undefined)
  }
  reading.storiesAt = reading.connection.clock.now().getTime()
}

/** The newest messages of each conversation that has had any since the moment; Instagram tells of twenty in each. */
async function* conversations(reading: Reading, since: number): AsyncGenerator<Outcome<void>> {
  const { connection } = reading
  const query = { platform: 'INSTAGRAM', fields: 'id,updated_time', limit: 25 }
  let latest = reading.messagesTo
  for await (const page of listed(connection, { path: `${pageOf(connection)}/conversations`, query })) {
    if (lacksRight(page)) return
    if (!page.ok) return yield page
    for (const thread of page.value.elements) {
      const [id, updated] = [textIn(membersOf(thread), 'id'), timeOf(thread, 'updated_time')]
      // The same second is read again: a message may have come after the last look, within it.
      if (id === undefined || !/^[\w=:.-]{1,300}$/.test(id) || updated < since) continue
      const asked = { path: `${id}/messages`, query: { fields: fields.message, limit: 20 } }
      for await (const said of listed(connection, asked)) {
        if (!said.ok) return yield said
        for (const slice of said.value.elements) keep(reading, said.value, slice, messages)
        if (said.value.elements.length > 0) break
      }
      if (updated > latest) latest = updated
    }
    yield ok(undefined)
    const oldest = page.value.elements.at(-1)
    if (oldest !== undefined && timeOf(oldest, 'updated_time') < since) break
  }
  reading.messagesTo = latest
}

async function* whatIsNew(reading: Reading): AsyncGenerator<Outcome<void>> {
  yield* newPosts(reading)
  const since = reading.connection.clock.now().getTime() - reading.storiesAt
  if (Math.abs(since) >= storiesEvery) yield* currentStories(reading)
  yield* tags(reading, false)
  yield* conversations(reading, reading.messagesTo)
}

async function* everything(reading: Reading, since: number): AsyncGenerator<Outcome<void>> {
  const begun = reading.at ?? Number.POSITIVE_INFINITY
  let first = true
  for await (const page of watched(reading, posts(reading.connection))) {
    if (!page.ok) return yield page
    const inPage = page.value.elements.map((slice) => ({ slice, post: readListed(slice) }))
    for (const { slice, post } of inPage) {
      if (post === undefined) continue
      keep(reading, page.value, slice, ownPosts)
      const done = post.publishedAt > begun
      if (post.count > 0 && !done) {
        yield* comments(reading, post.id)
        if (!Number.isNaN(post.publishedAt)) reading.at = post.publishedAt
      }
      if (first && !done) reading.counts.set(post.id, post.count)
    }
    first = first && inPage.length === 0
    yield ok(undefined)
    if (inPage.length > 0 && inPage.every(({ post }) => (post?.publishedAt ?? 0) < since - commentedFor))
      break
  }
  yield* currentStories(reading)
  yield* tags(reading, true)
  yield* conversations(reading, since)
}

async function* pagesOf(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const own = await ownContext(connection)
  if (!own.ok) return yield own
  const known = readCursor(options.cursor)
  const whole = options.mode === 'reconcile' || known === undefined || known.at !== undefined
  const reading: Reading = {
    connection,
    own: own.value,
    counts: new Map(whole ? [] : Object.entries(known.counts)),
    waiting: [],
    tags: known?.tags ?? [],
    messagesTo: known?.messagesTo ?? 0,
    storiesAt: known?.storiesAt ?? 0,
    used: 0,
    at: known?.at,
  }
  const since = options.since === null ? Number.NEGATIVE_INFINITY : Date.parse(options.since)
  const steps = whole ? everything(reading, since) : whatIsNew(reading)
  const pageSoFar = (): Outcome<RoundPage> => {
    const resumed = { ...(known ?? { counts: {}, tags: [], messagesTo: 0, storiesAt: 0 }), ...atOf(reading) }
    const cursor = whole
      ? reading.at === undefined
        ? options.cursor
        : cursorJson(resumed)
      : cursorOf(reading)
    return ok({ items: reading.waiting.splice(0), cursor })
  }
  for await (const step of steps) {
    if (!step.ok) {
      if (reading.waiting.length > 0) yield pageSoFar()
      return yield step
    }
    if (reading.used >= mostUsedPercent) {
      yield pageSoFar()
      return yield fail(nearlyUsedUp(connection))
    }
    if (reading.waiting.length >= itemsPerPage) yield pageSoFar()
  }
  yield ok({
    items: reading.waiting,
    cursor: cursorOf(reading),
    ...(options.mode === 'reconcile'
      ? { complete: { since: options.since, kinds: ['post', 'comment'] as const } }
      : {}),
  })
}

const nearlyUsedUp = ({ clock }: Connection): Failure => ({
  kind: 'retryLater',
  at: new Date(clock.now().getTime() + 15 * 60_000),
  detail:
    'Nästan allt som Instagram tillåter är förbrukat just nu. Insamlingen väntar, så att åtgärder får plats.',
})

const atOf = ({ at }: Reading): { at?: number } => (at === undefined ? {} : { at })

const cursorOf = ({ counts, tags, messagesTo, storiesAt }: Reading): Json =>
  cursorJson({ counts: Object.fromEntries(counts), tags, messagesTo, storiesAt })

export const collection: Collection = {
  round: (connection, options) =>
    resuming(pagesOf(connection, options), readCursor(options.cursor)?.at !== undefined),
  fetchItem,
}
