import type { Readable } from 'node:stream'
import yauzl from 'yauzl'
import type { ExportFile } from '../contract.ts'
import { bytesAt, type Entry, exportLimits, isTrap, safeName } from './entry.ts'
import { salvage } from './salvage.ts'
import { readable, unpack } from './unpack.ts'

/** What an archive gave, and what is amiss with it. */
export interface Archive {
  readonly entries: readonly Entry[]
  readonly troubles: Partial<Record<Trouble, number>>
}

/**
 * cut: its end is missing · lost: nothing in it can be found · locked: needs a password · unsafe: a name that leads out ·
 * trap: far larger than it can be · method: packed in a way that is not read · many: more files than are taken ·
 * unknown: no archive of a kind that is read · empty.
 */
export type Trouble = 'cut' | 'lost' | 'locked' | 'unsafe' | 'trap' | 'method' | 'many' | 'unknown' | 'empty'

const windowBytes = 256 * 1024

/** yauzl's way to the bytes. It asks for the directory a few bytes at a time; a window spares a read each. */
class FileReader extends yauzl.RandomAccessReader {
  readonly #file: ExportFile
  #window: Buffer = Buffer.alloc(0)
  #from = 0

  constructor(file: ExportFile) {
    super()
    this.#file = file
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return readable(this.#file.stream(start, end))
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.#bytes(position, length).then(
      (bytes) => {
        if (bytes.length < length) callback(new Error('unexpected EOF'))
        else {
          bytes.copy(buffer, offset)
          callback(null)
        }
      },
      (thrown: unknown) => callback(thrown instanceof Error ? thrown : new Error(String(thrown))),
    )
  }

  async #bytes(position: number, length: number): Promise<Buffer> {
    const inside = position >= this.#from && position + length <= this.#from + this.#window.length
    if (!inside) {
      this.#window = await bytesAt(this.#file, position, Math.max(length, windowBytes))
      this.#from = position
    }
    return this.#window.subarray(position - this.#from, position - this.#from + length)
  }
}

/** yauzl throws plain Errors alone on what a file can be; anything with a code or a class of its own is not the file's. */
const isOfTheFile = (thrown: unknown): boolean =>
  thrown instanceof Error && thrown.constructor === Error && !('code' in thrown)

/**
 * The files of a zip, by its directory; when that is missing, as when a download was broken off, by the headers before
 * each file.
 */
export async function readZip(file: ExportFile): Promise<Archive> {
  try {
    return await byDirectory(file)
  } catch (thrown) {
    if (!isOfTheFile(thrown)) throw thrown
    return await salvage(file)
  }
}

async function byDirectory(file: ExportFile): Promise<Archive> {
  const zip = await yauzl.fromRandomAccessReaderPromise(new FileReader(file), file.size, {
    decodeStrings: false,
    autoClose: false,
  })
  const entries: Entry[] = []
  const troubles: Partial<Record<Trouble, number>> = {}
  const note = (trouble: Trouble): void => {
    troubles[trouble] = (troubles[trouble] ?? 0) + 1
  }
  let packed = 0
  for await (const entry of zip.eachEntry()) {
    const name = safeName(
      yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false),
    )
    packed += entry.compressedSize
    if (name?.endsWith('/')) continue
    if (name === undefined) note('unsafe')
    else if (entry.isEncrypted()) note('locked')
    else if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) note('method')
    else if (isTrap(entry.compressedSize, entry.uncompressedSize)) note('trap')
    else entries.push(entryOf(file, zip, entry, name))
    if (entries.length >= exportLimits.entries) {
      note('many')
      break
    }
  }
  // Files that lie on top of each other: a small archive that unpacks without end.
  return packed > file.size ? { entries: [], troubles: { trap: 1 } } : { entries, troubles }
}

const entryOf = (file: ExportFile, zip: yauzl.ZipFile, entry: yauzl.Entry, name: string): Entry => ({
  name,
  size: entry.uncompressedSize,
  async *read() {
    let from: number
    try {
      const header = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
      from = header.fileDataStart
    } catch (thrown) {
      if (!isOfTheFile(thrown)) throw thrown
      return 'damaged'
    }
    return yield* unpack(file, {
      from,
      to: from + entry.compressedSize,
      method: entry.compressionMethod,
      size: entry.uncompressedSize,
      crc: entry.crc32,
    })
  },
})
