import type { ColumnType, Generated } from 'kysely'
import type { DepartmentId, Json, StaffId } from '../../../../kernel/index.ts'

/** Tables of migrations/0019_identity.sql; see ../schema.ts. */

interface IdentityProviderTable {
  municipality_id: number
  protocol: string
  settings: ColumnType<Json, string, string>
  secret_ciphertext: Buffer | null
  private_allowed: boolean
  match_email: boolean
  only_way: Generated<boolean>
}

interface GroupRoleTable {
  municipality_id: number
  group_name: string
  role: string
  department_id: DepartmentId | null
}

interface StaffIdentityTable {
  municipality_id: number
  issuer: string
  subject: string
  staff_id: StaffId
  linked_at: Date
}

interface SignInGroupTable {
  municipality_id: number
  staff_id: StaffId
  group_name: string
}

interface SignInAttemptTable {
  municipality_id: number
  state_sha256: Buffer
  browser_sha256: Buffer
  kept_ciphertext: Buffer
  return_to: string
  expires_at: Date
}

interface SpentLogoutTable {
  municipality_id: number
  token_sha256: Buffer
  expires_at: Date
}

interface ScimTokenTable {
  municipality_id: number
  token_sha256: Buffer
  created_at: Date
}

interface ScimUserTable {
  municipality_id: number
  staff_id: StaffId
  user_name: string
  external_id: string | null
  created_at: Date
  changed_at: Date
}

interface ScimGroupTable {
  municipality_id: number
  group_id: string
  display_name: string
  external_id: string | null
  created_at: Date
  changed_at: Date
}

interface ScimMemberTable {
  municipality_id: number
  group_id: string
  staff_id: StaffId
}

interface RoleDelegationTable {
  municipality_id: number
  delegation_id: string
  staff_id: StaffId
  role: string
  department_id: DepartmentId | null
  begins_at: Date
  ends_at: Date
  reason: string
  given_by: string
  ended_at: Date | null
}

/** The tables by name, for ../schema.ts. */
export interface IdentityTables {
  identity_provider: IdentityProviderTable
  group_role: GroupRoleTable
  staff_identity: StaffIdentityTable
  sign_in_group: SignInGroupTable
  sign_in_attempt: SignInAttemptTable
  spent_logout: SpentLogoutTable
  scim_token: ScimTokenTable
  scim_user: ScimUserTable
  scim_group: ScimGroupTable
  scim_member: ScimMemberTable
  role_delegation: RoleDelegationTable
}
