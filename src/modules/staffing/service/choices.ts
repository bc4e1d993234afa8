import { type Actor, authorize, may, scopeOf } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, StaffId } from '../../../kernel/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { speakersOf } from '../store/people.ts'
import { furtherDeputies, working } from '../store/rosters.ts'
import { accountWithin } from './reach.ts'

/** What can be chosen in the forms. */
export interface StaffingChoices {
  /** Everybody who works here, by name. */
  readonly people: readonly { readonly staffId: StaffId; readonly name: string }[]
  /** Accounts that the actor manages. */
  readonly accounts: readonly Account[]
  /** Whether shifts may be for all accounts. */
  readonly all: boolean
  readonly mayManage: boolean
}

export async function staffingChoices(house: House, actor: Actor): Promise<StaffingChoices> {
  authorize(actor, 'staffing.absent')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const mayManage = may(actor, 'staffing.manage')
    const names = [...(await working(tx, actor.municipalityId))].map(([staffId, name]) => ({ staffId, name }))
    return {
      people: names.sort((a, b) => a.name.localeCompare(b.name, 'sv')),
      accounts: (await listAccounts(tx, actor.municipalityId)).filter(
        (account) => account.state === 'active' && may(actor, 'staffing.manage', account),
      ),
      all: scopeOf(actor, 'staffing.manage').kind === 'all',
      mayManage,
    }
  })
}

/** An account with those who share it beside its owner and first deputy. @throws Stop 'notFound', 'refused'. */
export async function accountSharing(
  house: House,
  actor: Actor,
  accountId: AccountId,
): Promise<{ account: Account; deputies: readonly StaffId[]; speakers: readonly StaffId[] }> {
  authorize(actor, 'staffing.manage')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => ({
    account: await accountWithin(tx, actor, 'staffing.manage', accountId),
    deputies: (await furtherDeputies(tx, actor.municipalityId)).get(accountId) ?? [],
    speakers: await speakersOf(tx, actor.municipalityId, accountId),
  }))
}
