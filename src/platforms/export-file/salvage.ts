import type { ExportFile } from '../contract.ts'
import { bytesAt, type Entry, exportLimits, isTrap, safeName } from './entry.ts'
import { endOfDeflated, type Packed, unpack } from './unpack.ts'
import type { Archive, Trouble } from './zip.ts'

const localHeader = 0x04034b50
const directoryHeader = 0x02014b50
const descriptor = 0x08074b50
const headerBytes = 30
const sizesFollow = 8
const encrypted = 1
const unset = 0xffffffff

interface Local {
  readonly name: string
  readonly flags: number
  readonly packed: Packed
}

/** The header before a file's data (APPNOTE 4.3.7); undefined when the file ends inside it, or it is none. */
async function localAt(file: ExportFile, at: number): Promise<Local | undefined> {
  const head = await bytesAt(file, at, headerBytes)
  if (head.length < headerBytes || head.readUInt32LE(0) !== localHeader) return undefined
  const [nameLength, extraLength] = [head.readUInt16LE(26), head.readUInt16LE(28)]
  const rest = await bytesAt(file, at + headerBytes, nameLength + extraLength)
  if (rest.length < nameLength + extraLength) return undefined
  const flags = head.readUInt16LE(6)
  let [packedSize, size] = [head.readUInt32LE(18), head.readUInt32LE(22)]
  const large = zip64(rest.subarray(nameLength))
  if (large && size === unset) size = large.size
  if (large && packedSize === unset) packedSize = large.packed
  const from = at + headerBytes + nameLength + extraLength
  const later = (flags & sizesFollow) !== 0
  return {
    name: rest.subarray(0, nameLength).toString('utf8'),
    flags,
    packed: {
      from,
      to: from + packedSize,
      method: head.readUInt16LE(8),
      ...(later ? {} : { size, crc: head.readUInt32LE(14) }),
    },
  }
}

/** Sizes of eight bytes, in the extra field 1. */
function zip64(extra: Buffer): { size: number; packed: number } | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1 || at + 20 > extra.length) continue
    return { size: Number(extra.readBigUInt64LE(at + 4)), packed: Number(extra.readBigUInt64LE(at + 12)) }
  }
  return undefined
}

/** Past the sizes that follow the data: with or without a signature, of four or eight bytes each. */
async function pastDescriptor(file: ExportFile, at: number): Promise<number> {
  const bytes = await bytesAt(file, at, 28)
  const signed = bytes.length >= 4 && bytes.readUInt32LE(0) === descriptor
  const lengths = signed ? [16, 24] : [12, 20]
  const next = lengths.find((length) => {
    const sign = bytes.length >= length + 4 ? bytes.readUInt32LE(length) : 0
    return sign === localHeader || sign === directoryHeader
  })
  return at + (next ?? lengths[0] ?? 0)
}

/** The files of a zip without its directory. The last one is there as far as it goes, and ends as 'cut'. */
export async function salvage(file: ExportFile): Promise<Archive> {
  const entries: Entry[] = []
  const troubles: Partial<Record<Trouble, number>> = { cut: 1 }
  const note = (trouble: Trouble): void => {
    troubles[trouble] = (troubles[trouble] ?? 0) + 1
  }
  let at = 0
  while (entries.length < exportLimits.entries) {
    const local = await localAt(file, at)
    if (local === undefined) break
    const { flags } = local
    let { packed } = local
    const follows = (flags & sizesFollow) !== 0 && packed.to === packed.from
    if (follows) {
      const end = packed.method === 8 ? await endOfDeflated(file, packed.from) : packed.from
      packed = { ...packed, to: end ?? file.size }
    }
    const name = safeName(local.name)
    if (name === undefined) note('unsafe')
    else if ((flags & encrypted) !== 0) note('locked')
    else if (packed.method !== 0 && packed.method !== 8) note('method')
    else if (isTrap(packed.to - packed.from, packed.size ?? 0)) note('trap')
    else if (!name.endsWith('/')) entries.push(entryOf(file, name, packed))
    if (packed.to >= file.size) break
    at = follows ? await pastDescriptor(file, packed.to) : packed.to
  }
  return entries.length === 0 && !troubles.locked ? { entries, troubles: { lost: 1 } } : { entries, troubles }
}

const entryOf = (file: ExportFile, name: string, packed: Packed): Entry => ({
  name,
  size: packed.size ?? 0,
  read: () => unpack(file, { ...packed, to: Math.min(packed.to, file.size) }),
})
