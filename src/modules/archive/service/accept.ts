import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { limits, type MunicipalityId } from '../../../kernel/index.ts'
import { recordRows } from '../record-rows.ts'
import { type Along, insertRecords } from '../store.ts'
import type { NewRecord, VersionRef } from '../types.ts'

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
  records: readonly NewRecord[],
  along: Along = {},
): Promise<VersionRef[]> {
  const rows = recordRows(municipalityId, records, house.clock.now().getTime())
  for (const record of records) {
    for (const part of record.parts) {
      if (part.bytes.length <= limits.inlinePartBytes) continue
      const { recordId, version } = record
      await house.blobs.put({ municipalityId, recordId, version, part: part.name }, part.bytes)
    }
  }
  await insertRecords(tx, rows, along)
  return records.map(({ recordId, version }) => ({ record: recordId, version }))
}
