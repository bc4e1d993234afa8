import type { AccountId, Day, PublicationId, RecordId, StaffId } from '../../../kernel/index.ts'

/** What is said of a licence or consent when it is entered. */
export interface NewLicence {
  /** Which pictures, in words: 'Vinterspåren, januari 2026'. */
  readonly what: string
  /** Photographer or holder of the copyright; '' where the municipality itself holds it. */
  readonly holder: string
  /** The holder is to be named where the picture is shown. */
  readonly named: boolean
  /** How many who can be recognised have said yes: who they are stands on the signed paper alone. */
  readonly persons: number
  /** Somebody among them is under 18; the guardians have signed. */
  readonly minors: boolean
  readonly purpose: string
  readonly channels: string
  /** The last day; null: until it is withdrawn. */
  readonly validUntil: Day | null
}

/** tillstånd (licence) or samtycke (consent) to show pictures. */
export interface Licence extends NewLicence {
  readonly licenceId: string
  /** 'F-2026-118' */
  readonly number: string
  /** The signed paper, sealed. */
  readonly recordId: RecordId | null
  readonly registeredBy: StaffId | null
  readonly registeredAt: Date
  readonly withdrawn: { readonly on: Day; readonly why: string; readonly by: StaffId | null } | null
}

/** active · endsSoon: within a month · ended · withdrawn */
export type LicenceStage = 'active' | 'endsSoon' | 'ended' | 'withdrawn'

/** Where a picture is used under a licence: a publication on one account. */
export interface Use {
  readonly publicationId: PublicationId
  readonly state: string
  readonly title: string
  /** How it begins. */
  readonly text: string
  readonly accountId: AccountId | null
  readonly account: string | null
  readonly placeState: string | null
  readonly permalink: string | null
  readonly at: Date | null
}
