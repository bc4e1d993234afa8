import { createHash } from 'node:crypto'
import { decode } from '@ipld/dag-cbor'
import { isObject } from '../../kernel/index.ts'

/**
 * Reading a CAR v1 file (ipld.io/specs/transport/car/carv1) as a stream. @ipld/car would hold a whole section in
 * memory on the word of its length, so a hostile file could fill it; here a section has an upper bound.
 */

/** A repository's blocks are records and tree nodes; the largest record a PDS takes is 1 MiB. */
const sectionBytes = 4 * 1024 * 1024
const base32 = 'abcdefghijklmnopqrstuvwxyz234567'

/** Bytes of a CID as text: base32 in lower case with the multibase prefix b. */
function cidText(bytes: Uint8Array): string {
  let text = 'b'
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += base32[(held >> bits) & 31] ?? ''
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + (base32[(held << (5 - bits)) & 31] ?? '') : text
}

export interface Block {
  readonly cid: string
  readonly bytes: Uint8Array
  /** Whether the bytes are those that the CID is the SHA-256 of. */
  readonly genuine: boolean
}

/** truncated: the file ends inside a section · malformed: what follows cannot be read as a CAR file. */
export type CarEnd = 'whole' | 'truncated' | 'malformed'

type CarEvent = { readonly roots: readonly string[] } | { readonly block: Block } | { readonly end: CarEnd }

/** Hands out an exact number of bytes at a time from a stream of chunks. */
class Bytes {
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Uint8Array = new Uint8Array()

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]()
  }

  /** The next bytes, or what is left when the stream ends before. */
  async take(wanted: number): Promise<Uint8Array> {
    if (this.#held.length < wanted) {
      const parts = [this.#held]
      let length = this.#held.length
      while (length < wanted) {
        const next = await this.#chunks.next()
        if (next.done) break
        parts.push(next.value)
        length += next.value.length
      }
      this.#held = Buffer.concat(parts)
    }
    const taken = this.#held.subarray(0, wanted)
    this.#held = this.#held.subarray(taken.length)
    return taken
  }

  /** An unsigned LEB128 number; 'end' at the end of the stream, undefined when it is cut off or too large. */
  async varint(): Promise<number | 'end' | undefined> {
    let value = 0
    for (let place = 0; place < 5; place++) {
      const [byte] = await this.take(1)
      if (byte === undefined) return place === 0 ? 'end' : undefined
      value += (byte & 0x7f) * 2 ** (7 * place)
      if (byte < 0x80) return value
    }
    return undefined
  }
}

/** The CID at the beginning of a section: version 1, any codec below 0x80, SHA-256. That is all that atproto allows. */
function splitSection(section: Uint8Array): Block | undefined {
  const sha256 = section[0] === 1 && (section[1] ?? 0x80) < 0x80 && section[2] === 0x12 && section[3] === 0x20
  if (!sha256 || section.length < 36) return undefined
  const bytes = section.subarray(36)
  const digest = createHash('sha256').update(bytes).digest()
  return { cid: cidText(section.subarray(0, 36)), bytes, genuine: digest.equals(section.subarray(4, 36)) }
}

/** DAG-CBOR, or undefined when the bytes are none (or nested so deep that they cannot be followed). */
export function decoded(bytes: Uint8Array): unknown {
  try {
    return decode(bytes)
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

/** A link in decoded DAG-CBOR as text, or undefined when the value is no link. */
export function linkText(value: unknown): string | undefined {
  if (!isObject(value) || value['asCID'] !== value) return undefined
  const bytes = value['bytes']
  return bytes instanceof Uint8Array ? cidText(bytes) : undefined
}

function rootsOf(header: Uint8Array): readonly string[] | undefined {
  const value = decoded(header)
  if (!isObject(value) || value['version'] !== 1 || !Array.isArray(value['roots'])) return undefined
  return value['roots'].map(linkText).filter((root) => root !== undefined)
}

/** The file's roots, its blocks as they come, and how it ended. Never throws on bad content. */
export async function* readCar(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CarEvent> {
  const source = new Bytes(bytes)
  let headed = false
  for (;;) {
    const length = await source.varint()
    if (length === 'end') return yield { end: headed ? 'whole' : 'malformed' }
    if (length === undefined || length === 0 || length > sectionBytes) return yield { end: 'malformed' }
    const section = await source.take(length)
    if (section.length < length) return yield { end: headed ? 'truncated' : 'malformed' }
    if (!headed) {
      const roots = rootsOf(section)
      if (roots === undefined) return yield { end: 'malformed' }
      headed = true
      yield { roots }
      continue
    }
    const block = splitSection(section)
    if (block === undefined) return yield { end: 'malformed' }
    yield { block }
  }
}
