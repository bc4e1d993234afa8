import { isCompound, isSwedish } from '../../../../search/index.ts'
import type { Collector } from '../../collector.ts'
import { isDigit, isVowel, spell, symbol, symbolCount } from '../../text/alphabet.ts'
import type { View } from '../../text/view.ts'
import { isAcronym, isCapitalised } from '../names.ts'
import { mode } from '../notation.ts'
import { endingsAt, type Pattern } from '../patterns.ts'
import type { Search } from '../search.ts'
import { Backwards } from './backwards.ts'
import { isSlipOfCommon } from './common.ts'
import { Joined } from './joined.ts'
import { continued, type Listing, listingOf, listingsOf } from './listed.ts'
import { Memo } from './memo.ts'
import { respellings } from './respelt.ts'
import { Slips } from './slips.ts'
import { Sounds } from './sounds.ts'
import { Split } from './split.ts'
import type { Unspaced } from './unspaced.ts'
import { VowelsLeftOut } from './vowels.ts'
import { isOfItsOwn, Within } from './within.ts'

/** What one word by itself tells. */
interface Told {
  /** Listed words that it may be, though it is none of them. */
  readonly listings: readonly Listing[]
  /** It sounds so much as they do that it is them also where it is written as a name is. */
  readonly sure: boolean
  /** It is one of them from behind, which no name in capitals is by intent. */
  readonly turned: boolean
  /** It resembles listed words, whether or not it is a word of its own. */
  readonly near: boolean
  /** A listed word begins so, and the next word may be the rest of it. */
  readonly begins: boolean
  /** A listed word ends so, in one of its forms. */
  readonly ends: boolean
  /** Nothing is listed that it holds or begins (Search.isInert). */
  readonly inert: boolean
  /** Whether a slip may hide a listed word within it; once that has been looked for, whether one seemed to be there. */
  readonly within: 'no' | 'unknown' | 'empty' | 'held'
}
const nothing: Told = {
  listings: [],
  sure: false,
  turned: false,
  near: false,
  begins: false,
  ends: false,
  inert: false,
  within: 'no',
}
/** What may be told of words that resemble none, by their bits: begins, ends, inert; and whether they are looked within. */
const halvesOf = (within: Told['within']): readonly Told[] =>
  Array.from({ length: 8 }, (_, bits) => ({
    ...nothing,
    begins: (bits & 1) !== 0,
    ends: (bits & 2) !== 0,
    inert: (bits & 4) !== 0,
    within,
  }))
const halves = halvesOf('no')
const unknown = halvesOf('unknown')
const empty = halvesOf('empty')
const innocent = halvesOf('held')

/** Words of one text that resemble listed ones and are gone into. More than so many would cost more than they say. */
const mostNear = 200
/** Long words of one text within which slips are looked for; those in which one seems to be are dearer, known or not. */
const mostWithin = 150
const costOfHeld = 25
/** Words of at most so many letters resemble none by themselves. */
const longestSmall = 3
/** Shorter words that resemble a listed one are it rather than two short words: jäv-alar. */
const shortestCompound = 9
/** The rulebook's lists are met by every text, those of one municipality by few. */
const manyPatterns = 500
const places = { many: 1 << 19, few: 1 << 9 }

/**
 * Finds listed words in words that are none: spelt as they sound, with a slip, without vowels, backwards, or split in two.
 * What is a Swedish word of its own is that word.
 */
export class Near {
  private readonly search: Search
  private readonly sounds: Sounds
  private readonly slips: Slips
  private readonly vowels: VowelsLeftOut
  private readonly backwards: Backwards
  private readonly split: Split
  private readonly joined: Joined
  private readonly within: Within
  private readonly unspaced: Unspaced
  private readonly memo: Memo<Told>
  /** Of words of few letters, by their symbols: one more than the number of their half, 0 for not yet. */
  private readonly smallest: Uint8Array
  /** Of the view that was read last, by word; longer than it. */
  private readonly words: Told[] = []
  private inert = new Uint8Array(256)

