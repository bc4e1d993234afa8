import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, statSync } from 'node:fs'
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative, sep } from 'node:path'
import { Stop } from '../../kernel/index.ts'

/** A file that somebody points at, readable from any place in it. */
export interface GivenFile {
  /** Below the folder that was given, with forward slashes. */
  readonly name: string
  readonly size: number
  stream(from?: number, to?: number): AsyncIterable<Uint8Array>
}

const chunkBytes = 256 * 1024

/** Length and SHA-256 of what comes in pieces, none of which is kept. */
export async function digestOf(
  pieces: AsyncIterable<Uint8Array>,
): Promise<{ readonly bytes: number; readonly sha256: Buffer }> {
  const sum = createHash('sha256')
  let bytes = 0
  for await (const piece of pieces) {
    sum.update(piece)
    bytes += piece.length
  }
  return { bytes, sha256: sum.digest() }
}

const unreadable = (path: string, thrown: unknown): Stop =>
  new Stop(
    'invalid',
    `Filen ${path} gick inte att läsa (${thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)}). Kontrollera att den finns och att du får läsa den.`,
  )

/**
 * The file at a path, or all files below a folder in the order of their names; hidden ones and links are passed over.
 * @throws Stop('invalid') when it cannot be read, or the folder holds nothing.
 */
export async function filesAt(path: string): Promise<GivenFile[]> {
  try {
    const about = await stat(path)
    if (!about.isDirectory()) return [given(path, basename(path), about.size)]
    const found: GivenFile[] = []
    for (const entry of await readdir(path, { withFileTypes: true, recursive: true })) {
      const place = join(entry.parentPath, entry.name)
      const name = relative(path, place).split(sep).join('/')
      if (!entry.isFile() || /(?:^|\/)(?:\.|__MACOSX\/)/.test(name)) continue
      found.push(given(place, name, (await stat(place)).size))
    }
    if (found.length === 0)
      throw new Stop('invalid', `Mappen ${path} är tom. Lägg exportens filer i den och försök igen.`)
    return found.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (thrown) {
    throw thrown instanceof Stop ? thrown : unreadable(path, thrown)
  }
}

const given = (path: string, name: string, size: number): GivenFile => ({
  name,
  size,
  async *stream(from = 0, to = size) {
    if (from >= to) return
    try {
      for await (const chunk of createReadStream(path, {
        start: from,
        end: to - 1,
        highWaterMark: chunkBytes,
      }))
        yield chunk as Buffer
    } catch (thrown) {
      throw unreadable(path, thrown)
    }
  },
})

export interface TemporaryFile {
  append(bytes: Uint8Array): Promise<void>
  stream(from: number, to: number): AsyncIterable<Uint8Array>
  /** Takes it away from the disk. */
  close(): Promise<void>
}

/** A file of its own for what does not fit in memory, readable by this user alone. */
export async function temporaryFile(): Promise<TemporaryFile> {
  const folder = await mkdtemp(join(tmpdir(), 'uppsikt-'))
  const path = join(folder, 'scratch')
  const handle = await open(path, 'wx+', 0o600)
  return {
    append: async (bytes) => {
      await handle.appendFile(bytes)
    },
    stream: (from, to) => createReadStream(path, { start: from, end: to - 1, highWaterMark: chunkBytes }),
    close: async () => {
      await handle.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Makes a folder and those above it, each for its owner alone. Not by mkdir's own `recursive`, which under /proc tries for
 * ever. @throws as mkdir does.
 */
export function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (thrown) {
    // Another process may have made it in the meantime.
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw thrown
  }
}
