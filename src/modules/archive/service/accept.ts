import type { BlobKey } from '../../../infra/blobs/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { limits, type MunicipalityId } from '../../../kernel/index.ts'
import { recordRows } from '../record-rows.ts'
import { type Along, insertRecords } from '../store.ts'
import type { LaidPart, LargePart, NewPart, RecordWith, VersionRef } from '../types.ts'

type Evidence = Pick<House, 'clock' | 'blobs'>

/**
 * Accepts record versions in the caller's transaction: when it commits they are in the archive, and the sequencer
 * gives each its place in the log. Large parts are synced to the blob store before this returns.
 * Source: design/evidence.md "Sequencing".
 * @param along what is inserted in the same statement.
 */
export async function acceptRecords(
  house: Evidence,
  tx: Tx,
  municipalityId: MunicipalityId,
  records: readonly RecordWith<LargePart>[],
  along: Along = {},
): Promise<VersionRef[]> {
  const timeMs = house.clock.now().getTime()
  const laid: RecordWith<LaidPart>[] = []
  for (const record of records) {
    const { recordId, version } = record
    const parts: (NewPart | LaidPart)[] = []
    for (const part of record.parts)
      parts.push(await layDown(house, { municipalityId, recordId, version, part: part.name }, part))
    laid.push({ ...record, parts })
  }
  await insertRecords(tx, recordRows(municipalityId, laid, timeMs), along)
  return records.map(({ recordId, version }) => ({ record: recordId, version }))
}

/** In the blob store, where it is too large for the database. */
async function layDown(
  { blobs }: Evidence,
  key: BlobKey,
  part: NewPart | LargePart,
): Promise<NewPart | LaidPart> {
  if ('bytes' in part) {
    if (part.bytes.length > limits.inlinePartBytes) await blobs.put(key, part.bytes)
    return part
  }
  const received = await blobs.receive(part.pieces())
  const { size, sha256 } = received
  if (sha256.toString('hex') !== part.sha256) {
    await received.drop()
    throw new Error(`the part ${part.name} is not what it was to be`)
  }
  await received.keep(key)
  return { name: part.name, mediaType: part.mediaType, size, sha256 }
}
