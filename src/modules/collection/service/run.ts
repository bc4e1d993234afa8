import { type Actor, authorize, reaches, scopeOf } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { listAccounts, platformDecisions } from '../../accounts/index.ts'
import { sealLog } from '../../archive/index.ts'
import { dueAccounts, gapsSince, healthOfAll } from '../store.ts'
import type { CollectionHealth, Gap, RoundReport } from '../types.ts'
import { collectAccount } from './collect.ts'

/** One round now for every active account, or for one; ends with a signed checkpoint. */
export async function collectNow(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  only?: AccountId,
): Promise<RoundReport[]> {
  authorize(actor, 'collection.run')
  const accounts = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    listAccounts(tx, actor.municipalityId),
  )
  const reports: RoundReport[] = []
  for (const account of accounts) {
    const collects = Object.keys(platforms.get(account.platform)?.collects ?? { unknown: true }).length > 0
    if (account.state !== 'active' || !collects || (only && account.accountId !== only)) continue
    reports.push(await collectAccount(house, actor, platforms, account.accountId))
  }
  await sealLog(house, actor.municipalityId)
  return reports
}

/** Accounts whose next round is due now; for the worker. */
export const accountsDue = (house: House, actor: Actor): Promise<AccountId[]> =>
  withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const decided = await platformDecisions(tx, actor.municipalityId)
    const refused = [...decided.values()].flatMap(({ platform, allowed }) => (allowed ? [] : [platform]))
    return dueAccounts(tx, actor.municipalityId, house.clock.now(), refused)
  })

/** How collection stands for each account the actor may see. */
export async function collectionHealth(house: House, actor: Actor): Promise<CollectionHealth[]> {
  authorize(actor, 'accounts.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) =>
    healthOfAll(tx, municipalityId, await platformDecisions(tx, municipalityId)),
  )
}

/** Hours since a moment in which an account within the actor's reach could not be collected. */
export async function collectionGaps(house: House, actor: Actor, since: Date): Promise<Gap[]> {
  authorize(actor, 'overview.read')
  const scope = scopeOf(actor, 'overview.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const gaps = await gapsSince(tx, actor.municipalityId, since)
    if (scope.kind === 'all') return gaps
    const accounts = await listAccounts(tx, actor.municipalityId)
    const own = new Set(
      accounts.filter((account) => reaches(scope, account)).map((account) => account.accountId),
    )
    return gaps.filter((gap) => own.has(gap.accountId))
  })
}
