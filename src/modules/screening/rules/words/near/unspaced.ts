import { labels } from '../../../types.ts'
import { Collector } from '../../collector.ts'
import { symbol } from '../../text/alphabet.ts'
import { hashOf, seed, step } from '../../text/hash.ts'
import { emptyView, mark, reserve } from '../../text/view.ts'
import type { Side } from '../compile.ts'
import { endingGroups, endingsOf } from '../endings.ts'
import { mode } from '../notation.ts'
import { isDisguised, type Pattern } from '../patterns.ts'
import type { Search } from '../search.ts'
import type { Listing } from './listed.ts'

const shortest = 7
const longest = 80
const longestWord = 14
/** Fewer words are one word and its ending. */
const fewestWords = 3

const view = emptyView()
const reached = new Int32Array(longest + 1)

/** Whole sentences written as one word: jagskadödadig, and j a g s k a d ö d a d i g, where nobody can tell word from word. */
export class Unspaced {
  private readonly search: Search
  /** Hashes of all the words that listed phrases and combinations are made of. */
  private readonly words = new Set<number>()

  constructor({ patterns }: Side, search: Search) {
    this.search = search
    for (const pattern of patterns) for (const hash of wordsOf(pattern)) this.words.add(hash)
  }

  /** Phrases and combinations that a word holds, once it is parted into the words they are made of. */
  listings(symbols: Uint8Array, exact: Uint8Array, start: number, end: number): readonly Listing[] {
    if (end - start < shortest || end - start > longest) return []
    for (const prefersLong of [false, true]) {
      if (!this.reaches(exact, start, end, prefersLong)) return []
      const found = this.inParts(symbols, exact, start, end - start)
      if (found.length > 0) return found
    }
    return []
  }

  /** Notes per place where the word begins that ends there. @returns whether words reach from one end to the other */
  private reaches(exact: Uint8Array, start: number, end: number, prefersLong: boolean): boolean {
    const length = end - start
    reached.fill(-1, 0, length + 1)
    reached[0] = 0
    for (let from = 0; from < length; from += 1) {
      if (reached[from] === -1) continue
      let hash = seed
      for (let at = from; at < Math.min(length, from + longestWord); at += 1) {
        hash = step(hash, exact[start + at] ?? 0)
        const isFirst = reached[at + 1] === -1
        if ((isFirst || !prefersLong) && this.words.has(hash)) reached[at + 1] = from
      }
    }
    return reached[length] !== -1
  }

  private inParts(symbols: Uint8Array, exact: Uint8Array, start: number, length: number): Listing[] {
    const cuts: number[] = []
    for (let at = length; at > 0; at = reached[at] ?? 0) cuts.unshift(at)
    if (cuts.length < fewestWords) return []
    reserve(view, ' '.repeat(length * 2))
    let to = 1
    let from = 0
    for (const [word, cut] of cuts.entries()) {
      view.starts[word] = to
      for (let at = from; at < cut; at += 1, to += 1) {
        view.symbols[to] = symbols[start + at] ?? 0
        view.exact[to] = exact[start + at] ?? 0
      }
      view.symbols[to] = symbol.gap
      to += 1
      view.place[word] = word + 1
      view.from[word] = word * 2
      view.to[word] = word * 2 + 1
      view.marks[word] = mark.disguised
      from = cut
    }
    view.starts[cuts.length] = to
    view.length = to
    view.words = cuts.length
    const found = new Collector()
    this.search.run(view, found)
    return found
      .reasons()
      .filter(({ label, start: first, end: last }) => isDisguised(label) && last - first > 1)
      .map(({ label, source }) => ({ label: labels.indexOf(label), source }))
  }
}

/** The hashes of the words of a pattern that stand there as they are, but for those of one letter, which are in every word. */
function wordsOf({ symbols, gaps, modes, endings, entry }: Pattern): number[] {
  if (entry.does === 'except' || (modes & mode.whole) === 0) return []
  if (gaps === 0 && !endingsOf(endingGroups[endings] ?? 'none').includes('')) return []
  const words: number[] = []
  let from = 0
  for (let at = 0; at <= symbols.length; at += 1) {
    if (at < symbols.length && symbols[at] !== symbol.gap) continue
    if (at - from > 1) words.push(hashOf(symbols, from, at))
    from = at + 1
  }
  return words
}
