import { ok } from '../../../kernel/index.ts'
import type { Connection, Outcome, RoundOptions, RoundPage } from '../../contract.ts'
import { isInternal } from '../mapping.ts'
import type { Cursor } from './cursor.ts'
import { embedding, everyComment, type List, pageOf, pathOf, type Reading, withSeen } from './listing.ts'
import { walk } from './walk.ts'

const lists: readonly List[] = ['posts', 'pages', 'comments']

/**
 * Lists posts, pages and comments from the beginning, or from where a stopped first listing was: a site may hold more
 * than one round takes. While it is under way the cursor remembers how far; a later reconciliation keeps the cursor
 * it came with, and begins anew when it is stopped. What is listed in several rounds has not been seen in one, so such
 * a listing ends with a promise for what comes after it only.
 */
export async function* everything(
  connection: Connection,
  options: RoundOptions,
  reading: Reading,
  start: Cursor,
): AsyncGenerator<Outcome<RoundPage>> {
  const reconcile = options.mode === 'reconcile'
  const from = ((!reconcile || options.since === null) && start.back) || { list: 0, offset: 0 }
  const resumed = from.list > 0 || from.offset > 0
  const keep = reconcile && options.cursor !== null && start.back === undefined ? start : undefined
  // The filter leaves its own second out, so it asks from the second before.
  const after = options.since === null ? undefined : new Date(Date.parse(options.since) - 1_000).toISOString()
  const { back: _, ...begun } = start
  let cursor: Cursor = begun
  let count = 0
  for (const [index, list] of lists.entries()) {
    if (index < from.list) continue
    const narrowed = { ...(list === 'comments' ? everyComment : { ...embedding, status: 'publish' }), after }
    // A little back, for what may have been removed before it since.
    const offset = index === from.list ? Math.max(0, from.offset - 10) : 0
    let dropped = 0
    for await (const page of walk(connection, { path: pathOf(list), query: narrowed, offset })) {
      if (!page.ok) return yield page
      const { items, total, next } = page.value
      dropped += items.filter(({ members }) => isInternal(members)).length
      cursor = withSeen(cursor, list, page.value)
      if (next === undefined) count += total - dropped
      const last = next === undefined && index === lists.length - 1
      const back = next === undefined ? { list: index + 1, offset: 0 } : { list: index, offset: next }
      const found = pageOf(list, page.value, last ? cursor : (keep ?? { ...cursor, back }), reading)
      const seenFrom = resumed ? page.value.called.part.fetchedAt : options.since
      yield ok({
        ...found,
        ...(last && !resumed ? { reported: { count } } : {}),
        ...(last && reconcile ? { complete: { since: seenFrom, kinds: ['post', 'comment'] } } : {}),
      })
    }
  }
}
