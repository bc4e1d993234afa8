import type { Role } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { DepartmentId, MunicipalityId, StaffId } from '../../../kernel/index.ts'

/** A role that somebody who works here holds: always, or for a time (tillfällig roll). */
export interface HeldRole {
  readonly staffId: StaffId
  readonly role: Role
  /** null: in the whole municipality. */
  readonly departmentId: DepartmentId | null
}

/**
 * Who holds which role at an instant. The one way to ask: roles for a time are roles.
 * @param wanted none: all roles.
 */
export async function rolesHeld(
  tx: Tx,
  municipalityId: MunicipalityId,
  at: Date,
  ...wanted: readonly Role[]
): Promise<HeldRole[]> {
  const rows = await tx
    .selectFrom('staff_role')
    .select(['staff_id', 'role', 'department_id'])
    .where('municipality_id', '=', municipalityId)
    .union(
      tx
        .selectFrom('role_delegation')
        .select(['staff_id', 'role', 'department_id'])
        .where('municipality_id', '=', municipalityId)
        .where('ended_at', 'is', null)
        .where('begins_at', '<=', at)
        .where('ends_at', '>', at),
    )
    .execute()
  const working = await tx
    .selectFrom('staff')
    .select('staff_id')
    .where('municipality_id', '=', municipalityId)
    .where('ended_at', 'is', null)
    .orderBy('name')
    .execute()
  const held = Map.groupBy(rows, (row) => row.staff_id)
  return working
    .flatMap(({ staff_id: id }) => held.get(id) ?? [])
    .map((row) => ({
      staffId: row.staff_id,
      role: row.role as Role,
      departmentId: row.department_id,
    }))
    .filter(({ role }) => wanted.length === 0 || wanted.includes(role))
}
