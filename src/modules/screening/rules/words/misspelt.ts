import type { Collector } from '../collector.ts'
import { symbol, symbolCount } from '../text/alphabet.ts'
import type { View } from '../text/view.ts'
import { mode } from './notation.ts'
import { endingKey, endingTable, longestEnding, type Pattern } from './patterns.ts'

/** Fewer sounds than this are in too many words, and so is a shorter word. */
const fewestSounds = 4
const fewestLetters = 5

/** Sounds besides those that the symbols stand for: none, x, and what is no letter of ours. */
const silent = 0
const ks = 51
const foreign = 52

const symbolOf = (letter: string): number =>
  ({ å: symbol.aRing, ä: symbol.aDots, ö: symbol.oDots })[letter] ?? letter.charCodeAt(0) - 0x60
const table = (fill: (of: number) => number): Uint8Array =>
  Uint8Array.from({ length: symbolCount * symbolCount }, (_, of) => fill(of))

const soundsLike = new Map(
  'äe wv zs qk'.split(' ').map(([one = '', other = '']) => [symbolOf(one), symbolOf(other)]),
)
const alone = (each: number): number => soundsLike.get(each) ?? (each <= symbol.oDots ? each : foreign)
const softVowels = new Set([...'eiyäö'].map(symbolOf))
const [a, c, d, e, f, h, j, k, o, p, s, x] = [...'acdefhjkopsx'].map(symbolOf)

/** What a letter is heard as before another, where it is not first in a word: by both, as one number. */
const within = table((pair) => {
  const each = Math.floor(pair / symbolCount)
  const after = pair % symbolCount
  if (each === a && after === e) return symbolOf('e')
  if (each === o && after === e) return symbol.oDots
  if (each === c) return softVowels.has(after) ? symbolOf('s') : symbolOf('k')
  if (each === f || (each === p && after === h)) return symbolOf('v')
  if (each === h) return silent
  if (each === x || (each === k && after === s)) return ks
  return alone(each)
})
/** The same for the first letter of a word. */
const first = table((pair) => {
  const each = Math.floor(pair / symbolCount)
  const after = pair % symbolCount
  if (each === h || each === f || (each === p && after === h)) return each === h ? each : symbolOf('f')
  if (each === d && after === j) return silent
  return within[pair] ?? foreign
})
/** Letters that are silent after another: e after o, s after k. */
const swallowed = table((pair) => {
  const each = Math.floor(pair / symbolCount)
  const before = pair % symbolCount
  return (each === e && before === o) || (each === s && before === k) ? 1 : 0
})

/** What a letter is heard as, where it stands. */
function heard(symbols: Uint8Array, at: number): number {
  const each = (symbols[at] ?? symbol.gap) * symbolCount
  const before = symbols[at - 1] ?? symbol.gap
  const pair = each + (symbols[at + 1] ?? symbol.gap)
  if (before === symbol.gap) return first[pair] ?? foreign
  return swallowed[each + before] === 1 ? silent : (within[pair] ?? foreign)
}

const seed = 0x811c9dc5
const step = (hash: number, sound: number): number => Math.imul(hash ^ sound, 0x01000193)
const bitCount = 1 << 17
const bitOf = (hash: number): number => (hash ^ (hash >>> 15)) & (bitCount - 1)

/**
 * Words spelt as they sound: hellwete, puccko, jevla. A stem is known by its sounds, which single or doubled letters and
 * letters that sound alike do not change.
 */
export class Misspelt {
  private readonly stems = new Map<number, Pattern[]>()
  /** Whether any stem has a hash, so that the map is seldom asked. */
  private readonly bits = new Uint8Array(bitCount >> 3)

  constructor(patterns: readonly Pattern[]) {
    for (const pattern of patterns) {
      const { symbols, modes, gaps, entry } = pattern
      if (gaps > 0 || entry.does !== 'reason' || entry.opens || (modes & mode.whole) === 0) continue
      const written = Uint8Array.of(symbol.gap, ...symbols, symbol.gap)
      let hash = seed
      let last = 0
      let sounds = 0
      for (let at = 1; at <= symbols.length; at += 1) {
        const sound = heard(written, at)
        if (sound === silent || sound === last) continue
        hash = step(hash, sound)
        last = sound
        sounds += 1
      }
      if (sounds < fewestSounds) continue
      this.stems.set(hash, [...(this.stems.get(hash) ?? []), pattern])
      const bit = bitOf(hash)
      this.bits[bit >> 3] = (this.bits[bit >> 3] ?? 0) | (1 << (bit & 7))
    }
  }

  /** Linear in the view's symbols: each word is gone through once. */
  find(view: View, into: Collector): void {
    const { symbols } = view
    for (let word = 0, start = 1; word < view.words; word += 1) {
      let end = start
      while (symbols[end] !== symbol.gap) end += 1
      if (end - start >= fewestLetters) this.findIn(view, word, start, end, into)
      start = end + 1
    }
  }

  private findIn(view: View, word: number, start: number, end: number, into: Collector): void {
    const { symbols } = view
    let hash = seed
    let last = 0
    let sounds = 0
    for (let at = start; at < end; at += 1) {
      const sound = heard(symbols, at)
      if (sound !== silent && sound !== last) {
        hash = step(hash, sound)
        last = sound
        sounds += 1
      }
      if (end - at > longestEnding + 1 || sounds < fewestSounds) continue
      const bit = bitOf(hash)
      if ((((this.bits[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 0) continue
      const groups = endingTable.get(endingKey(symbols, at + 1, end)) ?? 0
      const written = symbols.subarray(start, at + 1)
      for (const pattern of this.stems.get(hash) ?? [])
        if ((groups & (1 << pattern.endings)) !== 0 && !isSame(written, pattern.symbols))
          add(pattern, view, word, into)
    }
  }
}

/** What is spelt as it is has been found. */
const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((each, at) => each === other[at])

function add({ entry }: Pattern, view: View, word: number, into: Collector): void {
  if (entry.does === 'reason') into.add(entry.label, view.from[word] ?? 0, view.to[word] ?? 0, entry.source)
}
