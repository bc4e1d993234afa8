import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import type { ExportFile } from '../contract.ts'
import { type Bytes, type Ending, exportLimits } from './entry.ts'

/** Where in a zip an entry's data lie, and what it says of them. */
export interface Packed {
  readonly from: number
  /** Not included. */
  readonly to: number
  /** 0: stored · 8: deflate. */
  readonly method: number
  /** undefined: written after the data, and not known. */
  readonly size?: number
  readonly crc?: number
}

const zlibCode = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown && /^Z_/.test(String(thrown.code))
    ? String(thrown.code)
    : undefined

/** What zlib says of bytes that end too early is Z_BUF_ERROR; anything else of its own is damage. */
export function endingOf(thrown: unknown): Ending {
  const code = zlibCode(thrown)
  if (code === undefined) throw thrown
  return code === 'Z_BUF_ERROR' ? 'cut' : 'damaged'
}

export const readable = (bytes: AsyncIterable<Uint8Array>): Readable =>
  Readable.from(bytes, { objectMode: false })

/** The data of an entry, unpacked as they are asked for, never more than it said, and held against its checksum. */
export async function* unpack(file: ExportFile, { from, to, method, size, crc }: Packed): Bytes {
  const most = size ?? exportLimits.entryBytes
  let [seen, sum] = [0, 0]
  try {
    for await (const chunk of method === 8 ? inflated(file, from, to) : file.stream(from, to)) {
      seen += chunk.length
      if (seen > most) return size === undefined ? 'tooLarge' : 'damaged'
      sum = crc32(chunk, sum)
      yield chunk
    }
  } catch (thrown) {
    return endingOf(thrown)
  }
  if (size !== undefined && seen < size) return 'cut'
  return crc === undefined || crc === sum ? 'whole' : 'damaged'
}

function inflated(file: ExportFile, from: number, to: number): AsyncIterable<Uint8Array> {
  const inflate = createInflateRaw()
  // An error of the source destroys the inflater with it, and comes out where that is read.
  pipeline(readable(file.stream(from, to)), inflate, () => undefined)
  return inflate as AsyncIterable<Uint8Array>
}

/** Where deflated data that begin at `from` end; undefined when they do not, or are a trap. */
export async function endOfDeflated(file: ExportFile, from: number): Promise<number | undefined> {
  const inflate = createInflateRaw()
  pipeline(readable(file.stream(from)), inflate, () => undefined)
  let seen = 0
  try {
    for await (const chunk of inflate as AsyncIterable<Uint8Array>) {
      seen += chunk.length
      if (seen > exportLimits.entryBytes) return undefined
    }
  } catch (thrown) {
    endingOf(thrown)
    return undefined
  }
  return from + inflate.bytesWritten
}
