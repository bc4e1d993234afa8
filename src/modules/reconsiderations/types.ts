import type { RecordId, StaffId, TaskId } from '../../kernel/index.ts'
import type { Measure } from '../measures/index.ts'
import type { ForbiddenGroup } from '../policy/index.ts'

/** begäran om ny prövning: an author asks that a measure under our house rules is tried again. Also a received record. */
export interface Reconsideration {
  readonly requestId: RecordId
  readonly taskId: TaskId
  readonly measure: Measure
  /** Why, in the author's words. */
  readonly text: string
  readonly receivedAt: Date
  readonly dueAt: Date
  readonly decision: ReconsiderationDecision | undefined
}

/** stands · shownAgain: ordered back on the platform · mayWriteAgain: we were wrong, and it cannot be brought back */
export type ReconsiderationOutcome = 'stands' | 'shownAgain' | 'mayWriteAgain'

export interface ReconsiderationDecision {
  readonly outcome: ReconsiderationOutcome
  /** To the author. */
  readonly text: string
  readonly staffId: StaffId
  readonly at: Date
}

/** What the number shows: which measure, on which rule, and how the request stands. No content, and nobody's name. */
export interface TrialStatus {
  readonly number: string
  readonly account: string
  /** The platform's stored code. */
  readonly platform: string
  readonly takenAt: Date
  /** What the rule is called, and which of the municipality's house rules it stands on, as they were that day. */
  readonly rule: string
  readonly houseRules: readonly ForbiddenGroup[]
  /** It has been given back already, without any request. */
  readonly undone: boolean
  readonly request: Pick<Reconsideration, 'receivedAt' | 'dueAt' | 'decision'> | undefined
}
