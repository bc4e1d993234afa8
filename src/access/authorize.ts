import { type AccountId, type DepartmentId, Stop } from '../kernel/index.ts'
import type { Actor } from './actor.ts'
import { type Permission, permissions } from './permissions.ts'
import type { Role } from './roles.ts'

/** What an act concerns, as far as scope goes. Nothing: the municipality as a whole. */
export interface Subject {
  readonly departmentId?: DepartmentId
  readonly accountId?: AccountId
}

/** Which departments' accounts a permission reaches for an actor. */
export type Scope =
  | { readonly kind: 'all' }
  | {
      readonly kind: 'some'
      readonly departments: readonly DepartmentId[]
      readonly accounts: readonly AccountId[]
    }

const holds = (permission: Permission, role: Role): boolean =>
  (permissions[permission] as readonly Role[]).includes(role)

/** The scope in which the actor holds the permission; an empty 'some' is a refusal. */
export function scopeOf(actor: Actor, permission: Permission): Scope {
  if (actor.kind === 'system') return { kind: 'all' }
  const held = actor.grants.filter((grant) => holds(permission, grant.role))
  if (held.some((grant) => grant.departmentId === undefined)) return { kind: 'all' }
  const departments = held.flatMap((grant) => (grant.departmentId ? [grant.departmentId] : []))
  const accounts = holds(permission, 'editor') ? [...actor.ownAccounts] : []
  return { kind: 'some', departments, accounts }
}

/** Whether the actor may, somewhere (menus), or for this subject. */
export function may(actor: Actor, permission: Permission, subject?: Subject): boolean {
  const scope = scopeOf(actor, permission)
  if (subject) return reaches(scope, subject)
  return scope.kind === 'all' || scope.departments.length + scope.accounts.length > 0
}

/** Whether a scope reaches an account, or what belongs to one. */
export const reaches = (scope: Scope, { departmentId, accountId }: Subject): boolean =>
  scope.kind === 'all' ||
  (departmentId !== undefined && scope.departments.includes(departmentId)) ||
  (accountId !== undefined && scope.accounts.includes(accountId))

/**
 * First line of every verb.
 * @throws Stop('refused') when the actor may not. With no subject: when the actor may nowhere.
 */
export function authorize(actor: Actor, permission: Permission, subject?: Subject): void {
  if (!may(actor, permission, subject)) {
    throw new Stop(
      'refused',
      'Du har inte behörighet till det här. Be den som ansvarar för kontot, eller kommunikationsavdelningen, att göra det eller att ge dig behörighet.',
    )
  }
}
