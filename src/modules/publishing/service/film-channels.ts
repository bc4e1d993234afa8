import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { listAccounts } from '../../accounts/index.ts'

/** Accounts that the policy can name as the municipality's common film channel (C8): those that films can be published on. */
export async function filmChannels(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
): Promise<readonly { readonly value: string; readonly text: string }[]> {
  authorize(actor, 'policy.change', {})
  const accounts = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    listAccounts(tx, actor.municipalityId),
  )
  return accounts.flatMap(({ accountId, name, platform, state }) => {
    const of = platforms.get(platform)
    const takes = state === 'active' && of?.publishing?.limits.video
    return takes ? [{ value: accountId, text: `${name}, ${of.name}` }] : []
  })
}
