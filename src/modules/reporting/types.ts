import type { Day } from '../../kernel/index.ts'
import type { Account } from '../accounts/index.ts'
import type { Item } from '../archive/index.ts'
import type { CollectionHealth, GapSpan } from '../collection/index.ts'
import type { FailedNotice } from '../notices/index.ts'
import type { PolicySettings } from '../policy/index.ts'
import type { Staffing } from '../staffing/index.ts'
import type { Coverage } from '../supervision/index.ts'
import type { Task, TaskCounts } from '../tasks/index.ts'

/** An account with how its collection stands. */
export interface AccountHealth {
  readonly account: Account
  readonly health: CollectionHealth
  readonly standing: CollectionHealth['state'] | 'still'
}

/** Something in the queue that has a deadline. */
export interface Waiting {
  readonly task: Task
  readonly item: Item | undefined
  readonly account: Account | undefined
}

/** A day on which nobody looked at an account, and which nobody has explained. */
interface MissedDay {
  readonly account: Account
  readonly day: string
}

/** How things are, for one person at one moment. */
export interface Overview {
  readonly now: Date
  /** undefined for those who do not work with the queue. */
  readonly queue:
    | {
        readonly counts: TaskCounts
        readonly waiting: readonly Waiting[]
        /** When the question that is due first is due. */
        readonly firstQuestionDue: Date | undefined
      }
    | undefined
  readonly coverage: Coverage
  readonly missed: readonly MissedDay[]
  readonly health: readonly AccountHealth[]
  /** The last 24 hours, newest first. */
  readonly gaps: readonly GapSpan[]
  /** Letters that did not arrive, newest first. */
  readonly failedNotices: readonly FailedNotice[]
  /** undefined for those who do not read it. */
  readonly staffing: Staffing | undefined
  readonly policy: PolicySettings
  readonly log: { readonly size: number; readonly at: Date } | undefined
}

/** What of a period an account was looked at; days that the rule asks for only. */
export interface AccountFigures {
  readonly account: Account
  readonly required: number
  readonly byOwner: number
  readonly byDeputy: number
  readonly missed: number
  /** Of those missed. */
  readonly explained: number
}

export interface RoundRow {
  readonly roundId: string
  readonly at: Date
  readonly account: string
  readonly platform: string
  readonly by: string
  readonly asDeputy: boolean
  readonly items: number
  /** What was decided and answered on the account since the round before. */
  readonly measures: number
  readonly answers: number
  readonly note: string
}

/** A missed day, explained or not. */
export interface Hole {
  readonly account: Account
  readonly day: string
  readonly explanation: { readonly text: string; readonly by: string } | undefined
  readonly mayExplain: boolean
}

/** Whole days, the last one included. */
export interface Period {
  readonly from: Day
  readonly to: Day
}

/** Underlag: who looked at what, when, and where not. */
export interface SupervisionReport extends Period {
  readonly figures: readonly AccountFigures[]
  readonly rounds: readonly RoundRow[]
  readonly roundsTotal: number
  readonly people: number
  readonly older: { readonly at: Date; readonly roundId: string } | undefined
  readonly holes: readonly Hole[]
  readonly policy: PolicySettings
  readonly log: { readonly size: number; readonly at: Date } | undefined
}
