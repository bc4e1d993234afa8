import type { AccountId } from '../../kernel/index.ts'
import type { PlatformDecision } from '../accounts/index.ts'

/** What one round of collection brought; the object that `uppsikt collect` prints per account. */
export interface RoundReport {
  readonly id: AccountId
  readonly new: number
  readonly changed: number
  readonly gone: number
  /** Whether this hour of the account is now a gap. */
  readonly gap: boolean
  /** Swedish, or null. */
  readonly error: string | null
}

/** How collection stands for an account. */
export interface CollectionHealth {
  readonly accountId: AccountId
  /**
   * byHand: nothing can be collected; a person records what is seen · refused: the municipality has decided not to use
   * the platform, so that nothing is collected whatever came of the last round.
   */
  readonly state: 'healthy' | 'failing' | 'neverCollected' | 'byHand' | 'refused'
  /** The decision, where the state is refused. */
  readonly refusal: Pick<PlatformDecision, 'diaryNumber' | 'at'> | null
  readonly lastSuccessAt: Date | null
  readonly failingSince: Date | null
  /** reauthorise · rejected · retryLater · gone · outcomeUnknown */
  readonly failure: string | null
  readonly failureDetail: string | null
  readonly nextAttemptAt: Date
  readonly reportedCount: number | null
  readonly knownCount: number | null
  /** Why the platform does not tell at once what happens; since: null where it has not been asked. */
  readonly noEvents: { readonly since: Date | null; readonly why: string } | null
}

/** An hour in which an account could not be collected, and why. */
export interface Gap {
  readonly accountId: AccountId
  readonly hour: Date
  readonly reason: string
  readonly explanation: string | null
}

/** What an hour of an account was. */
export interface AccountHour {
  readonly accountId: AccountId
  readonly hour: Date
  readonly state: 'collected' | 'nothingNew' | 'gap'
  readonly rounds: number
  /** New, changed and gone. */
  readonly items: number
  readonly reason: string | null
  readonly explanation: string | null
}

/** Hours in a row with the same reason and the same explanation. */
export interface GapSpan {
  readonly accountId: AccountId
  /** The first hour and the last, both included. */
  readonly from: Date
  readonly to: Date
  readonly reason: string
  readonly explanation: string | null
}
