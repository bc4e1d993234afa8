import { spell, symbolCount, symbolOf } from '../../text/alphabet.ts'
import { foldWord } from '../patterns.ts'
import type { Search } from '../search.ts'
import { type Listing, listingsOf } from './listed.ts'

/** What stands before an insult, when somebody writes it without spaces. */
const before =
  'du ni han hon de dom är en ett din ditt dina er era ert min mitt mina fy vilken vilket så som och åt för bara jävla jävlar dum dumma dumt ful fula fult feta satans helvetes förbannade kommunens'.split(
    ' ',
  )
const first = new Uint8Array(symbolCount ** 2)
for (const [one = '', two = ''] of before) first[symbolOf(one) * symbolCount + symbolOf(two)] = 1
/** Fewer letters stand last in too many words. */
const shortestRest = 4
const mostBefore = 4
/** Longer is no word with others before it. */
const longest = 40

/** Listed words with others before them and no space between: dinfitta, duärenhora. */
export class Glued {
  private readonly search: Search

  constructor(search: Search) {
    this.search = search
  }

  listings(word: Uint8Array): readonly Listing[] {
    const [one = 0, two = 0] = word
    const mayBe = first[one * symbolCount + two] === 1 && word.length <= longest
    return mayBe ? this.after(spell(word), mostBefore) : []
  }

  private after(written: string, left: number): readonly Listing[] {
    if (left === 0) return []
    for (const opener of before) {
      if (!written.startsWith(opener) || written.length < opener.length + shortestRest) continue
      const rest = written.slice(opener.length)
      const found = listingsOf(foldWord(rest), this.search)
      const listings = found.length > 0 ? found : this.after(rest, left - 1)
      if (listings.length > 0) return listings
    }
    return []
  }
}
