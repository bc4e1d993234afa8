import { fail, isObject, type Json, limits, ok } from '../../kernel/index.ts'
import type {
  CollectedItem,
  Collection,
  Connection,
  ItemRef,
  Outcome,
  RoundOptions,
  RoundPage,
} from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, encoded, ownUrn } from './client.ts'
import { notUnderstood } from './failures.ts'
import { commentOf, commentParts, postOf } from './mapping.ts'

const perPage = 50
const nestedUnder = (value: unknown): boolean =>
  isObject(value) &&
  isObject(value['commentsSummary']) &&
  Number(
    value['commentsSummary']['aggregatedTotalComments'] ??
      value['commentsSummary']['totalFirstLevelComments'],
  ) > 0

export interface Listed {
  readonly called: Called
  readonly elements: readonly JsonSlice[]
  readonly more: boolean
}

/** One page of a list. It goes on while LinkedIn links to a next one, also when the page itself is empty. */
export async function listed(connection: Connection, path: string, start: number): Promise<Outcome<Listed>> {
  const called = await call(
    connection,
    `${path}${path.includes('?') ? '&' : '?'}start=${start}&count=${perPage}`,
  )
  if (!called.ok) return called
  const elements = called.value.json.get('elements')
  if (!Array.isArray(elements?.value)) return fail(notUnderstood('read', connection.clock.now()))
  const links = called.value.json.get('paging')?.get('links')?.value
  const more = Array.isArray(links) && links.some((link) => isObject(link) && link['rel'] === 'next')
  return ok({ called: called.value, elements: elements?.elements() ?? [], more })
}

function itemOf(
  connection: Connection,
  called: Called,
  slice: JsonSlice,
  kind: 'post' | 'comment',
  parent?: string,
): CollectedItem[] {
  const context = {
    own: ownUrn(connection),
    fetchedAt: connection.clock.now(),
    ...(parent === undefined ? {} : { parent }),
  }
  const mapped = (kind === 'post' ? postOf : commentOf)(slice.value, context)
  const source = kind === 'post' ? 'rest/posts' : 'rest/socialActions/comments'
  return mapped ? [{ ...mapped, source, raw: rawOf(called.answer, called.part, slice.bytes) }] : []
}

/** All comments under a post or a comment, with those that answer them. A list too long to be read whole is a failure: never half for whole. */
export async function commentsUnder(
  connection: Connection,
  urn: string,
  depth = 0,
): Promise<Outcome<CollectedItem[]>> {
  const items: CollectedItem[] = []
  for (let page = 0; page < limits.pagesPerRound; page++) {
    const got = await listed(connection, `/socialActions/${encoded(urn)}/comments`, page * perPage)
    if (!got.ok) return got
    for (const slice of got.value.elements) {
      const found = itemOf(connection, got.value.called, slice, 'comment', urn)
      items.push(...found)
      if (depth > 0 || !found[0] || !nestedUnder(slice.value)) continue
      const below = await commentsUnder(connection, found[0].platformId, depth + 1)
      if (!below.ok) return below
      items.push(...below.value)
    }
    if (!got.value.more) return ok(items)
  }
  return fail({
    kind: 'rejected',
    detail: 'Inlägget har fler kommentarer än vad som hämtas i ett svep. Kontakta den som sköter Uppsikt.',
  })
}

export const ownPosts = (connection: Connection): string =>
  `/posts?q=author&author=${encoded(ownUrn(connection))}&sortBy=LAST_MODIFIED`

const startIn = (cursor: Json | null): number =>
  isObject(cursor) && Number.isSafeInteger(cursor['start']) ? Math.max(0, Number(cursor['start'])) : 0

/** Lists every post and its comments. A round that goes on where another stopped has not seen everything, so it is not complete. */
async function* round(
  connection: Connection,
  { cursor, mode, since }: RoundOptions,
): AsyncGenerator<Outcome<RoundPage>> {
  const begun = startIn(cursor)
  for (let page = 0; page < limits.pagesPerRound; page++) {
    const start = begun + page * perPage
    const got = await listed(connection, ownPosts(connection), start)
    if (!got.ok) return yield got
    const items: CollectedItem[] = []
    for (const slice of got.value.elements) {
      for (const post of itemOf(connection, got.value.called, slice, 'post')) {
        const comments = await commentsUnder(connection, post.platformId)
        // Perhaps a post without a thread: the list showed it, so it stays.
        if (!comments.ok && comments.error.kind !== 'gone') return yield comments
        items.push(post, ...(comments.ok ? comments.value : []))
      }
    }
    const last = !got.value.more
    const complete =
      last && mode === 'reconcile' && begun === 0
        ? { complete: { since, kinds: ['post', 'comment'] as const } }
        : {}
    yield ok({ items, cursor: { start: last ? 0 : start + perPage }, ...complete })
    if (last) return
  }
}

async function fetchItem(connection: Connection, ref: ItemRef): Promise<Outcome<CollectedItem>> {
  const parts = commentParts(ref.platformId)
  if (ref.kind === 'message' || (ref.kind === 'comment' && !parts))
    return fail({ kind: 'rejected', detail: 'Det är ingen kommentar hos LinkedIn.' })
  const path =
    ref.kind === 'comment' && parts
      ? `/socialActions/${encoded(parts.thread)}/comments/${parts.id}`
      : `/posts/${encoded(ref.platformId)}`
  const got = await call(connection, path)
  if (!got.ok) return got
  const [item] = itemOf(connection, got.value, got.value.json, ref.kind, ref.parent)
  return item ? ok(item) : fail(notUnderstood('read', connection.clock.now()))
}

export const collection: Collection = { round, fetchItem }
