import { randomBytes } from 'node:crypto'
import { isClean, isFieldName, isPartName } from './canonical.ts'
import { assertVersion, isRecordType, type RecordType, writeRecordId } from './entry.ts'
import { digestBytes, sha256Hex, sha256Latin1 } from './hash.ts'
import { type ManifestPart, manifestText, readManifest } from './manifest.ts'

/** One file of a record, by what is committed to. */
export interface PartDigest {
  readonly name: string
  readonly mediaType: string
  /** Length, in bytes. */
  readonly bytes: number
  /** SHA-256 of the bytes, 32 bytes. */
  readonly sha256: Uint8Array
}

/** A record version with everything that its commitment is made of. */
export interface RecordContent {
  /** 32 secret bytes; destroyed at disposal and never handed out. */
  readonly salt: Uint8Array
  readonly type: RecordType
  readonly recordId: string
  readonly version: number
  /** Values as `fieldValue` gives them. */
  readonly fields: Readonly<Record<string, string>>
  readonly parts: readonly PartDigest[]
}

interface Commitment {
  /** 32 bytes, for the entry. */
  readonly commitment: Buffer
  /** RFC 8785 text. */
  readonly manifest: string
  /** Hex of the SHA-256 of the manifest's UTF-8 bytes. */
  readonly manifestSha256: string
  /** 32 bytes: shown with a record; opens nothing but the commitment itself. */
  readonly topKey: Buffer
}

const keyPrefix = 'uppsikt/v1/key\0'
const fieldPrefix = 'uppsikt/v1/field\0'
const commitmentPrefix = 'uppsikt/v1/commitment\0'

// Buffers are used again from call to call: nothing here waits, and every worker thread has its own.
const keyInput = Buffer.alloc(keyPrefix.length + 2 * digestBytes)
keyInput.write(keyPrefix, 'latin1')
const saltAt = keyPrefix.length
const nameAt = saltAt + digestBytes

const commitmentInput = Buffer.alloc(commitmentPrefix.length + digestBytes + 1 + 16 + 4 + digestBytes)
commitmentInput.write(commitmentPrefix, 'latin1')
const topKeyAt = commitmentPrefix.length
const typeAt = topKeyAt + digestBytes
const recordIdAt = typeAt + 1
const versionAt = recordIdAt + 16
const manifestAt = versionAt + 4

const fieldKeyAt = fieldPrefix.length
const valueAt = fieldKeyAt + digestBytes
let fieldInput = newFieldInput(8 * 1024)
/** The beginnings of the buffer by length: making one for each of a record's digests costs as much as the digest. */
let beginnings: Buffer[] = []
/** Larger values get a buffer of their own, so that one long text does not stay in memory for ever. */
const keptInputBytes = 1024 * 1024
const keptBeginnings = 2048

function newFieldInput(length: number): Buffer {
  const input = Buffer.alloc(length)
  input.write(fieldPrefix, 'latin1')
  return input
}

/** Digests of names, kept: there are some tens of them. Bounded, should names ever come from outside. */
const nameDigests = new Map<string, string>()
const keptNames = 4096

function nameDigest(name: string): string {
  const known = nameDigests.get(name)
  if (known !== undefined) return known
  const digest = sha256Latin1(Buffer.from(name, 'utf8'))
  if (nameDigests.size < keptNames) nameDigests.set(name, digest)
  return digest
}

function setSalt(salt: Uint8Array): void {
  if (salt.length !== digestBytes) throw new RangeError('a salt is 32 bytes')
  keyInput.set(salt, saltAt)
}

/** key(name) as 32 one-byte characters, under the salt that was set last. */
function keyLatin1(name: string): string {
  keyInput.write(nameDigest(name), nameAt, 'latin1')
  return sha256Latin1(keyInput)
}

/** field(name) in hex, from a key in one-byte characters. */
function valueHex(key: string, value: string): string {
  const needed = valueAt + value.length * 3
  if (needed > keptInputBytes) return sha256Hex(longFieldInput(key, value))
  if (needed > fieldInput.length) {
    fieldInput = newFieldInput(needed)
    beginnings = []
  }
  fieldInput.write(key, fieldKeyAt, 'latin1')
  return sha256Hex(beginning(valueAt + fieldInput.write(value, valueAt, 'utf8')))
}

function longFieldInput(key: string, value: string): Buffer {
  const input = newFieldInput(valueAt + Buffer.byteLength(value))
  input.write(key, fieldKeyAt, 'latin1')
  input.write(value, valueAt, 'utf8')
  return input
}

function beginning(length: number): Buffer {
  const known = beginnings[length]
  if (known) return known
  const made = fieldInput.subarray(0, length)
  if (length < keptBeginnings) beginnings[length] = made
  return made
}

function digestHex(key: string, digest: Uint8Array): string {
  if (digest.length !== digestBytes) throw new RangeError('a SHA-256 digest is 32 bytes')
  fieldInput.write(key, fieldKeyAt, 'latin1')
  fieldInput.set(digest, valueAt)
  return sha256Hex(beginning(valueAt + digestBytes))
}

