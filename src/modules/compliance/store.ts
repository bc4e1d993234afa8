import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, StaffId } from '../../kernel/index.ts'
import type { Responsible, RoundLine } from './types.ts'

/** Names of those who answer for accounts. */
export async function responsiblePeople(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly StaffId[],
): Promise<Map<StaffId, Responsible>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('staff')
    .select(['staff_id', 'name', 'ended_at'])
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', 'in', [...new Set(ids)])
    .execute()
  return new Map(
    rows.map((row) => {
      const staffId = row.staff_id
      return [staffId, { staffId, name: row.name, endedAt: row.ended_at }]
    }),
  )
}

/** When somebody last looked through each account: one step into the index per account. */
export async function lastLooks(tx: Tx, municipalityId: MunicipalityId): Promise<Map<AccountId, Date>> {
  const { rows } = await sql<{ account_id: AccountId; at: Date }>`
    SELECT a.account_id, r.at FROM account a CROSS JOIN LATERAL (
      SELECT at FROM supervision_round r
      WHERE r.municipality_id = a.municipality_id AND r.account_id = a.account_id
      ORDER BY at DESC LIMIT 1) r
    WHERE a.municipality_id = ${municipalityId}::int`.execute(tx)
  return new Map(rows.map((row) => [row.account_id, row.at]))
}

/** The last rounds of an account, newest first. */
export async function roundLines(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  limit: number,
): Promise<RoundLine[]> {
  const rows = await tx
    .selectFrom('supervision_round')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'supervision_round.municipality_id')
        .onRef('staff.staff_id', '=', 'supervision_round.staff_id'),
    )
    .select(['at', 'staff.name', 'as_deputy', 'items', 'note'])
    .where('supervision_round.municipality_id', '=', municipalityId)
    .where('supervision_round.account_id', '=', accountId)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    at: row.at,
    by: row.name ?? '',
    asDeputy: row.as_deputy,
    items: row.items,
    note: row.note,
  }))
}
