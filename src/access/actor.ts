import type { AccountId, DepartmentId, MunicipalityId, StaffId } from '../kernel/index.ts'
import type { Role } from './roles.ts'

/** Who acts: a signed-in member of staff, or the program itself on a schedule. */
export interface Actor {
  readonly kind: 'staff' | 'system'
  readonly municipalityId: MunicipalityId
  /** undefined for the system. */
  readonly staffId?: StaffId
  readonly name: string
  readonly grants: readonly Grant[]
  /** Accounts this person is responsible for, or deputy of. */
  readonly ownAccounts: ReadonlySet<AccountId>
}

/** One role, in one department; without a department, in the whole municipality. */
export interface Grant {
  readonly role: Role
  readonly departmentId?: DepartmentId
}

/** The program's own hand: jobs and commands run by the operator at the machine. */
export const systemActor = (municipalityId: MunicipalityId, name = 'Uppsikt'): Actor => ({
  kind: 'system',
  municipalityId,
  name,
  grants: [],
  ownAccounts: new Set(),
})
