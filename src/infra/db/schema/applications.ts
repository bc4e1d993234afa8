import type { ColumnType, Generated } from 'kysely'
import type { AccountId, DepartmentId, Json, StaffId } from '../../../kernel/index.ts'

/** Tables of migrations/0013_applications.sql; see ../schema.ts. */
type Jsonb = ColumnType<Json, string, string>

interface ApplicationTable {
  municipality_id: number
  application_id: string
  year: number
  letter: Generated<string>
  number: number
  platform: string
  department_id: DepartmentId
  applicant_staff_id: StaffId
  created_at: Date
}

interface ApplicationTextTable {
  municipality_id: number
  application_id: string
  field: string
  version: number
  text: string
  staff_id: StaffId
  at: Date
}

interface LifeStepTable {
  municipality_id: number
  step_id: string
  application_id: string | null
  account_id: AccountId | null
  kind: string
  detail: Jsonb
  staff_id: StaffId | null
  at: Date
}

interface AccountListTable {
  municipality_id: number
  list_id: string
  staff_id: StaffId
  rows: Jsonb
  at: Date
}

export interface ApplicationTables {
  account_list: AccountListTable
  application: ApplicationTable
  application_text: ApplicationTextTable
  life_step: LifeStepTable
}
