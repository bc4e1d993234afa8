import type { Day } from '../../../kernel/index.ts'
import type { Profile } from '../../../platforms/contract.ts'
import { dayText } from '../../../web/index.ts'
import type { Account, PlatformDecision } from '../../accounts/index.ts'
import type { ChecklistGone } from '../../applications/index.ts'
import type { CollectionHealth } from '../../collection/index.ts'
import type { PolicySettings } from '../../policy/index.ts'
import type { Cell } from '../../supervision/index.ts'
import type { VaultEntry } from '../../vault/index.ts'
import type { Processing } from '../guideline/types.ts'
import type { Responsible } from '../types.ts'

/** All that is known of an account when it is judged. */
export interface Facts {
  readonly now: Date
  readonly today: Day
  /** 'Storlunda kommun'. */
  readonly municipality: string
  /** The municipality's own website, e.g. 'https://www.storlunda.se'; empty: nobody has stated it. */
  readonly website: string
  readonly account: Account
  readonly units: readonly string[]
  /** nämnd: the board that the account's department answers to; undefined: nobody has stated it. */
  readonly board: string | undefined
  readonly policy: PolicySettings
  /** The account as its platform showed it in the last week; undefined: it is not told, or could not be had. */
  readonly profile: Profile | undefined
  /** Swedish: why there is no profile, where one was asked for. */
  readonly profileFailure: string | undefined
  readonly owner: Responsible | undefined
  readonly deputy: Responsible | undefined
  /** The last fourteen days, today last. */
  readonly cells: readonly Cell[]
  /** undefined: there is nothing to collect from. */
  readonly health: CollectionHealth | undefined
  readonly lastOwnPost: Date | undefined
  readonly platformDecision: PlatformDecision | undefined
  readonly vault: VaultEntry | undefined
  readonly processing: Processing | undefined
  readonly checklist: ChecklistGone
  /** When the account's plan is next to be followed up; undefined: there is no plan here. */
  readonly followUpDue: Date | undefined
}

/**
 * met · notMet, and why · unknown: no machine can know, a person must attest · notDemanded by this municipality's
 * guideline. `why` is Swedish and does not change from day to day by itself.
 */
export interface Judgement {
  readonly outcome: Outcome
  readonly why: string
}

export type Outcome = 'met' | 'notMet' | 'unknown' | 'notDemanded'

/** Who can mend it. */
export type Mender = 'owner' | 'manager' | 'communications' | 'headOfCommunications'

/** A demand of the guideline as it is checked. */
export interface Check {
  /** Stored code. */
  readonly id: string
  /** Its id in docs/guideline.md. */
  readonly demand: string
  /** Swedish: what is demanded, as a statement that holds when it is met. */
  readonly title: string
  readonly mender: Mender
  /** Swedish: what to do, in one sentence. */
  readonly todo: string
  /**
   * Who may attest it, where data cannot say or reads a text wrongly: a person decides over a machine's reading.
   * Left out: data says it all.
   */
  readonly attestedBy?: 'editor' | 'communications'
  /** How many months an attestation counts at most; six where it does not say. */
  months?(policy: PolicySettings): number
  judge(facts: Facts): Judgement
}

/** '12 sep 2026': what is written down does not say 'i dag'. */
export const dated = (at: Date): string => dayText(at, new Date(0))

export const met = (why: string): Judgement => ({ outcome: 'met', why })
export const notMet = (why: string): Judgement => ({ outcome: 'notMet', why })
export const unknown = (why: string): Judgement => ({ outcome: 'unknown', why })
export const notDemanded = (why = 'Kommunens riktlinje kräver det inte.'): Judgement => ({
  outcome: 'notDemanded',
  why,
})
