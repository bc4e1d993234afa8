import type { ColumnType, Generated } from 'kysely'
import type { Json } from '../../../kernel/index.ts'

export interface MeasureTable {
  municipality_id: number
  measure_id: string
  record_id: string
  record_version: number | null
  account_id: string
  kind: string
  ground_id: string | null
  ground_wording: string | null
  note: Generated<string>
  policy_version: number
  staff_id: string | null
  requested_at: Date
  state: string
  detail: Generated<string>
  finished_at: Date | null
  undoes: string | null
  number: string | null
}

export interface MeasureStepTable {
  municipality_id: number
  measure_id: string
  step: number
  kind: string
  at: Date
  record_id: string | null
  record_version: number | null
  detail: Generated<string>
  staff_id: string | null
}

export interface MeasureBatchTable {
  municipality_id: number
  batch_id: string
  staff_id: string
  at: Date
  act: string
  ground_id: string
  note: string
  chosen: number
}

export interface MeasureBatchItemTable {
  municipality_id: number
  batch_id: string
  record_id: string
  task_id: string
  measure_id: string | null
  left_out: string | null
}

export interface WithheldRecordTable {
  municipality_id: number
  record_id: string
  since: Date
}

export interface WithdrawnPartTable {
  municipality_id: number
  record_id: string
  version: number
  name: string
  media_type: string
  bytes: number
  sha256: Buffer
  at: Date
}

export interface AbuseCaseTable {
  municipality_id: number
  case_id: string
  record_id: string
  account_id: string
  staff_id: string
  at: Date
  facts: ColumnType<Json, string, string>
  measure_id: string | null
}

export interface AbuseStepTable {
  municipality_id: number
  case_id: string
  step_id: string
  kind: string
  staff_id: string
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
