import type { AccountId, DepartmentId, StaffId } from '../../kernel/index.ts'

/** konto: an account that the municipality runs on a platform; never a login. */
export interface Account {
  readonly accountId: AccountId
  readonly platform: string
  readonly name: string
  readonly url: string | null
  readonly departmentId: DepartmentId
  readonly department: string
  readonly purpose: string
  /** The account's own and its registration's together. */
  readonly settings: Readonly<Record<string, string>>
  /** The municipality's own app at the platform, where the platform has such. */
  readonly registrationId: string | null
  /** Whether its own addresses may lie on a private network. */
  readonly privateAllowed: boolean
  /** kontoansvarig and ersättare; null says that nobody is appointed. */
  readonly ownerStaffId: StaffId | null
  readonly deputyStaffId: StaffId | null
  readonly state: 'active' | 'closed'
  readonly createdAt: Date
}

export interface NewAccount {
  readonly platform: string
  readonly name: string
  /** A department's name; one that does not exist yet is made. */
  readonly department: string
  readonly purpose?: string
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly ownerStaffId?: StaffId
  readonly deputyStaffId?: StaffId
}
