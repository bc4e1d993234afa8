import type { RecordType } from '../../evidence/index.ts'
import type { AccountId, Json, MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { CollectedItem, ItemKind, ItemRef, ItemState, ToldItem } from '../../platforms/contract.ts'

/** One version of a handling (record), as it is handed to the archive. */
export interface NewRecord {
  readonly recordId: RecordId
  /** 1 for the first version of an item, and for everything that is not an item. */
  readonly version: number
  readonly type: RecordType
  /** What is absent, null too, is left out; numbers, booleans, lists and objects become their RFC 8785 text. */
  readonly fields: Readonly<Record<string, Json | undefined>>
  readonly parts: readonly NewPart[]
}

export interface NewPart {
  readonly name: string
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** A file that is read as it is put in its place, and never held; it lies in the blob store. */
export interface LargePart {
  readonly name: string
  readonly mediaType: string
  /** Hex: what it is to be. */
  readonly sha256: string
  pieces(): AsyncIterable<Uint8Array>
}

/** What it was when it had been put in its place. */
export type LaidPart = Pick<LargePart, 'name' | 'mediaType'> & {
  readonly size: number
  readonly sha256: Buffer
}

/** A record version with such parts as `Part` besides those at hand. */
export type RecordWith<Part> = Omit<NewRecord, 'parts'> & { readonly parts: readonly (NewPart | Part)[] }

/** A record version by its name in the log. */
export interface VersionRef {
  readonly record: RecordId
  readonly version: number
}

/** A record version as it can be read until its disposal. */
export interface RecordVersion {
  readonly recordId: RecordId
  readonly version: number
  readonly type: number
  readonly acceptedAt: Date
  /** undefined after disposal, and where the record is withheld. */
  readonly fields: Readonly<Record<string, string>> | undefined
  readonly parts: readonly { readonly name: string; readonly mediaType: string; readonly bytes: number }[]
  /** undefined until the sequencer has given it its place in the log. */
  readonly index: number | undefined
  readonly withheld: boolean
}

/** The present state of a collected or published item (inlägg, kommentar, meddelande). */
export interface Item {
  readonly recordId: RecordId
  readonly version: number
  readonly accountId: AccountId
  readonly kind: ItemKind
  readonly direction: 'received' | 'drawnUp'
  readonly platformId: string
  readonly versionKey: string
  readonly parent: string | null
  readonly permalink: string | null
  readonly author: string | null
  readonly authorId: string | null
  readonly text: string
  readonly state: ItemState | 'gone'
  readonly publishedAt: Date
  readonly collectedAt: Date
  readonly changedAt: Date | null
  readonly goneAt: Date | null
  /** spärrad: shown to nobody. The text is then a sentence that says so, and there is no address (service/withhold.ts). */
  readonly withheld: boolean
}

/** An item with the bytes of its media, on its way in. */
export interface IncomingItem {
  readonly item: CollectedItem
  readonly media: readonly NewPart[]
  /** Media that could not be kept, and why (Swedish). */
  readonly refusals: readonly { readonly url: string; readonly reason: string }[]
  /** Fields beside the platform's own: who recorded it by hand, and why. */
  readonly more?: Readonly<Record<string, string>>
  /** Parts beside the platform's own: the webhook that told of it. */
  readonly parts?: readonly NewPart[]
}

/** An item that was asked for singly and is not there. */
export interface GoneItem {
  readonly ref: ItemRef
  /** What the platform said. */
  readonly confirmation: string
  readonly parts?: readonly NewPart[]
  /** What the platform told of it: all that is known of an item that was gone before it could be fetched. */
  readonly told?: ToldItem
}

/** What became of the items of one page. */
export interface IngestOutcome {
  readonly new: readonly VersionRef[]
  readonly changed: readonly VersionRef[]
  readonly same: number
}

export interface Problem {
  /** commitment · tree · missing · projection · part · checkpoint · pending */
  readonly kind: string
  readonly record?: string
  readonly detail: string
}

export interface VerifyReport {
  readonly records: number
  readonly entries: number
  readonly blobs: number
  readonly bytes: number
  readonly problems: readonly Problem[]
}

export type { MunicipalityId }
