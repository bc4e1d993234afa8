import { inflateRawSync } from 'node:zlib'
import { crc32 } from './crc32.ts'

/**
 * A reader for the zips of our bundles, since the verifier may use nothing but Node. It reads what it needs and
 * refuses what an honest zip does not have: encryption, other methods than stored and deflate, paths that lead
 * out, the same path twice, entries that overlap, contents that are not as long as they say.
 */

interface ZipSource {
  /** Length of the file, in bytes. */
  readonly size: number
  /** Bytes from `offset`; fewer than `length` only at the end of the file. */
  readonly read: (offset: number, length: number) => Uint8Array
}

export interface ZipLimits {
  readonly files: number
  /** Unpacked length of one file, in bytes. */
  readonly fileBytes: number
  /** Unpacked length of all files together, in bytes. */
  readonly totalBytes: number
}

export const zipLimits: ZipLimits = {
  files: 1_000_000,
  fileBytes: 1024 * 1024 * 1024,
  totalBytes: 64 * 1024 * 1024 * 1024,
}

/** Thrown for everything that is wrong with a zip; the message is for the log, not for translation. */
export class ZipError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'ZipError'
  }
}

export interface Zip {
  readonly paths: readonly string[]
  /** The unpacked, checked bytes of a file, or undefined when there is none. @throws ZipError */
  readonly read: (path: string) => Buffer | undefined
}

interface Member {
  readonly path: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly unpacked: number
  readonly offset: number
}

const signature = {
  local: 0x04034b50,
  central: 0x02014b50,
  end: 0x06054b50,
  end64: 0x06064b50,
  locator: 0x07064b50,
}
const localBytes = 30
const centralBytes = 46
const endBytes = 22
const locatorBytes = 20
const end64Bytes = 56
const longestComment = 0xffff
const directoryBytes = 512 * 1024 * 1024
const full16 = 0xffff
const full32 = 0xffffffff
const encrypted = 0x0001 | 0x0040 | 0x2000
const method = { stored: 0, deflate: 8 }

/** @throws ZipError when the file is not a zip, or not an honest one. */
export function openZip(source: ZipSource, limits: ZipLimits = zipLimits): Zip {
  const bytesAt = (offset: number, length: number): Buffer => {
    if (offset < 0 || length < 0 || offset + length > source.size)
      throw new ZipError('points outside the file')
    const bytes = Buffer.from(source.read(offset, length))
    if (bytes.length !== length) throw new ZipError('the file ends too early')
    return bytes
  }
  const directory = findDirectory(source.size, bytesAt)
  if (directory.entries > limits.files) throw new ZipError(`more than ${limits.files} files`)
  const members = readDirectory(directory, bytesAt)
  const files = new Map<string, Member>()
  let total = 0
  for (const member of members) {
    total += member.unpacked
    if (member.unpacked > limits.fileBytes || total > limits.totalBytes)
      throw new ZipError('unpacks to too much')
    if (files.has(member.path)) throw new ZipError(`the path stands twice: ${member.path}`)
    files.set(member.path, member)
  }
  assertApart(members, directory.offset)
  return {
    paths: [...files.keys()],
    read: (path) => {
      const member = files.get(path)
      return member && unpack(member, directory.offset, bytesAt)
    },
  }
}

type BytesAt = (offset: number, length: number) => Buffer

interface Directory {
  readonly entries: number
  readonly length: number
  readonly offset: number
}

function findDirectory(size: number, bytesAt: BytesAt): Directory {
  const tailAt = Math.max(0, size - endBytes - longestComment)
  const tail = bytesAt(tailAt, size - tailAt)
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    const ends =
      tail.readUInt32LE(at) === signature.end && at + endBytes + tail.readUInt16LE(at + 20) === tail.length
    if (ends) return readEnd(tail.subarray(at), tailAt + at, bytesAt)
  }
  throw new ZipError('not a zip')
}

function readEnd(end: Buffer, endAt: number, bytesAt: BytesAt): Directory {
  if (end.readUInt16LE(4) !== 0 && end.readUInt16LE(4) !== full16) throw new ZipError('in several pieces')
  const directory = {
    entries: end.readUInt16LE(10),
    length: end.readUInt32LE(12),
    offset: end.readUInt32LE(16),
  }
  const is64 = directory.entries === full16 || directory.length === full32 || directory.offset === full32
  const found = is64 ? readEnd64(endAt, bytesAt) : { ...directory, endsAt: endAt }
  if (found.offset + found.length !== found.endsAt || found.length > directoryBytes) {
    throw new ZipError('the directory is not where it is said to be')
  }
  return found
}

function readEnd64(endAt: number, bytesAt: BytesAt): Directory & { endsAt: number } {
  const locator = bytesAt(endAt - locatorBytes, locatorBytes)
  if (locator.readUInt32LE(0) !== signature.locator) throw new ZipError('the zip64 locator is missing')
  const endsAt = long(locator, 8)
  const end = bytesAt(endsAt, end64Bytes)
  if (end.readUInt32LE(0) !== signature.end64) throw new ZipError('the zip64 end is missing')
  return { entries: long(end, 32), length: long(end, 40), offset: long(end, 48), endsAt }
}