  /** @param search finds what is listed itself */
  constructor(listed: readonly Pattern[], search: Search, unspaced: Unspaced) {
    this.unspaced = unspaced
    const words = listed.filter(({ gaps, entry }) => gaps === 0 && entry.does === 'reason' && !entry.opens)
    const whole = words.filter(({ modes }) => (modes & mode.whole) !== 0)
    this.search = search
    this.sounds = new Sounds(words)
    this.slips = new Slips([...words, ...continued(words, search)])
    this.vowels = new VowelsLeftOut(words)
    this.backwards = new Backwards(words, search)
    this.split = new Split(words, search)
    this.joined = new Joined(words)
    this.within = new Within(words, search, this.slips, this.joined)
    const many = whole.length > manyPatterns
    this.memo = new Memo(many ? places.many : places.few)
    this.smallest = new Uint8Array(many ? symbolCount ** longestSmall : 0)
  }

  /**
   * Takes in what each word of a view tells, for `find`. Linear in the view's symbols.
   * @returns per word, whether a search may pass over it
   */
  read({ symbols, starts, hashes, words }: View): Uint8Array {
    if (this.inert.length < words) this.inert = new Uint8Array(words * 2)
    for (let word = 0; word < words; word += 1) {
      const told = this.told(hashes[word] ?? 0, symbols, starts[word] ?? 0, (starts[word + 1] ?? 0) - 1)
      this.words[word] = told
      this.inert[word] = told.inert ? 1 : 0
    }
    return this.inert
  }

  /** Of the view that was read last. */
  find(view: View, into: Collector): void {
    const { words } = view
    let left = mostNear
    let leftWithin = mostWithin
    let begun = false
    for (let word = 0; word < words && left > 0; word += 1) {
      let told = this.words[word] ?? nothing
      if (told.within !== 'no' && leftWithin > 0) {
        if (told.within === 'unknown') told = this.lookWithin(told, view, word)
        leftWithin -= told.within === 'held' ? costOfHeld : 1
      }
      if (told.near) {
        left -= 1
        report(told, view, word, into)
      }
      if (begun && told.ends) {
        const listings = this.split.listings(view, word)
        if (listings !== undefined) left -= 1
        if (listings !== undefined && !isCapitalised(view, word)) add(listings, view, word - 1, word, into)
      }
      begun = told.begins
    }
  }

  /** What a long word holds with a slip in it, which is reckoned once. */
  private lookWithin(told: Told, { symbols, hashes, starts }: View, word: number): Told {
    const [start = 0, next = 0] = [starts[word], starts[word + 1]]
    const letters = symbols.slice(start, next - 1)
    const found = this.within.find(letters)
    const bits = unknown.indexOf(told)
    const seen: Told | undefined =
      found === undefined
        ? empty[bits]
        : isOfItsOwn(letters, found)
          ? innocent[bits]
          : { ...told, listings: found.listings, near: true, within: 'held' }
    this.memo.set(hashes[word] ?? 0, symbols, start, next - 1, seen ?? nothing)
    return seen ?? nothing
  }

  private told(hash: number, symbols: Uint8Array, start: number, end: number): Told {
    const size = end - start
    // Of three letters, those without a vowel resemble words that had one: jvl.
    if (size < longestSmall || (size === longestSmall && isVowel(symbols[start + 1] ?? 0)))
      return this.small(hash, symbols, start, end)
    const known = this.memo.get(hash, symbols, start, end)
    if (known !== undefined) return known
    const told = this.judge(hash, symbols, start, end)
    this.memo.set(hash, symbols, start, end, told)
    return told
  }

  /** What a word of few letters is, as every second is. */
  private small(hash: number, symbols: Uint8Array, start: number, end: number): Told {
    const third = end - start === longestSmall ? (symbols[start + 2] ?? 0) : 0
    const place = ((symbols[start] ?? 0) * symbolCount + (symbols[start + 1] ?? 0)) * symbolCount + third
    const known = this.smallest[place]
    if (known !== undefined && known !== 0) return halves[known - 1] ?? nothing
    const half = this.half(hash, symbols, start, end, endingsAt(symbols, start, end))
    if (known !== undefined) this.smallest[place] = half + 1
    return halves[half] ?? nothing
  }

