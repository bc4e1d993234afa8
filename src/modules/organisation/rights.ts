import { type Actor, type Grant, may, type Permission, permissions, scopeOf } from '../../access/index.ts'
import type { AccountId, DepartmentId, MunicipalityId } from '../../kernel/index.ts'
import { delegationState } from './provider-rules.ts'
import type { RoleDelegation, RoleHeld, Staff } from './types.ts'

/** Who may do what, told from the one table of permissions (src/access/permissions.ts); pure. */

/** Why somebody may: a role, a role for a time, or a relation to the account. */
export type Why =
  | ({ readonly kind: 'role' } & RoleHeld)
  | ({ readonly kind: 'delegation' } & Pick<RoleDelegation, 'role' | 'department' | 'endsAt'>)
  | { readonly kind: 'owner' }
  | { readonly kind: 'deputy' }

export interface Holder {
  readonly staff: Staff
  readonly why: readonly Why[]
  readonly permissions: ReadonlySet<Permission>
}

export interface AccountSubject {
  readonly accountId: AccountId
  readonly departmentId: DepartmentId
  readonly ownerStaffId: string | null
  readonly deputyStaffId: string | null
}

const all = Object.keys(permissions) as Permission[]

const grantOf = ({ role, departmentId }: Pick<RoleHeld, 'role' | 'departmentId'>): Grant => ({
  role,
  ...(departmentId && { departmentId }),
})

/** The person as the session would make them. */
function actorAs(
  municipalityId: MunicipalityId,
  staff: Staff,
  running: readonly RoleDelegation[],
  ownAccounts: readonly AccountId[],
): Actor {
  return {
    kind: 'staff',
    municipalityId,
    staffId: staff.staffId,
    name: staff.name,
    grants: [...staff.roles, ...running].map(grantOf),
    ownAccounts: new Set(ownAccounts),
  }
}

const runningOf = (delegations: readonly RoleDelegation[], staff: Staff, now: Date): RoleDelegation[] =>
  delegations.filter((one) => one.staffId === staff.staffId && delegationState(one, now) === 'running')

/** Everyone who may do something with an account, and why. Those who have ended may nothing. */
export function holdersOf(
  municipalityId: MunicipalityId,
  account: AccountSubject,
  staff: readonly Staff[],
  delegations: readonly RoleDelegation[],
  now: Date,
): Holder[] {
  const { accountId, departmentId } = account
  return staff
    .filter((one) => !one.endedAt)
    .map((one) => {
      const running = runningOf(delegations, one, now)
      const relation = relationOf(account, one)
      const actor = actorAs(municipalityId, one, running, relation ? [accountId] : [])
      const held = all.filter((permission) => may(actor, permission, { accountId, departmentId }))
      const reaches = (role: { readonly departmentId: DepartmentId | null }): boolean =>
        role.departmentId === null || role.departmentId === departmentId
      const why: Why[] = [
        ...(relation ? [{ kind: relation }] : []),
        ...one.roles.filter(reaches).map((role) => ({ kind: 'role' as const, ...role })),
        ...running.filter(reaches).map((role) => ({ kind: 'delegation' as const, ...role })),
      ]
      return { staff: one, why, permissions: new Set(held) }
    })
    .filter((one) => one.permissions.size > 0)
}

function relationOf(account: AccountSubject, { staffId }: Staff): 'owner' | 'deputy' | undefined {
  if (account.ownerStaffId === staffId) return 'owner'
  return account.deputyStaffId === staffId ? 'deputy' : undefined
}

/** How far a permission reaches for one person. */
export interface Reach {
  readonly permission: Permission
  readonly everywhere: boolean
  readonly departments: readonly string[]
  readonly accounts: readonly string[]
}

/** What one person may do, and where. */
export function reachesOf(
  municipalityId: MunicipalityId,
  staff: Staff,
  delegations: readonly RoleDelegation[],
  own: readonly { readonly accountId: AccountId; readonly name: string }[],
  now: Date,
): Reach[] {
  if (staff.endedAt) return []
  const running = runningOf(delegations, staff, now)
  const actor = actorAs(
    municipalityId,
    staff,
    running,
    own.map((one) => one.accountId),
  )
  const names = new Map([...staff.roles, ...running].map((one) => [one.departmentId, one.department]))
  return all.flatMap((permission): Reach[] => {
    const scope = scopeOf(actor, permission)
    if (scope.kind === 'all') return [{ permission, everywhere: true, departments: [], accounts: [] }]
    const departments = [...new Set(scope.departments.map((id) => names.get(id) ?? ''))]
    const accounts = own.flatMap(({ accountId, name }) => (scope.accounts.includes(accountId) ? [name] : []))
    if (departments.length + accounts.length === 0) return []
    return [{ permission, everywhere: false, departments, accounts }]
  })
}