/** A new secret salt for one record version. */
export const newSalt = (): Buffer => randomBytes(digestBytes)

/** key(name): what opens one field, and only that one. Pass `part/` + name for a part, '' for the top key. */
export function keyOf(salt: Uint8Array, name: string): Buffer {
  setSalt(salt)
  return Buffer.from(keyLatin1(name), 'latin1')
}

/** field(name) in hex. @param key 32 bytes. */
export const fieldCommitment = (key: Uint8Array, value: string): string =>
  valueHex(Buffer.from(key).toString('latin1'), value)

/** part(name) in hex. @param key 32 bytes. @param digest SHA-256 of the part's bytes. */
export const partCommitment = (key: Uint8Array, digest: Uint8Array): string =>
  digestHex(Buffer.from(key).toString('latin1'), digest)

/** The commitment of an entry, from its manifest. @param topKey 32 bytes. */
export function recordCommitment(
  topKey: Uint8Array,
  record: { readonly type: RecordType; readonly recordId: string; readonly version: number },
  manifest: string,
): Buffer {
  if (topKey.length !== digestBytes) throw new RangeError('a key is 32 bytes')
  commitmentInput.set(topKey, topKeyAt)
  return Buffer.from(commitmentLatin1(record, sha256Hex(manifest)), 'latin1')
}

function commitmentLatin1(
  record: { readonly type: RecordType; readonly recordId: string; readonly version: number },
  manifestSha256: string,
): string {
  assertVersion(record.version)
  commitmentInput[typeAt] = record.type
  writeRecordId(commitmentInput, recordIdAt, record.recordId)
  commitmentInput.writeUInt32BE(record.version, versionAt)
  commitmentInput.write(manifestSha256, manifestAt, 'hex')
  return sha256Latin1(commitmentInput)
}

/**
 * Commits to a record version. Pure: the same content gives the same bytes.
 * @throws TypeError on a wrong or repeated name and on text that was not sanitized; RangeError on a type,
 *   version, id, length or digest that does not fit.
 */
export function commit(record: RecordContent): Commitment {
  if (!isRecordType(record.type)) throw new RangeError(`not a record type: ${String(record.type)}`)
  setSalt(record.salt)
  const names = Object.keys(record.fields).sort()
  const fields: [string, string][] = []
  for (const name of names) {
    const value = record.fields[name]
    if (value === undefined || !isFieldName(name)) throw new TypeError(`not a field: ${name}`)
    if (!isClean(value)) throw new TypeError(`the field ${name} was not sanitized`)
    fields.push([name, valueHex(keyLatin1(name), value)])
  }
  const manifest = manifestText(fields, partsOf(record.parts))
  const topKey = keyLatin1('')
  commitmentInput.write(topKey, topKeyAt, 'latin1')
  const manifestSha256 = sha256Hex(manifest)
  const commitment = Buffer.from(commitmentLatin1(record, manifestSha256), 'latin1')
  return { commitment, manifest, manifestSha256, topKey: Buffer.from(topKey, 'latin1') }
}

/** Under the salt that was set last. */
function partsOf(parts: readonly PartDigest[]): ManifestPart[] {
  if (parts.length === 0) return []
  const sorted = [...parts].sort((a, b) => (a.name < b.name ? -1 : 1))
  let before = ''
  return sorted.map(({ name, mediaType, bytes, sha256: digest }) => {
    if (!isPartName(name) || name === before) throw new TypeError(`not a part name, or twice: ${name}`)
    if (!isClean(mediaType)) throw new TypeError(`the media type of ${name} was not sanitized`)
    if (!Number.isSafeInteger(bytes) || bytes < 0) throw new RangeError(`not a length in bytes: ${bytes}`)
    before = name
    return { name, mediaType, bytes, commitment: digestHex(keyLatin1(`part/${name}`), digest) }
  })
}

/**
 * Recomputes everything and says what differs first: 'field author', 'part raw', 'manifest', 'commitment'.
 * undefined when the content is what was recorded.
 */
export function differsFrom(
  record: RecordContent,
  recorded: { readonly manifest: string; readonly commitment: Uint8Array },
): string | undefined {
  const again = commit(record)
  if (again.manifest !== recorded.manifest) return firstDifference(again.manifest, recorded.manifest)
  return again.commitment.equals(recorded.commitment) ? undefined : 'commitment'
}

function firstDifference(now: string, then: string): string {
  const [a, b] = [readManifest(now), readManifest(then)]
  if (!a || !b) return 'manifest'
  for (const name of new Set([...b.fields.keys(), ...a.fields.keys()])) {
    if (a.fields.get(name) !== b.fields.get(name)) return `field ${name}`
  }
  const found = [...b.parts, ...a.parts].find((part) => {
    const [x, y] = [a, b].map((side) => side.parts.find((other) => other.name === part.name))
    return JSON.stringify(x) !== JSON.stringify(y)
  })
  return found ? `part ${found.name}` : 'manifest'
}
