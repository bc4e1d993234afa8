import { randomBytes } from 'node:crypto'
import { commit, fieldValue, type PartDigest, sha256 } from '../../evidence/index.ts'
import { limits, type MunicipalityId } from '../../kernel/index.ts'
import type { RecordRows } from './store.ts'
import type { LaidPart, NewPart, RecordWith } from './types.ts'

/** The finished rows of some record versions: values as text, salt, manifest and commitment. Pure but for the salt. */
export function recordRows(
  municipalityId: MunicipalityId,
  records: readonly RecordWith<LaidPart>[],
  timeMs: number,
): RecordRows {
  const rows: RecordRows = { entries: [], contents: [], parts: [], pending: [] }
  // Drawn together: a draw costs as much as ten digests.
  const salts = randomBytes(saltBytes * records.length)
  for (const [at, record] of records.entries()) {
    const key = { municipality_id: municipalityId, record_id: record.recordId, version: record.version }
    const fields: Record<string, string> = {}
    for (const [name, value] of Object.entries(record.fields)) {
      if (value !== undefined && value !== null) fields[name] = fieldValue(value)
    }
    const parts = record.parts.map(digestOf)
    const salt = salts.subarray(at * saltBytes, (at + 1) * saltBytes)
    const { recordId, version, type } = record
    const { commitment, manifest } = commit({ salt, type, recordId, version, fields, parts })
    rows.entries.push({ ...key, type, time_ms: timeMs, commitment })
    rows.contents.push({ ...key, salt, fields: JSON.stringify(fields), manifest })
    rows.pending.push(key)
    for (const part of record.parts) {
      const { name, mediaType } = part
      const inline = 'bytes' in part && part.bytes.length <= limits.inlinePartBytes
      rows.parts.push({
        ...key,
        name,
        media_type: mediaType,
        bytes: 'bytes' in part ? part.bytes.length : part.size,
        content: inline ? asBuffer(part.bytes) : null,
      })
    }
  }
  return rows
}

const digestOf = (part: NewPart | LaidPart): PartDigest => {
  const { name, mediaType } = part
  return 'bytes' in part
    ? { name, mediaType, bytes: part.bytes.length, sha256: sha256(part.bytes) }
    : { name, mediaType, bytes: part.size, sha256: part.sha256 }
}

const saltBytes = 32

/** The same memory: what comes from another thread is a bare Uint8Array. */
const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
