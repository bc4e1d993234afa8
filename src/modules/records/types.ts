import type { AccountId, RecordId } from '../../kernel/index.ts'
import type { Account } from '../accounts/index.ts'
import type { Item, RecordVersion, Thread } from '../archive/index.ts'
import type { Measure, MeasureStep } from '../measures/index.ts'

/** What a person looks for; the accounts within reach are added by the verb. */
export interface RecordQuery {
  readonly text: string
  readonly account?: AccountId
  readonly kind?: 'post' | 'comment' | 'message'
  readonly direction?: 'received' | 'drawnUp'
  readonly state?: Item['state']
  readonly author?: string
  readonly since?: Date
  readonly until?: Date
  /** The last hit of the page before. */
  readonly after?: { readonly publishedAt: Date; readonly recordId: RecordId }
}

/** A part of a text with the words to mark in it. */
export interface Excerpt {
  readonly text: string
  readonly spans: readonly { readonly start: number; readonly end: number }[]
  readonly cutBefore: boolean
  readonly cutAfter: boolean
}

export interface Hit {
  readonly item: Item
  readonly account: Account | undefined
  /** undefined where the text is veiled: nobody has to read what harms in a list. */
  readonly excerpt: Excerpt | undefined
  /** Of the text, where it is not Swedish (ISO 639). */
  readonly language: string | undefined
  readonly maybeSecret: boolean
}

export interface Found {
  readonly hits: readonly Hit[]
  readonly total: number
  /** There are more than `total`. */
  readonly capped: boolean
  readonly next: { readonly publishedAt: Date; readonly recordId: RecordId } | undefined
  /** Accounts within the person's reach, for the filter. */
  readonly accounts: readonly Account[]
  /** Those of them that cannot be collected now: what was said there since is not among the hits. */
  readonly failing: readonly { readonly account: Account; readonly since: Date }[]
}

/** Media that could not be kept, and why. */
export interface Refusal {
  readonly version: number
  readonly url: string
  readonly reason: string
}

/** Where a record's proof stands. */
export interface Proof {
  /** Of the newest version: its place in the log, when a signed checkpoint covered it; undefined until then. */
  readonly seal: { readonly index: number; readonly sealedAt: Date } | undefined
  /** SHA-256 commitment of the newest version, hex. */
  readonly commitment: string
  /** The last signed checkpoint. */
  readonly checkpoint: { readonly size: number; readonly at: Date } | undefined
}

/** A collected or published item with everything around it. */
export interface ItemOfRecord {
  readonly item: Item
  readonly thread: Thread
  readonly refusals: readonly Refusal[]
  /** Oldest first. */
  readonly history: readonly {
    readonly measure: Measure
    readonly steps: readonly MeasureStep[]
    readonly by: string
  }[]
  /** The item itself and those of its thread that have a reason from the lists of threat, hate or violence. */
  readonly veiled: ReadonlySet<RecordId>
  /** Of those of them that are not in Swedish (ISO 639). */
  readonly languages: ReadonlyMap<string, string>
  readonly maybeSecret: boolean
}

/** handling: a record as one person may read it. */
export interface ReadRecord {
  readonly recordId: RecordId
  /** Newest last; at most `versionsShown`. */
  readonly versions: readonly RecordVersion[]
  readonly proof: Proof
  /** The account it belongs to; undefined for what concerns the municipality as a whole. */
  readonly account: Account | undefined
  /** undefined for records that are not items: decisions, rounds, imports. */
  readonly of: ItemOfRecord | undefined
  /** Whether the person may also make an evidence bundle of it. */
  readonly mayProve: boolean
}

/** A field that names other records: [{record, version}]. */
export type About = readonly { readonly record: RecordId; readonly version: number }[]
