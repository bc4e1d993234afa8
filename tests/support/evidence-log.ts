import { createHash, generateKeyPairSync, randomUUID } from 'node:crypto'
import {
  type BundleFile,
  type BundleHead,
  beginBundle,
  commit,
  emptyHead,
  encodeEntry,
  fieldsOf,
  grow,
  leafHash,
  newSalt,
  type PartToBundle,
  partialTiles,
  type RecordToBundle,
  recordTypes,
  type Showing,
  type Signer,
  signCheckpoint,
  signerFrom,
  treeFromTiles,
  verifierKeyText,
} from '../../src/evidence/index.ts'

/** What a test wants recorded: values as they come, parts as text or bytes, or ready made. */
export interface Recorded {
  readonly values: Readonly<Record<string, unknown>>
  readonly parts?: Readonly<Record<string, Uint8Array | string | PartToBundle>>
}

export const newSigner = (origin = 'solvik.0123abcd/log'): Signer =>
  signerFrom(origin, generateKeyPairSync('ed25519').privateKey)

function partOf([name, content]: [string, Uint8Array | string | PartToBundle]): PartToBundle {
  if (typeof content === 'object' && 'content' in content) return content
  const bytes = Buffer.from(content)
  const sha256 = createHash('sha256').update(bytes).digest()
  return { name, mediaType: 'application/json', bytes: bytes.length, sha256, content: bytes }
}

/** A small log in memory, signed once, and bundles out of it. */
export async function recordAll(recorded: readonly Recorded[], signer: Signer = newSigner()) {
  const sealed = recorded.map(({ values, parts }, n) => {
    const record = {
      salt: newSalt(),
      type: recordTypes.collected,
      recordId: randomUUID(),
      version: 1,
      fields: fieldsOf(values),
      parts: Object.entries(parts ?? {}).map(partOf),
    }
    const { commitment, manifest } = commit(record)
    const entry = encodeEntry({ ...record, timeMs: 1_760_000_000_000 + n, commitment })
    return { ...record, manifest, entry }
  })
  const tiles = new Map<string, Uint8Array>()
  const { head, fullTiles, root } = grow(
    emptyHead,
    sealed.map(({ entry }) => leafHash(entry)),
  )
  for (const tile of fullTiles) tiles.set(`${tile.level}/${tile.index}`, tile.hashes)
  for (const tile of partialTiles(head)) tiles.set(`${tile.level}/${tile.index}`, tile.hashes)
  const tree = treeFromTiles(head.size, (level, index) => tiles.get(`${level}/${index}`))
  const records: RecordToBundle[] = await Promise.all(
    sealed.map(async (record, index) => ({ ...record, index, proof: await tree.inclusion(index) })),
  )
  const checkpoint = signCheckpoint({ origin: signer.origin, size: head.size, root }, [signer])
  const key = verifierKeyText(signer)
  return {
    records,
    checkpoint,
    key,
    /** The files of a bundle of these records, all at hand. */
    bundle(indexes: readonly number[], showing: Showing = {}, timestamps: readonly Uint8Array[] = []) {
      const chosen = records.filter(({ index }) => indexes.includes(index))
      const head = { checkpoint, key, timestamps, verifier: '// verify.mjs\n' }
      return new Map(
        bundleFiles(
          head,
          chosen.map((record) => ({ ...record, showing })),
        ).map((file) => [file.path, bytesOf(file)]),
      )
    },
  }
}

/** The files of a bundle of records that are all at hand. */
export function bundleFiles(head: BundleHead, records: readonly RecordToBundle[]): BundleFile[] {
  const { around, build, files } = beginBundle(head)
  const built = records.map(build)
  return files(Buffer.from(around.join(built.map(({ json }) => json()).join(','))), built)
}

function bytesOf({ path, content }: BundleFile): Buffer {
  if (content instanceof Uint8Array) return Buffer.from(content)
  throw new Error(`the test has the bytes of ${path} at hand`)
}

/** Path → bytes of a bundle's files, read as the zip would. */
export async function readBundleFiles(files: readonly BundleFile[]): Promise<Map<string, Buffer>> {
  const read = new Map<string, Buffer>()
  for (const { path, content } of files) {
    const pieces: Uint8Array[] = []
    for await (const piece of content instanceof Uint8Array ? [content] : content()) pieces.push(piece)
    read.set(path, Buffer.concat(pieces))
  }
  return read
}
