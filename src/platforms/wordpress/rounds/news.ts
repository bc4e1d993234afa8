import { fail, ok } from '../../../kernel/index.ts'
import type { Connection, Outcome, RoundPage } from '../../contract.ts'
import { callWhole } from '../client.ts'
import { type Cursor, cursorJson } from './cursor.ts'
import {
  embedding,
  everyComment,
  everyPostStatus,
  type List,
  pageOf,
  pathOf,
  type Reading,
  withSeen,
} from './listing.ts'
import { listedIn, totalOf, type WalkPage, walk } from './walk.ts'

/** How many of the newest a glance takes in: the most that WordPress gives at once. */
const glanceSize = 100

type Query = Readonly<Record<string, string | undefined>>

/** One thing that may have changed: a glance tells whether, with few members of each item; then it is read in full. */
interface Look {
  readonly name: string
  readonly list: List
  /** The newest of these, newest first. */
  readonly newest: Query
  /** Members that differ when anything that we keep of an item does. */
  readonly members: string
  /** What to read in full, where it is not the newest. */
  readonly changed?: (cursor: Cursor) => Query
  /** Whether later looks go on from what this one has read. */
  readonly marks?: true
}

const changes = (list: 'posts' | 'pages'): Look => ({
  name: list,
  list,
  newest: { context: 'edit', status: everyPostStatus, orderby: 'modified', order: 'desc' },
  members: 'id,status,modified_gmt',
  changed: ({ marks }) => ({ ...embedding, status: everyPostStatus, modified_after: since(marks[list]) }),
  marks: true,
})

const commentsIn = (status: string): Look => ({
  name: status,
  list: 'comments',
  newest: { ...everyComment, status, orderby: 'id', order: 'desc' },
  members: 'id,post,parent,author,author_name,content,date_gmt,status,type',
})
const comments: Look = { ...commentsIn('any'), marks: true }

/** A scheduled post goes out without being called changed. */
const goneOut: Look = {
  name: 'goneOut',
  list: 'posts',
  newest: { ...embedding, status: 'publish', orderby: 'date', order: 'desc' },
  members: 'id',
}

const always: readonly Look[] = [changes('posts'), comments]
/**
 * Comments have no time of change, so the newest hundred in each state are looked at too. These are taken in turns, so
 * that a site is not asked much at once: one turn a round, and both where rounds are so far between that a turn would
 * else wait a minute.
 */
const turns: readonly (readonly Look[])[] = [
  [changes('pages'), commentsIn('approve'), commentsIn('hold')],
  [goneOut, commentsIn('spam'), commentsIn('trash')],
]
const turnWaits = 30_000

function turnsNow(cursor: Cursor, now: number): readonly number[] {
  const waited = turns.map((_, index) => {
    const taken = cursor.taken[index] ?? null
    return taken === null ? Number.POSITIVE_INFINITY : Math.abs(now - taken)
  })
  const longest = waited.indexOf(Math.max(...waited))
  return [...turns.keys()].filter((index) => index === longest || (waited[index] ?? 0) >= turnWaits)
}

/**
 * WordPress filters on the site's wall clock, which shows the same hour twice when summer time ends;
 * and what was saved while we listed may carry an earlier second.
 */
const overlap = 70 * 60_000

/** The mark less the overlap, as a time with zone; undefined lists everything. */
const since = (mark: string | null): string | undefined => {
  const at = mark === null ? Number.NaN : Date.parse(`${mark}Z`)
  return Number.isNaN(at) ? undefined : new Date(at - overlap).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** What was saved twice in a second looks the same after both, so that a change is read again for a while. */
const settles = 5 * 60_000

interface Glanced {
  /** A digest of what was shown; undefined where it may change without showing, or was too large to be shown. */
  readonly shown: string | undefined
  readonly whole: boolean
}

async function glance(connection: Connection, look: Look): Promise<Outcome<Glanced>> {
  const query = { ...look.newest, _embed: undefined, _fields: look.members, per_page: glanceSize }
  const got = await callWhole(connection, { path: pathOf(look.list), query })
  if (!got.ok) {
    const { tooLarge, failure } = got.error
    return tooLarge ? ok({ shown: undefined, whole: false }) : fail(failure)
  }
  const { part } = got.value
  const listed = listedIn(got.value) ?? []
  const changed = String(listed[0]?.members['modified_gmt'] ?? '')
  const settled = !(Date.parse(`${changed}Z`) > Date.parse(part.fetchedAt) - settles)
  return ok({
    shown: settled ? part.sha256.slice(0, 16) : undefined,
    whole: totalOf(got.value, 0, glanceSize, listed.length) <= glanceSize,
  })
}

/** Whether a walk by falling number has come to what is known, and taken in all that a glance does. */
const reached = (page: WalkPage, known: number, listed: number): boolean =>
  listed >= glanceSize && page.items.some(({ id }) => id <= known)

/** What a look is behind, in full. */
async function* inFull(
  connection: Connection,
  reading: Reading,
  look: Look,
  start: Cursor,
): AsyncGenerator<Outcome<{ page: RoundPage; cursor: Cursor }>> {
  const { list, changed, marks } = look
  const query = changed ? changed(start) : look.newest
  const known = look === comments ? start.newestComment : Number.POSITIVE_INFINITY
  let seen = start
  let listed = 0
  for await (const page of walk(connection, { path: pathOf(list), query })) {
    if (!page.ok) return yield page
    listed += page.value.items.length
    seen = marks ? withSeen(seen, list, page.value) : seen
    const last = page.value.next === undefined || (!changed && reached(page.value, known, listed))
    const cursor = last ? seen : start
    yield ok({ page: pageOf(list, page.value, cursor, reading), cursor })
    if (last) return
  }
}

/** What was written or changed since the cursor. A round that finds nothing asks five questions at most. */
export async function* whatIsNew(
  connection: Connection,
  reading: Reading,
  start: Cursor,
): AsyncGenerator<Outcome<RoundPage>> {
  const now = connection.clock.now().getTime()
  const taking = turnsNow(start, now)
  let cursor = start
  let allShown = false
  for (const look of [...always, ...taking.flatMap((index) => turns[index] ?? [])]) {
    if (look.list === 'comments' && look !== comments && allShown) continue
    const glanced = await glance(connection, look)
    if (!glanced.ok) return yield glanced
    const { shown, whole } = glanced.value
    if (look === comments) allShown = whole
    if (shown !== undefined && shown === start.seen[look.name]) continue
    const { [look.name]: _, ...others } = cursor.seen
    for await (const read of inFull(connection, reading, look, cursor)) {
      if (!read.ok) return yield read
      cursor = read.value.cursor
      yield ok(read.value.page)
    }
    cursor = { ...cursor, seen: shown === undefined ? others : { ...others, [look.name]: shown } }
  }
  const taken = turns.map((_, index) => (taking.includes(index) ? now : (start.taken[index] ?? null)))
  yield ok({ items: [], cursor: cursorJson({ ...cursor, taken }) })
}
