import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId, RecordId } from '../../../kernel/index.ts'
import type { Item } from '../../archive/index.ts'
import {
  forgetPrintsBefore,
  groupsWith,
  type KnownText,
  keepPrints,
  keepRepeats,
  type Repeating,
  takeTurns,
  textsSharing,
} from '../repeat-store.ts'
import { alike, leastAlike, piecesOf, printsOf } from '../rules/prints.ts'

const dayMilliseconds = 24 * 60 * 60_000

/**
 * Puts new texts beside those of the last day, over all accounts: the same text, or nearly, joins the group of the one
 * that came first.
 * @returns the groups that have got at least `least` within a day.
 */
export async function joinRepeats(
  tx: Tx,
  municipalityId: MunicipalityId,
  items: readonly Item[],
  least: number,
  now: Date,
): Promise<RecordId[]> {
  const fresh = items
    // An edited text keeps its place; what is old when it comes is repeated by nobody now.
    .filter(
      ({ version, direction, publishedAt }) =>
        version === 1 && direction === 'received' && now.getTime() - publishedAt.getTime() < dayMilliseconds,
    )
    .map((item) => ({ item, pieces: piecesOf(item.text) }))
    .filter(({ pieces }) => pieces.size > 0)
    .map((one) => ({ ...one, prints: printsOf(one.pieces) }))
  if (fresh.length === 0) return []
  await takeTurns(tx, municipalityId)
  const since = new Date(now.getTime() - dayMilliseconds)
  const known = await textsSharing(
    tx,
    municipalityId,
    fresh.flatMap(({ prints }) => prints),
    since,
  )
  const repeats: Repeating[] = []
  const touched = new Set<KnownText>()
  const pieces = new Map(known.map((one) => [one.groupId, piecesOf(one.text)]))
  for (const { item, pieces: own, prints } of fresh) {
    const { recordId, accountId, publishedAt } = item
    const group = known.find(
      (one) =>
        one.groupId === recordId ||
        (one.prints.some((print) => prints.includes(print)) &&
          alike(own, pieces.get(one.groupId) ?? new Set()) >= leastAlike),
    )
    if (!group) {
      const first = {
        groupId: recordId,
        text: item.text,
        accountId,
        firstAt: publishedAt,
        at: publishedAt,
        prints,
      }
      known.push(first)
      touched.add(first)
      pieces.set(recordId, own)
    } else if (group.groupId !== recordId) {
      const { groupId } = group
      repeats.push({ recordId: groupId, groupId, accountId: group.accountId, at: group.firstAt })
      repeats.push({ recordId, groupId, accountId, at: publishedAt })
      if (publishedAt > group.at) group.at = publishedAt
      touched.add(group)
    }
  }
  await keepPrints(tx, municipalityId, [...touched])
  await keepRepeats(tx, municipalityId, repeats)
  return groupsWith(tx, municipalityId, [...new Set(repeats.map(({ groupId }) => groupId))], least, since)
}

/** Prints older than two days find nothing any more; done by the clock. */
export const forgetPrints = (house: House, municipalityId: MunicipalityId): Promise<void> =>
  withMunicipality(house.db, municipalityId, (tx) =>
    forgetPrintsBefore(tx, municipalityId, new Date(house.clock.now().getTime() - 2 * dayMilliseconds)),
  )
