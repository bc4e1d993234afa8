import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Role } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { DepartmentId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { Staff } from '../types.ts'

const select = (tx: Tx, id: MunicipalityId) =>
  tx
    .selectFrom('staff')
    .selectAll('staff')
    .select((eb) =>
      jsonArrayFrom(
        eb
          .selectFrom('staff_role')
          .leftJoin('department', (join) =>
            join
              .onRef('department.municipality_id', '=', 'staff_role.municipality_id')
              .onRef('department.department_id', '=', 'staff_role.department_id'),
          )
          .select([
            'staff_role.role',
            'staff_role.department_id as departmentId',
            'department.name as department',
          ])
          .where('staff_role.municipality_id', '=', id)
          .whereRef('staff_role.staff_id', '=', 'staff.staff_id')
          .orderBy('staff_role.role'),
      ).as('roles'),
    )
    .where('staff.municipality_id', '=', id)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toStaff = (row: Row): Staff => ({
  staffId: row.staff_id as StaffId,
  email: row.email,
  name: row.name,
  createdAt: row.created_at,
  endedAt: row.ended_at,
  roles: row.roles.map((held) => ({
    role: held.role as Role,
    departmentId: held.departmentId as DepartmentId | null,
    department: held.department,
  })),
})

/** By name in Swedish order, those who have ended last. */
export async function listAllStaff(tx: Tx, id: MunicipalityId): Promise<Staff[]> {
  const rows = await select(tx, id).execute()
  return rows
    .map(toStaff)
    .sort(
      (a, b) => Number(a.endedAt !== null) - Number(b.endedAt !== null) || a.name.localeCompare(b.name, 'sv'),
    )
}

export async function findStaff(tx: Tx, id: MunicipalityId, staffId: StaffId): Promise<Staff | undefined> {
  const row = await select(tx, id).where('staff.staff_id', '=', staffId).executeTakeFirst()
  return row && toStaff(row)
}

export async function findStaffByEmail(
  tx: Tx,
  id: MunicipalityId,
  email: string,
): Promise<Staff | undefined> {
  const row = await select(tx, id).where('staff.email', '=', email).executeTakeFirst()
  return row && toStaff(row)
}

/**
 * The departments of the accounts that a person is owner or deputy of: what the person reaches beside the roles.
 * Relations to an account, so its table is read here though its module stands later (as in sign-in.ts).
 */
export async function departmentsOfOwnAccounts(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
): Promise<DepartmentId[]> {
  const rows = await tx
    .selectFrom('account')
    .select('department_id')
    .distinct()
    .where('municipality_id', '=', id)
    .where((eb) =>
      eb.or([
        eb('owner_staff_id', '=', staffId),
        eb('deputy_staff_id', '=', staffId),
        eb.exists(
          eb
            .selectFrom('account_deputy as further')
            .select('further.place')
            .whereRef('further.municipality_id', '=', 'account.municipality_id')
            .whereRef('further.account_id', '=', 'account.account_id')
            .where('further.staff_id', '=', staffId),
        ),
      ]),
    )
    .execute()
  return rows.map((row) => row.department_id as DepartmentId)
}

/** The names of the active accounts that a person answers for; read here as above. */
export async function accountsOwnedBy(tx: Tx, id: MunicipalityId, staffId: StaffId): Promise<string[]> {
  const rows = await tx
    .selectFrom('account')
    .select('name')
    .where('municipality_id', '=', id)
    .where('owner_staff_id', '=', staffId)
    .where('state', '=', 'active')
    .orderBy('name')
    .execute()
  return rows.map((row) => row.name)
}

/** @returns false when the address is on the list already. */
export async function insertStaff(
  tx: Tx,
  id: MunicipalityId,
  staff: Pick<Staff, 'staffId' | 'email' | 'name' | 'createdAt'>,
): Promise<boolean> {
  const result = await tx
    .insertInto('staff')
    .values({
      municipality_id: id,
      staff_id: staff.staffId,
      email: staff.email,
      name: staff.name,
      created_at: staff.createdAt,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'email']).doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function updateStaff(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
  change: { readonly name?: string; readonly ended_at?: Date | null },
): Promise<void> {
  await tx
    .updateTable('staff')
    .set(change)
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .execute()
}

/** Replaces all roles of a person. */
export async function setRoles(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
  roles: readonly { readonly role: Role; readonly departmentId: DepartmentId | null }[],
): Promise<void> {
  await tx
    .deleteFrom('staff_role')
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .execute()
  if (roles.length === 0) return
  await tx
    .insertInto('staff_role')
    .values(
      roles.map(({ role, departmentId }) => ({
        municipality_id: id,
        staff_id: staffId,
        role,
        department_id: departmentId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
