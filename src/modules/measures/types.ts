import type { AccountId, MeasureId, RecordId, StaffId, TaskId } from '../../kernel/index.ts'

/** åtgärd: what is done with an item on its platform. 'leave' is a task's outcome, not a measure. */
export type ModerationKind = 'hide' | 'unhide' | 'hold' | 'approve' | 'removeAsTrash' | 'removeAsSpam'
/** reply: our answer under it, for all to see · privateReply: to the author alone. The words are the measure's note. */
export type ReplyKind = 'reply' | 'privateReply'
export type MeasureKind = ModerationKind | ReplyKind

/**
 * awaitsSecond: decided by one, and the policy asks for two · requested: decided, nothing has left the house · sealed:
 * the state before is in the archive · sent: the order has left · done · refused: the platform said no, or a person must
 * act · unknown: it may have gone through; we look · byHand: a person does it on the platform and confirms ·
 * declined: the second person said no · overtaken: somebody else took it away before the order was carried out.
 */
export type MeasureState =
  | 'awaitsSecond'
  | 'requested'
  | 'sealed'
  | 'sent'
  | 'done'
  | 'refused'
  | 'unknown'
  | 'byHand'
  | 'declined'
  | 'overtaken'

export interface Measure {
  readonly measureId: MeasureId
  readonly recordId: RecordId
  /** The version that was decided on; null for measures from before this was kept. */
  readonly recordVersion: number | null
  readonly accountId: AccountId
  readonly kind: MeasureKind
  readonly groundId: string | null
  /** The wording it was taken under, kept as it stood. */
  readonly groundWording: string | null
  readonly note: string
  readonly policyVersion: number
  /** null: the word filter, until a person has looked (S7). */
  readonly staffId: StaffId | null
  readonly requestedAt: Date
  readonly state: MeasureState
  readonly detail: string
  readonly finishedAt: Date | null
  readonly undoes: MeasureId | null
  /** 'K-2026-K7QF2MXR', for the author: only of what was taken away under our own house rules. Told, it shows no content. */
  readonly number: string | null
}

export interface MeasureStep {
  readonly measureId: MeasureId
  readonly step: number
  /**
   * ordered · approved or declined (by the second person) · sealedBefore · sent · answered · confirmed · failed ·
   * lookedUp · confirmedByHand · overtaken · published (a reply)
   */
  readonly kind: string
  readonly at: Date
  readonly recordId: RecordId | null
  readonly recordVersion: number | null
  readonly detail: string
  /** Who took it, where a person did. */
  readonly staffId: StaffId | null
}

/** What a person had before the eyes when deciding. */
export interface Seen {
  /** How many measures the item had. */
  readonly measures: number
  /** The task that it was decided from, where that was open. */
  readonly openTask: TaskId | undefined
}

export interface MeasureRequest {
  readonly recordId: RecordId
  readonly kind: ModerationKind
  /** The version that was decided on; when the item has changed since, the measure is refused. */
  readonly version?: number
  readonly groundId?: string
  readonly note: string
  readonly undoes?: MeasureId
  /** The decision about several that it is part of. */
  readonly batch?: string
  /** What the decision was made from; without it nobody is told that a colleague was first. */
  readonly seen?: Seen
}
