import type { Actor, Subject } from '../../access/index.ts'
import type { AccountId, OfficeHours, RecordId, StaffId } from '../../kernel/index.ts'
import type { Day } from '../../kernel/wall-clock.ts'

/** How often the policy says that somebody looks through an account. */
export interface WatchRule {
  /** Days on which it is required, 1 Monday … 7 Sunday. Empty when only `perWeek` counts. */
  readonly days: readonly number[]
  /** Rounds on each of those days. */
  readonly perDay: number
  /** Rounds on those of them that are working days; never fewer than `perDay`. */
  readonly perWorkingDay: number
  /** Rounds in a week (Monday–Sunday), on whichever days; 0 when `days` says it all. */
  readonly perWeek: number
  /** One of a working day's rounds is to be after the office has closed. */
  readonly evenings: boolean
  readonly office: OfficeHours
}

/** tillsynsrunda: somebody has looked through an account, up to and including the item named. */
export interface Round {
  readonly accountId: AccountId
  readonly staffId: StaffId
  readonly asDeputy: boolean
  readonly at: Date
  readonly lastRecordId: RecordId | null
  /** How many items had come since the round before. */
  readonly items: number
}

/** done · byDeputy · missed · explained (missed, with a reason) · dueToday · notRequired */
export type CellState = 'done' | 'byDeputy' | 'missed' | 'explained' | 'dueToday' | 'notRequired'

export interface Cell {
  readonly day: Day
  readonly state: CellState
  /**
   * What became of what fell due on the day, by the policy of that day; undefined: nothing did, or the day is not over.
   * A week that has its rounds is covered on its Sunday, though nobody looked that day.
   */
  readonly fellDue: Exclude<CellState, 'dueToday' | 'notRequired'> | undefined
  /** Rounds on the day. */
  readonly rounds: number
}

/** Where a record stands in the diary. */
export interface DiaryStanding {
  /** undefined: it stands in no diary, and waits for no registrar. */
  readonly entry:
    | {
        readonly entryId: RecordId
        readonly state: 'proposed' | 'registered' | 'declined'
        /** '' until it is registered. */
        readonly number: string
      }
    | undefined
  readonly mayPropose: boolean
}

/** Asks the diary, which stands above: src/app hands it in. */
export type DiaryLookup = (actor: Actor, recordId: RecordId, subject: Subject) => Promise<DiaryStanding>
