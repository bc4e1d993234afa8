import { fail, ok } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Collection,
  Connection,
  ItemRef,
  Outcome,
  RoundOptions,
  RoundPage,
} from '../contract.ts'
import { type Called, call, membersOf, siteOf } from './client.ts'
import { notJson } from './failures.ts'
import { idIn } from './mapping.ts'
import { noCursor, readCursor } from './rounds/cursor.ts'
import { everything } from './rounds/everything.ts'
import { embedding, itemOf, type List, pathOf, type Reading } from './rounds/listing.ts'
import { whatIsNew } from './rounds/news.ts'
import { ownUsers } from './rounds/own-users.ts'

/** What is both new and among the newest looked at comes once. */
async function* onceEach(pages: AsyncGenerator<Outcome<RoundPage>>): AsyncGenerator<Outcome<RoundPage>> {
  const given = new Set<string>()
  for await (const page of pages) {
    if (!page.ok) {
      yield page
      continue
    }
    const items = page.value.items.filter(({ platformId, versionKey }) => {
      const pair = `${platformId} ${versionKey}`
      const fresh = !given.has(pair)
      given.add(pair)
      return fresh
    })
    yield ok({ ...page.value, items })
  }
}

async function readingOf(connection: Connection): Promise<Outcome<Reading>> {
  const own = await ownUsers(connection)
  return own.ok ? ok({ site: siteOf(connection.settings), own: own.value }) : own
}

async function* round(connection: Connection, options: RoundOptions): AsyncGenerator<Outcome<RoundPage>> {
  const reading = await readingOf(connection)
  if (!reading.ok) return yield reading
  const cursor = readCursor(options.cursor)
  if (options.mode === 'new' && cursor !== undefined && cursor.back === undefined) {
    yield* onceEach(whatIsNew(connection, reading.value, cursor))
  } else {
    yield* everything(connection, options, reading.value, cursor ?? noCursor)
  }
}

/** One item's answer, for fetching and for orders. A post's number may belong to a page. */
async function fetchCalled(connection: Connection, ref: ItemRef): Promise<Outcome<Called & { list: List }>> {
  const comment = idIn(ref.platformId, 'comment')
  const post = idIn(ref.platformId, 'post')
  const found = async (list: List, id: number, query: Record<string, string>) => {
    const called = await call(connection, { path: `${pathOf(list)}/${id}`, query })
    return called.ok ? ok({ ...called.value, list }) : called
  }
  if (comment !== undefined) return found('comments', comment, { context: 'edit' })
  if (post === undefined) {
    return fail({ kind: 'gone', detail: `${ref.platformId} är inget nummer hos WordPress.` })
  }
  const asPost = await found('posts', post, embedding)
  return asPost.ok || asPost.error.kind !== 'gone' ? asPost : found('pages', post, embedding)
}

async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const reading = await readingOf(connection)
  if (!reading.ok) return reading
  const called = await fetchCalled(connection, ref)
  if (!called.ok) return called
  const { json, list } = called.value
  const item = itemOf(list, called.value, { slice: json, members: membersOf(json) }, reading.value)
  return item ? ok(item) : fail(notJson('read', connection.clock.now()))
}

export const collection: Collection = { round, fetchItem }
