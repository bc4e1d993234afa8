import { spell } from '../../text/alphabet.ts'
import { hashOf, seed, step } from '../../text/hash.ts'
import type { View } from '../../text/view.ts'
import { mode, standsAnywhere } from '../notation.ts'
import { longestEnding, type Pattern } from '../patterns.ts'
import type { Search } from '../search.ts'
import { type Listing, listingsOf } from './listed.ts'
import { isOrdinary } from './ordinary.ts'
import { Hashes } from './table.ts'

/** Shorter words are the end of one and the beginning of the next too often. */
const shortest = 4
/** Fewer letters of a compound's last word, or before it, are too many others. */
const shortestInner = 3
const shortestBefore = 3
const longestInner = 12
const mostStrangers = 1 << 17
/** An even place. */
const placeOf = (first: number, rest: number): number => {
  const both = Math.imul(first, 31) ^ rest
  return 2 * ((both ^ (both >>> 15)) & (mostStrangers - 1))
}
const shortestOpen = 6
const shortestOpenRest = 2
const isOpen = (symbols: Uint8Array, modes: number): boolean =>
  (modes & mode.beginning) !== 0 && symbols.length >= shortestOpen
/** A listed word of so many letters is itself also where it is split into two words of their own: svart skalle. */
const long = 8

/** Listed words that a space, or a sign, makes two of: ne ger, hor-unge. */
export class Split {
  private readonly search: Search
  private readonly beginnings: Hashes
  private readonly rests: Hashes
  /** Of those that begin words, however they go on: what they end with. */
  private readonly openRests: Hashes
  /** Of those that may stand last in a longer word: what they begin with. */
  private readonly innerBeginnings: Hashes

  /** What they begin with in fewer letters, which counts where neither half is a word of its own. */
  private readonly innerLetters: Hashes

  /** Pairs of hashes. */
  private readonly strangers = new Int32Array(2 * mostStrangers)

  constructor(patterns: readonly Pattern[], search: Search) {
    this.search = search
    const count = patterns.reduce((sum, { symbols }) => sum + symbols.length, 0)
    this.beginnings = new Hashes(count)
    this.rests = new Hashes(count)
    this.innerBeginnings = new Hashes(count)
    this.innerLetters = new Hashes(count)
    this.openRests = new Hashes(count)
    for (const { symbols, modes } of patterns)
      for (let at = 1; at <= symbols.length; at += 1) {
        this.beginnings.add(hashOf(symbols, 0, at))
        if (standsAnywhere(modes))
          (at < shortestInner ? this.innerLetters : this.innerBeginnings).add(hashOf(symbols, 0, at))
        if (isOpen(symbols, modes) && symbols.length - at >= shortestOpenRest)
          this.openRests.add(hashOf(symbols, at, symbols.length))
        if (at < symbols.length) this.rests.add(hashOf(symbols, at, symbols.length))
      }
  }

  /** Whether a listed word begins with a word, or with its end. */
  begins(hash: number, symbols: Uint8Array, start: number, end: number): boolean {
    if (this.beginsClearly(hash, symbols, start, end)) return true
    for (let from = Math.max(start + shortestBefore, end - shortestInner + 1); from < end; from += 1)
      if (this.innerLetters.has(hashOf(symbols, from, end))) return true
    return false
  }

  /** The same, with letters enough to tell. */
  private beginsClearly(hash: number, symbols: Uint8Array, start: number, end: number): boolean {
    if (this.beginnings.has(hash)) return true
    for (
      let from = Math.max(start + shortestBefore, end - longestInner);
      from <= end - shortestInner;
      from += 1
    )
      if (this.innerBeginnings.has(hashOf(symbols, from, end))) return true
    return false
  }

  /**
   * Whether a listed word, in one of its forms, ends with the word from `start` to `end`.
   * @param endings which of its last symbols are an ending (endingsAt)
   */
  ends(symbols: Uint8Array, start: number, end: number, endings: number): boolean {
    if (end - start <= longestEnding && ((endings >> (end - start)) & 1) === 1) return true
    let hash = seed
    for (let at = start; at < end; at += 1) {
      hash = step(hash, symbols[at] ?? 0)
      if (this.openRests.has(hash)) return true
      const left = end - at - 1
      if (left <= longestEnding && ((endings >> left) & 1) === 1 && this.rests.has(hash)) return true
    }
    return false
  }

  /**
   * What a word and the one before it are together, where one sign stands between them, or a few spaces; nothing where each is
   * a word of its own.
   * @returns undefined for two that have nothing to do with each other
   */
  listings(view: View, word: number): readonly Listing[] | undefined {
    const { symbols, starts, hashes } = view
    const [hash = 0, restHash = 0] = [hashes[word - 1], hashes[word]]
    const place = placeOf(hash, restHash)
    if (this.strangers[place] === hash && this.strangers[place + 1] === restHash) return undefined
    const [start = 0, rest = 0, after = 0] = [starts[word - 1], starts[word], starts[word + 1]]
    if (after - start - 2 < shortest || !mayBeSplit(view, word)) return undefined
    const listings = this.together(symbols.subarray(start, rest - 1), symbols.subarray(rest, after - 1))
    if (listings === undefined) {
      this.strangers[place] = hash
      this.strangers[place + 1] = restHash
    }
    return listings
  }

  private together(first: Uint8Array, rest: Uint8Array): readonly Listing[] | undefined {
    const whole = joined(first, rest)
    if (!this.search.meetsAcross(whole, first.length)) return undefined
    const found = listingsOf(whole, this.search)
    if (found.length === 0 || this.isOne(first) || this.isOne(rest)) return undefined
    const [one, other] = [spell(first), spell(rest)]
    const ordinary = (isOrdinary(one) ? 1 : 0) + (isOrdinary(other) ? 1 : 0)
    if (!this.beginsClearly(hashOf(first, 0, first.length), first, 0, first.length))
      return ordinary > 0 ? [] : found
    return ordinary === 2 && !isLong(one + other, found) ? [] : found
  }

  /** What is listed by itself has been found, and begins no other word. */
  private isOne(part: Uint8Array): boolean {
    return listingsOf(part, this.search).length > 0
  }
}

function mayBeSplit({ text, from, to }: View, word: number): boolean {
  const [before, after] = [to[word - 1] ?? 0, from[word] ?? 0]
  if (after - before > widest) return false
  return after === before + 1 ? text.charCodeAt(before) !== lineEnd : wide.test(text.slice(before, after))
}

const isLong = (whole: string, found: readonly Listing[]): boolean =>
  whole.length >= long &&
  found.some(({ source }) => {
    const word = source.slice(source.lastIndexOf(':') + 1).replaceAll(/[=^*]/g, '')
    return word.length >= whole.length - 1 && whole.startsWith(word)
  })

const lineEnd = 0x0a
const widest = 5
/** Spaces, also around one sign that ends no sentence. */
const wide = /^[^\S\n]*[^\p{L}\p{N}\s.!?,;:()"]{0,2}[^\S\n]*$/u

let both = new Uint8Array(64)
function joined(first: Uint8Array, rest: Uint8Array): Uint8Array {
  const length = first.length + rest.length
  if (both.length < length) both = new Uint8Array(length * 2)
  both.set(first)
  both.set(rest, first.length)
  return both.subarray(0, length)
}
