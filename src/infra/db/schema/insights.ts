import type { AccountId } from '../../../kernel/index.ts'

/** Tables of migrations/0030_insights.sql; see ../schema.ts. */

interface InsightValueTable {
  municipality_id: number
  account_id: AccountId
  metric: string
  day: string
  value: number
  source: string
  asked_at: Date
}

interface InsightMetricTable {
  municipality_id: number
  account_id: AccountId
  metric: string
  asked_at: Date
  next_at: Date
  told_to_wait: boolean
  failure: string | null
  refused_on: string | null
}

export interface InsightTables {
  insight_value: InsightValueTable
  insight_metric: InsightMetricTable
}