  /** Which of `halves` a word is that resembles none: perhaps a part of one. */
  private half(hash: number, symbols: Uint8Array, start: number, end: number, endings: number): number {
    const begins = this.split.begins(hash, symbols, start, end) ? 1 : 0
    const ends = this.split.ends(symbols, start, end, endings) ? 2 : 0
    return begins + ends + (this.search.isInert(symbols, start, end) ? 4 : 0)
  }

  private judge(hash: number, symbols: Uint8Array, start: number, end: number): Told {
    for (let at = start; at < end; at += 1)
      if ((symbols[at] ?? symbol.other) >= symbol.digit) return this.besideDigits(symbols, start, end)
    const endings = endingsAt(symbols, start, end)
    const bits = this.half(hash, symbols, start, end, endings)
    const half = halves[bits] ?? nothing
    const word = symbols.slice(start, end)
    const heard = this.sounds.spelling(symbols, start, end, endings)
    const slipped = this.slips.spelling(word, endings)
    const bare = this.vowels.spelling(word)
    const backwards = this.backwards.listings(word)
    const respelt = respellings(word).flatMap((other) => listingsOf(other, this.search))
    if (heard.length + slipped.length + bare.length + backwards.length + respelt.length === 0) {
      const joined = this.joined.spelling(word, endings)
      if (joined.length === 0)
        return this.unspacedIn(word) ?? (Within.mayHold(word.length) ? (unknown[bits] ?? nothing) : half)
      const isOne = isSwedish(spell(word)) || this.isListed(word)
      return { ...half, listings: isOne ? [] : joined.flatMap(listingOf), near: true }
    }
    const sure = heard.some((each) => this.sounds.isSure(each))
    const mistaken = slipped.length + bare.length > 0 && isSlipOfCommon(word) ? [] : [...slipped, ...bare]
    const listings = [...[...heard, ...mistaken].flatMap(listingOf), ...backwards, ...respelt]
    const turned = backwards.length > 0
    return { ...half, listings: this.isItself(word, sure) ? [] : listings, sure, turned, near: true }
  }

  /** Of a word that resembles none: sentences of threat written as one word. */
  private unspacedIn(word: Uint8Array): Told | undefined {
    const listings = this.unspaced.listings(word, word, 0, word.length)
    if (listings.length === 0 || isSwedish(spell(word))) return undefined
    return { ...nothing, listings, sure: true, near: true }
  }

  /** Of a word with other signs than letters: what it is without the digits at its ends, idiot123. */
  private besideDigits(symbols: Uint8Array, start: number, end: number): Told {
    const inert = this.search.isInert(symbols, start, end)
    let [from, to] = [start, end]
    while (from < to && isDigit(symbols[from] ?? 0)) from += 1
    while (to > from && isDigit(symbols[to - 1] ?? 0)) to -= 1
    const inner = symbols.slice(from, to)
    const isWord = inner.length >= longestSmall && inner.every((each) => each < symbol.digit)
    const listings = isWord ? listingsOf(inner, this.search) : []
    return { ...nothing, inert, listings, sure: true, near: listings.length > 0 }
  }

  private isItself(word: Uint8Array, sure: boolean): boolean {
    const written = spell(word)
    if (isSwedish(written) || this.isListed(word)) return true
    return !sure && written.length >= shortestCompound && isCompound(written)
  }

  private isListed(word: Uint8Array): boolean {
    return listingsOf(word, this.search).length > 0
  }
}

function report({ listings, sure, turned }: Told, view: View, word: number, into: Collector): void {
  const isName = isCapitalised(view, word) || (!turned && isAcronym(view, word))
  if (sure || !isName) add(listings, view, word, word, into)
}

function add(listings: readonly Listing[], view: View, first: number, last: number, into: Collector): void {
  for (const { label, source } of listings) into.add(label, view.from[first] ?? 0, view.to[last] ?? 0, source)
}
