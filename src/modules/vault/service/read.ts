import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { drillCause, openingsOf, rotationCauses } from '../rules.ts'
import { endedAmong, findEntry, listEntries, stepsOf } from '../store.ts'
import type { Cause, Opening, VaultEntry } from '../types.ts'

/** What the vault knows of an account without being opened. */
export interface VaultPage {
  readonly account: Account
  readonly entry: VaultEntry | undefined
  readonly openings: readonly Opening[]
  readonly causes: readonly Cause[]
}

/** @throws Stop 'refused'; 'notFound'. */
export async function readVault(house: House, actor: Actor, accountId: AccountId): Promise<VaultPage> {
  authorize(actor, 'vault.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const account = await requireAccount(tx, actor.municipalityId, accountId)
    authorize(actor, 'vault.read', account)
    return vaultOf(tx, actor.municipalityId, account, house.clock.now())
  })
}

export async function vaultOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  account: Account,
  now: Date,
): Promise<VaultPage> {
  const found = await findEntry(tx, municipalityId, account.accountId)
  const openings = openingsOf(await stepsOf(tx, municipalityId, account.accountId))
  if (!found) return { account, entry: undefined, openings, causes: [] }
  const { entry } = found
  const seen = openings.flatMap(({ shown, drill }) => (shown && !drill ? [shown.staffId] : []))
  const knowing = [...seen, account.ownerStaffId, account.deputyStaffId, entry.changedBy]
  const ended = await endedAmong(
    tx,
    municipalityId,
    knowing.filter((id) => id !== null),
  )
  const lasting = (await currentPolicy(tx, municipalityId, now)).settings.vault
  return {
    account,
    entry,
    openings,
    causes: [
      ...rotationCauses(entry, openings, ended, lasting, now),
      ...drillCause(entry, openings, lasting, now),
    ],
  }
}

/** Which accounts have their log-in in the vault, for the guideline's check of it. */
export async function vaultEntries(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<ReadonlyMap<AccountId, VaultEntry>> {
  const entries = await listEntries(tx, municipalityId)
  return new Map(entries.map((entry) => [entry.accountId, entry]))
}
