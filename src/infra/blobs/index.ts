import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, openAsBlob } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MunicipalityId } from '../../kernel/index.ts'

/** One part of one record version. The key holds nothing of the content, so that nothing is left of it after disposal. */
export interface BlobKey {
  readonly municipalityId: MunicipalityId
  readonly recordId: string
  readonly version: number
  readonly part: string
}

/** Where parts too large for the database lie. Written and synced before the transaction that names them commits. */
export interface BlobStore {
  put(key: BlobKey, bytes: Uint8Array): Promise<void>
  /** Takes bytes in as they come, without holding them, to a file that has no key. Whoever receives it keeps or drops it. */
  receive(pieces: AsyncIterable<Uint8Array>): Promise<Received>
  /** @throws when it is not there: a part row promises that it is. */
  get(key: BlobKey): Promise<Buffer>
  /** Bytes from `from` (0) to but not including `to` (the end). */
  stream(key: BlobKey, from?: number, to?: number): AsyncIterable<Uint8Array>
  remove(key: BlobKey): Promise<void>
  exists(key: BlobKey): Promise<boolean>
}

/** A file on its way in. */
interface Received {
  /** Length, in bytes. */
  readonly size: number
  /** SHA-256, 32 bytes. */
  readonly sha256: Buffer
  /** Read from the file as it is asked for; until it is kept or dropped. */
  content(): Promise<Blob>
  /** Gives it its key; durable when this returns. */
  keep(key: BlobKey): Promise<void>
  /** Nothing when it has been kept. */
  drop(): Promise<void>
}

/** What is older was left by a process that was killed. */
const longestWay = 24 * 60 * 60_000

/** Blobs as files under a folder: <municipality>/<two hex>/<record>-<version>-<part>. */
export function fileBlobs(folder: string): BlobStore {
  const pathOf = ({ municipalityId, recordId, version, part }: BlobKey): string =>
    join(folder, String(municipalityId), recordId.slice(0, 2), `${recordId}-${version}-${part}`)
  return {
    async put(key, bytes) {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const file = await open(`${path}.new`, 'w', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.new`, path)
      await syncFolder(dirname(path))
    },
    async receive(pieces) {
      const arriving = join(folder, 'arriving')
      await mkdir(arriving, { recursive: true, mode: 0o700 })
      const path = join(arriving, randomUUID())
      try {
        const written = await writeAll(path, pieces)
        await removeOld(arriving, path)
        return { ...written, ...wayOf(path, pathOf) }
      } catch (thrown) {
        await rm(path, { force: true })
        throw thrown
      }
    },
    get: (key) => readFile(pathOf(key)),
    async *stream(key, from = 0, to) {
      if (to !== undefined && to <= from) return
      yield* createReadStream(pathOf(key), { start: from, ...(to !== undefined && { end: to - 1 }) })
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    exists: (key) =>
      stat(pathOf(key)).then(
        () => true,
        () => false,
      ),
  }
}

async function writeAll(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ size: number; sha256: Buffer }> {
  const file = await open(path, 'wx', 0o600)
  try {
    const sum = createHash('sha256')
    let size = 0
    for await (const piece of pieces) {
      await file.writeFile(piece)
      sum.update(piece)
      size += piece.length
    }
    await file.sync()
    return { size, sha256: sum.digest() }
  } finally {
    await file.close()
  }
}

const wayOf = (
  path: string,
  pathOf: (key: BlobKey) => string,
): Pick<Received, 'content' | 'keep' | 'drop'> => ({
  content: () => openAsBlob(path),
  async keep(key) {
    const kept = pathOf(key)
    await mkdir(dirname(kept), { recursive: true, mode: 0o700 })
    await rename(path, kept)
    await syncFolder(dirname(kept))
  },
  drop: () => rm(path, { force: true }),
})

async function removeOld(arriving: string, newest: string): Promise<void> {
  const { mtimeMs: now } = await stat(newest)
  for (const name of await readdir(arriving)) {
    const path = join(arriving, name)
    const found = await stat(path).catch(() => undefined)
    if (found && now - found.mtimeMs > longestWay) await rm(path, { force: true })
  }
}

/** Makes a rename in the folder durable; Windows has no such call, and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
