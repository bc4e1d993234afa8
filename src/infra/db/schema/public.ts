import type { ColumnType } from 'kysely'
import type { AccountId, Json, MeasureId, RecordId, StaffId, TaskId } from '../../../kernel/index.ts'

/** Tables of migrations/0018_public.sql; see ../schema.ts. */

interface PublicSettingTable {
  municipality_id: number
  settings: ColumnType<Json, string, string>
  logotype: Buffer | null
  logotype_type: string | null
  changed_at: Date
  changed_by: StaffId | null
}

interface PoliticianLinkTable {
  municipality_id: number
  link_id: string
  name: string
  seat: string
  channel: string
  url: string
  added_at: Date
  added_by: StaffId | null
}

interface PublicAccountTable {
  municipality_id: number
  account_id: AccountId
  watched: string
}

interface FlagTable {
  municipality_id: number
  flag_id: RecordId
  number: string
  key_sha256: Buffer
  subject: string
  task_id: TaskId
  reason: string
  link: string
  text: string
  account_id: AccountId | null
  email: string | null
  received_at: Date
  told_at: Date | null
}

interface FlagAnswerTable {
  municipality_id: number
  answer_id: string
  task_id: TaskId
  outcome: string
  text: string
  staff_id: StaffId
  at: Date
}

interface ReconsiderationTable {
  municipality_id: number
  request_id: RecordId
  measure_id: MeasureId
  task_id: TaskId
  text: string
  received_at: Date
  due_at: Date
}

interface ReconsiderationDecisionTable {
  municipality_id: number
  request_id: RecordId
  decision_id: RecordId
  outcome: string
  text: string
  staff_id: StaffId
  at: Date
}

export interface PublicTables {
  flag_answer: FlagAnswerTable
  flag: FlagTable
  politician_link: PoliticianLinkTable
  public_account: PublicAccountTable
  public_setting: PublicSettingTable
  reconsideration_decision: ReconsiderationDecisionTable
  reconsideration: ReconsiderationTable
}
