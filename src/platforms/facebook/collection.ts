import { fail, isObject, limits, ok } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Collection,
  Connection,
  ItemRef,
  Outcome,
  RoundOptions,
  RoundPage,
} from '../contract.ts'
import { type ListPage, listPage, notUnderstood, usedPercent } from '../graph/index.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { call, callWhole, confirmGone, facebookGraph, fields, isId, pageOf } from './client.ts'
import { type Cursor, cursorJson, type Place, readCursor } from './cursor.ts'
import { type MappedItem, type MappingContext, mapComment, mapMessage, mapPost, photosIn } from './mapping.ts'

type Map_ = (raw: unknown, context: MappingContext) => MappedItem | undefined

/** A list of the page's, and what stands under each thing in it. */
interface Part {
  readonly edge: string
  readonly query: Readonly<Record<string, string | number | boolean>>
  /** Left out: the things are only ways to what stands under them. */
  readonly map?: Map_
  readonly below?: {
    readonly edge: string
    readonly query: Readonly<Record<string, string | number>>
    readonly map: Map_
  }
  /** The access may lack this without the rest failing. */
  readonly optional?: true
}

const perPage = 25
const parts: readonly Part[] = [
  {
    edge: 'feed',
    query: { fields: fields.post, include_hidden: true, limit: perPage },
    map: mapPost,
    below: {
      edge: 'comments',
      // The newest first, so that what is new is found without reading what is old.
      query: {
        fields: fields.comment,
        filter: 'stream',
        order: 'reverse_chronological',
        live_filter: 'no_filter',
        limit: 100,
      },
      map: mapComment,
    },
  },
  { edge: 'tagged', query: { fields: fields.post, limit: perPage }, map: mapPost, optional: true },
  {
    edge: 'conversations',
    query: { fields: fields.thread, platform: 'MESSENGER', limit: perPage },
    below: { edge: 'messages', query: { fields: fields.message, limit: 100 }, map: mapMessage },
    optional: true,
  },
]

/** A round that only looks for what is new reads so many pages of each list; what is older comes by events and reconciling. */
const pagesForNew = 3
/** Collecting stops here, so that hiding and removing have room left. */
const mostUsedPercent = 95
/** What is listed a moment after it came may be dated before what was seen. */
const overlap = 5 * 60_000

interface Walk {
  readonly connection: Connection
  readonly options: RoundOptions
  readonly begun: Cursor
  /** Milliseconds since 1970: what has not changed since is passed by. */
  readonly from: number
  /** Answers that may still be asked for. */
  left: number
  /** Nearly all that Facebook allows is used: nothing more is asked for. */
  full: boolean
  newest: string
  /** Set when a part could not be read for want of permission. */
  lacking: Set<string>
  /** Where a round before this one came to. */
  readonly resumed: Place | undefined
}

const timeIn = (slice: JsonSlice, name: string): number => {
  const value = slice.get(name)?.value
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? Number.POSITIVE_INFINITY : at
}

function note(walk: Walk, at: number): void {
  // A date that makes no sense must not move the mark past what is still to come.
  if (at > walk.connection.clock.now().getTime()) return
  const seen = new Date(at).toISOString()
  if (walk.newest === '' || seen > walk.newest) walk.newest = seen
}

/** The alternative texts of the page's own photos, in one question; without them when that is refused. */
async function altsFor(
  connection: Connection,
  slices: readonly JsonSlice[],
): Promise<Outcome<ReadonlyMap<string, string>>> {
  const ids = [...new Set(slices.flatMap((slice) => photosIn(slice.value)))].filter(isId).slice(0, 50)
  const alts = new Map<string, string>()
  if (ids.length === 0) return ok(alts)
  const got = await call(connection, {
    path: '',
    query: { ids: ids.join(','), fields: 'alt_text_custom,alt_text' },
  })
  if (!got.ok) return got.error.kind === 'rejected' || got.error.kind === 'gone' ? ok(alts) : got
  for (const id of ids) {
    const photo = got.value.json.get(id)?.value
    const alt = isObject(photo) ? photo['alt_text_custom'] || photo['alt_text'] : undefined
    if (typeof alt === 'string') alts.set(id, alt)
  }
  return ok(alts)
}

