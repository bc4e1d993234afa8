import { setImmediate as breathe } from 'node:timers/promises'
import { fail, ok } from '../../kernel/index.ts'
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
import { askPage, type Fetched, fetchFeed } from './client.ts'
import { asJson, type Cursor, type FeedState, readCursor, type SeenItem, stateFor } from './cursor.ts'
import { departedFrom, followDeparted, rememberedPage } from './departed.ts'
import { incomplete } from './failures.ts'
import { type FeedKind, type FindParent, mapItem } from './mapping.ts'

const itemsPerPage = 500
/** Items remembered from one fetch to the next; a longer feed is listed anew each time past these. */
const mostSeen = 2_000
const versionLength = 12

/** The feeds of an account: its posts, and its comments where it has such a feed. */
export const feedsOf = (settings: Connection['settings']): { kind: FeedKind; url: string }[] => {
  const comments = settings['comments']?.trim()
  return [
    { kind: 'post', url: settings['url']?.trim() ?? '' },
    ...(comments ? [{ kind: 'comment' as const, url: comments }] : []),
  ]
}

const seenOf = (item: CollectedItem): SeenItem => [
  item.platformId,
  item.versionKey.slice(0, versionLength),
  item.permalink ?? null,
]

const withoutFragment = (url: string): string => url.split('#')[0] ?? url

/** Looks a comment's parent up among what the feeds have shown: by the id or address that it says, else by the page it stands on. */
function parentFinder(known: readonly SeenItem[]): FindParent {
  const ids = new Map<string, string>()
  for (const [id, , permalink] of known) {
    ids.set(id, id)
    if (permalink !== null) ids.set(permalink, id)
  }
  return (entry, permalink) => {
    const page = permalink?.includes('#') ? withoutFragment(permalink) : undefined
    const wanted = [...entry.answers, ...(page === undefined ? [] : [page])]
    return wanted.map((one) => ids.get(one)).find((id) => id !== undefined)
  }
}

/** All items of a document, each id once. Two items that share an id and stand on different pages are told apart by page. */
async function itemsOf(fetched: Fetched, kind: FeedKind, findParent: FindParent): Promise<CollectedItem[]> {
  const byId = new Map<string, CollectedItem>()
  for (const [index, raw] of fetched.document.items.entries()) {
    if (index % 100 === 99) await breathe()
    const item = mapItem(raw, fetched, kind, findParent)
    const before = byId.get(item.platformId)
    if (before === undefined) byId.set(item.platformId, item)
    else if (
      item.permalink !== undefined &&
      item.permalink !== before.permalink &&
      !byId.has(item.permalink)
    ) {
      byId.set(item.permalink, { ...item, platformId: item.permalink })
    }
  }
  return [...byId.values()]
}

interface Step {
  readonly connection: Connection
  readonly kind: FeedKind
  readonly state: FeedState
  readonly cursor: Cursor
  readonly listAll: boolean
}

/** Pages of one feed; the last one carries the cursor past it, those before it the cursor from before. */
async function* pagesOf(step: Step, fetched: Fetched): AsyncGenerator<RoundPage, Cursor> {
  const { connection, kind, state, cursor } = step
  const items = await itemsOf(fetched, kind, parentFinder([...(cursor.post?.seen ?? []), ...state.seen]))
  const versions = new Map(state.seen.map(([id, version]) => [id, version]))
  const fresh = step.listAll
    ? items
    : items.filter((item) => versions.get(item.platformId) !== item.versionKey.slice(0, versionLength))
  const whole = fetched.document.end === 'whole'
  const now = new Set(items.map((item) => item.platformId))
  const followed = await followDeparted(connection, whole ? departedFrom(state, now) : state.left)
  const kept = whole ? [] : state.seen.filter(([id]) => !now.has(id))
  const next: Cursor = {
    ...cursor,
    [kind]: {
      url: state.url,
      // A document that was not whole is asked for again, whatever the server says of it.
      ...(whole ? fetched.validators : {}),
      seen: [...items.map(seenOf), ...kept].slice(0, mostSeen),
      left: followed.left,
    },
  }
  let from = 0
  for (; fresh.length - from > itemsPerPage; from += itemsPerPage) {
    yield { items: fresh.slice(from, from + itemsPerPage), cursor: asJson(cursor) }
  }
  const gone = [...followed.gone, ...fetched.document.removed.filter((id) => !now.has(id))]
  yield {
    items: fresh.slice(from),
    cursor: asJson(next),
    ...(gone.length > 0 ? { announcedGone: gone } : {}),
  }
  return next
}

