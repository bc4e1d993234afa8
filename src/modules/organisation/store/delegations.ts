import type { Role } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { RoleDelegation } from '../types.ts'

/** Those that run or are to come, and those that ended after a time; soonest first. */
export async function listDelegations(
  tx: Tx,
  id: MunicipalityId,
  endedAfter: Date,
  staffId?: StaffId,
): Promise<RoleDelegation[]> {
  let query = tx
    .selectFrom('role_delegation as given')
    .leftJoin('department', (join) =>
      join
        .onRef('department.municipality_id', '=', 'given.municipality_id')
        .onRef('department.department_id', '=', 'given.department_id'),
    )
    .selectAll('given')
    .select('department.name as department')
    .where('given.municipality_id', '=', id)
    .where('given.ends_at', '>', endedAfter)
  if (staffId) query = query.where('given.staff_id', '=', staffId)
  const rows = await query.orderBy('given.begins_at').execute()
  return rows.map((row) => ({
    delegationId: row.delegation_id,
    staffId: row.staff_id,
    role: row.role as Role,
    departmentId: row.department_id,
    department: row.department,
    beginsAt: row.begins_at,
    endsAt: row.ends_at,
    reason: row.reason,
    givenBy: row.given_by,
    endedAt: row.ended_at,
  }))
}

export async function insertDelegation(
  tx: Tx,
  id: MunicipalityId,
  given: Omit<RoleDelegation, 'department' | 'endedAt'>,
): Promise<void> {
  await tx
    .insertInto('role_delegation')
    .values({
      municipality_id: id,
      delegation_id: given.delegationId,
      staff_id: given.staffId,
      role: given.role,
      department_id: given.departmentId,
      begins_at: given.beginsAt,
      ends_at: given.endsAt,
      reason: given.reason,
      given_by: given.givenBy,
    })
    .execute()
}

export async function setDelegationEnd(
  tx: Tx,
  id: MunicipalityId,
  delegationId: string,
  at: Date,
): Promise<void> {
  await tx
    .updateTable('role_delegation')
    .set({ ended_at: at })
    .where('municipality_id', '=', id)
    .where('delegation_id', '=', delegationId)
    .execute()
}
