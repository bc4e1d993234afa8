import type { Pattern } from '../patterns.ts'

const none: readonly Pattern[] = []

/** A bit for each hash: it may be set for others too, and is looked at before anything larger is. */
export class Hashes {
  private readonly bits: Uint8Array
  private readonly mask: number

  /** @param count about how many will be added */
  constructor(count: number) {
    this.mask = 2 ** Math.ceil(Math.log2(count * 8 + 64)) - 1
    this.bits = new Uint8Array((this.mask + 1) >> 3)
  }

  add(hash: number): void {
    const bit = this.bitOf(hash)
    this.bits[bit >> 3] = (this.bits[bit >> 3] ?? 0) | (1 << (bit & 7))
  }

  has(hash: number): boolean {
    const bit = this.bitOf(hash)
    return (((this.bits[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1
  }

  private bitOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.mask
  }
}

/** Patterns by the hash of what they are known by. Others may have the same hash: who asks makes sure. */
export class Table {
  private readonly known: Hashes
  private readonly byHash = new Map<number, Pattern[]>()

  /** @param patterns one for each hash */
  constructor(hashes: readonly number[], patterns: readonly Pattern[]) {
    this.known = new Hashes(hashes.length * 2)
    for (const [at, hash] of hashes.entries()) {
      this.known.add(hash)
      const pattern = patterns[at]
      const same = this.byHash.get(hash)
      if (pattern === undefined) continue
      if (same === undefined) this.byHash.set(hash, [pattern])
      else same.push(pattern)
    }
  }

  find(hash: number): readonly Pattern[] {
    return this.known.has(hash) ? (this.byHash.get(hash) ?? none) : none
  }
}
