import type { AccountId, RecordId, TaskId } from '../../kernel/index.ts'

/** Why somebody notifies us: plain choices, nearest first. What it is in law, we judge ourselves. */
export const flagReasons = ['threat', 'hate', 'private', 'harm', 'copyright', 'other'] as const
export type FlagReason = (typeof flagReasons)[number]

/** anmälan från allmänheten: somebody outside tells us of something unsuitable. Also a received record, under the same id. */
export interface Flag {
  readonly flagId: RecordId
  /** 'A-2026-K7QF2MXR': told to the notifier; alone it shows only what became of it. */
  readonly number: string
  readonly taskId: TaskId
  readonly reason: FlagReason
  /** As it was given; '' where there was none. Never fetched. */
  readonly link: string
  readonly text: string
  readonly accountId: AccountId | null
  readonly email: string | null
  readonly receivedAt: Date
}

export interface NewFlag {
  readonly link: string
  readonly text: string
  readonly reason: FlagReason
  /** Of the municipality's accounts; one that does not exist is passed over. */
  readonly accountId?: AccountId
  readonly email?: string
}

/** What staff may answer when no measure of ours tells it. */
export const answerOutcomes = ['stands', 'handled', 'gone', 'notOurs'] as const
export type AnswerOutcome = (typeof answerOutcomes)[number]

export interface FlagAnswer {
  readonly outcome: AnswerOutcome
  /** To the notifier, in our own words; may be ''. */
  readonly text: string
  readonly at: Date
}

/** Why something was taken away, as the notifier may know it: the group of its ground and no more. */
export type PublicWhy = 'crime' | 'rules' | 'details'

/**
 * What became of a notice. waiting · takingAway: decided, not yet carried out on the platform · takenAway ·
 * replied: we answered where it stood · and what staff answered.
 */
export type FlagState =
  | { readonly kind: 'waiting'; readonly seenAt: Date | null }
  | { readonly kind: 'takingAway' | 'takenAway'; readonly why: PublicWhy; readonly at: Date }
  | { readonly kind: 'replied'; readonly at: Date }
  | { readonly kind: AnswerOutcome; readonly text: string; readonly at: Date }

/** What a notifier is shown. `own` only to whoever brings the secret part of the link. */
export interface FlagStatus {
  readonly number: string
  readonly receivedAt: Date
  readonly anonymous: boolean
  readonly state: FlagState
  readonly own: Pick<Flag, 'link' | 'text' | 'reason' | 'email'> | undefined
}
