import type { ColumnType, Generated } from 'kysely'
import type { DepartmentId, Json, StaffId } from '../../../../kernel/index.ts'

/** Tables of migrations/0001_foundation.sql that concern people, the policy and the audit trail; see schema.ts. */
type Jsonb = ColumnType<Json, string, string>
type Identity = ColumnType<number, never, never>

interface MunicipalityTable {
  municipality_id: number
  name: string
  slug: string
  host: string | null
  log_origin: string
  created_at: Date
}

interface CommitteeTable {
  municipality_id: number
  committee_id: string
  name: string
  is_executive_board: Generated<boolean>
}

interface DepartmentTable {
  municipality_id: number
  department_id: DepartmentId
  committee_id: string | null
  name: string
}

interface UnitTable {
  municipality_id: number
  unit_id: string
  department_id: DepartmentId
  name: string
}

export interface StaffTable {
  municipality_id: number
  staff_id: StaffId
  email: string
  name: string
  created_at: Date
  ended_at: Date | null
  break_glass: Generated<boolean>
}

interface StaffRoleTable {
  municipality_id: number
  staff_id: StaffId
  role: string
  department_id: DepartmentId | null
  source: Generated<string>
}

interface SignInLinkTable {
  municipality_id: number
  token_hash: Buffer
  staff_id: StaffId
  created_at: Date
  expires_at: Date
  used_at: Date | null
}

export interface SessionTable {
  municipality_id: number
  token_hash: Buffer
  staff_id: StaffId
  method: string
  csrf_token: string
  created_at: Date
  last_seen_at: Date
  ended_at: Date | null
  provider_session: ColumnType<string | null, string | null | undefined>
}

interface PasskeyTable {
  municipality_id: number
  credential_id: string
  staff_id: StaffId
  public_key: Buffer
  counter: number
  transports: Generated<string[]>
  label: string
  created_at: Date
  last_used_at: Date | null
}

interface PasskeyChallengeTable {
  municipality_id: number
  challenge: string
  staff_id: StaffId | null
  expires_at: Date
}

interface RateWindowTable {
  municipality_id: number
  bucket: string
  window_start: Date
  hits: number
}

interface PolicyVersionTable {
  municipality_id: number
  version: number
  preset: string
  settings: Jsonb
  note: string
  staff_id: StaffId | null
  valid_from: Date
}

interface AuditEventTable {
  municipality_id: number
  audit_id: Identity
  at: Date
  staff_id: StaffId | null
  actor: string
  verb: string
  subject_kind: string
  subject_id: string
  detail: ColumnType<Json, string | undefined, string>
}

export interface OrganisationTables {
  audit_event: AuditEventTable
  committee: CommitteeTable
  department: DepartmentTable
  municipality: MunicipalityTable
  passkey_challenge: PasskeyChallengeTable
  passkey: PasskeyTable
  policy_version: PolicyVersionTable
  rate_window: RateWindowTable
  session: SessionTable
  sign_in_link: SignInLinkTable
  staff_role: StaffRoleTable
  staff: StaffTable
  unit: UnitTable
}
