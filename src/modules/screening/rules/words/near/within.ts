import { isCompound, isSwedish } from '../../../../search/index.ts'
import { spell } from '../../text/alphabet.ts'
import { standsAnywhere } from '../notation.ts'
import { endingsAt, type Pattern } from '../patterns.ts'
import type { Search } from '../search.ts'
import { isMended } from '../slip.ts'
import { isWordBefore, Joined } from './joined.ts'
import { type Listing, listingOf, listingsOf } from './listed.ts'
import { isOrdinary } from './ordinary.ts'
import { Slips } from './slips.ts'

/** Fewer letters are no compound. */
const shortest = 7
const longest = 20
const shortestBefore = 3
/** Of a compound's own last word, as everyday texts have it: transportrum. */
const shortestLast = 3
/** Fewer letters with a slip are too many others, where any word stands before them. */
const shortestSlipped = 5

/** Listed words with a slip in them, last in words that nobody has listed: sneiftta, träsköuder, pislsuder. */
export class Within {
  private readonly search: Search
  private readonly slips: Slips
  private readonly joined: Joined
  /** Those that are found last in any word, and those that are looked for without their first letter. */
  private readonly anywhere: Slips
  private readonly headless: Joined

  constructor(patterns: readonly Pattern[], search: Search, slips: Slips, joined: Joined) {
    this.search = search
    this.slips = slips
    this.joined = joined
    this.anywhere = new Slips(
      patterns.filter(({ modes, symbols }) => standsAnywhere(modes) && symbols.length >= shortestSlipped),
    )
    this.headless = new Joined(
      patterns
        .filter(({ symbols }) => symbols.length >= shortestSlipped)
        .map((pattern) => ({ ...pattern, symbols: pattern.symbols.subarray(1) })),
    )
  }

  static mayHold(length: number): boolean {
    return length >= shortest && length <= longest
  }

  /** Whether something seems to be listed in a word that resembles no listed one: most words hold nothing. */
  find(word: Uint8Array): Found | undefined {
    const endings = endingsAt(word, 0, word.length)
    for (let start = shortestBefore; start <= word.length - shortestSlipped; start += 1) {
      const rest = word.subarray(start)
      const found = this.anywhere.spelling(rest, endings)
      if (found.length > 0) return { listings: found.flatMap(listingOf), start }
      const slipped = this.slips.spelling(rest, endings)
      if (slipped.length > 0 && isWordBefore(word, start))
        return { listings: slipped.flatMap(listingOf), start }
    }
    const swapped = this.swapped(word)
    if (swapped !== undefined) return swapped
    const headless = this.headless.spelling(word, endings)
    return headless.length === 0
      ? undefined
      : { listings: headless.flatMap(listingOf), start: shortestBefore }
  }

  /** Two letters in each other's place, also where one word ends and the other begins. */
  private swapped(word: Uint8Array): Found | undefined {
    const right = word.slice()
    for (let start = 2; start < word.length - 1; start += 1) {
      const [one = 0, other = 0] = [word[start], word[start + 1]]
      if (one === other) continue
      right[start] = other
      right[start + 1] = one
      const found = this.search.meetsAcross(right, start + 1) ? listingsOf(right, this.search) : []
      if (found.length > 0) return { listings: found, start }
      const joined = this.joined.spelling(right, endingsAt(right, 0, right.length))
      if (joined.length > 0) return { listings: joined.flatMap(listingOf), start }
      right[start] = one
      right[start + 1] = other
    }
    return undefined
  }
}

/** What seems to be listed, and from which letter on. */
interface Found {
  readonly listings: readonly Listing[]
  readonly start: number
}

/**
 * Whether a word in which something was found is one of its own after all: a compound, or a word of the dictionary with a
 * slip, which is likelier than one in a compound that nobody has seen (långsiktogt). Hundreds of words are looked up.
 */
export function isOfItsOwn(word: Uint8Array, { start }: Found): boolean {
  const written = spell(word)
  const short = word.length - shortestLast
  return (
    isSwedish(written) ||
    isCompound(written) ||
    (isOrdinary(written.slice(short)) && isWordBefore(word, short)) ||
    isMended(written, start - 1, isSwedish)
  )
}
