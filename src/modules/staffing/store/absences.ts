import type { Tx } from '../../../infra/db/index.ts'
import type { Day, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { Absence } from '../types.ts'

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('absence')
    .select(['absence_id', 'staff_id', 'from_day', 'to_day'])
    .where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toAbsence = (row: Row): Absence => ({
  absenceId: row.absence_id,
  staffId: row.staff_id,
  from: row.from_day,
  to: row.to_day,
})

/** Those that touch any day of a stretch, both days inclusive; the first to begin first. */
export async function absencesIn(
  tx: Tx,
  municipalityId: MunicipalityId,
  from: Day,
  to: Day,
): Promise<Absence[]> {
  const rows = await select(tx, municipalityId)
    .where('to_day', '>=', from)
    .where('from_day', '<=', to)
    .orderBy('from_day')
    .orderBy('absence_id')
    .execute()
  return rows.map(toAbsence)
}

export async function findAbsence(
  tx: Tx,
  municipalityId: MunicipalityId,
  absenceId: string,
): Promise<Absence | undefined> {
  const row = await select(tx, municipalityId).where('absence_id', '=', absenceId).executeTakeFirst()
  return row && toAbsence(row)
}

export async function insertAbsence(
  tx: Tx,
  municipalityId: MunicipalityId,
  absence: Absence & { readonly enteredBy: StaffId | null; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('absence')
    .values({
      municipality_id: municipalityId,
      absence_id: absence.absenceId,
      staff_id: absence.staffId,
      from_day: absence.from,
      to_day: absence.to,
      entered_by: absence.enteredBy,
      entered_at: absence.at,
    })
    .execute()
}

export async function deleteAbsence(
  tx: Tx,
  municipalityId: MunicipalityId,
  absenceId: string,
): Promise<void> {
  await tx
    .deleteFrom('absence')
    .where('municipality_id', '=', municipalityId)
    .where('absence_id', '=', absenceId)
    .execute()
}

/** Who is away on a day. */
export async function absentOn(
  tx: Tx,
  municipalityId: MunicipalityId,
  day: Day,
): Promise<ReadonlySet<StaffId>> {
  return new Set((await absencesIn(tx, municipalityId, day, day)).map(({ staffId }) => staffId))
}