/** Nothing new; what has left earlier is still seen to. */
async function unchangedPage(step: Step): Promise<{ page: RoundPage; cursor: Cursor }> {
  const { gone, left } = await followDeparted(step.connection, step.state.left)
  const cursor: Cursor = { ...step.cursor, [step.kind]: { ...step.state, left } }
  return {
    cursor,
    page: { items: [], cursor: asJson(cursor), ...(gone.length > 0 ? { announcedGone: gone } : {}) },
  }
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  let cursor = readCursor(options.cursor)
  const listAll = options.mode === 'reconcile'
  const feeds = feedsOf(connection.settings)
  for (const { kind, url } of feeds) {
    const state = stateFor(cursor, kind, url)
    const { etag, lastModified } = state
    const validators = { ...(etag ? { etag } : {}), ...(lastModified ? { lastModified } : {}) }
    const got = await fetchFeed(connection, url, listAll ? {} : validators)
    if (!got.ok) return yield got
    const step: Step = { connection, kind, state, cursor, listAll }
    if (got.value === 'unchanged') {
      const unchanged = await unchangedPage(step)
      cursor = unchanged.cursor
      yield ok(unchanged.page)
      continue
    }
    const pages = pagesOf(step, got.value)
    for (;;) {
      const page = await pages.next()
      if (page.done) {
        cursor = page.value
        break
      }
      yield ok(page.value)
    }
    const failure = incomplete(got.value.document, connection.clock.now())
    if (failure !== undefined) return yield fail(failure)
  }
  if (!listAll) return
  // A feed vouches for no stretch of time: it may be sorted by change, or keep an old item on top. What leaves it is
  // followed above and announced; so the time that is claimed to be complete begins now.
  const kinds = feeds.map(({ kind }) => kind)
  yield ok({
    items: [],
    cursor: asJson(cursor),
    complete: { since: connection.clock.now().toISOString(), kinds },
  })
}

const notThere = (kind: 'gone' | 'rejected', detail: string): Outcome<never> => fail({ kind, detail })

async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const feed = feedsOf(connection.settings).find(({ kind }) => kind === ref.kind)
  if (feed === undefined) return notThere('rejected', 'Kontot har inget flöde för den sortens inlägg.')
  const got = await fetchFeed(connection, feed.url)
  if (!got.ok) return got
  if (got.value === 'unchanged') throw new Error('304 to a request without conditions')
  const items = await itemsOf(got.value, feed.kind, () => ref.parent)
  const found = items.find((item) => item.platformId === ref.platformId)
  if (found !== undefined) return ok(found)
  const broken: Failure | undefined = incomplete(got.value.document, connection.clock.now())
  if (broken !== undefined) return fail(broken)
  if (got.value.document.removed.includes(ref.platformId)) {
    return notThere('gone', 'Flödet säger att inlägget är borttaget.')
  }
  const page = rememberedPage(connection, ref.platformId)
  if (page === undefined) {
    return notThere(
      'rejected',
      'Inlägget finns inte längre i flödet och har ingen egen adress att fråga på. Om det är borttaget går inte att säga.',
    )
  }
  const says = await askPage(connection, page)
  if (!says.ok) return says
  return says.value === 'gone'
    ? notThere('gone', 'Inlägget finns inte längre i flödet, och dess egen adress svarar att det inte finns.')
    : notThere(
        'rejected',
        'Inlägget finns inte längre i flödet, men sidan finns kvar. Det räknas inte som borttaget.',
      )
}

/** See departed.ts for what a feed can tell of what is taken away. */
export const collection: Collection = { round, fetchItem }
