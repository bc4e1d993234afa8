import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId } from '../../kernel/index.ts'
import type { Day } from '../../kernel/wall-clock.ts'
import type { Round } from './types.ts'

const columns = ['account_id', 'staff_id', 'as_deputy', 'at', 'last_record_id', 'items'] as const

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx.selectFrom('supervision_round').select(columns).where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toRound = (row: Row): Round => ({
  accountId: row.account_id as AccountId,
  staffId: row.staff_id as StaffId,
  asDeputy: row.as_deputy,
  at: row.at,
  lastRecordId: row.last_record_id as RecordId | null,
  items: row.items,
})

export async function roundsSince(tx: Tx, municipalityId: MunicipalityId, since: Date): Promise<Round[]> {
  return (await select(tx, municipalityId).where('at', '>=', since).orderBy('at').execute()).map(toRound)
}

export async function lastRound(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Round | undefined> {
  const row = await select(tx, municipalityId)
    .where('account_id', '=', accountId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toRound(row)
}

export async function insertRound(
  tx: Tx,
  municipalityId: MunicipalityId,
  round: Round & { readonly roundId: RecordId; readonly policyVersion: number; readonly note: string },
): Promise<void> {
  await tx
    .insertInto('supervision_round')
    .values({
      municipality_id: municipalityId,
      round_id: round.roundId,
      account_id: round.accountId,
      staff_id: round.staffId,
      as_deputy: round.asDeputy,
      at: round.at,
      last_record_id: round.lastRecordId,
      items: round.items,
      policy_version: round.policyVersion,
      note: round.note,
    })
    .execute()
}

export async function explanations(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Day,
): Promise<{ accountId: AccountId; day: Day }[]> {
  const rows = await tx
    .selectFrom('supervision_explanation')
    .select(['account_id', sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day')])
    .where('municipality_id', '=', municipalityId)
    .where('day', '>=', since)
    .execute()
  return rows.map((row) => ({ accountId: row.account_id as AccountId, day: row.day }))
}

export async function insertExplanation(
  tx: Tx,
  municipalityId: MunicipalityId,
  explanation: {
    readonly accountId: AccountId
    readonly day: Day
    readonly staffId: StaffId
    readonly text: string
    readonly at: Date
  },
): Promise<void> {
  await tx
    .insertInto('supervision_explanation')
    .values({
      municipality_id: municipalityId,
      account_id: explanation.accountId,
      day: explanation.day,
      staff_id: explanation.staffId,
      explanation: explanation.text,
      at: explanation.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
