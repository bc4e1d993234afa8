import { symbol } from '../../text/alphabet.ts'
import { mode } from '../notation.ts'
import { commonForms, type Pattern } from '../patterns.ts'
import type { Search } from '../search.ts'
import { type Listing, listingsOf } from './listed.ts'

/** Shorter words are backwards too many others. */
const shortest = 4

/** Three letters as one number. */
const radix = symbol.digit
const triple = (one = 0, two = 0, three = 0): number => (one * radix + two) * radix + three

/** Words written from behind: attif, aroh. */
export class Backwards {
  private readonly search: Search
  /** By three symbols: what listed words begin with, and what those end with that may end a compound. */
  private readonly begun = new Uint8Array(radix ** 3)
  private readonly ended = new Uint8Array(radix ** 3)

  constructor(patterns: readonly Pattern[], search: Search) {
    this.search = search
    for (const pattern of patterns) {
      const forms = (pattern.modes & mode.whole) === 0 ? [pattern.symbols] : commonForms(pattern)
      const anywhere = (pattern.modes & (mode.ending | mode.inside)) !== 0
      for (const form of forms) {
        this.begun[triple(form[0], form[1], form[2])] = 1
        if (anywhere) this.ended[triple(form.at(-1), form.at(-2), form.at(-3))] = 1
      }
    }
  }

  listings(word: Uint8Array): readonly Listing[] {
    const { length } = word
    if (length < shortest) return []
    const mayBe =
      this.begun[triple(word[length - 1], word[length - 2], word[length - 3])] === 1 ||
      this.ended[triple(word[0], word[1], word[2])] === 1
    return mayBe ? listingsOf(word.slice().reverse(), this.search) : []
  }
}
