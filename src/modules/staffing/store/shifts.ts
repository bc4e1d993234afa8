import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { Shift, Span } from '../types.ts'

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('shift')
    .select(['shift_id', 'staff_id', 'account_id', 'department_id', 'from_at', 'to_at'])
    .where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toShift = (row: Row): Shift => ({
  shiftId: row.shift_id,
  staffId: row.staff_id,
  accountId: row.account_id,
  departmentId: row.department_id,
  from: row.from_at,
  to: row.to_at,
})

/** Those that touch a stretch of time; the first to begin first. */
export async function shiftsIn(tx: Tx, municipalityId: MunicipalityId, span: Span): Promise<Shift[]> {
  const rows = await select(tx, municipalityId)
    .where('to_at', '>', span.from)
    .where('from_at', '<', span.to)
    .orderBy('from_at')
    .orderBy('shift_id')
    .execute()
  return rows.map(toShift)
}

export async function findShift(
  tx: Tx,
  municipalityId: MunicipalityId,
  shiftId: string,
): Promise<Shift | undefined> {
  const row = await select(tx, municipalityId).where('shift_id', '=', shiftId).executeTakeFirst()
  return row && toShift(row)
}

export async function insertShifts(
  tx: Tx,
  municipalityId: MunicipalityId,
  shifts: readonly Shift[],
): Promise<void> {
  await tx
    .insertInto('shift')
    .values(
      shifts.map((shift) => ({
        municipality_id: municipalityId,
        shift_id: shift.shiftId,
        staff_id: shift.staffId,
        account_id: shift.accountId,
        department_id: shift.departmentId,
        from_at: shift.from,
        to_at: shift.to,
      })),
    )
    .execute()
}

export async function updateShift(
  tx: Tx,
  municipalityId: MunicipalityId,
  shiftId: string,
  staffId: StaffId | null,
): Promise<void> {
  await tx
    .updateTable('shift')
    .set({ staff_id: staffId })
    .where('municipality_id', '=', municipalityId)
    .where('shift_id', '=', shiftId)
    .execute()
}

export async function deleteShift(tx: Tx, municipalityId: MunicipalityId, shiftId: string): Promise<void> {
  await tx
    .deleteFrom('shift')
    .where('municipality_id', '=', municipalityId)
    .where('shift_id', '=', shiftId)
    .execute()
}
