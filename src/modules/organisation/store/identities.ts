import { sql } from 'kysely'
import type { Tx } from '../../../infra/db/index.ts'
import type { MunicipalityId, StaffId } from '../../../kernel/index.ts'

/** Whom a provider's subject is here, and what its groups give. */

export interface Subject {
  readonly issuer: string
  readonly subject: string
}

export async function staffOfSubject(
  tx: Tx,
  id: MunicipalityId,
  { issuer, subject }: Subject,
): Promise<StaffId | undefined> {
  const row = await tx
    .selectFrom('staff_identity')
    .select('staff_id')
    .where('municipality_id', '=', id)
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.staff_id
}

/** @returns false when the person is another subject of the same provider already. */
export async function linkSubject(
  tx: Tx,
  id: MunicipalityId,
  { issuer, subject }: Subject,
  staffId: StaffId,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .insertInto('staff_identity')
    .values({ municipality_id: id, issuer, subject, staff_id: staffId, linked_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Replaces what the provider said of a person's groups. */
export async function setSignInGroups(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
  groups: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom('sign_in_group')
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .execute()
  if (groups.length === 0) return
  await tx
    .insertInto('sign_in_group')
    .values(groups.map((group) => ({ municipality_id: id, staff_id: staffId, group_name: group })))
    .execute()
}

/** Nothing that was said at a sign-in counts any more. */
export async function clearSignInGroups(tx: Tx, id: MunicipalityId): Promise<void> {
  await tx.deleteFrom('sign_in_group').where('municipality_id', '=', id).execute()
}

/** The person has left these groups, whatever was said at the last sign-in. */
export async function leaveSignInGroups(
  tx: Tx,
  id: MunicipalityId,
  staffId: StaffId,
  groups: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom('sign_in_group')
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .where('group_name', 'in', [...groups])
    .execute()
}

/**
 * Makes the roles that come from groups anew: of one person, or of everyone when none is named. A group is known by
 * what a sign-in calls it, or by the name or the external id that SCIM gave it.
 */
export async function remakeGroupRoles(tx: Tx, id: MunicipalityId, staffId: StaffId | null): Promise<void> {
  await sql`DELETE FROM staff_role WHERE municipality_id = ${id} AND source = 'group'
    AND (${staffId}::uuid IS NULL OR staff_id = ${staffId}::uuid)`.execute(tx)
  await sql`
    WITH held AS (
      SELECT staff_id, group_name FROM sign_in_group WHERE municipality_id = ${id}
      UNION
      SELECT m.staff_id, unnest(ARRAY[g.display_name, g.external_id])
      FROM scim_member m JOIN scim_group g USING (municipality_id, group_id) WHERE m.municipality_id = ${id})
    INSERT INTO staff_role (municipality_id, staff_id, role, department_id, source)
    SELECT DISTINCT ${id}::int, held.staff_id, given.role, given.department_id, 'group'
    FROM held
    JOIN group_role given ON given.municipality_id = ${id} AND given.group_name = held.group_name
    JOIN staff ON staff.municipality_id = ${id} AND staff.staff_id = held.staff_id AND staff.ended_at IS NULL
    WHERE ${staffId}::uuid IS NULL OR held.staff_id = ${staffId}::uuid`.execute(tx)
}

/** Whether any group that gives a role counts the person among its members. */
export async function hasGroupRole(tx: Tx, id: MunicipalityId, staffId: StaffId): Promise<boolean> {
  const row = await tx
    .selectFrom('staff_role')
    .select('role')
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .where('source', '=', 'group')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Nothing gives the person a role any more; roles for a time end now. Membership by SCIM stands: it is the provider's to
 * take back, and gives nothing to somebody who has ended.
 */
export async function dropAllRoles(tx: Tx, id: MunicipalityId, staffId: StaffId, now: Date): Promise<void> {
  for (const table of ['staff_role', 'sign_in_group'] as const)
    await tx.deleteFrom(table).where('municipality_id', '=', id).where('staff_id', '=', staffId).execute()
  await tx
    .updateTable('role_delegation')
    .set({ ended_at: now })
    .where('municipality_id', '=', id)
    .where('staff_id', '=', staffId)
    .where('ended_at', 'is', null)
    .where('ends_at', '>', now)
    .execute()
}
