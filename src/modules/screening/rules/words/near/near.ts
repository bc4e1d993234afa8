import { isCompound, isSwedish } from '../../../../search/index.ts'
import type { Collector } from '../../collector.ts'
import { spell, symbol } from '../../text/alphabet.ts'
import type { View } from '../../text/view.ts'
import { isAcronym, isCapitalised } from '../names.ts'
import { mode } from '../notation.ts'
import type { Pattern } from '../patterns.ts'
import type { Search } from '../search.ts'
import { type Listing, listingsOf } from './listed.ts'
import { Memo } from './memo.ts'
import { isOrdinary } from './ordinary.ts'
import { Slips } from './slips.ts'
import { Sounds } from './sounds.ts'
import { Hashes, seed, step } from './table.ts'
import { VowelsLeftOut } from './vowels.ts'

/** What one word by itself tells. */
interface Told {
  /** Listed words that it may be, though it is none of them. */
  readonly listings: readonly Listing[]
  /** It sounds so much as they do that it is them also where it is written as a name is. */
  readonly sure: boolean
  /** It resembles listed words, whether or not it is a word of its own. */
  readonly near: boolean
  /** A listed word begins so, and the next word may be the rest of it. */
  readonly begins: boolean
}
const nothing: Told = { listings: [], sure: false, near: false, begins: false }
const beginning: Told = { ...nothing, begins: true }

/** Words of one text that resemble listed ones and are gone into. More than so many would cost more than they say. */
const mostNear = 200
/** Words of so many letters are looked for backwards and over a space: shorter ones are in too many. */
const shortestReversed = 4
const shortestSplit = 4
/** A listed word of so many letters is itself also where it is split into two words of their own: svart skalle. */
const longSplit = 8
/** The rulebook's lists are met by every text, those of one municipality by few. */
const manyPatterns = 1000
const places = { many: 1 << 16, few: 1 << 9 }

/**
 * Finds listed words in words that are none: spelt as they sound, with a slip, without vowels, backwards, or split by a
 * space. What is a Swedish word of its own is that word.
 */
export class Near {
  private readonly search: Search
  private readonly sounds: Sounds
  private readonly slips: Slips
  private readonly vowels: VowelsLeftOut
  private readonly beginnings: Hashes
  private readonly memo: Memo<Told>

  /** @param search finds what is listed itself */
  constructor(listed: readonly Pattern[], search: Search) {
    this.search = search
    const words = listed.filter(({ gaps, entry }) => gaps === 0 && entry.does === 'reason' && !entry.opens)
    const patterns = words.filter(({ modes }) => (modes & mode.whole) !== 0)
    this.sounds = new Sounds(patterns)
    this.slips = new Slips(patterns)
    this.vowels = new VowelsLeftOut(words)
    const beginnings = patterns.flatMap(({ symbols }) => beginningsOf(symbols))
    this.beginnings = new Hashes(beginnings.length * 2)
    for (const hash of beginnings) this.beginnings.add(hash)
    this.memo = new Memo(patterns.length > manyPatterns ? places.many : places.few)
  }

  /** Linear in the view's symbols. */
  find(view: View, into: Collector): void {
    const { symbols, length } = view
    let left = mostNear
    let [word, start, before, hash] = [0, 1, 0, seed]
    for (let at = 1; at < length && left > 0; at += 1) {
      const each = symbols[at] ?? symbol.gap
      if (each !== symbol.gap) {
        hash = step(hash, each)
        continue
      }
      const told = this.told(hash, symbols, start, at)
      if (told.near) {
        left -= 1
        report(told, view, word, into)
      }
      if (before > 0 && this.isRest(view, word, before, start, at, into)) left -= 1
      before = told.begins ? start : 0
      start = at + 1
      word += 1
      hash = seed
    }
  }

  private told(hash: number, symbols: Uint8Array, start: number, end: number): Told {
    const known = this.memo.get(hash, symbols, start, end)
    if (known !== undefined) return known
    const told = this.judge(hash, symbols, start, end)
    this.memo.set(hash, symbols, start, end, told)
    return told
  }

  private judge(hash: number, symbols: Uint8Array, start: number, end: number): Told {
    for (let at = start; at < end; at += 1) if ((symbols[at] ?? symbol.other) >= symbol.digit) return nothing
    const begins = this.beginnings.has(hash)
    const word = symbols.slice(start, end)
    const heard = this.sounds.spelling(symbols, start, end)
    const slipped = this.slips.spelling(word)
    const bare = this.vowels.spelling(word)
    const backwards = end - start < shortestReversed ? [] : listingsOf(word.slice().reverse(), this.search)
    if (heard.length + slipped.length + bare.length + backwards.length === 0)
      return begins ? beginning : nothing
    const found = [...[...heard, ...slipped, ...bare].flatMap(listingOf), ...backwards]
    const sure = heard.some((each) => this.sounds.isSure(each))
    const written = spell(word)
    const itself =
      isSwedish(written) || (!sure && isCompound(written)) || listingsOf(word, this.search).length > 0
    return { listings: itself ? [] : found, sure, near: true, begins }
  }

  /** Whether a word and the one before it are what is listed as one word, and not two words of their own. */
  private isRest(
    view: View,
    word: number,
    before: number,
    start: number,
    end: number,
    into: Collector,
  ): boolean {
    const { symbols, text, from, to } = view
    if (end - before - 1 < shortestSplit || !isOneSign(text, to[word - 1] ?? 0, from[word] ?? 0)) return false
    const first = symbols.subarray(before, start - 1)
    const rest = symbols.subarray(start, end)
    const listings = listingsOf(joined(first, rest), this.search)
    if (listings.length === 0) return false
    const whole = spell(first) + spell(rest)
    const two = isOrdinary(spell(first)) && isOrdinary(spell(rest))
    const listed = whole.length >= longSplit && listings.some(({ source }) => source.endsWith(`:${whole}`))
    if ((!two || listed) && !isCapitalised(view, word)) add(listings, view, word - 1, word, into)
    return true
  }
}

/** The hash of each beginning of a word, and last of the word. */
function beginningsOf(word: Uint8Array): number[] {
  let hash = seed
  return Array.from(word, (each) => {
    hash = step(hash, each)
    return hash
  })
}

let both = new Uint8Array(64)
function joined(first: Uint8Array, rest: Uint8Array): Uint8Array {
  const length = first.length + rest.length
  if (both.length < length) both = new Uint8Array(length * 2)
  both.set(first)
  both.set(rest, first.length)
  return both.subarray(0, length)
}

const lineEnd = 0x0a
/** A space, or a sign in the word. */
const isOneSign = (text: string, from: number, to: number): boolean =>
  to === from + 1 && text.charCodeAt(from) !== lineEnd

const listingOf = ({ entry }: Pattern): Listing[] => (entry.does === 'reason' ? [entry] : [])

function report({ listings, sure }: Told, view: View, word: number, into: Collector): void {
  if (sure || !(isCapitalised(view, word) || isAcronym(view, word))) add(listings, view, word, word, into)
}

function add(listings: readonly Listing[], view: View, first: number, last: number, into: Collector): void {
  for (const { label, source } of listings) into.add(label, view.from[first] ?? 0, view.to[last] ?? 0, source)
}
