/** Longer words are not kept. */
const longest = 16

/**
 * What has been found of words, so that a word that is met again, as most are, is not gone through again. A word has two
 * places: a new one takes the first, and what stood there moves to the second.
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

  /** What has been found of the word from `start` to `end`; undefined when that is not known. @param hash the word's */
  get(hash: number, symbols: Uint8Array, start: number, end: number): Found | undefined {
    const place = this.placeOf(hash)
    if (this.holds(place, symbols, start, end)) return this.found[place]
    return this.holds(place ^ 1, symbols, start, end) ? this.found[place ^ 1] : undefined
  }

  set(hash: number, symbols: Uint8Array, start: number, end: number, found: Found): void {
    if (end - start > longest) return
    const place = this.placeOf(hash)
    const from = place * longest
    this.found[place ^ 1] = this.found[place]
    this.letters.copyWithin((place ^ 1) * longest, from, from + longest)
    this.found[place] = found
    for (let at = 0; at < longest; at += 1)
      this.letters[from + at] = start + at < end ? (symbols[start + at] ?? 0) : 0
  }

  private placeOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.mask
  }

  private holds(place: number, symbols: Uint8Array, start: number, end: number): boolean {
    const { letters } = this
    const from = place * longest
    if (end - start < longest ? letters[from + end - start] !== 0 : end - start > longest) return false
    for (let at = start; at < end; at += 1) if (letters[from + at - start] !== symbols[at]) return false
    return true
  }
}
