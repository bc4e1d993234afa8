import { digestBytes, sha256 } from './hash.ts'

/** What an entry of the log says happened (design/evidence.md, Types). */
export const recordTypes = {
  collected: 1,
  changeSeen: 2,
  gone: 3,
  measure: 4,
  diaryEntry: 5,
  disclosed: 6,
  disposal: 7,
  erasure: 8,
  handedToEArchive: 9,
  keyRotation: 10,
  decision: 11,
  drawnUp: 12,
  capture: 13,
  supervisionRound: 14,
  import: 15,
} as const

export type RecordTypeName = keyof typeof recordTypes
export type RecordType = (typeof recordTypes)[RecordTypeName]

/** What the log commits to for one record version. Holds no content, no name, no address, no platform id. */
export interface Entry {
  readonly type: RecordType
  /** Our clock when the transaction accepted the record: Unix time in milliseconds. */
  readonly timeMs: number
  /** A random UUIDv4 in lower case. */
  readonly recordId: string
  /** 1 and upwards. */
  readonly version: number
  /** 32 bytes. */
  readonly commitment: Uint8Array
}

const prefix = Buffer.from('uppsikt/v1\0', 'latin1')
const at = { type: 11, time: 12, recordId: 20, version: 36, commitment: 40 } as const

/** Length of an entry, in bytes. */
export const entryBytes = 72

const uuidV4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const typeNames = new Map<number, RecordTypeName>(
  Object.entries(recordTypes).map(([name, code]) => [code, name as RecordTypeName]),
)

export const isRecordType = (code: number): code is RecordType => typeNames.has(code)

/** The English code name of a record type, or undefined when the page knows no such type. */
export const recordTypeName = (code: number): RecordTypeName | undefined => typeNames.get(code)

/** The id that was written last: an entry and the commitment in it name the same record, one after the other. */
let lastId = ''
const lastIdBytes = Buffer.alloc(16)

/** Writes the 16 bytes of a record id. @throws RangeError when it is not a lower-case UUIDv4. */
export function writeRecordId(target: Buffer, at: number, recordId: string): void {
  if (recordId !== lastId) {
    if (!uuidV4.test(recordId)) throw new RangeError(`not a random record id (UUIDv4): ${recordId}`)
    lastIdBytes.write(recordId.replaceAll('-', ''), 'hex')
    lastId = recordId
  }
  target.set(lastIdBytes, at)
}

/** @throws RangeError when a version is not 1 to 2^32-1. */
export function assertVersion(version: number): void {
  if (!Number.isInteger(version) || version < 1 || version > 0xffffffff) {
    throw new RangeError(`not a record version: ${version}`)
  }
}

/** The 72 bytes of an entry. @throws RangeError on values that do not fit. */
export function encodeEntry(entry: Entry): Buffer {
  if (!isRecordType(entry.type)) throw new RangeError(`not a record type: ${String(entry.type)}`)
  if (!Number.isSafeInteger(entry.timeMs) || entry.timeMs < 0) {
    throw new RangeError(`not a time in milliseconds: ${entry.timeMs}`)
  }
  if (entry.commitment.length !== digestBytes) throw new RangeError('a commitment is 32 bytes')
  assertVersion(entry.version)
  // Every byte is written below. Two halves, since a bigint costs as much as the rest of the entry.
  const bytes = Buffer.allocUnsafe(entryBytes)
  prefix.copy(bytes)
  bytes.writeUInt8(entry.type, at.type)
  bytes.writeUInt32BE(Math.floor(entry.timeMs / 2 ** 32), at.time)
  bytes.writeUInt32BE(entry.timeMs % 2 ** 32, at.time + 4)
  writeRecordId(bytes, at.recordId, entry.recordId)
  bytes.writeUInt32BE(entry.version, at.version)
  bytes.set(entry.commitment, at.commitment)
  return bytes
}

/** The entry that the bytes hold, or undefined when they are not an entry of version 1 of the format. */
export function decodeEntry(source: Uint8Array): Entry | undefined {
  const bytes = Buffer.from(source)
  if (bytes.length !== entryBytes || !bytes.subarray(0, prefix.length).equals(prefix)) return undefined
  const type = bytes.readUInt8(at.type)
  const timeMs = Number(bytes.readBigUInt64BE(at.time))
  const recordId = uuidText(bytes.subarray(at.recordId, at.version))
  const version = bytes.readUInt32BE(at.version)
  if (!isRecordType(type) || !Number.isSafeInteger(timeMs) || !uuidV4.test(recordId) || version === 0) {
    return undefined
  }
  return { type, timeMs, recordId, version, commitment: bytes.subarray(at.commitment) }
}

/** SHA-256(0x00 ‖ entry), RFC 6962 §2.1. */
export function leafHash(entry: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(1 + entry.length)
  bytes[0] = 0
  bytes.set(entry, 1)
  return sha256(bytes)
}

function uuidText(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
