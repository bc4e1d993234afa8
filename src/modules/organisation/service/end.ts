import type { Actor } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { audit } from '../../audit/index.ts'
import { dropAllRoles } from '../store/identities.ts'
import { burnLinksOf, endSessionsOf } from '../store/sign-in.ts'
import { updateStaff } from '../store/staff.ts'
import type { Staff } from '../types.ts'

/**
 * Somebody no longer works here: out at the next click, without roles and ways in. Accounts that the person is owner or
 * deputy of keep the name, which the register shows as a lack, and those who must find a successor are told.
 */
export async function endPerson(tx: Tx, actor: Actor, staff: Staff, now: Date): Promise<void> {
  if (staff.endedAt) return
  const { municipalityId } = actor
  const { staffId } = staff
  await updateStaff(tx, municipalityId, staffId, { ended_at: now, break_glass: false })
  await dropAllRoles(tx, municipalityId, staffId, now)
  await endSessionsOf(tx, municipalityId, staffId, now)
  await burnLinksOf(tx, municipalityId, staffId, now)
  const roles = staff.roles.map(({ role, departmentId, source }) => ({
    role,
    department: departmentId,
    source,
  }))
  await audit(tx, actor, 'staff.end', { kind: 'staff', id: staffId }, { roles }, now)
  await announce(tx, municipalityId, 'staff.ended', { staff: staffId }, now)
}
