import type { Generated } from 'kysely'
import type { AccountId, RecordId, StaffId, TaskId } from '../../../kernel/index.ts'

interface PoliceReportTable {
  municipality_id: number
  report_id: RecordId
  task_id: TaskId
  record_id: RecordId
  account_id: AccountId
  context: Generated<string>
  classification: Generated<string>
  diary_number: Generated<string>
  state: string
  staff_id: StaffId
  created_at: Date
  made_at: Date | null
  submitted_at: Date | null
  /** 'YYYY-MM-DD' */
  follow_up_on: string | null
  police_number: Generated<string>
  outcome: Generated<string>
}

interface PoliceReportRecordTable {
  municipality_id: number
  report_id: RecordId
  record_id: RecordId
  kind: string
  note: string
  added_at: Date
  witness_staff_id: StaffId | null
  witnessed_at: Date | null
}

interface PoliceReportSearchTable {
  municipality_id: number
  search_id: string
  report_id: RecordId
  reason: string
  staff_id: StaffId
  at: Date
  found: number
}

interface RecordHoldTable {
  municipality_id: number
  record_id: RecordId
  report_id: RecordId
  set_at: Date
  released_at: Date | null
}

export interface PoliceReportTables {
  police_report: PoliceReportTable
  police_report_record: PoliceReportRecordTable
  police_report_search: PoliceReportSearchTable
  record_hold: RecordHoldTable
}
