import type { Actor } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import { Stop } from '../../../kernel/index.ts'
import { whenText } from '../../../web/index.ts'
import { nameFor } from '../../organisation/index.ts'
import { requireOpenTask } from '../../tasks/index.ts'
import type { Measure, MeasureKind, Seen } from '../types.ts'
import { filterName } from './word-filter.ts'

const decided: Readonly<Record<MeasureKind, string>> = {
  hide: 'beslutade att dölja det',
  hold: 'beslutade att hålla tillbaka det',
  unhide: 'beslutade att visa det igen',
  approve: 'godkände det',
  removeAsTrash: 'beslutade att ta bort det',
  removeAsSpam: 'beslutade att ta bort det som skräp',
  reply: 'svarade',
  privateReply: 'svarade avsändaren',
}

/**
 * Of two who decide about the same item, the second is told what the first did. The same decision by the same person
 * is the same decision: the button was pressed twice, or the first answer never came.
 * @param measures the item's, oldest first, read while the item is held.
 * @returns the person's own, when it has been made already. @throws Stop('conflict').
 */
export async function madeAlready(
  tx: Tx,
  actor: Actor,
  seen: Seen,
  measures: readonly Measure[],
  isThis: (measure: Measure) => boolean,
  now: Date,
): Promise<Measure | undefined> {
  const since = measures.slice(seen.measures)
  const own = since.find((one) => one.staffId === actor.staffId && isThis(one))
  if (own) return own
  const last = since.at(-1)
  if (last) {
    const who = await nameFor(tx, actor, last.staffId, filterName)
    throw new Stop(
      'conflict',
      `${who} ${decided[last.kind]} ${whenText(last.requestedAt, now)}, efter att du öppnade sidan. Läs hur det är nu och ta ställning igen.`,
    )
  }
  if (seen.openTask) await requireOpenTask(tx, actor, seen.openTask, now)
  return undefined
}
