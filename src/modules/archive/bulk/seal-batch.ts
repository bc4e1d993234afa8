import { encodeEntry, leafHash, type RecordType } from '../../../evidence/index.ts'
import { CopyWriter, type Pieces } from '../../../infra/db/copy-format.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { recordRows } from '../record-rows.ts'
import type { NewRecord } from '../types.ts'

/** A batch of finished rows in pieces, as COPY takes them, and the leaves that the log takes. */
export interface SealedBatch {
  readonly entries: readonly Uint8Array[]
  readonly contents: readonly Uint8Array[]
  readonly parts: readonly Uint8Array[]
  /** 32 bytes for each record, in order. */
  readonly leaves: Uint8Array
}

/** Columns of each table in the order they are written here. */
export const copyColumns = {
  entry: 'municipality_id, record_id, version, type, time_ms, commitment',
  content: 'municipality_id, record_id, version, salt, fields, manifest',
  part: 'municipality_id, record_id, version, name, media_type, bytes, content',
  log_index: 'municipality_id, log_number, index, record_id, version',
  item: 'municipality_id, record_id, version, account_id, kind, direction, platform_id, version_key, parent, permalink, author, author_id, text, state, published_at, collected_at, import_id',
} as const

/** Commits to each record and writes its rows. Pure but for the salts; runs in a thread of its own. */
export function sealBatch(
  municipalityId: MunicipalityId,
  records: readonly NewRecord[],
  timeMs: number,
  pieces: Pieces,
): SealedBatch {
  const rows = recordRows(municipalityId, records, timeMs)
  // Not from Node's shared pool, whose memory cannot be handed over to another thread.
  const leaves = new Uint8Array(rows.entries.length * 32)
  const entries = new CopyWriter(pieces)
  for (const [at, row] of rows.entries.entries()) {
    entries.row(6)
    entries.int4(municipalityId)
    entries.uuid(row.record_id)
    entries.int4(row.version)
    entries.int2(row.type)
    entries.int8(timeMs)
    entries.bytea(row.commitment)
    const entry = {
      type: row.type as RecordType,
      timeMs,
      recordId: row.record_id,
      version: row.version,
      commitment: row.commitment,
    }
    leaves.set(leafHash(encodeEntry(entry)), at * 32)
  }
  const contents = new CopyWriter(pieces)
  for (const row of rows.contents) {
    contents.row(6)
    contents.int4(municipalityId)
    contents.uuid(row.record_id)
    contents.int4(row.version)
    contents.bytea(row.salt)
    contents.text(row.fields)
    contents.text(row.manifest)
  }
  const parts = new CopyWriter(pieces)
  for (const row of rows.parts) {
    parts.row(7)
    parts.int4(municipalityId)
    parts.uuid(row.record_id)
    parts.int4(row.version)
    parts.text(row.name)
    parts.text(row.media_type)
    parts.int8(row.bytes)
    parts.nullable(row.content, (bytes) => parts.bytea(bytes))
  }
  return { entries: entries.finish(), contents: contents.finish(), parts: parts.finish(), leaves }
}
