import { withoutRings } from '../../text/alphabet.ts'
import { mode } from '../notation.ts'
import { endingKey, endingTable, longestEnding, type Pattern } from '../patterns.ts'

/** Stands for any one letter in a word with stars. */
export const anyLetter = 63

/** Patterns by two of their first symbols, the shortest first, so that a word with stars is compared with a few only. */
export type StarIndex = ReadonlyMap<number, readonly Pattern[]>

/** Which two of the first four places are used, best first; a word with stars has letters in one of them. */
const pairs = [
  [0, 1],
  [0, 2],
  [1, 2],
  [0, 3],
  [1, 3],
] as const

const pairKey = (pair: number, first: number, second: number): number => (pair * 64 + first) * 64 + second

export function indexForStars(patterns: readonly Pattern[]): StarIndex {
  const index = new Map<number, Pattern[]>()
  for (const pattern of patterns) {
    if (pattern.gaps > 0 || pattern.entry.does !== 'reason') continue
    if (pattern.modes === mode.ending) continue
    const symbols = pattern.symbols.map((each) => withoutRings[each] ?? each)
    const bare = { ...pattern, symbols }
    for (const [pair, [one, two]] of pairs.entries()) {
      const first = symbols[one]
      const second = symbols[two]
      if (first === undefined || second === undefined) continue
      const key = pairKey(pair, first, second)
      const known = index.get(key)
      if (known === undefined) index.set(key, [bare])
      else known.push(bare)
    }
  }
  for (const near of index.values()) near.sort((a, b) => a.symbols.length - b.symbols.length)
  return index
}

const none: readonly Pattern[] = []

/**
 * The patterns that a word with stars may spell; it is often more than one.
 * @param word symbols without rings, `anyLetter` where a star stands
 * @param wholeOnly whether it must be the word itself rather than begin with it
 */
export function findStarred(
  index: StarIndex,
  word: Uint8Array,
  length: number,
  wholeOnly: boolean,
): readonly Pattern[] {
  for (const [pair, [one, two]] of pairs.entries()) {
    const first = word[one] ?? anyLetter
    const second = two < length ? (word[two] ?? anyLetter) : anyLetter
    if (first === anyLetter || second === anyLetter) continue
    const found: Pattern[] = []
    for (const pattern of index.get(pairKey(pair, first, second)) ?? none) {
      if (pattern.symbols.length > length) break
      if (spells(pattern, word, length, wholeOnly)) found.push(pattern)
    }
    return found
  }
  return none
}

/** Shortest beginning that a word with a star in it may have: k*kor begins with too many words. */
const shortestBeginning = 4

function spells(pattern: Pattern, word: Uint8Array, length: number, wholeOnly: boolean): boolean {
  const { symbols, endings, modes } = pattern
  const stem = symbols.length
  for (let at = 0; at < stem; at += 1) {
    if (word[at] !== symbols[at] && word[at] !== anyLetter) return false
  }
  if ((modes & mode.beginning) !== 0 && !wholeOnly) return stem >= shortestBeginning
  return length - stem <= longestEnding && hasEnding(word, stem, length, endings)
}

/** A star in the ending stands for the vowel that most endings have. */
function hasEnding(word: Uint8Array, from: number, to: number, endings: number): boolean {
  const bit = 1 << endings
  const key = endingKey(word, from, to)
  if (((endingTable.get(key) ?? 0) & bit) !== 0) return true
  const star = word.subarray(from, to).indexOf(anyLetter)
  if (star === -1) return false
  const tried = word.slice(from, to)
  return [1, 5, 15].some((vowel) => {
    tried[star] = vowel
    return ((endingTable.get(endingKey(tried, 0, tried.length)) ?? 0) & bit) !== 0
  })
}
