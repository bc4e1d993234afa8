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

export interface ToBundle {
  /** The signed note. */
  readonly checkpoint: string
  /** Verifier key text of the key that signed it. */
  readonly key: string
  /** RFC 3161 tokens (DER) whose imprint is the SHA-256 of the whole checkpoint note. */
  readonly timestamps?: readonly Uint8Array[]
  readonly records: readonly RecordToBundle[]
  /** The text of verify.mjs. */
  readonly verifier: string
}

export interface BundleFile {
  readonly path: string
  /** Length, in bytes. */
  readonly bytes: number
  readonly content: Content
}

/**
 * The files of a bundle, in the order they are to stand in the zip. Everything is checked before it is handed
 * out; the salt never is.
 * @throws RangeError when a record, its proof or the checkpoint would not hold at the receiver's, or when what
 *   is to be shown does not exist. The message names no content.
 */
export function buildBundle(input: ToBundle): BundleFile[] {
  const key = parseVerifierKey(input.key)
  const opened = key && openCheckpoint(input.checkpoint, [key])
  if (!key || !opened?.ok) throw new RangeError('the checkpoint of the bundle is not signed by its key')
  if (input.records.length === 0) throw new RangeError('a bundle shows at least one record')
  if (new Set(input.records.map(({ index }) => index)).size < input.records.length) {
    throw new RangeError('a bundle shows each record once')
  }
  const built = input.records.map((record) => buildRecord(record, opened.checkpoint))
  const bundle: Bundle = {
    format: bundleFormat,
    checkpoint: input.checkpoint,
    key: verifierKeyText(key),
    timestamps: (input.timestamps ?? []).map(encodeBase64),
    records: built.map(({ record }) => record),
  }
  return [
    textFile('bundle.json', JSON.stringify(bundle)),
    textFile('README.txt', readmeText({ key: bundle.key, origin: key.origin })),
    textFile('verify.mjs', input.verifier),
    ...built.flatMap(({ files }) => files),
  ]
}

function textFile(path: string, text: string): BundleFile {
  const content = Buffer.from(text, 'utf8')
  return { path, bytes: content.length, content }
}

function buildRecord(
  source: RecordToBundle,
  checkpoint: Checkpoint,
): { record: BundleRecord; files: BundleFile[] } {
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
    .map(({ name, bytes, content }) => ({ path: partPath(source.index, name), bytes, content }))
  return { record, files }
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
