/** Longer words are not kept. */
const longest = 20
/** A place: the word's symbols, and the number of what was found in its last two bytes. */
const width = 24
const numberAt = width / 2 - 1
/** So many different findings can be told apart. */
const mostFound = 65_000

/**
 * What has been found of words, so that a word that is met again, as most are, is not gone through again. A word has two
 * places: a new one takes the first, and what stood there moves to the second.
 */
export class Memo<Found extends object> {
  private readonly letters: Uint8Array
  /** The same bytes; of what was found, 0 is nothing yet. */
  private readonly numbers: Uint16Array
  private readonly mask: number
  /** By number, and back for those that are the same object. */
  private readonly found: (Found | undefined)[] = [undefined]
  private readonly known = new Map<Found, number>()

  /** @param places a power of two; each takes 24 bytes */
  constructor(places: number) {
    this.mask = places - 1
    this.letters = new Uint8Array(places * width)
    this.numbers = new Uint16Array(this.letters.buffer)
  }

  /** What has been found of the word from `start` to `end`; undefined when that is not known. @param hash the word's */
  get(hash: number, symbols: Uint8Array, start: number, end: number): Found | undefined {
    const place = this.placeOf(hash)
    if (this.holds(place, symbols, start, end)) return this.found[this.numberIn(place)]
    return this.holds(place ^ 1, symbols, start, end) ? this.found[this.numberIn(place ^ 1)] : undefined
  }

  set(hash: number, symbols: Uint8Array, start: number, end: number, found: Found): void {
    if (end - start > longest) return
    const place = this.placeOf(hash)
    const from = place * width
    if (this.numberIn(place) !== 0 && !this.holds(place, symbols, start, end))
      this.letters.copyWithin((place ^ 1) * width, from, from + width)
    this.numbers[place * (width / 2) + numberAt] = this.numberOf(found)
    for (let at = 0; at < longest; at += 1)
      this.letters[from + at] = start + at < end ? (symbols[start + at] ?? 0) : 0
  }

  private numberIn(place: number): number {
    return this.numbers[place * (width / 2) + numberAt] ?? 0
  }

  private numberOf(found: Found): number {
    const known = this.known.get(found)
    if (known !== undefined) return known
    if (this.found.length > mostFound) this.forget()
    this.known.set(found, this.found.length)
    return this.found.push(found) - 1
  }

  private forget(): void {
    this.letters.fill(0)
    this.known.clear()
    this.found.length = 1
  }

  private placeOf(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.mask
  }

  private holds(place: number, symbols: Uint8Array, start: number, end: number): boolean {
    const { letters } = this
    const from = place * width
    if (letters[from] !== symbols[start] || end - start > longest) return false
    if (end - start < longest && letters[from + end - start] !== 0) return false
    for (let at = start + 1; at < end; at += 1) if (letters[from + at - start] !== symbols[at]) return false
    return true
  }
}
