import { randomBytes } from 'node:crypto'
import { commit, fieldValue, sha256 } from '../../../evidence/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { limits, type MunicipalityId } from '../../../kernel/index.ts'
import { type Along, insertRecords, type RecordRows } from '../store.ts'
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

/** The finished rows of some record versions: values as text, salt, manifest and commitment. Pure but for the salt. */
export function recordRows(
  municipalityId: MunicipalityId,
  records: readonly NewRecord[],
  timeMs: number,
): RecordRows {
  const rows: RecordRows = { entries: [], contents: [], parts: [], pending: [] }
  for (const record of records) {
    const key = { municipality_id: municipalityId, record_id: record.recordId, version: record.version }
    const fields: Record<string, string> = {}
    for (const [name, value] of Object.entries(record.fields)) {
      if (value !== undefined) fields[name] = fieldValue(value)
    }
    const parts = record.parts.map((part) => ({
      name: part.name,
      mediaType: part.mediaType,
      bytes: part.bytes.length,
      sha256: sha256(part.bytes),
    }))
    const salt = randomBytes(32)
    const { recordId, version, type } = record
    const { commitment, manifest } = commit({ salt, type, recordId, version, fields, parts })
    rows.entries.push({ ...key, type, time_ms: timeMs, commitment })
    rows.contents.push({ ...key, salt, fields: JSON.stringify(fields), manifest })
    rows.pending.push(key)
    for (const part of record.parts) {
      const inline = part.bytes.length <= limits.inlinePartBytes
      rows.parts.push({
        ...key,
        name: part.name,
        media_type: part.mediaType,
        bytes: part.bytes.length,
        content: inline ? Buffer.from(part.bytes) : null,
      })
    }
  }
  return rows
}
