import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
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
  /** @throws when it is not there: a part row promises that it is. */
  get(key: BlobKey): Promise<Buffer>
  /** Bytes from `from` (0) to but not including `to` (the end). */
  stream(key: BlobKey, from?: number, to?: number): AsyncIterable<Uint8Array>
  remove(key: BlobKey): Promise<void>
  exists(key: BlobKey): Promise<boolean>
}

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
