import { eitherAsI, symbol, trait, traitTable, withoutRings } from '../../text/alphabet.ts'
import { type Chunk, letterMeant, piece } from '../../text/chunk.ts'
import type { Pattern } from '../patterns.ts'
import { anyLetter, findStarred, type StarIndex } from './stars.ts'

const longestStarred = 30
const mostStars = 3

const word = new Uint8Array(longestStarred)

/** Where a chunk spells listed words with letters covered, and which. */
export interface Covered {
  readonly patterns: readonly Pattern[]
  /** Pieces of the chunk. */
  readonly first: number
  readonly last: number
}

/** Listed words with a letter under each of a few signs (f*tta), which are compared letter by letter. */
export function starredIn(
  index: () => StarIndex,
  chunk: Chunk,
  first: number,
  last: number,
): Covered | undefined {
  let end = last
  while (end + 1 < chunk.count && isStar(chunk, end + 1)) end += 1
  let start = first
  while (start > 0 && isStar(chunk, start - 1)) start -= 1
  for (const [from, to] of [
    [first, end],
    [start, last],
    [first, last],
  ] as const) {
    const { length, joints } = spell(chunk, from, to)
    const patterns = length === 0 ? [] : findStarred(index(), word, length, joints > 0)
    if (patterns.length > 0) return { patterns, first: from, last: to }
    if (end === last && start === first) return undefined
  }
  return undefined
}

const isStar = (chunk: Chunk, at: number): boolean =>
  chunk.kinds[at] === piece.sign && chunk.units[at] === 0x2a

const nothing = { length: 0, joints: 0 }

/** Writes the word with its stars; its length and ordinary signs, the length 0 when it has too few letters to mean one word. */
function spell(chunk: Chunk, first: number, last: number): { length: number; joints: number } {
  const length = last - first + 1
  if (length < 3 || length > longestStarred) return nothing
  let stars = 0
  let joints = 0
  for (let at = 0; at < length; at += 1) {
    const piece = spellOne(chunk, first + at)
    word[at] = piece
    if (piece !== anyLetter) continue
    stars += 1
    if (isJoint(chunk, first + at)) joints += 1
  }
  const letters = length - stars
  if (stars === 0 || stars > mostStars || letters < 2) return nothing
  if (joints > 0 && (joints > 1 || stars > 1 || letters < 4)) return nothing
  return { length, joints }
}

function spellOne(chunk: Chunk, at: number): number {
  if (chunk.kinds[at] === piece.sign) return anyLetter
  const each = chunk.symbols[at] ?? 0
  if (chunk.kinds[at] === piece.digit) return eitherAsI[letterMeant(chunk, at)] ?? 0
  return each === symbol.other || each === symbol.either ? anyLetter : (withoutRings[each] ?? each)
}

/** A sign that is ordinary inside words, such as a hyphen, and seldom covers a letter. */
function isJoint(chunk: Chunk, at: number): boolean {
  const unit = chunk.units[at] ?? 0
  if (chunk.kinds[at] !== piece.sign || unit === 0) return false
  return ((traitTable[unit] ?? 0) & (trait.wild | trait.leet)) === 0
}
