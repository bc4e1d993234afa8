/** Longer words are not kept. */
const longest = 16

/**
 * What has been found of words, so that a word that is met again, as most are, is not gone through again. A word that
 * falls in the place of another takes it.
 */
export class Memo<Found extends object> {
  private readonly found: (Found | undefined)[]
  private readonly letters: Uint8Array
  private readonly mask: number

  /** @param places a power of two; each takes some 24 bytes */
  constructor(places: number) {
    this.mask = places - 1
    this.found = new Array<Found | undefined>(places).fill(undefined)
    this.letters = new Uint8Array(places * longest)
  }

  /** What has been found of the word from `start` to `end`; undefined when that is not known. */
  get(symbols: Uint8Array, start: number, end: number): Found | undefined {
    if (end - start > longest) return undefined
    const place = this.placeOf(symbols, start, end)
    const known = this.found[place]
    return known !== undefined && this.holds(place, symbols, start, end) ? known : undefined
  }

  set(symbols: Uint8Array, start: number, end: number, found: Found): void {
    if (end - start > longest) return
    const place = this.placeOf(symbols, start, end)
    const from = place * longest
    this.found[place] = found
    for (let at = 0; at < longest; at += 1)
      this.letters[from + at] = start + at < end ? (symbols[start + at] ?? 0) : 0
  }

  private placeOf(symbols: Uint8Array, start: number, end: number): number {
    let hash = 0
    for (let at = start; at < end; at += 1) hash = Math.imul(hash + (symbols[at] ?? 0), 0x9e3779b1)
    return (hash ^ (hash >>> 15)) & this.mask
  }

  private holds(place: number, symbols: Uint8Array, start: number, end: number): boolean {
    const from = place * longest
    if (end - start < longest && this.letters[from + end - start] !== 0) return false
    for (let at = start; at < end; at += 1) if (this.letters[from + at - start] !== symbols[at]) return false
    return true
  }
}
