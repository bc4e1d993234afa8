import { labels } from '../../types.ts'
import type { Collector } from '../collector.ts'
import { symbol, symbolCount } from '../text/alphabet.ts'
import { anyDisguised, mark, type View } from '../text/view.ts'
import { Combining } from './combining.ts'
import type { Book, Side } from './compile.ts'
import { isName } from './names.ts'
import { mode, standsAnywhere } from './notation.ts'
import { endingKey, endingTable, isDisguised, longestEnding, type Pattern } from './patterns.ts'

/** Hits looked at in one word; a word with more is one long word made of words, and reported by the first. */
const mostHitsPerWord = 256
/** Shortest word looked for inside letters that stood apart, where no one can tell where a word ends. */
const shortestInside = 4

/** No word is passed over. */
const nothingInert = new Uint8Array(0)

/** Bits of the groups of endings that have none at all. */
const endless = endingTable.get(0) ?? 0

/** Walks one side of a book over views. Holds no text between calls. */
export class Search {
  private readonly side: Side
  private readonly combining: Combining
  /** Reasons count only where a word was disguised: the rest has been seen in the plain view. */
  private readonly onlyDisguised: boolean
  private readonly labelParts: readonly number[]
  /** Per pattern: how many symbols, and whether it may stand elsewhere than first in a word. */
  private readonly sizes: Uint16Array
  private readonly anywhere: Uint8Array
  /** Per pattern: whether people disguise what it finds. */
  private readonly disguised: Uint8Array
  private readonly hitPattern = new Int32Array(mostHitsPerWord)
  private readonly hitEnd = new Int32Array(mostHitsPerWord)
  private hits = 0
  /** Of the word that is being settled, once it has been asked. */
  private named: boolean | undefined

  constructor(book: Book, which: 'plain' | 'bare') {
    this.side = book[which]
    this.combining = new Combining(book)
    this.onlyDisguised = which === 'bare'
    this.labelParts = book.labelParts
    this.sizes = Uint16Array.from(this.side.patterns, (pattern) => pattern.symbols.length)
    this.anywhere = Uint8Array.from(this.side.patterns, ({ modes }) => (standsAnywhere(modes) ? 1 : 0))
    this.disguised = Uint8Array.from(this.side.patterns, ({ entry }) =>
      entry.does === 'reason' && isDisguised(labels[entry.label]) ? 1 : 0,
    )
  }

  /** Whether anything that people disguise may stand in a word; most words hold nothing. */
  meets(word: Uint8Array): boolean {
    const { next, firstHit, hitPattern, hitNext } = this.side.automaton
    let state = next[symbol.gap] ?? 0
    for (const each of word) {
      state = next[state + each] ?? 0
      if (state < firstHit) continue
      for (let hit = next[state + symbolCount] ?? -1; hit !== -1; hit = hitNext[hit] ?? -1)
        if (this.disguised[hitPattern[hit] ?? 0] === 1) return true
    }
    return false
  }

  /** Whether anything that people disguise may stand in a word on both sides of a place. */
  meetsAcross(word: Uint8Array, place: number): boolean {
    const { next, firstHit, hitPattern, hitNext } = this.side.automaton
    let state = next[symbol.gap] ?? 0
    for (let at = 0; at < word.length; at += 1) {
      state = next[state + (word[at] ?? symbol.gap)] ?? 0
      if (state < firstHit || at < place) continue
      for (let hit = next[state + symbolCount] ?? -1; hit !== -1; hit = hitNext[hit] ?? -1) {
        const pattern = hitPattern[hit] ?? 0
        if (this.disguised[pattern] === 1 && at + 1 - (this.sizes[pattern] ?? 0) < place) return true
      }
    }
    return false
  }

  /** Linear in the view's symbols. @param inert per word: whether it may be passed over, as isInert says */
  run(view: View, into: Collector, inert: Uint8Array = nothingInert): void {
    const { symbols, starts, words } = view
    const { next } = this.side.automaton
    const between = next[symbol.gap] ?? 0
    const passes = inert.length > 0
    let state = between
    this.hits = 0
    this.combining.begin()
    for (let word = 0; word < words; word += 1) {
      if (passes && state === between && inert[word] === 1) continue
      const start = starts[word] ?? 0
      const end = (starts[word + 1] ?? 0) - 1
      state = this.walk(state, symbols, start, end, ((view.marks[word] ?? 0) & mark.joined) !== 0)
      if (this.hits > 0) this.settle(view, word, end, into)
      state = next[state + symbol.gap] ?? 0
    }
  }

