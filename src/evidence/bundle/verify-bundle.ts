import { decodeBase64, encodeBase64 } from '../base64.ts'
import { isClean } from '../canonical.ts'
import { fieldCommitment, partCommitment, recordCommitment } from '../commitment.ts'
import { decodeEntry, type Entry, leafHash } from '../entry.ts'
import { digestBytes, sha256 } from '../hash.ts'
import { type Checkpoint, openCheckpoint } from '../log/checkpoint.ts'
import { parseVerifierKey } from '../log/note.ts'
import { verifyInclusion } from '../log/tree.ts'
import { type Manifest, readManifest } from '../manifest.ts'
import { type Bundle, type BundleRecord, partPath, readBundle, withheldPart } from './format.ts'
import { readTimestamp } from './timestamp.ts'

/** What did not hold; the words for it stand in standalone/messages.ts. */
export type BundleProblemCode =
  | 'zip'
  | 'bundleMissing'
  | 'bundleShape'
  | 'noRecords'
  | 'key'
  | 'keyNotTrusted'
  | 'checkpointMalformed'
  | 'checkpointNotSigned'
  | 'checkpointSignature'
  | 'timestampMalformed'
  | 'timestampImprint'
  | 'sameIndexTwice'
  | 'sameRecordTwice'
  | 'entry'
  | 'proof'
  | 'manifest'
  | 'topKey'
  | 'commitment'
  | 'fieldTwice'
  | 'fieldNotRecorded'
  | 'fieldKey'
  | 'fieldText'
  | 'field'
  | 'partTwice'
  | 'partNotRecorded'
  | 'partKey'
  | 'partPath'
  | 'partMissing'
  | 'partLength'
  | 'part'
  | 'withheldTwice'
  | 'withheldNotRecorded'
  | 'withheldButShown'
  | 'neitherShownNorWithheld'
  | 'fileNotListed'

export interface BundleProblem {
  readonly what: BundleProblemCode
  /** Position in `records`, from 0. */
  readonly record?: number
  /** The record's index in the log, where that can be read. */
  readonly index?: number
  /** Field name, part name, path, member of bundle.json, or what is wrong with the zip. */
  readonly name?: string
}

interface VerifiedRecord {
  readonly index: number
  readonly entry: Entry
  readonly fields: number
  readonly parts: number
  readonly withheld: readonly string[]
}

export interface VerifiedBundle {
  readonly checkpoint: Checkpoint
  /** Verifier key text: to be compared with the one that the municipality publishes. */
  readonly key: string
  readonly records: readonly VerifiedRecord[]
  /** Times that the tokens claim; the authority's signature has not been checked. */
  readonly timestamps: readonly string[]
}

export type BundleVerdict =
  | { readonly ok: true; readonly value: VerifiedBundle }
  | { readonly ok: false; readonly error: BundleProblem }

/** Hands out a file of the bundle, or undefined when it has none of that name. */
export type ReadFile = (path: string) => Uint8Array | undefined | Promise<Uint8Array | undefined>

interface VerifyOptions {
  /** Every path there is, so that a file that no record owns is found. */
  readonly paths?: readonly string[]
  /** The verifier key that the receiver has from the municipality by another way. */
  readonly trustedKey?: string
}

/** Checks everything in a bundle and names the first thing that does not hold. */
export async function verifyBundle(readFile: ReadFile, options: VerifyOptions = {}): Promise<BundleVerdict> {
  const bytes = await readFile('bundle.json')
  if (!bytes) return { ok: false, error: { what: 'bundleMissing' } }
  const read = readBundle(bytes)
  if (!read.ok) {
    const { ok: _, ...where } = read
    return { ok: false, error: { what: 'bundleShape', ...where } }
  }
  const { bundle } = read
  const opened = openLog(bundle, options.trustedKey)
  if ('what' in opened) return { ok: false, error: opened }
  const problem = wrongAmong(bundle.records)
  if (problem) return { ok: false, error: problem }
  const records: VerifiedRecord[] = []
  for (const [position, record] of bundle.records.entries()) {
    const verified = await verifyRecord(record, opened.checkpoint, readFile)
    if ('what' in verified) {
      return { ok: false, error: { record: position, index: record.index, ...verified } }
    }
    records.push(verified)
  }
  const stray = strayFile(bundle, options.paths ?? [])
  if (stray !== undefined) return { ok: false, error: { what: 'fileNotListed', name: stray } }
  return { ok: true, value: { ...opened, key: bundle.key, records } }
}

function openLog(
  bundle: Bundle,
  trustedKey: string | undefined,
): { checkpoint: Checkpoint; timestamps: string[] } | BundleProblem {
  const key = parseVerifierKey(bundle.key)
  if (!key) return { what: 'key' }
  if (trustedKey !== undefined && trustedKey !== bundle.key) return { what: 'keyNotTrusted' }
  const opened = openCheckpoint(bundle.checkpoint, [key])
  if (!opened.ok) {
    const what = {
      malformed: 'checkpointMalformed',
      notSigned: 'checkpointNotSigned',
      wrongSignature: 'checkpointSignature',
    } as const
    return { what: what[opened.error] }
  }
  const imprint = sha256(Buffer.from(bundle.checkpoint, 'utf8'))
  const timestamps: string[] = []
  for (const [position, token] of bundle.timestamps.entries()) {
    const claim = readTimestamp(token)
    if (!claim) return { what: 'timestampMalformed', name: String(position + 1) }
    if (!claim.imprint.equals(imprint)) return { what: 'timestampImprint', name: String(position + 1) }
    timestamps.push(claim.time)
  }
  return { checkpoint: opened.checkpoint, timestamps }
}

