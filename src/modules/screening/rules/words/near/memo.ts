/** Longer words are not kept. */
const longest = 20
/** So many different findings can be told apart. */
const mostFound = 65_000

/**
 * What has been found of words, so that a word that is met again, as most are, is not gone through again. A word has two
 * places: a new one takes the first, and what stood there moves to the second.
 */
export class Memo<Found extends object> {
  private readonly letters: Uint8Array
  /** Per place: the number of what was found; 0 is nothing yet. */
  private readonly numbers: Uint16Array
  private readonly mask: number
  /** By number, and back for those that are the same object. */
  private readonly found: (Found | undefined)[] = [undefined]
  private readonly known = new Map<Found, number>()

  /** @param places a power of two; each takes 22 bytes */
  constructor(places: number) {
    this.mask = places - 1
    this.numbers = new Uint16Array(places)
    this.letters = new Uint8Array(places * longest)
  }

  /** What has been found of the word from `start` to `end`; undefined when that is not known. @param hash the word's */
  get(hash: number, symbols: Uint8Array, start: number, end: number): Found | undefined {
    const place = this.placeOf(hash)
    if (this.holds(place, symbols, start, end)) return this.found[this.numbers[place] ?? 0]
    return this.holds(place ^ 1, symbols, start, end) ? this.found[this.numbers[place ^ 1] ?? 0] : undefined
  }

  set(hash: number, symbols: Uint8Array, start: number, end: number, found: Found): void {
    if (end - start > longest) return
    const place = this.placeOf(hash)
    const from = place * longest
    if (this.numbers[place] !== 0) {
      this.numbers[place ^ 1] = this.numbers[place] ?? 0
      this.letters.copyWithin((place ^ 1) * longest, from, from + longest)
    }
    this.numbers[place] = this.numberOf(found)
    for (let at = 0; at < longest; at += 1)
      this.letters[from + at] = start + at < end ? (symbols[start + at] ?? 0) : 0
  }

  private numberOf(found: Found): number {
    const known = this.known.get(found)
    if (known !== undefined) return known
    if (this.found.length > mostFound) this.forget()
    this.known.set(found, this.found.length)
    return this.found.push(found) - 1
  }

  private forget(): void {
    this.numbers.fill(0)
    this.known.clear()
    this.found.length = 1
  }

  private placeOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.mask
  }

  private holds(place: number, symbols: Uint8Array, start: number, end: number): boolean {
    const { letters } = this
    const from = place * longest
    if (letters[from] !== symbols[start] || end - start > longest) return false
    if (end - start < longest && letters[from + end - start] !== 0) return false
    for (let at = start + 1; at < end; at += 1) if (letters[from + at - start] !== symbols[at]) return false
    return true
  }
}
