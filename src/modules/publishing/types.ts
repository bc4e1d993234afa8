import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, PublicationId, RecordId, StaffId } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'

/**
 * draft: being written · waiting: for somebody else to approve it · planned: approved and sealed · sending: its time has
 * come · held: a check stopped it when its time came · finished: every account is done with · cancelled
 */
const publicationStates = ['draft', 'waiting', 'planned', 'sending', 'held', 'finished', 'cancelled'] as const
export type PublicationState = (typeof publicationStates)[number]

/** What a publication says: all that is frozen when it is approved. */
export interface Content {
  /** '' where there is none; so is link. */
  readonly title: string
  readonly text: string
  readonly link: string
  /** null: as soon as it is approved. */
  readonly plannedAt: Date | null
}

/** publicering: what is written once and published on several accounts. */
export interface Publication extends Content {
  readonly publicationId: PublicationId
  /** The news it was drafted from. */
  readonly origin: { readonly url: string; readonly title: string } | null
  readonly state: PublicationState
  /** Why it is held, or was sent back; Swedish. */
  readonly detail: string
  /** One more with each change of what it says. */
  readonly version: number
  /** null: drafted by the program. */
  readonly createdBy: StaffId | null
  readonly createdAt: Date
  readonly changedBy: StaffId | null
  readonly changedAt: Date
  readonly askedBy: StaffId | null
  readonly approvedBy: StaffId | null
  readonly approvedAt: Date | null
  /** SHA-256 of all that was approved, in hex. */
  readonly approvedSha256: string | null
}

/**
 * chosen: not sent yet · sent: the order may have left the house · unknown: what came of it is looked up · published ·
 * failed: the platform said no, or the account could not be used · byHand: a person does it · left: not to be published there
 */
export type PlaceState = 'chosen' | 'sent' | 'unknown' | 'published' | 'failed' | 'byHand' | 'left'

/** An account that a publication is to stand on. */
export interface Place {
  readonly publicationId: PublicationId
  readonly accountId: AccountId
  /** The record of what is drawn up for the account; also the key that it is sent under. */
  readonly recordId: RecordId
  /** null: the common words. */
  readonly ownText: string | null
  readonly state: PlaceState
  /** Swedish. */
  readonly detail: string
  /** What the platform calls it; null before it is there, and where a person published it. */
  readonly platformId: string | null
  readonly permalink: string | null
  readonly finishedAt: Date | null
  /** The item that a collection found it as. */
  readonly foundAs: RecordId | null
}

/** A picture, a film, its captions or its thumbnail (omslagsbild). Pictures are made anew without what a camera wrote in them. */
export interface Media {
  readonly mediaId: string
  readonly kind: 'picture' | 'film' | 'captions' | 'thumbnail'
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  readonly sha256: string
  /** What it shows, for those who do not see it; of pictures alone. */
  readonly alt: string
  /** The right to show it; null: nobody has said. */
  readonly licence: UsedLicence | null
}

/** The licence or consent that a picture is used under, as the checks read it. */
interface UsedLicence {
  readonly licenceId: string
  readonly number: string
  readonly until: string | null
  readonly withdrawn: boolean
  /** Who is to be named where the picture is shown; '' for nobody. */
  readonly credit: string
}

/** A file on its way in, with bytes that have been looked at; of a film they are read as it is put in its place. */
export type NewMedia = Omit<Media, 'mediaId' | 'bytes' | 'sha256' | 'licence'> & {
  readonly content: Uint8Array | (() => AsyncIterable<Uint8Array>)
}

export const stepKinds = [
  'written',
  'changed',
  'asked',
  'declined',
  'approved',
  'takenBack',
  'cancelled',
  'held',
  'sent',
  'waits',
  'unknown',
  'lookedUp',
  'published',
  'failed',
  'byHand',
  'doneByHand',
  'again',
  'left',
] as const
export type StepKind = (typeof stepKinds)[number]

export interface Step {
  readonly kind: StepKind
  readonly accountId: AccountId | null
  readonly at: Date
  readonly staffId: StaffId | null
  /** Swedish. */
  readonly detail: string
}

/** A publication with all that belongs to it. */
export interface Whole {
  readonly publication: Publication
  readonly places: readonly Place[]
  readonly media: readonly Media[]
}

/** What the verbs need from outside the module, handed in by src/app. */
export interface Around {
  readonly platforms: ReadonlyMap<string, Platform>
  /** Host names of the municipality's own website. */
  readonly websiteHosts: (tx: Tx, municipalityId: MunicipalityId) => Promise<readonly string[]>
}
