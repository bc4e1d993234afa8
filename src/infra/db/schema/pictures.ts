import type { ColumnType, Generated } from 'kysely'
import type { AccountId, Json, RecordId, StaffId } from '../../../kernel/index.ts'

/** Tables of migrations/0027_pictures.sql. */

interface PictureTable {
  municipality_id: number
  record_id: RecordId
  version: number
  part: string
  sha256: Buffer
  md5: Buffer
  pdq: Buffer | null
  failure: string | null
  findings: ColumnType<Json, string | undefined, string>
  labels: Generated<string[]>
  not_judged: string | null
  at: Date
}

interface PictureMarkTable {
  municipality_id: number
  mark_id: string
  record_id: RecordId
  version: number
  part: string
  sha256: Buffer
  pdq: Buffer | null
  measure_kind: string
  measured_at: Date
  staff_id: StaffId
  at: Date
  withdrawn_at: Date | null
  withdrawn_by: StaffId | null
}

interface PictureListTable {
  municipality_id: number
  list_id: string
  name: string
  source: string
  hashes: number
  pdq: Buffer | null
  staff_id: StaffId
  at: Date
}

interface PictureHashTable {
  municipality_id: number
  list_id: string
  kind: string
  hash: Buffer
}

interface TextPrintTable {
  municipality_id: number
  print: ColumnType<string, string, string>
  record_id: RecordId
  at: Date
}

interface RepeatedTextTable {
  municipality_id: number
  record_id: RecordId
  group_id: RecordId
  account_id: AccountId
  at: Date
  labelled: Generated<boolean>
}

interface ReaderTable {
  municipality_id: number
  staff_id: StaffId
  languages: Generated<string[]>
  quiet_until: Date | null
}

export interface PictureTables {
  picture: PictureTable
  picture_mark: PictureMarkTable
  picture_list: PictureListTable
  picture_hash: PictureHashTable
  text_print: TextPrintTable
  repeated_text: RepeatedTextTable
  reader: ReaderTable
}
