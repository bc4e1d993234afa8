import { wordsBeginning } from '../../../../search/index.ts'
import { labels } from '../../../types.ts'
import { Collector } from '../../collector.ts'
import { spell, symbol } from '../../text/alphabet.ts'
import { emptyView, reserve } from '../../text/view.ts'
import { bend, endingGroups } from '../endings.ts'
import { mode } from '../notation.ts'
import { foldWord, isDisguised, type Pattern } from '../patterns.ts'
import type { Search } from '../search.ts'

/** Why a word gets a label: what is listed, by the number of its label. */
export interface Listing {
  readonly label: number
  readonly source: string
}

export const listingOf = ({ entry }: Pattern): Listing[] => (entry.does === 'reason' ? [entry] : [])

const view = emptyView()
const none: readonly Listing[] = []

/** What a word by itself is listed as, in any form and compound, among what people disguise. */
export function listingsOf(word: Uint8Array, search: Search): readonly Listing[] {
  if (!search.meets(word)) return none
  reserve(view, spell(word))
  view.symbols.set(word, 1)
  view.symbols[word.length + 1] = symbol.gap
  view.length = word.length + 2
  view.words = 1
  view.starts[0] = 1
  view.starts[1] = word.length + 2
  view.from[0] = 0
  view.to[0] = word.length
  view.marks[0] = 0
  const found = new Collector()
  search.run(view, found)
  if (found.empty) return none
  return found
    .reasons()
    .filter(({ label }) => isDisguised(label))
    .map(({ label, source }) => ({ label: labels.indexOf(label), source }))
}

/** Words that listed ones begin, as the dictionary has them: a slip may be anywhere in incestuös, though incest* is listed. */
export function continued(patterns: readonly Pattern[], search: Search): Pattern[] {
  const open = new Map(
    patterns.filter(({ modes }) => (modes & mode.beginning) !== 0).map((each) => [spell(each.symbols), each]),
  )
  return wordsBeginning([...open.keys()])
    .filter((word) => listingsOf(foldWord(word), search).length > 0)
    .flatMap((word) => {
      const [, pattern] = [...open].findLast(([stem]) => word.startsWith(stem)) ?? []
      if (pattern === undefined) return []
      return bend(word).map(({ stem, endings }) => ({
        ...pattern,
        symbols: foldWord(stem),
        modes: mode.whole,
        endings: endingGroups.indexOf(endings),
      }))
    })
}
