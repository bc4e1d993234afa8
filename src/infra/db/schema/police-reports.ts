import type { Generated } from 'kysely'

export interface PoliceReportTable {
  municipality_id: number
  report_id: string
  task_id: string
  record_id: string
  account_id: string
  context: Generated<string>
  classification: Generated<string>
  diary_number: Generated<string>
  state: string
  staff_id: string
  created_at: Date
  made_at: Date | null
  submitted_at: Date | null
  /** 'YYYY-MM-DD' */
  follow_up_on: string | null
  police_number: Generated<string>
  outcome: Generated<string>
}

export interface PoliceReportRecordTable {
  municipality_id: number
  report_id: string
  record_id: string
  kind: string
  note: string
  added_at: Date
  witness_staff_id: string | null
  witnessed_at: Date | null
}

export interface PoliceReportSearchTable {
  municipality_id: number
  search_id: string
  report_id: string
  reason: string
  staff_id: string
  at: Date
  found: number
}

export interface RecordHoldTable {
  municipality_id: number
  record_id: string
  report_id: string
  set_at: Date
  released_at: Date | null
}

export interface PoliceReportTables {
  police_report: PoliceReportTable
  police_report_record: PoliceReportRecordTable
  police_report_search: PoliceReportSearchTable
  record_hold: RecordHoldTable
}