function itemsOf(page: ListPage, map: Map_, context: MappingContext, edge: string): CollectedItem[] {
  const found = new Map<string, CollectedItem>()
  for (const slice of page.elements) {
    const item = map(slice.value, context)
    // What has no id that can be asked for could never be found to be gone.
    if (!item || !isId(item.platformId)) continue
    found.set(item.platformId, {
      ...item,
      source: `page/${edge}`,
      raw: rawOf(page.called.answer, page.called.part, slice.bytes),
    })
  }
  return [...found.values()]
}

const contextOf = ({ connection }: Pick<Walk, 'connection'>): MappingContext => ({
  pageId: pageOf(connection),
  fetchedAt: connection.clock.now(),
})

async function list(
  walk: Walk,
  path: string,
  query: Part['query'],
  place: string | null,
): Promise<Outcome<ListPage>> {
  walk.left--
  const page = await listPage(facebookGraph, walk.connection, { path, query }, place)
  if (page.ok && usedPercent(page.value.called.answer.headers) >= mostUsedPercent) {
    walk.left = 0
    walk.full = true
  }
  return page
}

const idIn = (slice: JsonSlice): string | undefined => {
  const id = slice.get('id')?.value
  return typeof id === 'string' && isId(id) ? id : undefined
}

/** The round's page with these items, and where it stands. */
const roundPage = (walk: Walk, items: CollectedItem[], at: Place): Outcome<RoundPage> => {
  const place: Place = walk.resumed?.sweeping ? { ...at, sweeping: true } : at
  return ok({ items, cursor: cursorJson({ mark: walk.begun.mark, at: place, newest: walk.newest }) })
}

/**
 * Pages of what stands under one thing: all of it, or down to what was seen before.
 * @param at where the thing is, and the page to begin with. Returns where it stands when the round's answers are used
 * up before the end.
 */
async function* under(
  walk: Walk,
  part: Part,
  slice: JsonSlice,
  at: Place & { readonly under: NonNullable<Place['under']> },
): AsyncGenerator<Outcome<RoundPage>, Place | 'failed' | undefined> {
  if (!part.below || timeIn(slice, 'updated_time') < walk.from) return undefined
  const { id } = at.under
  let { page: place } = at.under
  while (walk.left > 0) {
    const page: Outcome<ListPage> = await list(walk, `${id}/${part.below.edge}`, part.below.query, place)
    if (!page.ok) {
      // Taken away since the list was read: the next round does not list it.
      if (page.error.kind === 'gone') return undefined
      yield page
      return 'failed'
    }
    const items = itemsOf(page.value, part.below.map, { ...contextOf(walk), under: id }, part.below.edge)
    const old = page.value.elements.some((one) => timeIn(one, 'created_time') < walk.from)
    const next = old ? undefined : page.value.next
    yield roundPage(walk, items, { ...at, under: { id, page: next ?? place } })
    if (next === undefined) return undefined
    place = next
  }
  return { ...at, under: { id, page: place } }
}

async function ownItems(walk: Walk, part: Part, page: ListPage): Promise<Outcome<CollectedItem[]>> {
  if (!part.map) return ok([])
  const alts = await altsFor(walk.connection, page.elements)
  if (!alts.ok) return alts
  return ok(itemsOf(page, part.map, { ...contextOf(walk), alts: alts.value }, part.edge))
}

/** What stands under each thing on a page of a list, from the one that is next. Returns as readPart. */
async function* belowPage(
  walk: Walk,
  part: Part,
  elements: readonly JsonSlice[],
  at: Place,
): AsyncGenerator<Outcome<RoundPage>, Place | 'failed' | undefined> {
  const begin = at.under ? elements.findIndex((slice) => idIn(slice) === at.under?.id) : -1
  for (const slice of elements.slice(Math.max(0, begin))) {
    const id = idIn(slice)
    if (id === undefined) continue
    const page = begin >= 0 && id === at.under?.id ? at.under.page : null
    const own = { part: at.part, page: at.page, under: { id, page } }
    if (walk.left <= 0) return own
    const stopped = yield* under(walk, part, slice, own)
    if (stopped) return stopped
    note(walk, timeIn(slice, 'updated_time'))
  }
  return undefined
}

