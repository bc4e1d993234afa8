import type { Actor } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../../kernel/index.ts'
import { type Item, sealOf, threadOf } from '../../archive/index.ts'
import { type Screening, screenedOf, screeningOf } from '../../screening/index.ts'
import type { Task } from '../../tasks/index.ts'
import { openTaskAbout } from '../queue-store.ts'
import { itemsToLookThrough, type ToLookThrough } from './rounds.ts'

const mostAtOnce = 100

/** The item that a person looks at now. */
interface Current {
  readonly item: Item
  readonly screening: Screening | undefined
  readonly sealedAt: Date | undefined
  /** What somebody has to decide about it, if anything. */
  readonly task: Task | undefined
}

/** A round that is under way: how far it has come, and what is next. */
export interface RoundPart extends ToLookThrough {
  /** How many have been stepped past. */
  readonly seen: number
  readonly seenId: RecordId | undefined
  /** undefined when all have been seen. */
  readonly current: Current | undefined
  /** The post that it stands under. */
  readonly above: Item | undefined
  readonly labels: ReadonlyMap<RecordId, readonly string[]>
  /** Of those that are not in Swedish (ISO 639). */
  readonly languages: ReadonlyMap<string, string>
}

/** @param seenId the last item stepped past; one that is not in the round counts as none. */
export async function roundPart(
  house: House,
  actor: Actor,
  accountId: AccountId,
  seenId: RecordId | undefined,
): Promise<RoundPart> {
  const round = await itemsToLookThrough(house, actor, accountId, mostAtOnce)
  const seen = round.items.findIndex((item) => item.recordId === seenId) + 1
  const item = round.items[seen]
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const thread = item && (await threadOf(tx, item, municipalityId))
    const shown = [...round.items, round.newest, thread?.root].filter((one) => one !== undefined)
    return {
      ...round,
      seen,
      seenId: seen > 0 ? seenId : undefined,
      current: item && (await currentOf(tx, municipalityId, item)),
      above: thread?.root?.recordId === item?.recordId ? undefined : thread?.root,
      ...(await screenedOf(tx, municipalityId, shown)),
    }
  })
}

const currentOf = async (tx: Tx, municipalityId: MunicipalityId, item: Item): Promise<Current> => ({
  item,
  screening: await screeningOf(tx, municipalityId, item.recordId, item.version),
  sealedAt: (await sealOf(tx, municipalityId, item.recordId, item.version))?.sealedAt,
  task: await openTaskAbout(tx, municipalityId, item.recordId),
})
