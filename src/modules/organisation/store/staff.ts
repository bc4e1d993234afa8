import { jsonArrayFrom } from 'kysely/helpers/postgres'
import type { Actor, Role } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { AccountId, DepartmentId, MunicipalityId, StaffId } from '../../../kernel/index.ts'
import type { RoleHeld, Staff } from '../types.ts'

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
            'staff_role.source',
          ])
          .where('staff_role.municipality_id', '=', id)
          .whereRef('staff_role.staff_id', '=', 'staff.staff_id')
          .orderBy('staff_role.source', 'desc')
          .orderBy('staff_role.role'),
      ).as('roles'),
    )
    .where('staff.municipality_id', '=', id)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toStaff = (row: Row): Staff => ({
  staffId: row.staff_id,
  email: row.email,
  name: row.name,
  createdAt: row.created_at,
  endedAt: row.ended_at,
  breakGlass: row.break_glass,
  roles: row.roles.map((held) => ({
    role: held.role as Role,
    departmentId: held.departmentId as DepartmentId | null,
    department: held.department,
    source: held.source as RoleHeld['source'],
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
  return rows.map((row) => row.department_id)
}

/** Active accounts that a person is owner or deputy of. */
export async function ownAccountsOf(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
): Promise<{ readonly accountId: AccountId; readonly name: string; readonly isOwner: boolean }[]> {
  const rows = await tx
    .selectFrom('account')
    .select(['account_id', 'name', 'owner_staff_id'])
    .where('municipality_id', '=', id)
    .where('state', '=', 'active')
    .where((eb) => eb.or([eb('owner_staff_id', '=', staffId), eb('deputy_staff_id', '=', staffId)]))
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    accountId: row.account_id,
    name: row.name,
    isOwner: row.owner_staff_id === staffId,
  }))
}

/** Names of members of staff, for those ids that are known; also of those who have ended. */
export async function staffNames(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly (StaffId | null | undefined)[],
): Promise<ReadonlyMap<StaffId, string>> {
  const asked = ids.flatMap((id) => (id ? [id] : []))
  if (asked.length === 0) return new Map()
  const rows = await tx
    .selectFrom('staff')
    .select(['staff_id', 'name'])
    .where('municipality_id', '=', municipalityId)
    .where('staff_id', 'in', [...new Set(asked)])
    .execute()
  return new Map(rows.map((row) => [row.staff_id, row.name]))
}

/** 'Du', or the colleague's name, for a sentence that begins with who did it. @param nobody when no person did. */
export async function nameFor(
  tx: Tx,
  actor: Pick<Actor, 'municipalityId' | 'staffId'>,
  staffId: StaffId | null,
  nobody: string,
): Promise<string> {
  if (staffId === null) return nobody
  if (staffId === actor.staffId) return 'Du'
  const names = await staffNames(tx, actor.municipalityId, [staffId])
  return names.get(staffId) ?? 'En kollega'
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
  change: {
    readonly name?: string
    readonly email?: string
    readonly ended_at?: Date | null
    readonly break_glass?: boolean
  },
): Promise<void> {
  await tx
    .updateTable('staff')
    .set(change)
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .execute()
}

/** Replaces the roles that a person was given by hand. */
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
    .where('source', '=', 'hand')
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