/** Yields pages of one list. Returns where the list stands when it was not read to its end, or 'failed'. */
async function* readPart(
  walk: Walk,
  index: number,
  from: Place | undefined,
): AsyncGenerator<Outcome<RoundPage>, Place | 'failed' | undefined> {
  const part = parts[index] as Part
  const { begun, options } = walk
  const isNew = options.mode === 'new' && begun.mark !== null && begun.at === undefined
  let place = from?.page ?? null
  let next = from?.under
  for (let count = 0; !isNew || count < pagesForNew; count++) {
    if (walk.left <= 0) return { part: index, page: place }
    const page = await list(walk, `${pageOf(walk.connection)}/${part.edge}`, part.query, place)
    if (!page.ok) {
      if (part.optional && page.error.kind === 'rejected') {
        walk.lacking.add(part.edge)
        return undefined
      }
      yield page
      return 'failed'
    }
    const items = await ownItems(walk, part, page.value)
    if (!items.ok) {
      yield items
      return 'failed'
    }
    const at: Place = { part: index, page: place, ...(next ? { under: next } : {}) }
    yield roundPage(walk, items.value, at)
    const stopped = yield* belowPage(walk, part, page.value.elements, at)
    if (stopped) return stopped
    if (page.value.next === undefined) return undefined
    place = page.value.next
    next = undefined
  }
  return undefined
}

function* full({ full: isFull, connection }: Walk): Generator<Outcome<RoundPage>> {
  if (!isFull) return
  yield fail({
    kind: 'retryLater',
    at: new Date(connection.clock.now().getTime() + 15 * 60_000),
    detail:
      'Nästan allt som Facebook tillåter är förbrukat just nu. Hämtningen väntar, så att åtgärder får plats.',
  })
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const begun = readCursor(options.cursor)
  const reconciling = options.mode === 'reconcile'
  const since = reconciling ? options.since : begun.mark
  const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since) - (reconciling ? 0 : overlap)
  const walk: Walk = {
    connection,
    options,
    begun,
    from,
    left: limits.pagesPerRound - 3,
    full: false,
    newest: begun.newest ?? begun.mark ?? '',
    lacking: new Set(),
    resumed: reconciling && !begun.at?.sweeping ? undefined : begun.at,
  }
  const start = walk.resumed
  for (let index = start?.part ?? 0; index < parts.length; index++) {
    const stopped = yield* readPart(walk, index, index === start?.part ? start : undefined)
    if (stopped === 'failed') return
    if (!stopped) continue
    yield roundPage(walk, [], reconciling ? { ...stopped, sweeping: true } : stopped)
    return yield* full(walk)
  }
  const mark = walk.newest === '' ? connection.clock.now().toISOString() : walk.newest
  const whole = walk.lacking.has('tagged') ? (['comment'] as const) : (['post', 'comment'] as const)
  // What an earlier round of the same sweep listed has not been in this one: nothing older is said to be missing.
  const covered = start ? connection.clock.now().toISOString() : options.since
  const kinds = walk.lacking.has('conversations') ? whole : ([...whole, 'message'] as const)
  yield ok({
    items: [],
    cursor: cursorJson({ mark }),
    ...(reconciling ? { complete: { since: covered, kinds } } : {}),
  })
}

const single = {
  post: { map: mapPost, fields: fields.post },
  comment: { map: mapComment, fields: fields.comment },
  message: { map: mapMessage, fields: fields.message },
} as const

async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  if (!isId(ref.platformId)) return fail({ kind: 'rejected', detail: 'Det är inget id hos Facebook.' })
  const { map, fields: asked } = single[ref.kind]
  const got = await callWhole(connection, { path: ref.platformId, query: { fields: asked } })
  if (!got.ok) {
    const confirmed = await confirmGone(connection, got.error)
    return confirmed.ok ? fail(got.error.failure) : confirmed
  }
  const { json, answer, part } = got.value
  const alts = ref.kind === 'post' ? await altsFor(connection, [json]) : ok(new Map<string, string>())
  if (!alts.ok) return alts
  const context = {
    ...contextOf({ connection }),
    alts: alts.value,
    ...(ref.parent ? { under: ref.parent } : {}),
  }
  const item = map(json.value, context)
  if (!item) return fail(notUnderstood('read', connection.clock.now()))
  return ok({ ...item, source: ref.kind, raw: rawOf(answer, part, json.bytes) })
}

export const collection: Collection = { round, fetchItem }
