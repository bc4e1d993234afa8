import type { AccountId, RecordId } from '../../kernel/index.ts'
import type { Item } from '../archive/index.ts'

export interface SearchFilter {
  readonly accounts?: readonly AccountId[]
  readonly kind?: 'post' | 'comment' | 'message'
  readonly direction?: 'received' | 'drawnUp'
  readonly state?: string
  readonly author?: string
  readonly since?: Date
  readonly until?: Date
}

export interface SearchQuery extends SearchFilter {
  /** As it was written; empty finds everything, newest first. */
  readonly text: string
  /** Keyset: the last hit of the page before. */
  readonly after?: { readonly publishedAt: Date; readonly recordId: RecordId }
  readonly limit: number
  /** Whether to tell which word forms were found in each hit; see `placesOf`. */
  readonly marks?: boolean
}

export interface SearchResult {
  /** Exact up to `countCap`; one more than that says "more than". */
  readonly total: number
  readonly hits: readonly Item[]
  /** By hit, the word forms that were found in it, in lower case; only when asked for with `marks`. */
  readonly words?: ReadonlyMap<RecordId, readonly string[]>
}
