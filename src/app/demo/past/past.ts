import { type Actor, systemActor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId, RecordId, settableClock } from '../../../kernel/index.ts'
import { collectAccount } from '../../../modules/collection/index.ts'
import { catalogue } from '../../../platforms/catalogue.ts'
import { jobHandlers, listeners } from '../../jobs.ts'
import type { Stage } from '../stage/stage.ts'
import type { AccountKey, PlaceKey } from '../story.ts'
import { demoAccounts, type PersonKey } from '../town.ts'

/** Storlunda's past while it is being lived: a clock that is moved by hand, and everyone who works there. */
export interface Past {
  readonly house: House
  readonly clock: ReturnType<typeof settableClock>
  readonly municipalityId: MunicipalityId
  readonly stage: Stage
  readonly accounts: Readonly<Record<AccountKey, AccountId>>
  readonly actors: Readonly<Record<PersonKey, Actor>>
}

/** The record of a comment or post on the stage. @throws Error when it has not been collected yet. */
export async function recordOf(past: Past, account: PlaceKey, key: string): Promise<RecordId> {
  const { house, municipalityId, stage, accounts } = past
  const row = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .selectFrom('item')
      .select('record_id')
      .where('municipality_id', '=', municipalityId)
      .where('account_id', '=', accounts[account])
      .where('platform_id', '=', stage.idOf(key))
      .executeTakeFirst(),
  )
  if (!row) throw new Error(`${key} has not been collected`)
  return row.record_id
}

/** Where listing everything is fewer requests than asking for what is new: the demo's sites are small. */
const listsEverything = (account: PlaceKey): boolean => demoAccounts[account].platform === 'wordpress'

/**
 * One round of collection, as the worker makes them every twenty seconds. The doubles stand still between the steps of
 * the invented past, so a round at each step sees all that all those rounds would have seen. Nothing was missed in
 * between, which is why the last success is set to just before: otherwise every quiet week would be called a gap. Where
 * an account is failing nothing is set, and its gap is a true one.
 * @param whole lists everything again, as happens once an hour: needed to see what was edited or taken away.
 */
export async function collect(past: Past, account: PlaceKey, whole: boolean): Promise<void> {
  const { house, municipalityId, accounts } = past
  const accountId = accounts[account]
  const justBefore = new Date(house.clock.now().getTime() - 60_000)
  await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .updateTable('collection_state')
      .set({
        last_success_at: justBefore,
        ...(!whole && !listsEverything(account) && { last_reconciled_at: justBefore }),
      })
      .where('municipality_id', '=', municipalityId)
      .where('account_id', '=', accountId)
      .where('last_reconciled_at', 'is not', null)
      .where('failing_since', 'is', null)
      .execute(),
  )
  await collectAccount(house, systemActor(municipalityId), catalogue, accountId)
}

/** What is announced is done at once, in order, by the handlers that the worker has: under the past's own clock. */
export async function drain({ house, municipalityId }: Past): Promise<void> {
  const handlers = jobHandlers(house, catalogue)
  for (;;) {
    const told = await withMunicipality(house.db, municipalityId, (tx) =>
      tx.deleteFrom('outbox').where('municipality_id', '=', municipalityId).returningAll().execute(),
    )
    if (told.length === 0) return
    for (const { event, payload } of told.sort((a, b) => a.outbox_id - b.outbox_id)) {
      for (const job of listeners.get(event) ?? []) {
        // The hubs are subscribed to when time is real: a push from the past would come today.
        if (job !== 'collection.subscribe') await handlers[job]?.(municipalityId, payload as never)
      }
    }
  }
}
