import type { AccountId, RecordId, StaffId } from '../../kernel/index.ts'

/** The details of a log-in that are kept secret, in the order they are shown. */
export const detailNames = ['userName', 'password', 'recoveryCodes', 'totpSeed'] as const
export type DetailName = (typeof detailNames)[number]
export type Details = Readonly<Partial<Record<DetailName, string>>>

/** What is known of an account's entry in the vault (valv) without opening it. */
export interface VaultEntry {
  readonly accountId: AccountId
  /** The shared e-mail address that owns the account. */
  readonly ownerAddress: string
  readonly holds: readonly DetailName[]
  readonly changedAt: Date
  readonly changedBy: StaffId | null
}

/** twoPersons: one asks and another approves · crisis: the crisis role alone */
export type Way = 'twoPersons' | 'crisis'

/** Of an opening, each once: asked for, opened (approved, or by the crisis role), refused, shown. */
export type StepName = 'asked' | 'opened' | 'refused' | 'shown'

export interface Step {
  /** Also the id of the sealed decision, once it is opened. */
  readonly openingId: RecordId
  readonly step: StepName
  readonly way: Way
  /** övning: goes the whole way, and shows no details. */
  readonly drill: boolean
  readonly reason: string
  readonly staffId: StaffId
  readonly name: string
  readonly at: Date
}

export interface Taken {
  readonly staffId: StaffId
  readonly name: string
  readonly at: Date
}

/** öppning: from the asking to the showing. */
export interface Opening {
  readonly openingId: RecordId
  readonly way: Way
  readonly drill: boolean
  readonly reason: string
  readonly asked: Taken
  readonly opened: Taken | undefined
  readonly refused: Taken | undefined
  readonly shown: Taken | undefined
}

/**
 * waiting: for a second person · refused · lapsed: nobody approved, or nobody looked, in time · ready: may be shown ·
 * showing: is being shown, and may be again · closed: has been shown
 */
export type OpeningState = 'waiting' | 'refused' | 'lapsed' | 'ready' | 'showing' | 'closed'

/** Why the log-in is to be changed, or a drill held. `since`: the same cause, later, is a new one. */
export type Cause =
  | { readonly kind: 'opened'; readonly since: Date; readonly by: string }
  | { readonly kind: 'left'; readonly since: Date; readonly by: string }
  | { readonly kind: 'old'; readonly since: Date }
  | { readonly kind: 'drill'; readonly since: Date }
