import type { AccountId, RecordId, StaffId } from '../../../kernel/index.ts'

interface DiarySeriesTable {
  municipality_id: number
  series: string
  committee: string
  numbering: string
}

interface DiaryYearTable {
  municipality_id: number
  series: string
  year: number
  last: number
}

interface DiaryEntryTable {
  municipality_id: number
  entry_id: RecordId
  version: number
  state: string
  record_id: RecordId
  account_id: AccountId | null
  number: string | null
  series: string | null
  serial: number | null
  direction: string
  /** 'YYYY-MM-DD' */
  day: string
  counterpart: string
  matter: string
  committee: string
  secrecy: string
  ground_id: string
  ground_words: string
  since: Date
  proposed_by: StaffId
  proposed_at: Date
  note: string
  settled_by: StaffId | null
  settled_at: Date | null
  declined_as: string | null
}

interface DiaryRecordTable {
  municipality_id: number
  entry_id: RecordId
  record_id: RecordId
  version: number
  added_at: Date
}

export interface DiaryTables {
  diary_series: DiarySeriesTable
  diary_year: DiaryYearTable
  diary_entry: DiaryEntryTable
  diary_record: DiaryRecordTable
}
