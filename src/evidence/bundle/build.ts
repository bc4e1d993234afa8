import { createHash } from 'node:crypto'
import { encodeBase64 } from '../base64.ts'
import { differsFrom, keyOf, type PartDigest, type RecordContent } from '../commitment.ts'
import { decodeEntry, leafHash } from '../entry.ts'
import { sha256 } from '../hash.ts'
import { type Checkpoint, openCheckpoint } from '../log/checkpoint.ts'
import { parseVerifierKey, verifierKeyText } from '../log/note.ts'
import { verifyInclusion } from '../log/tree.ts'
import { type Bundle, type BundleRecord, bundleFormat, partPath, withheldPart } from './format.ts'
import { readmeText } from './readme.ts'
import { chooseShown, type Showing } from './withhold.ts'

/** Bytes at hand, or a way to read them when the zip gets there. */
export type Content = Uint8Array | (() => AsyncIterable<Uint8Array>)

export interface PartToBundle extends PartDigest {
  /** Not read when the part is withheld. */
  readonly content: Content
}

/** A record as the archive keeps it, its place in the log, and what of it is to be shown. */
export interface RecordToBundle extends RecordContent {
  /** Place in the log. */
  readonly index: number
  /** The 72 bytes. */
  readonly entry: Uint8Array
  /** Inclusion proof in the tree of the checkpoint. */
  readonly proof: readonly Uint8Array[]
  readonly manifest: string
  readonly parts: readonly PartToBundle[]
  readonly showing?: Showing
}

/** What a bundle holds besides its records. */
export interface BundleHead {
  /** The signed note. */
  readonly checkpoint: string
  /** Verifier key text of the key that signed it. */
  readonly key: string
  /** RFC 3161 tokens (DER) whose imprint is the SHA-256 of the whole checkpoint note. */
  readonly timestamps?: readonly Uint8Array[]
  /** The text of verify.mjs. */
  readonly verifier: string
}

export interface BundleFile {
  readonly path: string
  readonly content: Content
}

export interface BuiltRecord {
  readonly index: number
  /** As it stands in bundle.json. */
  json(): string
  readonly files: readonly BundleFile[]
}

/** A bundle that is made a record at a time, so that nobody need hold all of them. */
export interface BundleBuilder {
  /** What stands before and after the records in bundle.json; between them are commas. */
  readonly around: readonly [before: string, after: string]
  /**
   * Checks a record; the salt is not handed out.
   * @throws RangeError when it or its proof would not hold at the receiver's, or when what is to be shown does not exist.
   *   The message names no content. A part that is not at hand is checked as it is read.
   */
  build(source: RecordToBundle): BuiltRecord
  /**
   * The files of the bundle, in the order they are to stand in the zip.
   * @param json all of bundle.json. @throws RangeError without a record, or with one twice.
   */
  files(json: Content, records: readonly Pick<BuiltRecord, 'index' | 'files'>[]): BundleFile[]
}

/** @throws RangeError when the checkpoint would not hold at the receiver's. */
export function beginBundle({
  checkpoint,
  key: keyText,
  timestamps = [],
  verifier,
}: BundleHead): BundleBuilder {
  const key = parseVerifierKey(keyText)
  const opened = key && openCheckpoint(checkpoint, [key])
  if (!key || !opened?.ok) throw new RangeError('the checkpoint of the bundle is not signed by its key')
  const empty: Bundle = {
    format: bundleFormat,
    checkpoint,
    key: verifierKeyText(key),
    timestamps: timestamps.map(encodeBase64),
    records: [],
  }
  const after = ']}'
  const textFile = (path: string, text: string): BundleFile => ({ path, content: Buffer.from(text, 'utf8') })
  return {
    around: [JSON.stringify(empty).slice(0, -after.length), after],
    build: (source) => buildRecord(source, opened.checkpoint),
    files(json, records) {
      if (records.length === 0) throw new RangeError('a bundle shows at least one record')
      if (new Set(records.map(({ index }) => index)).size < records.length)
        throw new RangeError('a bundle shows each record once')
      return [
        { path: 'bundle.json', content: json },
        textFile('README.txt', readmeText({ key: empty.key, origin: key.origin })),
        textFile('verify.mjs', verifier),
        ...records.flatMap(({ files }) => files),
      ]
    },
  }
}

function buildRecord(source: RecordToBundle, checkpoint: Checkpoint): BuiltRecord {
  const problem = wrongWith(source, checkpoint)
  if (problem) throw new RangeError(`the record at index ${source.index} cannot be proven: ${problem}`)
  const partNames = source.parts.map(({ name }) => name)
  const shown = chooseShown(source.fields, partNames, source.showing)
  const keyFor = (name: string): string => encodeBase64(keyOf(source.salt, name))
  const record: BundleRecord = {
    index: source.index,
    entry: encodeBase64(source.entry),
    proof: source.proof.map(encodeBase64),
    manifest: source.manifest,
    topKey: keyFor(''),
    fields: shown.fields.map((name) => ({ name, value: source.fields[name] ?? '', key: keyFor(name) })),
    parts: shown.parts.map((name) => ({
      name,
      path: partPath(source.index, name),
      key: keyFor(withheldPart(name)),
    })),
    withheld: shown.withheld,
  }
  const files = source.parts
    .filter(({ name }) => shown.parts.includes(name))
    .map((part) => ({ path: partPath(source.index, part.name), content: heldTo(part) }))
  return { index: source.index, json: () => JSON.stringify(record), files }
}

/** What is read later is held to what was committed to as it is read. */
function heldTo({ name, bytes, sha256: digest, content }: PartToBundle): Content {
  if (content instanceof Uint8Array) return content
  return async function* () {
    const sum = createHash('sha256')
    let length = 0
    for await (const piece of content()) {
      sum.update(piece)
      length += piece.length
      yield piece
    }
    if (length !== bytes || !sum.digest().equals(digest))
      throw new RangeError(`the part ${name} is not what was recorded`)
  }
}

function wrongWith(source: RecordToBundle, { size, root }: Checkpoint): string | undefined {
  const entry = decodeEntry(source.entry)
  if (!entry) return 'entry'
  const same =
    entry.type === source.type && entry.recordId === source.recordId && entry.version === source.version
  if (!same) return 'entry'
  const differs = differsFrom(source, { manifest: source.manifest, commitment: entry.commitment })
  if (differs) return differs
  if (!verifyInclusion(leafHash(source.entry), source.index, size, root, source.proof)) return 'proof'
  const part = source.parts.find(({ bytes, sha256: digest, content }) => {
    if (!(content instanceof Uint8Array)) return false
    return content.length !== bytes || !sha256(content).equals(digest)
  })
  return part && `part ${part.name}`
}
