import type { StaffId } from '../../kernel/index.ts'
import type { AccessState, Account, CapabilityState } from '../accounts/index.ts'
import type { LifeStep } from '../applications/index.ts'
import type { AccountHour, CollectionHealth, GapSpan } from '../collection/index.ts'
import type { PolicySettings } from '../policy/index.ts'
import type { AccountPeople, Standing } from '../staffing/index.ts'
import type { Cell, WatchRule } from '../supervision/index.ts'
import type { VaultEntry } from '../vault/index.ts'
import type { AccountGuideline, Counts } from './guideline/types.ts'

/** Somebody who answers for an account. */
export interface Responsible {
  readonly staffId: StaffId
  readonly name: string
  /** When the person ended here; an account must not be left to somebody who has gone. */
  readonly endedAt: Date | null
}

/** What an account lacks; each is for somebody to do something about. */
export type Lack =
  | 'refused'
  | 'notConnected'
  | 'notCollected'
  | 'still'
  | 'noOwner'
  | 'noDeputy'
  | 'nobodyThere'
  | 'missed'
  | 'countDiffers'

/** An account in the register. */
export interface RegisterRow {
  readonly account: Account
  readonly owner: Responsible | undefined
  readonly deputy: Responsible | undefined
  /** Who answers now; undefined for a closed account. */
  readonly standing: Standing | undefined
  /** undefined for a closed account. */
  readonly health: CollectionHealth | undefined
  /** When somebody last looked; undefined: nobody yet. */
  readonly lookedAt: Date | undefined
  /** Yesterday and today, where the person may see them. */
  readonly cells: readonly Cell[]
  readonly lacks: readonly Lack[]
  /** How the guideline's demands stand; undefined before they have been checked. */
  readonly guideline: Counts | undefined
}

export interface RegisterFilter {
  readonly text: string
  readonly department: string
  readonly platform: string
  readonly state: 'active' | 'closed' | 'all'
  readonly lacking: boolean
}

export interface Register {
  /** Those that the filter lets through. */
  readonly rows: readonly RegisterRow[]
  readonly active: number
  readonly closed: number
  /** All that lack something, whatever the filter. */
  readonly lacking: readonly RegisterRow[]
  /** Of the guideline, in all of the register. */
  readonly guideline: { readonly notMet: number; readonly accounts: number }
  readonly departments: readonly string[]
  /** Ids of the platforms that some account is on. */
  readonly platforms: ReadonlySet<string>
}

export interface RoundLine {
  readonly at: Date
  readonly by: string
  readonly asDeputy: boolean
  readonly items: number
  readonly note: string
}

/** Everything on an account's page. */
export interface AccountPage {
  readonly row: RegisterRow
  /** Deputies, who speaks, and the week to come. */
  readonly people: AccountPeople
  readonly rule: WatchRule
  readonly policy: PolicySettings
  readonly guideline: AccountGuideline
  /** undefined: the log-in is not in the vault. */
  readonly vault: VaultEntry | undefined
  /** The last 14 days, today last; empty where the person may not see them. */
  readonly cells: readonly Cell[]
  /** The last seven days, oldest first. */
  readonly hours: readonly AccountHour[]
  readonly gaps: readonly GapSpan[]
  /** What its access was last shown to do, what does not work first. */
  readonly capabilities: readonly CapabilityState[]
  /** undefined: nothing is known of how long it lasts. */
  readonly access: AccessState | undefined
  /** What has happened in its life, oldest first. */
  readonly life: readonly LifeStep[]
  /** The application in which its plan is being written; undefined: it is not. */
  readonly planInHand: string | undefined
  /** undefined for who does not read supervision there. */
  readonly rounds: readonly RoundLine[] | undefined
}
