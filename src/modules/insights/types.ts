import type { AccountId, Day } from '../../kernel/index.ts'
import type { Metric } from '../../platforms/contract.ts'
import type { Account } from '../accounts/index.ts'

/** statistik: what platforms count of an account, and what we count of it ourselves. Numbers alone, never of a person. */

/** Both days are included. */
export interface Span {
  readonly from: Day
  readonly to: Day
}

/** A half-year or a year, as far as it has come, and as many days of the one before. */
export interface Period extends Span {
  /** '2026-1', '2026-2' or '2026'; the address has it. */
  readonly id: string
  /** 'Juli–december 2026'. */
  readonly name: string
  /** Whether it has not ended yet. */
  readonly goesOn: boolean
  readonly before: Span
}

/** The days of a metric that make a number. */
export interface DayValue {
  readonly day: Day
  readonly value: number
}

/** How it went to ask for a metric the last time. */
export interface MetricState {
  readonly metric: string
  readonly askedAt: Date
  readonly nextAt: Date
  readonly toldToWait: boolean
  readonly failure: string | null
  readonly refusedOn: Day | null
}

/** What of a metric stands in store for some days. */
export interface Stored {
  readonly accountId: AccountId
  readonly metric: string
  /** Sum of the days. */
  readonly sum: number
  readonly days: number
  /** On the last day that has a number. */
  readonly last: number
  readonly lastDay: Day
}

/** A metric's number over some days; undefined where there is none. */
export interface Amount {
  readonly value: number
  /** How many of the days have a number. */
  readonly days: number
}

/** A metric in a period, with what is known of why a number is lacking. */
export interface Figure {
  readonly metric: Metric
  readonly now: Amount | undefined
  readonly before: Amount | undefined
  /** The first day that there is a number of at all. */
  readonly firstDay: Day | undefined
  readonly state: MetricState | undefined
  readonly source: string | undefined
}

/** What we hold ourselves of an account. */
export interface OwnCounts {
  /** Comments and messages that came in. */
  readonly comments: number
  readonly messages: number
  readonly ownPosts: number
  /** Questions answered, and those of them before they were due. */
  readonly answered: number
  readonly inTime: number
  /** Questions whose answer was due within the days, and that still wait for one. */
  readonly late: number
  readonly measures: number
  readonly rounds: number
}

export interface AccountInsights {
  readonly account: Account
  readonly figures: readonly Figure[]
  readonly own: OwnCounts
  readonly ownBefore: OwnCounts
}

export interface InsightsFilter {
  /** '' for all. */
  readonly department: string
  readonly accountId: AccountId | undefined
  readonly period: string
}

export interface Insights {
  readonly period: Period
  /** Those that there is something of, newest first. */
  readonly periods: readonly Pick<Period, 'id' | 'name'>[]
  readonly departments: readonly string[]
  /** All that may be chosen. */
  readonly choosable: readonly Account[]
  /** Those that are chosen, by department and name. */
  readonly accounts: readonly AccountInsights[]
}
