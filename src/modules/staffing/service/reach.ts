import { type Actor, authorize, type Permission, scopeOf } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import {
  type AccountId,
  type DepartmentId,
  type MunicipalityId,
  type StaffId,
  Stop,
} from '../../../kernel/index.ts'
import { type Account, requireAccount, worksHere } from '../../accounts/index.ts'
import { departmentsOfOwnAccounts, rolesHeld } from '../../organisation/index.ts'

/**
 * A person is in the departments of the roles that the person holds at the moment, for a time too, and of the accounts
 * that the person answers for. A shift puts nobody in a department: whoever may give shifts would otherwise get to decide
 * over anybody's absence by giving one.
 * @throws Stop('refused') unless it is the actor's own, or the actor manages a department that the person is in.
 */
export async function authorizePerson(tx: Tx, actor: Actor, staffId: StaffId, now: Date): Promise<void> {
  if (actor.staffId === staffId) return
  authorize(actor, 'staffing.manage')
  const scope = scopeOf(actor, 'staffing.manage')
  if (scope.kind === 'all') return
  const { municipalityId } = actor
  const held = (await rolesHeld(tx, municipalityId, now)).filter((role) => role.staffId === staffId)
  const own = [
    ...held.flatMap(({ departmentId }) => departmentId ?? []),
    ...(await departmentsOfOwnAccounts(tx, municipalityId, staffId)),
  ]
  const shared = own.find((id) => scope.departments.includes(id))
  authorize(actor, 'staffing.manage', shared ? { departmentId: shared } : {})
}

/** @throws Stop('notFound'), Stop('refused'). */
export async function accountWithin(
  tx: Tx,
  actor: Actor,
  permission: Permission,
  accountId: AccountId,
): Promise<Account> {
  const account = await requireAccount(tx, actor.municipalityId, accountId)
  authorize(actor, permission, account)
  return account
}

/** What a shift or a hole is about, as far as scope goes. */
export const subjectOf = (
  account: Pick<Account, 'accountId' | 'departmentId'> | undefined,
  departmentId: DepartmentId | null,
) => account ?? (departmentId ? { departmentId } : {})

/** @throws Stop('invalid') beside the field. */
export async function requireWorking(
  tx: Tx,
  municipalityId: MunicipalityId,
  staffId: StaffId,
  field: string,
): Promise<void> {
  if (!(await worksHere(tx, municipalityId, staffId)))
    throw new Stop('invalid', 'Personen arbetar inte här, eller har slutat. Välj någon annan.', {
      [field]: 'Välj någon som arbetar här.',
    })
}
