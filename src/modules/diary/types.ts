import type { AccountId, Day, RecordId, StaffId } from '../../kernel/index.ts'
import type { VersionRef } from '../archive/index.ts'

/** proposed: waits for the registrar · registered · declined: kept in order, or obviously of little importance */
export type EntryState = 'proposed' | 'registered' | 'declined'

/** sekretess: unknown is a mark too, and is treated as a yes wherever others read */
const secrecies = ['no', 'unknown', 'yes'] as const
export type Secrecy = (typeof secrecies)[number]

/** Why something need not be registered; neither holds for what is or may be secret. */
export const declines = ['keptInOrder', 'minor'] as const
export type Decline = (typeof declines)[number]

/** own: numbers are given here · byHand: the municipality's own diary gives them */
export type Numbering = 'own' | 'byHand'

/** diarieserie */
export interface Series {
  /** 'KS' */
  readonly series: string
  readonly committee: string
  readonly numbering: Numbering
}

/** What a person writes of a record. Nothing here is what somebody else wrote. */
export interface EntryWords {
  readonly direction: 'received' | 'drawnUp'
  /** When it came in or was made. */
  readonly day: Day
  /** From, or to; '' where nobody knows. */
  readonly counterpart: string
  /** What it is about, in few words. */
  readonly matter: string
  readonly committee: string
  readonly series: string | null
  readonly secrecy: Secrecy
  /** A ground in the rulebook, or ''. */
  readonly groundId: string
  readonly groundWords: string
}

/** diariepost, as its newest version reads; the versions themselves are records under the same id. */
export interface DiaryEntry extends EntryWords {
  readonly entryId: RecordId
  /** 0 while it is proposed. */
  readonly version: number
  readonly state: EntryState
  /** The record that it is about. */
  readonly recordId: RecordId
  /** null: the municipality as a whole. */
  readonly accountId: AccountId | null
  readonly number: string | null
  /** Given here, in its series and year; null where it was typed. */
  readonly serial: number | null
  /** When the record came in or was made. */
  readonly since: Date
  readonly proposedBy: StaffId
  readonly proposedAt: Date
  /** To the registrar. */
  readonly note: string
  readonly settledBy: StaffId | null
  readonly settledAt: Date | null
  readonly declinedAs: Decline | null
}

/** Which entries of the register are asked for. */
export interface DiaryFilter {
  readonly text: string
  readonly committee: string
  readonly secrecy?: Secrecy
  /** Days it came in or was made, both inclusive. */
  readonly from?: Day
  readonly to?: Day
  /** The last entry of the page before. */
  readonly after?: { readonly at: Date; readonly entryId: RecordId }
}

/** An entry in a list, with how many records it points at. */
export interface ListedEntry extends DiaryEntry {
  readonly records: number
}

/** A record that an entry points at, by what it is. */
export interface LinkedRecord extends VersionRef {
  readonly title: string
}

/** An entry with what stands around it. */
export interface ReadEntry {
  readonly entry: DiaryEntry
  readonly records: readonly LinkedRecord[]
  readonly names: ReadonlyMap<StaffId, string>
  readonly series: readonly Series[]
  readonly mayRegister: boolean
}
