import { Readable } from 'node:stream'
import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { crc32 } from './crc32.ts'
import { openZip, ZipError, type ZipLimits, zipLimits } from './zip-read.ts'

interface Options {
  readonly compress?: boolean
  readonly forceZip64Format?: boolean
}

async function zipOf(files: Readonly<Record<string, Uint8Array>>, options: Options = {}): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [path, bytes] of Object.entries(files)) zip.addBuffer(Buffer.from(bytes), path, options)
  zip.end({ comment: '', forceZip64Format: options.forceZip64Format ?? false })
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

const open = (bytes: Buffer, limits: ZipLimits = zipLimits) =>
  openZip({ size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) }, limits)

const files = {
  'bundle.json': Buffer.from('{"a":1}'.repeat(50)),
  'files/0/raw': Buffer.alloc(3000, 7),
  'files/1/e': Buffer.alloc(0),
}

/** The same zip with the same-length path written over the old one, wherever it stands. */
function renamed(zip: Buffer, from: string, to: string): Buffer {
  const changed = Buffer.from(zip)
  for (let at = changed.indexOf(from); at >= 0; at = changed.indexOf(from, at + 1)) changed.write(to, at)
  return changed
}

/** Where the n:th record with that signature begins. */
function positionOf(zip: Buffer, signature: number, n = 0): number {
  const mark = Buffer.alloc(4)
  mark.writeUInt32LE(signature)
  let at = zip.indexOf(mark)
  for (let seen = 0; seen < n; seen += 1) at = zip.indexOf(mark, at + 1)
  return at
}
const [central, end] = [0x02014b50, 0x06054b50]

function edited(zip: Buffer, edit: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(zip)
  edit(copy)
  return copy
}

describe('an honest zip', () => {
  test.each([{ compress: true }, { compress: false }, { compress: true, forceZip64Format: true }])(
    'gives back what was put in (%j)',
    async (options) => {
      const zip = open(await zipOf(files, options))
      expect(zip.paths).toEqual(Object.keys(files))
      for (const [path, bytes] of Object.entries(files)) expect(zip.read(path)).toEqual(bytes)
      expect(zip.read('files/2/raw')).toBeUndefined()
      expect(zip.read('constructor')).toBeUndefined()
    },
  )

  test('that was written as a stream, lengths last, gives back what was put in', async () => {
    const zip = new ZipFile()
    zip.addReadStream(Readable.from([Buffer.alloc(5000, 1)]), 'files/0/raw')
    zip.end()
    const chunks: Buffer[] = []
    for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk))
    expect(open(Buffer.concat(chunks)).read('files/0/raw')).toEqual(Buffer.alloc(5000, 1))
  })

  test('is read whatever it holds', async () => {
    const contents = fc.dictionary(
      fc.stringMatching(/^files\/\d\/[a-z]{1,5}$/),
      fc.uint8Array({ maxLength: 2000 }),
      { noNullPrototype: true },
    )
    await fc.assert(
      fc.asyncProperty(contents, fc.boolean(), async (held, compress) => {
        const zip = open(await zipOf(held, { compress }))
        for (const [path, bytes] of Object.entries(held)) expect(zip.read(path)).toEqual(Buffer.from(bytes))
      }),
      { numRuns: 50 },
    )
  })
})

