import { fail, isObject, limits, ok } from '../../kernel/index.ts'
import type { CollectedItem, Connection, Failure, Outcome } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, encoded, ownUrn } from './client.ts'
import { notUnderstood } from './failures.ts'
import { answersTo, commentOf, postOf } from './mapping.ts'
import { mediaOf } from './media.ts'

export const perPage = 50
/** Comments that LinkedIn does not say the number of answers to, that are asked for answers in one round. */
const mostBlind = 50

/** What one round has seen so far. */
export interface Reading {
  readonly seen: Set<string>
  /** Whether everything that was to be read has been. */
  whole: boolean
  /** Why a thread was refused, the first time; the others are read all the same. */
  refused: Failure | undefined
  blind: number
}

export const newReading = (): Reading => ({
  seen: new Set(),
  whole: true,
  refused: undefined,
  blind: 0,
})

export interface Listed {
  readonly called: Called
  readonly elements: readonly JsonSlice[]
  readonly more: boolean
}

/**
 * One page of a list. It goes on while LinkedIn links to a next one, also when the page itself is empty, and after a
 * full page: not every list has links.
 */
export async function listed(
  connection: Connection,
  path: string,
  start: number,
  count = perPage,
): Promise<Outcome<Listed>> {
  const called = await call(connection, {
    path: `${path}${path.includes('?') ? '&' : '?'}start=${start}&count=${count}`,
  })
  if (!called.ok) return called
  const elements = called.value.json.get('elements')
  if (!Array.isArray(elements?.value)) return fail(notUnderstood('read', connection.clock.now()))
  const slices = elements?.elements() ?? []
  const links = called.value.json.get('paging')?.get('links')?.value
  const next = Array.isArray(links) && links.some((link) => isObject(link) && link['rel'] === 'next')
  return ok({ called: called.value, elements: slices, more: next || slices.length >= count })
}

export const ownPosts = (connection: Connection): string =>
  `/posts?q=author&author=${encoded(ownUrn(connection))}&sortBy=LAST_MODIFIED`

export async function postIn(
  connection: Connection,
  called: Called,
  slice: JsonSlice,
): Promise<Outcome<CollectedItem | undefined>> {
  const mapped = postOf(slice.value, { own: ownUrn(connection), fetchedAt: connection.clock.now() })
  if (mapped === undefined) return ok(undefined)
  const media = await mediaOf(connection, slice.value)
  if (!media.ok) return media
  const raw = rawOf(called.answer, called.part, slice.bytes)
  return ok({ ...mapped, media: media.value, source: 'rest/posts', raw })
}

export function commentIn(
  connection: Connection,
  called: Called,
  slice: JsonSlice,
  parent?: string,
): CollectedItem | undefined {
  const own = ownUrn(connection)
  const context = { own, fetchedAt: connection.clock.now(), ...(parent === undefined ? {} : { parent }) }
  const mapped = commentOf(slice.value, context)
  const raw = rawOf(called.answer, called.part, slice.bytes)
  return mapped && { ...mapped, source: 'rest/socialActions/comments', raw }
}

/** Whether the comment is to be asked for answers. */
function hasAnswers(value: unknown, reading: Reading): boolean {
  const said = answersTo(value)
  if (said !== undefined) return said > 0
  if (reading.blind >= mostBlind) {
    reading.whole = false
    return false
  }
  reading.blind += 1
  return true
}

/**
 * All comments under a post or a comment, with those that answer them. A list too long to be read whole is a failure:
 * never half for whole. A thread that is not found, or refused, is passed by: what is known under it is asked for singly
 * when the round is done, and one thread that will never be shown keeps no other from being read.
 */
export async function commentsUnder(
  connection: Connection,
  urn: string,
  reading: Reading,
  depth = 0,
): Promise<Outcome<CollectedItem[]>> {
  const items: CollectedItem[] = []
  for (let page = 0; page < limits.pagesPerRound; page++) {
    const got = await listed(connection, `/socialActions/${encoded(urn)}/comments`, page * perPage)
    if (!got.ok) {
      if (got.error.kind !== 'gone' && got.error.kind !== 'rejected') return got
      if (got.error.kind === 'rejected') reading.refused ??= got.error
      return ok(items)
    }
    for (const slice of got.value.elements) {
      const found = commentIn(connection, got.value.called, slice, urn)
      if (!found || reading.seen.has(found.platformId)) continue
      reading.seen.add(found.platformId)
      items.push(found)
      if (depth > 0 || !hasAnswers(slice.value, reading)) continue
      const below = await commentsUnder(connection, found.platformId, reading, depth + 1)
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
