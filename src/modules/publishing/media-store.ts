import { Readable } from 'node:stream'
import type { Tx } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type MunicipalityId, newId, type PublicationId } from '../../kernel/index.ts'
import type { Pieces } from '../../platforms/contract.ts'
import { numberOf } from './licences/rules.ts'
import type { Media, NewMedia } from './types.ts'

/** Files of publications: rows in the database, bytes in the blob store. */

const blobOf = (municipalityId: MunicipalityId, mediaId: string) =>
  ({ municipalityId, recordId: mediaId, version: 1, part: 'publication' }) as const

/** Pictures in their order, then the film with what belongs to it. */
export async function mediaOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationIds: readonly PublicationId[],
): Promise<(Media & { readonly publicationId: PublicationId })[]> {
  if (publicationIds.length === 0) return []
  const rows = await tx
    .selectFrom('publication_media as media')
    .leftJoin('picture_licence as licence', (join) =>
      join
        .onRef('licence.municipality_id', '=', 'media.municipality_id')
        .onRef('licence.licence_id', '=', 'media.licence_id'),
    )
    .selectAll('media')
    .select(['licence.year', 'licence.place as number', 'licence.valid_until', 'licence.withdrawn_on'])
    .select(['licence.holder', 'licence.named'])
    .where('media.municipality_id', '=', municipalityId)
    .where('media.publication_id', 'in', [...publicationIds])
    .orderBy('media.place')
    .orderBy('media.media_id')
    .execute()
  return rows.map((row) => ({
    publicationId: row.publication_id,
    mediaId: row.media_id,
    kind: row.kind as Media['kind'],
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256.toString('hex'),
    alt: row.alt,
    licence:
      row.licence_id === null || row.year === null || row.number === null
        ? null
        : {
            licenceId: row.licence_id,
            number: numberOf({ year: row.year, place: row.number }),
            until: row.valid_until,
            withdrawn: row.withdrawn_on !== null,
            credit: row.named ? (row.holder ?? '') : '',
          },
  }))
}

/** The bytes are synced before the row that names them is there. */
export async function addMedia(
  house: Pick<House, 'blobs'>,
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  place: number,
  { content, ...file }: NewMedia,
): Promise<void> {
  const mediaId = newId()
  const received = await house.blobs.receive(
    content instanceof Uint8Array ? Readable.from([content]) : content(),
  )
  await received.keep(blobOf(municipalityId, mediaId))
  await tx
    .insertInto('publication_media')
    .values({
      municipality_id: municipalityId,
      media_id: mediaId,
      publication_id: publicationId,
      kind: file.kind,
      place,
      name: file.name,
      media_type: file.mediaType,
      bytes: received.size,
      sha256: received.sha256,
      alt: file.alt,
    })
    .execute()
}

export async function describeMedia(
  tx: Tx,
  municipalityId: MunicipalityId,
  mediaId: string,
  alt: string,
): Promise<void> {
  await tx
    .updateTable('publication_media')
    .set({ alt })
    .where('municipality_id', '=', municipalityId)
    .where('media_id', '=', mediaId)
    .execute()
}

export async function removeMedia(tx: Tx, municipalityId: MunicipalityId, mediaId: string): Promise<void> {
  await tx
    .deleteFrom('publication_media')
    .where('municipality_id', '=', municipalityId)
    .where('media_id', '=', mediaId)
    .execute()
}

/** A film as it lies, read in pieces. */
export const mediaPieces = (
  house: Pick<House, 'blobs'>,
  municipalityId: MunicipalityId,
  { mediaId, bytes }: Pick<Media, 'mediaId' | 'bytes'>,
): Pieces => ({
  size: bytes,
  stream: (from, to) => house.blobs.stream(blobOf(municipalityId, mediaId), from, to),
})

export const mediaBytes = (
  house: Pick<House, 'blobs'>,
  municipalityId: MunicipalityId,
  mediaId: string,
): Promise<Buffer> => house.blobs.get(blobOf(municipalityId, mediaId))

/** After the transaction that took its row away. */
export const forgetBytes = (
  house: Pick<House, 'blobs'>,
  municipalityId: MunicipalityId,
  mediaId: string,
): Promise<void> => house.blobs.remove(blobOf(municipalityId, mediaId))