function long(bytes: Buffer, at: number): number {
  if (at + 8 > bytes.length) throw new ZipError('a length is missing')
  const value = Number(bytes.readBigUInt64LE(at))
  if (!Number.isSafeInteger(value)) throw new ZipError('a length that no file has')
  return value
}

function readDirectory({ entries, length, offset }: Directory, bytesAt: BytesAt): Member[] {
  const bytes = bytesAt(offset, length)
  const members: Member[] = []
  let at = 0
  while (at < bytes.length) {
    if (at + centralBytes > bytes.length || bytes.readUInt32LE(at) !== signature.central) {
      throw new ZipError('the directory is broken')
    }
    const nameEnd = at + centralBytes + bytes.readUInt16LE(at + 28)
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
    const next = extraEnd + bytes.readUInt16LE(at + 32)
    if (next > bytes.length) throw new ZipError('the directory is broken')
    const name = bytes.subarray(at + centralBytes, nameEnd)
    members.push(readMember(bytes.subarray(at, at + centralBytes), name, bytes.subarray(nameEnd, extraEnd)))
    at = next
  }
  if (members.length !== entries)
    throw new ZipError('the directory holds another number of files than it says')
  return members
}

function readMember(fixed: Buffer, name: Buffer, extra: Buffer): Member {
  const flags = fixed.readUInt16LE(8)
  const packedWith = fixed.readUInt16LE(10)
  const path = safePath(name)
  if ((flags & encrypted) !== 0) throw new ZipError(`encrypted: ${path}`)
  if (packedWith !== method.stored && packedWith !== method.deflate)
    throw new ZipError(`unknown method: ${path}`)
  const sizes = {
    unpacked: fixed.readUInt32LE(24),
    packed: fixed.readUInt32LE(20),
    offset: fixed.readUInt32LE(42),
  }
  const large = zip64Values(extra, Object.values(sizes).filter((value) => value === full32).length)
  const take = (value: number): number => (value === full32 ? (large.shift() ?? value) : value)
  const unpacked = take(sizes.unpacked)
  const packed = take(sizes.packed)
  const offset = take(sizes.offset)
  if (packedWith === method.stored && packed !== unpacked) throw new ZipError(`two lengths: ${path}`)
  return { path, flags, method: packedWith, crc: fixed.readUInt32LE(16), packed, unpacked, offset }
}

/** The 64-bit values of the extra field 0x0001: as many as were too large for their own place. */
function zip64Values(extra: Buffer, wanted: number): number[] {
  let at = 0
  while (wanted > 0 && at + 4 <= extra.length) {
    const length = extra.readUInt16LE(at + 2)
    const body = extra.subarray(at + 4, at + 4 + length)
    if (extra.readUInt16LE(at) === 1) return Array.from({ length: wanted }, (_, n) => long(body, n * 8))
    at += 4 + length
  }
  return []
}

/** Relative, forward, printable, and nowhere upwards. */
function safePath(name: Buffer): string {
  const path = name.toString('utf8')
  const steps = (path.endsWith('/') ? path.slice(0, -1) : path).split('/')
  const wrong =
    !Buffer.from(path, 'utf8').equals(name) ||
    /[\\:\p{Cc}]/u.test(path) ||
    steps.some((step) => step === '' || step === '.' || step === '..')
  if (wrong) throw new ZipError('a path that leads out of the zip')
  return path
}

/** Entries that share bytes are how small zips unpack to enormous ones. */
function assertApart(members: readonly Member[], end: number): void {
  const sorted = [...members].sort((a, b) => a.offset - b.offset)
  for (const [n, member] of sorted.entries()) {
    const next = sorted[n + 1]?.offset ?? end
    const least = localBytes + Buffer.byteLength(member.path, 'utf8') + member.packed
    if (member.offset + least > next) throw new ZipError(`overlaps what comes after: ${member.path}`)
  }
}

function unpack(member: Member, end: number, bytesAt: BytesAt): Buffer {
  const head = bytesAt(member.offset, localBytes)
  const nameLength = head.readUInt16LE(26)
  const name = bytesAt(member.offset + localBytes, nameLength).toString('utf8')
  const agrees =
    head.readUInt32LE(0) === signature.local &&
    head.readUInt16LE(6) === member.flags &&
    head.readUInt16LE(8) === member.method &&
    name === member.path
  if (!agrees) throw new ZipError(`says two things of itself: ${member.path}`)
  const start = member.offset + localBytes + nameLength + head.readUInt16LE(28)
  if (start + member.packed > end) throw new ZipError(`overlaps the directory: ${member.path}`)
  const packed = bytesAt(start, member.packed)
  const unpacked = member.method === method.stored ? packed : inflate(packed, member)
  if (unpacked.length !== member.unpacked || crc32(unpacked) !== member.crc) {
    throw new ZipError(`damaged: ${member.path}`)
  }
  return unpacked
}

function inflate(packed: Buffer, member: Member): Buffer {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, member.unpacked) })
  } catch {
    throw new ZipError(`damaged: ${member.path}`)
  }
}