/** (record id, version, type) is unique in a log, and so is an index. */
function wrongAmong(records: readonly BundleRecord[]): BundleProblem | undefined {
  if (records.length === 0) return { what: 'noRecords' }
  const indexes = new Set<number>()
  const identities = new Set<string>()
  for (const [record, { index, entry }] of records.entries()) {
    if (indexes.has(index)) return { what: 'sameIndexTwice', record, index }
    indexes.add(index)
    const decoded = decodeEntry(decodeBase64(entry) ?? Buffer.alloc(0))
    if (!decoded) return { what: 'entry', record, index }
    const identity = `${decoded.recordId} ${decoded.version} ${decoded.type}`
    if (identities.has(identity)) return { what: 'sameRecordTwice', record, index }
    identities.add(identity)
  }
  return undefined
}

async function verifyRecord(
  record: BundleRecord,
  { size, root }: Checkpoint,
  readFile: ReadFile,
): Promise<VerifiedRecord | BundleProblem> {
  const bytes = decodeBase64(record.entry) ?? Buffer.alloc(0)
  const entry = decodeEntry(bytes)
  if (!entry) return { what: 'entry' }
  const proof = record.proof.map((hash) => decodeBase64(hash) ?? Buffer.alloc(0))
  if (!verifyInclusion(leafHash(bytes), record.index, size, root, proof)) return { what: 'proof' }
  const manifest = readManifest(record.manifest)
  if (!manifest) return { what: 'manifest' }
  const topKey = digestFrom(record.topKey)
  if (!topKey) return { what: 'topKey' }
  if (!recordCommitment(topKey, entry, record.manifest).equals(entry.commitment))
    return { what: 'commitment' }
  const problem =
    wrongField(record, manifest) ??
    (await wrongPart(record, manifest, readFile)) ??
    wrongWithheld(record, manifest)
  if (problem) return problem
  const { index, fields, parts, withheld } = record
  return { index, entry, fields: fields.length, parts: parts.length, withheld }
}

function digestFrom(text: string): Buffer | undefined {
  const bytes = decodeBase64(text)
  return bytes?.length === digestBytes ? bytes : undefined
}

function wrongField(record: BundleRecord, manifest: Manifest): BundleProblem | undefined {
  const seen = new Set<string>()
  for (const { name, value, key } of record.fields) {
    const recorded = manifest.fields.get(name)
    if (recorded === undefined) return { what: 'fieldNotRecorded', name }
    if (seen.has(name)) return { what: 'fieldTwice', name }
    seen.add(name)
    const keyBytes = digestFrom(key)
    if (!keyBytes) return { what: 'fieldKey', name }
    if (!isClean(value)) return { what: 'fieldText', name }
    if (fieldCommitment(keyBytes, value) !== recorded) return { what: 'field', name }
  }
  return undefined
}

async function wrongPart(
  record: BundleRecord,
  manifest: Manifest,
  readFile: ReadFile,
): Promise<BundleProblem | undefined> {
  const seen = new Set<string>()
  for (const { name, path, key } of record.parts) {
    const recorded = manifest.parts.find((part) => part.name === name)
    if (!recorded) return { what: 'partNotRecorded', name }
    if (seen.has(name)) return { what: 'partTwice', name }
    seen.add(name)
    const keyBytes = digestFrom(key)
    if (!keyBytes) return { what: 'partKey', name }
    if (path !== partPath(record.index, name)) return { what: 'partPath', name }
    const bytes = await readFile(path)
    if (!bytes) return { what: 'partMissing', name }
    if (bytes.length !== recorded.bytes) return { what: 'partLength', name }
    if (partCommitment(keyBytes, sha256(bytes)) !== recorded.commitment) return { what: 'part', name }
  }
  return undefined
}

/** What is neither shown nor said to be withheld is an error, and so is the reverse. */
function wrongWithheld(record: BundleRecord, manifest: Manifest): BundleProblem | undefined {
  const recorded = [...manifest.fields.keys(), ...manifest.parts.map(({ name }) => withheldPart(name))]
  const shown = new Set([
    ...record.fields.map(({ name }) => name),
    ...record.parts.map(({ name }) => withheldPart(name)),
  ])
  const withheld = new Set<string>()
  for (const name of record.withheld) {
    if (withheld.has(name)) return { what: 'withheldTwice', name }
    if (!recorded.includes(name)) return { what: 'withheldNotRecorded', name }
    if (shown.has(name)) return { what: 'withheldButShown', name }
    withheld.add(name)
  }
  const missing = recorded.find((name) => !shown.has(name) && !withheld.has(name))
  return missing === undefined ? undefined : { what: 'neitherShownNorWithheld', name: missing }
}

/** A file that the proof does not cover must not look as if it did. */
function strayFile(bundle: Bundle, paths: readonly string[]): string | undefined {
  const owned = new Set([
    ...['bundle.json', 'README.txt', 'verify.mjs'],
    ...bundle.records.flatMap(({ parts }) => parts.map(({ path }) => path)),
  ])
  return paths.find((path) => !path.endsWith('/') && !owned.has(path))
}

/** The root of a verified checkpoint as text, for people to compare. */
export const rootText = (checkpoint: Checkpoint): string => encodeBase64(checkpoint.root)
