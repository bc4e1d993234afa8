import type { Platform } from '../../../platforms/contract.ts'

/** What is to stand on one account, as a check reads it. */
export interface ToCheck {
  readonly title?: string
  readonly text: string
  readonly link?: string
  readonly pictures: readonly {
    readonly name: string
    readonly alt: string
    readonly licence?: {
      readonly number: string
      readonly until: string | null
      readonly withdrawn: boolean
    }
  }[]
  readonly video?: { readonly captions: boolean }
  /** The platform the text goes to (contract). */
  readonly platform: Platform
  /** The municipality's own website's host names. */
  readonly websiteHosts: readonly string[]
  /** ISO date. */
  readonly today: string
}

export interface Finding {
  readonly code: string
  readonly weight: 'stops' | 'warns' | 'fine'
  /** Swedish. */
  readonly says: string
  readonly todo?: string
  /** Where in the text, in UTF-16 code units. */
  readonly at?: { readonly start: number; readonly end: number }
}
