import { sha256 } from '../../../evidence/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import type { MunicipalityId, RecordId } from '../../../kernel/index.ts'
import {
  type HeldPart,
  insertWithheld,
  mediaParts,
  recordsShowing,
  removeWithheld,
  withdrawPart,
} from '../withheld-store.ts'

/** A picture or film that is held, by its digest: for those who may not look at it either. */
export interface HeldMedia extends HeldPart {
  readonly sha256: Buffer
}

/**
 * Shuts every way to an item's words and parts, and to those of the records that show it: the queue, its own page,
 * search, bundles and exports all read through this module, which from now on gives none of it out.
 * @returns the media that is held, by digest. No person sees it; a program reads it once, to count.
 */
export async function withhold(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<HeldMedia[]> {
  const all = [recordId, ...(await recordsShowing(tx, municipalityId, recordId))]
  await insertWithheld(tx, municipalityId, all, house.clock.now())
  const parts = await mediaParts(tx, municipalityId, all)
  return Promise.all(
    parts.map(async (part) => {
      const key = { municipalityId, recordId: part.recordId, version: part.version, part: part.name }
      return { ...part, sha256: part.sha256 ?? sha256(await house.blobs.get(key)) }
    }),
  )
}

/** Shows it again. What has been destroyed of it is gone. */
export async function release(tx: Tx, municipalityId: MunicipalityId, recordId: RecordId): Promise<void> {
  const all = [recordId, ...(await recordsShowing(tx, municipalityId, recordId))]
  await removeWithheld(tx, municipalityId, all)
}

/**
 * Destroys the media of a withheld item. The digests stay, so that every proof holds as before (design/evidence.md:
 * a commitment is to a part's digest). Files go when this has been committed: 'media.withdrawn'.
 */
export async function withdrawMedia(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  media: readonly HeldMedia[],
): Promise<void> {
  const now = house.clock.now()
  for (const part of media) await withdrawPart(tx, part, part.sha256, now)
  const files = media.map(({ recordId, version, name }) => ({
    recordId: recordId as string,
    version,
    part: name,
  }))
  if (files.length > 0) await announce(tx, municipalityId, 'media.withdrawn', { files }, now)
}

/** Where a file lies in the blob store. */
export interface WithdrawnFile {
  readonly recordId: string
  readonly version: number
  readonly part: string
}

/** Removes the files of what was withdrawn; those that are gone already are passed over. */
export async function removeWithdrawn(
  house: Pick<House, 'blobs'>,
  municipalityId: MunicipalityId,
  files: readonly WithdrawnFile[],
): Promise<void> {
  for (const file of files) await house.blobs.remove({ municipalityId, ...file })
}
