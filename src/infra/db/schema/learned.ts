/** Tables of migrations/0028_learned.sql. */
import type { ColumnType } from 'kysely'
import type { Json, RecordId, StaffId } from '../../../kernel/index.ts'

type Jsonb = ColumnType<Json, string, string>

interface LearnedModelTable {
  municipality_id: number
  number: number
  trained_at: Date
  format: number
  threshold: number
  weights: Buffer | null
  words: Jsonb
  report: Jsonb
  digest: Buffer
  in_use: boolean
}

interface LearnedExampleTable {
  municipality_id: number
  record_id: RecordId
  version: number
}

interface LearnedDecisionTable {
  municipality_id: number
  decision_id: string
  number: number
  turned_on: boolean
  staff_id: StaffId | null
  at: Date
}

export interface LearnedTables {
  learned_model: LearnedModelTable
  learned_example: LearnedExampleTable
  learned_decision: LearnedDecisionTable
}
