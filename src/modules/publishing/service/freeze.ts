import { recordTypes } from '../../../evidence/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { Json, MunicipalityId } from '../../../kernel/index.ts'
import type { Account } from '../../accounts/index.ts'
import { acceptRecords, type LargePart, lastVersion, type NewPart, versionsOf } from '../../archive/index.ts'
import { mediaBytes, mediaPieces } from '../media-store.ts'
import { captionsOf, filmOf, picturesOf, textFor, thumbnailOf } from '../rules.ts'
import type { Media, Place, Whole } from '../types.ts'

/**
 * upprättad handling: what is approved for an account is a record of type 12 before anything leaves the house, and what
 * becomes of it is the record's next version.
 */

export interface Approval {
  readonly writtenBy: string
  readonly approvedBy: string
  readonly at: Date
  readonly sha256: string
  readonly policyVersion: number
}

export async function sealApproved(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  whole: Whole,
  place: Place,
  account: Account,
  approval: Approval,
): Promise<void> {
  const { publication, media } = whole
  const named = namedParts(media)
  const parts: (NewPart | LargePart)[] = []
  for (const [name, file] of named) {
    const { mediaType, sha256, mediaId } = file
    const pieces = () => mediaPieces(house, municipalityId, file).stream()
    if (file.kind === 'film') parts.push({ name, mediaType, sha256, pieces })
    else parts.push({ name, mediaType, bytes: await mediaBytes(house, municipalityId, mediaId) })
  }
  const fields = {
    kind: 'publication',
    publication: publication.publicationId,
    account: account.accountId,
    accountName: account.name,
    platform: account.platform,
    title: publication.title || undefined,
    text: textFor(publication, place),
    link: publication.link || undefined,
    origin: publication.origin?.url,
    files: named.map(([part, { kind, name, alt, licence }]) => ({
      ...{ part, kind, name, alt },
      ...(licence && { licence: licence.number }),
    })),
    plannedFor: publication.plannedAt?.toISOString(),
    writtenBy: approval.writtenBy,
    approvedBy: approval.approvedBy,
    approvedAt: approval.at.toISOString(),
    approvedSha256: approval.sha256,
    policyVersion: approval.policyVersion,
  }
  const version = (await lastVersion(tx, municipalityId, place.recordId)) + 1
  const record = { recordId: place.recordId, version, type: recordTypes.drawnUp, fields, parts }
  await acceptRecords(house, tx, municipalityId, [record])
}

/** Names of the files as parts of a record. */
function namedParts(media: readonly Media[]): (readonly [name: string, file: Media])[] {
  const film = filmOf(media)
  const captions = captionsOf(media)
  const thumbnail = thumbnailOf(media)
  return [
    ...picturesOf(media).map((picture, at) => [`media-${at + 1}`, picture] as const),
    ...(film ? [['media-1', film] as const] : []),
    ...(captions ? [['captions', captions] as const] : []),
    ...(thumbnail ? [['media-2', thumbnail] as const] : []),
  ]
}

/** What became of it, as the next version of its record: published, refused, taken back. */
export async function sealOutcome(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  { recordId }: Pick<Place, 'recordId'>,
  outcome: Readonly<Record<string, Json | undefined>>,
  parts: readonly NewPart[] = [],
): Promise<void> {
  const [before] = await versionsOf(tx, municipalityId, recordId, 1)
  if (!before) throw new Error(`nothing was approved as ${recordId}`)
  await acceptRecords(house, tx, municipalityId, [
    {
      recordId,
      version: before.version + 1,
      type: recordTypes.drawnUp,
      fields: { ...before.fields, ...outcome },
      parts,
    },
  ])
}
