import type { AccountId } from '../../../kernel/index.ts'
import type { Profile } from '../../../platforms/contract.ts'
import type { Account } from '../../accounts/index.ts'
import type { Check, Outcome } from '../checks/index.ts'

/** intyg: a person has looked, and says so until a day. */
export interface Attestation {
  readonly checkId: string
  readonly met: boolean
  /** 'YYYY-MM-DD', included. */
  readonly validUntil: string
  readonly note: string
  readonly by: string
  readonly at: Date
}

/** behandling av personuppgifter in an account. */
export interface Processing {
  readonly purpose: string
  readonly legalBasis: string
  /** Whose data, and what data. */
  readonly people: string
  /** Who else gets them, and whether they leave the EU. */
  readonly recipients: string
  readonly at: Date
}

/** What all of the municipality's accounts point at. */
export interface Particulars {
  readonly website: string
  readonly dataProtectionOfficer: string
}

/** The account as its platform last showed it. */
export interface KnownProfile {
  readonly profile: Profile | undefined
  readonly seenAt: Date | undefined
  /** Swedish: why it was not shown the last time. */
  readonly failure: string | undefined
  readonly judgedAt: Date
}

/** How a demand stands on an account. */
export interface Standing {
  readonly checkId: string
  readonly outcome: Outcome
  readonly why: string
  /** When the reason was written down. */
  readonly at: Date
  /** Since when the outcome has been the same. */
  readonly since: Date
}

export interface StandingOf extends Standing {
  readonly accountId: AccountId
}

export type Counts = Readonly<Record<Outcome, number>>

export interface CheckLine {
  readonly check: Check
  readonly standing: Standing
  readonly attestation: Attestation | undefined
}

/** The guideline, demand by demand, on one account. */
export interface AccountGuideline {
  readonly account: Account
  readonly units: readonly string[]
  readonly board: string | undefined
  readonly processing: Processing | undefined
  /** Worst first; empty before it has been judged. */
  readonly lines: readonly CheckLine[]
  readonly counts: Counts
  readonly known: KnownProfile | undefined
  /** What has changed, newest first. */
  readonly history: readonly Standing[]
}

export interface AccountLine {
  readonly account: Account
  readonly counts: Counts
  /** Those that are not met, and then those that must be attested. */
  readonly lacking: readonly CheckLine[]
}

export interface DepartmentLine {
  readonly department: string
  readonly accounts: number
  readonly counts: Counts
}

/** The guideline in the whole municipality. */
export interface GuidelineOverview {
  readonly counts: Counts
  readonly departments: readonly DepartmentLine[]
  /** Worst first. */
  readonly accounts: readonly AccountLine[]
  readonly demands: readonly { readonly check: Check; readonly counts: Counts }[]
  readonly particulars: Particulars
  /** Accounts that have not been judged yet. */
  readonly unjudged: number
}

/** A row of the record of processing. */
export interface ProcessingLine {
  readonly account: Account
  readonly board: string | undefined
  readonly processing: Processing | undefined
}
