import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId } from '../../kernel/index.ts'
import type { Ended } from './rules.ts'
import type { Cause, DetailName, Step, VaultEntry } from './types.ts'

const columns = ['account_id', 'owner_address', 'holds', 'changed_at', 'changed_by'] as const

interface Row {
  readonly account_id: AccountId
  readonly owner_address: string
  readonly holds: readonly string[]
  readonly changed_at: Date
  readonly changed_by: StaffId | null
}

const toEntry = (row: Row): VaultEntry => ({
  accountId: row.account_id,
  ownerAddress: row.owner_address,
  holds: row.holds as readonly DetailName[],
  changedAt: row.changed_at,
  changedBy: row.changed_by,
})

export async function listEntries(tx: Tx, municipalityId: MunicipalityId): Promise<VaultEntry[]> {
  const rows = await tx
    .selectFrom('vault_entry')
    .select(columns)
    .where('municipality_id', '=', municipalityId)
    .execute()
  return rows.map(toEntry)
}

/** An account's entry with its ciphertext. locked: nobody else takes a step of its openings meanwhile. */
export async function findEntry(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  locked = false,
): Promise<{ readonly entry: VaultEntry; readonly ciphertext: Buffer } | undefined> {
  const found = tx
    .selectFrom('vault_entry')
    .select([...columns, 'ciphertext'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
  const row = await (locked ? found.forUpdate() : found).executeTakeFirst()
  return row && { entry: toEntry(row), ciphertext: row.ciphertext }
}

export async function writeEntry(
  tx: Tx,
  municipalityId: MunicipalityId,
  entry: VaultEntry,
  ciphertext: Buffer,
): Promise<void> {
  const values = {
    owner_address: entry.ownerAddress,
    ciphertext,
    holds: [...entry.holds],
    changed_at: entry.changedAt,
    changed_by: entry.changedBy,
  }
  await tx
    .insertInto('vault_entry')
    .values({ municipality_id: municipalityId, account_id: entry.accountId, ...values })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'account_id']).doUpdateSet(values))
    .execute()
}

export async function insertStep(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  step: Step,
): Promise<void> {
  await tx
    .insertInto('vault_step')
    .values({
      municipality_id: municipalityId,
      opening_id: step.openingId,
      step: step.step,
      account_id: accountId,
      way: step.way,
      drill: step.drill,
      reason: step.reason,
      staff_id: step.staffId,
      name: step.name,
      at: step.at,
    })
    .execute()
}

/** The steps of an account's openings, the newest first. */
export async function stepsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  limit = 400,
): Promise<Step[]> {
  const rows = await tx
    .selectFrom('vault_step')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    openingId: row.opening_id,
    step: row.step as Step['step'],
    way: row.way as Step['way'],
    drill: row.drill,
    reason: row.reason,
    staffId: row.staff_id,
    name: row.name,
    at: row.at,
  }))
}

export async function accountOfOpening(
  tx: Tx,
  municipalityId: MunicipalityId,
  openingId: RecordId,
): Promise<AccountId | undefined> {
  const row = await tx
    .selectFrom('vault_step')
    .select('account_id')
    .where('municipality_id', '=', municipalityId)
    .where('opening_id', '=', openingId)
    .executeTakeFirst()
  return row?.account_id
}

/** Those of these people that have ended. */
export async function endedAmong(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly StaffId[],
): Promise<Ended[]> {
  if (ids.length === 0) return []
  const rows = await tx
    .selectFrom('staff')
    .select(['staff_id', 'name', 'ended_at'])
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', 'in', [...new Set(ids)])
    .where('ended_at', 'is not', null)
    .execute()
  return rows.flatMap(({ staff_id, name, ended_at }) =>
    ended_at ? [{ staffId: staff_id, name, endedAt: ended_at }] : [],
  )
}

export async function wasReminded(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  cause: Cause,
): Promise<boolean> {
  const row = await tx
    .selectFrom('vault_reminder')
    .select('at')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .where('cause', '=', cause.kind)
    .where('since', '=', cause.since)
    .executeTakeFirst()
  return row !== undefined
}

/** Written after the letters have left, so that a crash sends them twice rather than never. */
export async function writeReminder(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  cause: Cause,
  at: Date,
): Promise<void> {
  await tx
    .insertInto('vault_reminder')
    .values({
      municipality_id: municipalityId,
      account_id: accountId,
      cause: cause.kind,
      since: cause.since,
      at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
