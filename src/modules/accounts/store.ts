import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { type Lasting, nextStep } from './access-rules.ts'
import type { Account, Signing } from './types.ts'

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('account')
    .innerJoin('department', (join) =>
      join
        .onRef('department.municipality_id', '=', 'account.municipality_id')
        .onRef('department.department_id', '=', 'account.department_id'),
    )
    .leftJoin('platform_registration as registration', (join) =>
      join
        .onRef('registration.municipality_id', '=', 'account.municipality_id')
        .onRef('registration.registration_id', '=', 'account.registration_id'),
    )
    .where('account.municipality_id', '=', municipalityId)
    .selectAll('account')
    .select(['department.name as department', 'registration.settings as registration_settings'])

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toAccount = (row: Row): Account => ({
  accountId: row.account_id,
  platform: row.platform,
  name: row.name,
  url: row.url,
  departmentId: row.department_id,
  department: row.department,
  purpose: row.purpose,
  settings: {
    ...(row.registration_settings as Record<string, string> | null),
    ...(row.settings as Record<string, string>),
  },
  registrationId: row.registration_id,
  privateAllowed: row.private_allowed,
  ownerStaffId: row.owner_staff_id,
  deputyStaffId: row.deputy_staff_id,
  state: row.state as Account['state'],
  createdAt: row.created_at,
  shortName: row.short_name,
  signing: { name: row.signs_with as Signing['name'], workplace: row.workplace },
  audience: row.audience as Account['audience'],
  blog: row.blog,
  connected: row.connected,
  paused: row.paused_at && { at: row.paused_at, reason: row.paused_reason ?? '' },
  closed: row.closed_at && { at: row.closed_at, reason: row.closed_reason ?? '' },
})

/** Accounts in Swedish order of name. */
export async function listAccounts(tx: Tx, municipalityId: MunicipalityId): Promise<Account[]> {
  const rows = await select(tx, municipalityId).execute()
  return rows
    .map(toAccount)
    .sort((a, b) => a.name.localeCompare(b.name, 'sv') || a.platform.localeCompare(b.platform))
}

export async function findAccount(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Account | undefined> {
  const row = await select(tx, municipalityId).where('account.account_id', '=', accountId).executeTakeFirst()
  return row && toAccount(row)
}

export async function secretsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<{ name: string; ciphertext: Buffer }[]> {
  return tx
    .selectFrom('account_secret')
    .select(['name', 'ciphertext'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
}

export async function forgetSecrets(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<void> {
  await tx
    .deleteFrom('account_secret')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
}

export async function worksHere(tx: Tx, municipalityId: MunicipalityId, staffId: StaffId): Promise<boolean> {
  const row = await tx
    .selectFrom('staff')
    .select('staff_id')
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', '=', staffId)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

export async function updateResponsible(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  people: { readonly owner: StaffId | null; readonly deputy: StaffId | null },
): Promise<void> {
  await tx
    .updateTable('account')
    .set({ owner_staff_id: people.owner, deputy_staff_id: people.deputy })
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
}

/** How many active accounts share a registration; 1 where there is none. */
export async function countSharing(
  tx: Tx,
  municipalityId: MunicipalityId,
  registrationId: string | null,
): Promise<number> {
  if (registrationId === null) return 1
  const { count } = await tx
    .selectFrom('account')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('municipality_id', '=', municipalityId)
    .where('registration_id', '=', registrationId)
    .where('state', '=', 'active')
    .executeTakeFirstOrThrow()
  return count
}

/** How new tokens last; a failure that there was is over with them. */
export async function writeAccess(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  platform: Platform,
  lasting: Lasting,
): Promise<void> {
  const values = {
    ends_at: lasting.endsAt,
    refreshed_at: lasting.refreshedAt,
    next_attempt_at: nextStep(lasting, platform.access?.refresh !== undefined),
    failing_since: null,
    told_at: null,
  }
  await tx
    .insertInto('account_access')
    .values({ municipality_id: municipalityId, account_id: accountId, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'account_id']).doUpdateSet(values))
    .execute()
}

/**
 * Nothing is known of how the account's new secrets last, nor of what they can do: both are asked about soon.
 * @returns whether somebody had been told that the old ones could not be renewed.
 */
export async function forgetAccess(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<boolean> {
  await tx
    .deleteFrom('account_probe')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
  const gone = await tx
    .deleteFrom('account_access')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .returning('told_at')
    .executeTakeFirst()
  return gone !== undefined && gone.told_at !== null
}

/** The next round of these accounts is due at once. */
export async function collectNow(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly AccountId[],
  now: Date,
): Promise<void> {
  if (accounts.length === 0) return
  await tx
    .updateTable('collection_state')
    .set({ next_attempt_at: now })
    .where('municipality_id', '=', municipalityId)
    .where('account_id', 'in', accounts)
    .execute()
}

/** Those who change something of one account take turns: who comes second sees the first. Held until the transaction ends. */
export async function lockAccount(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<void> {
  await tx
    .selectFrom('account')
    .select('account_id')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .forNoKeyUpdate()
    .execute()
}
