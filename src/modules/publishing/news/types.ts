import type { AccountId, Json, PublicationId, StaffId } from '../../../kernel/index.ts'

/** nyhetsflöde: a feed of the municipality's own website. */
export interface Feed {
  readonly feedId: string
  readonly name: string
  readonly url: string
  readonly addedAt: Date
  /** null until it has been read whole once. */
  readonly cursor: Json | null
  readonly readAt: Date | null
  /** Why it could not be read the last time, and since when. */
  readonly failing: { readonly why: string; readonly since: Date } | null
  /** Where its news become drafts by themselves. */
  readonly accounts: readonly AccountId[]
}

/** nyhet: what stands on the website, as plain text. */
export interface NewsContent {
  /** The feed's own id of it, or a hash of that. */
  readonly itemId: string
  readonly title: string
  readonly summary: string
  readonly url: string | null
  readonly pictureUrl: string | null
  readonly version: string
  readonly publishedAt: Date
}

export interface News extends NewsContent {
  readonly newsId: string
  readonly feedId: string
  readonly feed: string
  readonly seenAt: Date
  /** When it became another than the one that the draft was made from. */
  readonly changedAt: Date | null
  readonly skipped: { readonly by: StaffId | null; readonly at: Date } | null
  /** What was made of it, and where that stands. */
  readonly publication: { readonly id: PublicationId; readonly state: string } | null
}