describe('a zip that is not honest', () => {
  test('never gives back other bytes than were put in, whichever byte of it is changed', async () => {
    for (const compress of [true, false]) {
      const zip = await zipOf(files, { compress })
      fc.assert(
        fc.property(fc.nat({ max: zip.length - 1 }), fc.integer({ min: 1, max: 255 }), (at, flip) => {
          const changed = edited(zip, (copy) => copy.writeUInt8((zip[at] ?? 0) ^ flip, at))
          const read = readAll(changed)
          if (read instanceof ZipError) return
          for (const [path, bytes] of read) {
            // A path may have been changed into another; then nobody finds it under its own name.
            if (path in files) expect(bytes).toEqual(files[path as keyof typeof files])
          }
        }),
        { numRuns: 1500 },
      )
    }
  })

  test('that was cut off, or is no zip at all, is refused', async () => {
    const zip = await zipOf(files)
    for (let length = 0; length < zip.length; length += 13) {
      expect(() => open(zip.subarray(0, length)), `${length} bytes`).toThrow(ZipError)
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
        expect(() => open(Buffer.from(bytes))).toThrow(ZipError)
      }),
    )
  })

  test.each([
    '../../../tmp',
    '/files/0/rw',
    'files/../../',
    'C:\\files\\00',
    'files\\0\\raw',
    'files//0raw',
    'files/./raw',
    'files/0/ra\0',
  ])('with a path that leads out is refused: %j', async (path) => {
    const zip = await zipOf({ 'files/0/raw': Buffer.from('x') })
    expect(() => open(renamed(zip, 'files/0/raw', path.padEnd(11, '/').slice(0, 11)))).toThrow(ZipError)
  })

  test('with the same path twice is refused', async () => {
    const zip = await zipOf({ 'files/0/raw': Buffer.from('x'), 'files/1/raw': Buffer.from('y') })
    expect(() => open(renamed(zip, 'files/1/raw', 'files/0/raw'))).toThrow(/twice/)
  })

  test('whose local header says another name than its directory is refused', async () => {
    const zip = await zipOf({ 'files/0/raw': Buffer.from('x') })
    const other = edited(zip, (copy) => copy.write('files/9/raw', 30))
    expect(() => open(other).read('files/0/raw')).toThrow(/two things/)
  })

  test('that unpacks to more than is allowed, or than it says, is refused', async () => {
    const bomb = await zipOf({ a: Buffer.alloc(1_000_000), b: Buffer.alloc(1_000_000) })
    expect(bomb.length).toBeLessThan(3000)
    expect(() => open(bomb, { ...zipLimits, fileBytes: 999_999 })).toThrow(/too much/)
    expect(() => open(bomb, { ...zipLimits, totalBytes: 1_999_999 })).toThrow(/too much/)
    expect(() => open(bomb, { ...zipLimits, files: 1 })).toThrow(/more than 1/)
    const lying = edited(bomb, (copy) => copy.writeUInt32LE(10, positionOf(bomb, central) + 24))
    expect(() => open(lying).read('a')).toThrow(/damaged/)
  })

  test('whose entries share bytes is refused', async () => {
    const zip = await zipOf({ 'files/0/raw': Buffer.alloc(50, 1), 'files/1/raw': Buffer.alloc(50, 1) })
    const shared = edited(zip, (copy) => copy.writeUInt32LE(0, positionOf(zip, central, 1) + 42))
    expect(() => open(shared)).toThrow(/overlaps/)
  })

  test.each([
    ['encrypted', 8, 1],
    ['packed in an unknown way', 10, 12],
  ])('that is %s is refused', async (_, offset, value) => {
    const zip = await zipOf(files)
    expect(() =>
      open(edited(zip, (copy) => copy.writeUInt16LE(value, positionOf(zip, central) + offset))),
    ).toThrow(ZipError)
  })

  test('that counts its files wrongly, or has bytes after its end, is refused', async () => {
    const zip = await zipOf(files)
    expect(() => open(edited(zip, (copy) => copy.writeUInt16LE(2, positionOf(zip, end) + 10)))).toThrow(
      ZipError,
    )
    expect(() => open(Buffer.concat([zip, Buffer.from('more')]))).toThrow(ZipError)
  })
})

function readAll(bytes: Buffer): [string, Buffer | undefined][] | ZipError {
  try {
    const zip = open(bytes)
    return zip.paths.map((path) => [path, zip.read(path)])
  } catch (thrown) {
    if (thrown instanceof ZipError) return thrown
    throw thrown
  }
}

test('the check sum is the one that zlib counts', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(crc32(bytes)).toBe(zlibCrc32(bytes))
    }),
  )
})
