import { fail, isObject, type Json, ok } from '../../kernel/index.ts'
import type { CollectedItem, Collection, Connection, Outcome, RoundOptions, RoundPage } from '../contract.ts'
import { usedPercent } from '../graph/index.ts'
import type { ListPage } from '../graph/paging.ts'
import { resuming } from '../rounds/resuming.ts'
import { listed, membersOf, userOf } from './client.ts'
import { fields, textIn } from './mapping.ts'
import { fetchItem, isId, itemIn, ownName } from './reading.ts'

/**
 * Threads counts no replies, so a `new` round reads the conversations of the newest posts, whatever has happened.
 * Replies to older ones come by webhook, and when all is listed again.
 */
const newestPosts = 10
const itemsPerPage = 500
/** With a window, conversations are read under posts this much older than it. */
const answeredFor = 180 * 24 * 60 * 60 * 1_000

/** Collecting stops here, so that hiding, approving and answering have room left. */
const mostUsedPercent = 95

interface Reading {
  readonly connection: Connection
  readonly username: string
  readonly waiting: CollectedItem[]
  readonly seen: Set<string>
  /** A whole listing that was cut off: when the post was published whose conversation was read last. */
  at: number | undefined
  /** How much of what Meta allows is used, in per cent, as the last answer said. */
  used: number
}

/** The pages of a list, with what they say of how much is used. */
async function* watched(
  reading: Reading,
  asked: Parameters<typeof listed>[1],
): AsyncGenerator<Outcome<ListPage>> {
  for await (const page of listed(reading.connection, asked)) {
    if (page.ok) reading.used = usedPercent(page.value.called.answer.headers)
    yield page
  }
}

const atIn = (json: Json | null): number | undefined =>
  isObject(json) && typeof json['at'] === 'number' ? json['at'] : undefined

/** @param optional needs a right, or a setting of the post, that may be lacking: then it is left out. */
async function* each(
  reading: Reading,
  path: string,
  how: {
    readonly fields: string
    readonly source: string
    readonly held?: boolean
    readonly optional?: boolean
  },
): AsyncGenerator<Outcome<void>> {
  const query = { fields: how.fields, limit: 50 }
  for await (const page of watched(reading, { path, query })) {
    if (!page.ok) {
      const lacking = page.error.kind === 'gone' || (how.optional && page.error.kind === 'rejected')
      return yield lacking ? ok(undefined) : page
    }
    for (const slice of page.value.elements) {
      const item = itemIn(page.value.called, slice, reading.username, how.source, how.held)
      if (item === undefined || reading.seen.has(item.platformId)) continue
      reading.seen.add(item.platformId)
      reading.waiting.push(item)
    }
    yield ok(undefined)
  }
}

async function* under(reading: Reading, id: string, replied: boolean): AsyncGenerator<Outcome<void>> {
  const held = { fields: fields.reply, source: 'pending_replies', held: true, optional: true }
  yield* each(reading, `${id}/pending_replies`, held)
  if (replied) yield* each(reading, `${id}/conversation`, { fields: fields.reply, source: 'conversation' })
}

async function* parts(reading: Reading, since: number, whole: boolean): AsyncGenerator<Outcome<void>> {
  const { connection } = reading
  const begun = reading.at ?? Number.POSITIVE_INFINITY
  const asked = {
    path: `${userOf(connection)}/threads`,
    query: { fields: fields.post, limit: whole ? 50 : newestPosts },
  }
  for await (const page of watched(reading, asked)) {
    if (!page.ok) return yield page
    let recent = page.value.elements.length === 0
    for (const slice of page.value.elements) {
      const item = itemIn(page.value.called, slice, reading.username, 'threads')
      if (item === undefined || !isId(item.platformId)) continue
      reading.seen.add(item.platformId)
      reading.waiting.push(item)
      const members = membersOf(slice)
      const at = Date.parse(textIn(members, 'timestamp') ?? '')
      if (!(at < since - answeredFor)) recent = true
      if (at > begun) continue
      yield* under(reading, item.platformId, members['has_replies'] !== false)
      if (whole && !Number.isNaN(at)) reading.at = at
    }
    yield ok(undefined)
    if (!recent || (!whole && page.value.elements.length > 0)) break
  }
  const mentions = { fields: fields.mention, source: 'mentions', optional: true }
  yield* each(reading, `${userOf(connection)}/mentions`, mentions)
}

async function* pagesOf(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const username = await ownName(connection)
  if (!username.ok) return yield username
  const at = atIn(options.cursor)
  const whole = options.mode === 'reconcile' || options.cursor === null || at !== undefined
  const reading: Reading = { connection, username: username.value, waiting: [], seen: new Set(), at, used: 0 }
  const since = options.since === null ? Number.NEGATIVE_INFINITY : Date.parse(options.since)
  const soFar = (): Outcome<RoundPage> => {
    const cursor = reading.at === undefined ? options.cursor : { at: reading.at }
    return ok({ items: reading.waiting.splice(0), cursor })
  }
  for await (const step of parts(reading, since, whole)) {
    if (!step.ok) {
      if (reading.waiting.length > 0) yield soFar()
      return yield step
    }
    const isFull = reading.used >= mostUsedPercent
    if (isFull || reading.waiting.length >= itemsPerPage) yield soFar()
    if (isFull)
      return yield fail({
        kind: 'retryLater',
        at: new Date(connection.clock.now().getTime() + 15 * 60_000),
        detail:
          'Nästan allt som Threads tillåter är förbrukat just nu. Hämtningen väntar, så att åtgärder får plats.',
      })
  }
  const complete = { since: options.since, kinds: ['post', 'comment'] as const }
  yield ok({ items: reading.waiting, cursor: {}, ...(options.mode === 'reconcile' ? { complete } : {}) })
}

export const collection: Collection = {
  round: (connection, options) => resuming(pagesOf(connection, options), atIn(options.cursor) !== undefined),
  fetchItem,
}
