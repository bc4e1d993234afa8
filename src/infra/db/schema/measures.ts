import type { ColumnType, Generated } from 'kysely'
import type { AccountId, Json, MeasureId, RecordId, StaffId, TaskId } from '../../../kernel/index.ts'

interface MeasureTable {
  municipality_id: number
  measure_id: MeasureId
  record_id: RecordId
  record_version: number | null
  account_id: AccountId
  kind: string
  ground_id: string | null
  ground_wording: string | null
  note: Generated<string>
  policy_version: number
  staff_id: StaffId | null
  requested_at: Date
  state: string
  detail: Generated<string>
  finished_at: Date | null
  undoes: MeasureId | null
  number: string | null
}

interface MeasureStepTable {
  municipality_id: number
  measure_id: MeasureId
  step: number
  kind: string
  at: Date
  record_id: RecordId | null
  record_version: number | null
  detail: Generated<string>
  staff_id: StaffId | null
}

interface MeasureBatchTable {
  municipality_id: number
  batch_id: string
  staff_id: StaffId
  at: Date
  act: string
  ground_id: string
  note: string
  chosen: number
}

interface MeasureBatchItemTable {
  municipality_id: number
  batch_id: string
  record_id: RecordId
  task_id: TaskId
  measure_id: MeasureId | null
  left_out: string | null
}

interface WithheldRecordTable {
  municipality_id: number
  record_id: RecordId
  since: Date
}

interface WithdrawnPartTable {
  municipality_id: number
  record_id: RecordId
  version: number
  name: string
  media_type: string
  bytes: number
  sha256: Buffer
  at: Date
}

interface AbuseCaseTable {
  municipality_id: number
  case_id: RecordId
  record_id: RecordId
  account_id: AccountId
  staff_id: StaffId
  at: Date
  facts: ColumnType<Json, string, string>
  measure_id: MeasureId | null
}

interface AbuseStepTable {
  municipality_id: number
  case_id: RecordId
  step_id: RecordId
  kind: string
  staff_id: StaffId
  at: Date
  detail: string
}

export interface MeasuresTables {
  measure: MeasureTable
  measure_step: MeasureStepTable
  measure_batch: MeasureBatchTable
  measure_batch_item: MeasureBatchItemTable
  withheld_record: WithheldRecordTable
  withdrawn_part: WithdrawnPartTable
  abuse_case: AbuseCaseTable
  abuse_step: AbuseStepTable
}
