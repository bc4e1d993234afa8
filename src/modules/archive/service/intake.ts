import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import type { IncomingItem } from '../types.ts'
import { ingestItems, ingestNew } from './ingest.ts'

/** Takes items that come one at a time, from many callers at once. */
export interface Intake {
  /** Resolves when the item is committed, whether new, changed or known already. @throws what hindered this very item. */
  take(municipalityId: MunicipalityId, accountId: AccountId, item: IncomingItem): Promise<void>
}

interface Waiting {
  readonly item: IncomingItem
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

interface Door {
  readonly municipalityId: MunicipalityId
  readonly accountId: AccountId
  waiting: Waiting[]
  open: number
}

/** Transactions side by side for one account: while one waits for the disk, the next is filled. */
const atOnce = 2
const mostTogether = 64

/**
 * Items of one account that wait together are taken in one transaction, so that they share its round trips and its sync
 * to disk. Nobody is answered before the commit. They are first taken as new, and looked up only when that is
 * refused. When also that fails, each is taken alone: one item's fault is not another's.
 */
export function startIntake(house: House): Intake {
  const doors = new Map<string, Door>()

  async function takeTogether(door: Door, group: readonly Waiting[]): Promise<void> {
    const items = group.map((one) => one.item)
    const take = (ingest: typeof ingestItems) =>
      withMunicipality(house.db, door.municipalityId, (tx) => ingest(house, tx, door, items))
    try {
      await take(ingestNew).catch((thrown: unknown) => {
        if (!isAlreadyThere(thrown)) throw thrown
        return take(ingestItems)
      })
      for (const one of group) one.resolve()
    } catch (thrown) {
      if (group.length === 1) group[0]?.reject(thrown)
      else for (const one of group) await takeTogether(door, [one])
    }
  }

  function letIn(key: string, door: Door): void {
    while (door.open < atOnce && door.waiting.length > 0) {
      // An even share for each transaction that is free, so that one is filled while the other is synced.
      const share = Math.ceil(door.waiting.length / (atOnce - door.open))
      const group = door.waiting.splice(0, Math.min(mostTogether, share))
      door.open += 1
      void takeTogether(door, group).then(() => {
        door.open -= 1
        if (door.open === 0 && door.waiting.length === 0) doors.delete(key)
        else letIn(key, door)
      })
    }
  }

  return {
    take: (municipalityId, accountId, item) =>
      new Promise((resolve, reject) => {
        const key = `${municipalityId}/${accountId}`
        const door = doors.get(key) ?? { municipalityId, accountId, waiting: [], open: 0 }
        doors.set(key, door)
        door.waiting.push({ item, resolve, reject })
        // After this turn, so that those who come in it go together.
        queueMicrotask(() => letIn(key, door))
      }),
  }
}

/** unique_violation (PostgreSQL documentation, Appendix A). */
const isAlreadyThere = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === '23505'
