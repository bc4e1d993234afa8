import type { Platform } from '../../../platforms/contract.ts'

/** A picture of a draft, with what is known of the right to use it. */
export interface PictureToCheck {
  readonly name: string
  readonly alt: string
  readonly licence?: {
    readonly number: string
    /** ISO date, the last day; null: for as long as nobody withdraws it. */
    readonly until: string | null
    readonly withdrawn: boolean
    /** Who is to be named where it is shown; '' or left out: nobody. */
    readonly credit?: string
  }
}

/** A draft as one platform would get it. */
export interface ToCheck {
  readonly title?: string
  readonly text: string
  readonly link?: string
  readonly pictures: readonly PictureToCheck[]
  readonly video?: { readonly captions: boolean; readonly thumbnail?: PictureToCheck }
  readonly platform: Platform
  /** Host names of the municipality's own website, 'storlunda.se'; what lies below them counts too. */
  readonly websiteHosts: readonly string[]
  /** ISO date: the day on which it is published. */
  readonly today: string
  /** The policy lets no picture out without a licence or consent (C5). */
  readonly licenceRequired?: boolean
}

/**
 * kontroll före publicering: a reason and what to do about it, never a verdict. stops: it cannot be sent on as it is ·
 * warns: a person decides · fine: looked for and not found. Swedish.
 */
export interface Finding {
  /** Of the rule, e.g. 'altMissing'; the same for every platform. */
  readonly code: string
  readonly weight: 'stops' | 'warns' | 'fine'
  readonly says: string
  readonly todo?: string
  /** In the text: UTF-16 code units, end exclusive. */
  readonly at?: { readonly start: number; readonly end: number }
}

/** Every rule: pure, and in linear time whatever the text holds. */
export type Rule = (draft: ToCheck) => readonly Finding[]
