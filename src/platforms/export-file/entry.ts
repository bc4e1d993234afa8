import { fail, ok, type Result } from '../../kernel/index.ts'
import type { ExportFile } from '../contract.ts'

/**
 * How a run of bytes ended. whole · cut: the file ends before it does · damaged: it cannot be unpacked, or its checksum
 * is another · tooLarge: more than is taken.
 */
export type Ending = 'whole' | 'cut' | 'damaged' | 'tooLarge'

/** Bytes, and at the end how they ended. */
export type Bytes = AsyncGenerator<Uint8Array, Ending, undefined>

/** A file inside an export. */
export interface Entry {
  /** As the export names it, with forward slashes: a word to look things up by, never a path on this machine. */
  readonly name: string
  /** Unpacked; what the archive says. */
  readonly size: number
  read(): Bytes
}

export const exportLimits = {
  /** Files in all archives of one export. */
  entries: 200_000,
  nameLength: 1_024,
  /** One file, unpacked. */
  entryBytes: 16 * 1024 ** 3,
  /** A file that says it is this many times larger unpacked, and is larger than `smallBytes`, is a trap: text stays below 100. */
  ratio: 250,
  smallBytes: 16 * 1024 ** 2,
  /** What one unpacked tar may put aside. */
  scratchBytes: 64 * 1024 ** 3,
  /** One post, comment or conversation. */
  pieceBytes: 32 * 1024 ** 2,
} as const

export const isSwelling = (packed: number, unpacked: number): boolean =>
  unpacked > exportLimits.smallBytes && unpacked > exportLimits.ratio * Math.max(1, packed)

export const isTrap = (packed: number, unpacked: number): boolean =>
  unpacked > exportLimits.entryBytes || isSwelling(packed, unpacked)

/** A name as it may be looked up by; undefined for one that would lead out of the archive, or that is none. */
export function safeName(said: string): string | undefined {
  const name = said.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '')
  const wrong =
    name === '' ||
    name.length > exportLimits.nameLength ||
    name.startsWith('/') ||
    /^[a-zA-Z]:/.test(name) ||
    name.includes('\0') ||
    name.split('/').includes('..')
  return wrong ? undefined : name
}

export const baseName = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

/** A file that is an entry by itself. */
export const plainEntry = (file: ExportFile): Entry => ({
  name: file.name,
  size: file.size,
  async *read() {
    yield* file.stream()
    return 'whole'
  },
})

/** All of an entry, when it is not larger than `most` bytes. */
export async function wholeOf(entry: Entry, most: number): Promise<Result<Uint8Array, Ending>> {
  if (entry.size > most) return fail('tooLarge')
  const chunks: Uint8Array[] = []
  let size = 0
  const bytes = entry.read()
  for (;;) {
    const next = await bytes.next()
    if (next.done) return next.value === 'whole' ? ok(Buffer.concat(chunks)) : fail(next.value)
    size += next.value.length
    if (size > most) {
      await bytes.return('tooLarge')
      return fail('tooLarge')
    }
    chunks.push(next.value)
  }
}

/** A few bytes at a place; fewer at the end of the file. */
export async function bytesAt(file: ExportFile, from: number, length: number): Promise<Buffer> {
  const to = Math.min(file.size, from + length)
  if (from >= to) return Buffer.alloc(0)
  const chunks: Uint8Array[] = []
  for await (const chunk of file.stream(from, to)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
