import type { Pattern } from '../patterns.ts'

const none: readonly Pattern[] = []

export const seed = 0x811c9dc5
/** One more symbol of what is hashed (FNV-1a, 32 bits). */
export const step = (hash: number, symbol: number): number => Math.imul(hash ^ symbol, 0x01000193)

export function hashOf(symbols: Uint8Array, from: number, to: number): number {
  let hash = seed
  for (let at = from; at < to; at += 1) hash = step(hash, symbols[at] ?? 0)
  return hash
}

/** Patterns by the hash of what they are known by. Others may have the same hash: who asks makes sure. */
export class Table {
  private readonly patterns: readonly Pattern[]
  private readonly hashes: Int32Array
  /** Per bucket the number of its first entry, and per entry that of the next; from 1, 0 is none. */
  private readonly heads: Int32Array
  private readonly nexts: Int32Array
  private readonly mask: number

  /** @param patterns one for each hash */
  constructor(hashes: readonly number[], patterns: readonly Pattern[]) {
    this.patterns = patterns
    this.hashes = Int32Array.from(hashes)
    this.nexts = new Int32Array(hashes.length)
    this.mask = 2 ** Math.ceil(Math.log2(hashes.length * 4 + 4)) - 1
    this.heads = new Int32Array(this.mask + 1)
    for (const [entry, hash] of this.hashes.entries()) {
      const bucket = this.bucketOf(hash)
      this.nexts[entry] = this.heads[bucket] ?? 0
      this.heads[bucket] = entry + 1
    }
  }

  find(hash: number): readonly Pattern[] {
    let entry = this.heads[this.bucketOf(hash)] ?? 0
    if (entry === 0) return none
    const found: Pattern[] = []
    for (const wanted = hash | 0; entry !== 0; entry = this.nexts[entry - 1] ?? 0) {
      const pattern = this.patterns[entry - 1]
      if (this.hashes[entry - 1] === wanted && pattern !== undefined) found.push(pattern)
    }
    return found
  }

  private bucketOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.mask
  }
}
