import { isUniqueViolation, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type MunicipalityId, together } from '../../../kernel/index.ts'
import type { IncomingItem } from '../types.ts'
import { ingestItems, ingestNew } from './ingest.ts'

/** Takes items that come one at a time, from many callers at once. */
interface Intake {
  /** Resolves when the item is committed, whether new, changed or known already. @throws what hindered this very item. */
  take(municipalityId: MunicipalityId, accountId: AccountId, item: IncomingItem): Promise<void>
}

interface Arrival {
  readonly municipalityId: MunicipalityId
  readonly accountId: AccountId
  readonly item: IncomingItem
}

/**
 * Items of one account that wait together are taken in one transaction, so that they share its round trips and its sync
 * to disk. They are first taken as new, and looked up only when that is refused.
 */
export function startIntake(house: House): Intake {
  const take = together<Arrival>(
    ({ municipalityId, accountId }) => `${municipalityId}/${accountId}`,
    async (group) => {
      const [door] = group
      if (!door) return
      const items = group.map(({ item }) => item)
      const taking = (ingest: typeof ingestItems) =>
        withMunicipality(house.db, door.municipalityId, (tx) => ingest(house, tx, door, items))
      await taking(ingestNew).catch((thrown: unknown) => {
        if (!isUniqueViolation(thrown)) throw thrown
        return taking(ingestItems)
      })
    },
  )
  return { take: (municipalityId, accountId, item) => take({ municipalityId, accountId, item }) }
}