  /** Takes note of what ends in a stretch. @returns the state after it */
  private walk(from: number, symbols: Uint8Array, start: number, end: number, isJoined: boolean): number {
    const { next, firstHit, hitPattern, hitNext } = this.side.automaton
    let state = from
    for (let at = start; at < end; at += 1) {
      state = next[state + (symbols[at] ?? symbol.gap)] ?? 0
      if (state < firstHit) continue
      for (let hit = next[state + symbolCount] ?? -1; hit !== -1; hit = hitNext[hit] ?? -1) {
        const pattern = hitPattern[hit] ?? 0
        const first = symbols[at - (this.sizes[pattern] ?? 0)] === symbol.gap
        if (!first && this.anywhere[pattern] === 0 && !isJoined) continue
        if (this.hits === mostHitsPerWord) break
        this.hitPattern[this.hits] = pattern
        this.hitEnd[this.hits] = at
        this.hits += 1
      }
    }
    return state
  }

  /** Whether nothing ends in a word, and nothing that began in it goes on in the next. */
  isInert(symbols: Uint8Array, start: number, end: number): boolean {
    const { next, firstHit } = this.side.automaton
    const between = next[symbol.gap] ?? 0
    let state = between
    for (let at = start; at < end; at += 1) {
      state = next[state + (symbols[at] ?? symbol.gap)] ?? 0
      if (state >= firstHit) return false
    }
    return next[state + symbol.gap] === between
  }

  /** At the end of a word: which of the hits in it stand as words stand. */
  private settle(view: View, word: number, wordEnd: number, into: Collector): void {
    let kept = 0
    let innocent = 0
    this.named = undefined
    for (let hit = 0; hit < this.hits; hit += 1) {
      const number = this.hitPattern[hit] ?? 0
      const pattern = this.side.patterns[number]
      if (pattern === undefined || !this.stands(view, word, pattern, this.hitEnd[hit] ?? 0, wordEnd)) continue
      if (pattern.entry.does === 'except') innocent |= 1 << pattern.entry.label
      else {
        this.hitPattern[kept] = number
        kept += 1
      }
    }
    if (innocent !== 0) into.excuse(view.from[word] ?? 0, view.to[word] ?? 0, innocent)
    // Once for each label: of a word that several entries of a list find, nothing more is said.
    let told = innocent
    for (let hit = 0; hit < kept; hit += 1) {
      const pattern = this.side.patterns[this.hitPattern[hit] ?? 0]
      if (pattern === undefined) continue
      const { entry, gaps } = pattern
      if (entry.does === 'reason' && gaps === 0) {
        if ((told & (1 << entry.label)) !== 0) continue
        told |= 1 << entry.label
      }
      this.report(view, word, pattern, into)
    }
    this.hits = 0
  }

  private stands(view: View, word: number, pattern: Pattern, end: number, wordEnd: number): boolean {
    const { symbols } = view
    const size = pattern.symbols.length
    const { modes } = pattern
    if (this.onlyDisguised && !spells(pattern, view, end)) return false
    if (pattern.entry.opens && ((view.marks[word - pattern.gaps] ?? 0) & mark.opens) === 0) return false
    const left = symbols[end - size] === symbol.gap
    const rest = wordEnd - 1 - end
    if (rest <= longestEnding && (modes & (left ? mode.whole : mode.ending)) !== 0) {
      const groups = rest === 0 ? endless : (endingTable.get(endingKey(symbols, end + 1, wordEnd)) ?? 0)
      if ((groups & (1 << pattern.endings)) !== 0) return true
    }
    const marks = view.marks[word] ?? 0
    if (left) {
      if ((modes & mode.beginning) === 0 || (marks & mark.hyphened) !== 0) return false
      if (pattern.entry.does !== 'reason') return true
      this.named ??= isName(view, word)
      return !this.named
    }
    if ((modes & mode.inside) !== 0) return true
    return size >= shortestInside && (marks & mark.joined) !== 0
  }

  private report(view: View, word: number, pattern: Pattern, into: Collector): void {
    const { entry, gaps } = pattern
    const first = word - gaps
    if (entry.does === 'part') this.combining.part(entry.part, view, first, word, this.onlyDisguised, into)
    else if (entry.does === 'reason') {
      if (!this.onlyDisguised || anyDisguised(view, first, word)) {
        into.add(entry.label, view.from[first] ?? 0, view.to[word] ?? 0, entry.source)
      }
      const part = this.labelParts[entry.label] ?? -1
      if (part !== -1) this.combining.part(part, view, first, word, this.onlyDisguised, into)
    }
  }
}

/** Whether the i and l of a pattern are what stands there, or what may be either. */
function spells({ symbols }: Pattern, { exact }: View, end: number): boolean {
  const before = end - symbols.length + 1
  for (let at = 0; at < symbols.length; at += 1) {
    const each = symbols[at] ?? 0
    const seen = exact[before + at] ?? 0
    if (each !== symbol.gap && seen !== each && seen !== symbol.either) return false
  }
  return true
}
