import type { ColumnType } from 'kysely'
import type { Json } from '../../../kernel/index.ts'

/** Tables of migrations/0018_public.sql; see ../schema.ts. */

export interface PublicSettingTable {
  municipality_id: number
  settings: ColumnType<Json, string, string>
  logotype: Buffer | null
  logotype_type: string | null
  changed_at: Date
  changed_by: string | null
}

export interface PoliticianLinkTable {
  municipality_id: number
  link_id: string
  name: string
  seat: string
  channel: string
  url: string
  added_at: Date
  added_by: string | null
}

export interface PublicAccountTable {
  municipality_id: number
  account_id: string
  watched: string
}

export interface FlagTable {
  municipality_id: number
  flag_id: string
  number: string
  key_sha256: Buffer
  subject: string
  task_id: string
  reason: string
  link: string
  text: string
  account_id: string | null
  email: string | null
  received_at: Date
  told_at: Date | null
}

export interface FlagAnswerTable {
  municipality_id: number
  answer_id: string
  task_id: string
  outcome: string
  text: string
  staff_id: string
  at: Date
}

export interface ReconsiderationTable {
  municipality_id: number
  request_id: string
  measure_id: string
  task_id: string
  text: string
  received_at: Date
  due_at: Date
}

export interface ReconsiderationDecisionTable {
  municipality_id: number
  request_id: string
  decision_id: string
  outcome: string
  text: string
  staff_id: string
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
