import { symbol } from '../rules/text/alphabet.ts'
import { emptyView, fold, mark, type View } from '../rules/text/view.ts'
import type { Reason } from '../types.ts'

/** What a model knows a text by: each distinct piece of its words by bucket, and the word that has it first. */
export interface Reading {
  buckets: Int32Array
  owners: Int32Array
  /** How many of the above there are. */
  count: number
  /** The folded text: where each word stands. */
  readonly view: View
}

/** Pieces share 65,536 buckets. More measured no better (docs/decisions/0016). */
export const bucketCount = 1 << 16

/** Pieces of words, with the gap before and after: so many symbols. */
const shortest = 3
const longest = 5

/** Reused from text to text: a reading holds until the next text is read. */
const reading: Reading = {
  buckets: new Int32Array(1024),
  owners: new Int32Array(1024),
  count: 0,
  view: emptyView(),
}
const authorView = emptyView()
const seen = new Uint32Array(bucketCount)
let round = 0
const lastRound = 2 ** 32 - 1

/**
 * Reads a text for learning or judging: whole words and pieces of words, and nothing of who wrote it or whom it
 * names. Left out are personal data, addresses and mentions, names (capitals inside a sentence) and the author's own name
 * where it stands in the text. Linear in the text.
 * @param author as the platform gives it; used to leave out, never to learn.
 * @param reasons what screening has found in the text.
 */
export function readText(text: string, author: string | null, reasons: readonly Reason[]): Reading {
  const said = withoutPeople(text, reasons)
  const { view } = reading
  fold(said, view)
  reserve(view.length)
  const own = author ? wordsOf(author) : undefined
  const { symbols } = view
  if (round === lastRound) seen.fill(0)
  round = round === lastRound ? 1 : round + 1
  reading.count = 0
  for (let word = 0, at = 1; word < view.words; word += 1) {
    let end = at
    while (symbols[end] !== symbol.gap) end += 1
    if (!isName(said, view, word) && !own?.has(hashOf(symbols, at, end))) readWord(symbols, at, end, word)
    at = end + 1
  }
  return reading
}

/** How a word is written: as names are, as other words are, or first in a sentence, where both look the same. */
export type Written = 'name' | 'plain' | 'opens'

/** The words of the text that was read last, in order. */
export function eachWord(
  { view }: Reading,
  text: string,
  tell: (word: Uint8Array, written: Written) => void,
): void {
  for (let word = 0, at = 1; word < view.words; word += 1) {
    let end = at
    while (view.symbols[end] !== symbol.gap) end += 1
    const opens = ((view.marks[word] ?? 0) & mark.opens) !== 0
    tell(view.symbols.subarray(at, end), opens ? 'opens' : isName(text, view, word) ? 'name' : 'plain')
    at = end + 1
  }
}

/** Same length as the text, so that places hold: what points at people becomes white space. */
function withoutPeople(text: string, reasons: readonly Reason[]): string {
  let said = text
  for (const { label, start, end } of reasons) if (label === 'personalData') said = blanked(said, start, end)
  if (said.includes('@')) said = said.replace(/@[\p{L}\p{N}_.-]+/gu, (found) => ' '.repeat(found.length))
  return said.replace(/(?:https?:\/\/|www\.)\S+/giu, (found) => ' '.repeat(found.length))
}

const blanked = (text: string, start: number, end: number): string =>
  text.slice(0, start) + ' '.repeat(end - start) + text.slice(end)

/** A capital inside a sentence, and small letters after it: Swedish writes names so, and nothing else. */
function isName(text: string, { from, to, marks }: View, word: number): boolean {
  if (((marks[word] ?? 0) & mark.opens) !== 0) return false
  const start = from[word] ?? 0
  const first = text.charAt(start)
  if (first === first.toLowerCase()) return false
  const rest = text.slice(start + 1, to[word])
  return rest !== rest.toUpperCase()
}

function wordsOf(author: string): ReadonlySet<number> {
  fold(author, authorView)
  const found = new Set<number>()
  const { symbols, length } = authorView
  for (let at = 1; at < length; ) {
    let end = at
    while (symbols[end] !== symbol.gap) end += 1
    found.add(hashOf(symbols, at, end))
    at = end + 1
  }
  return found
}

function readWord(symbols: Uint8Array, start: number, end: number, word: number): void {
  add(hashOf(symbols, start, end), word)
  for (let from = start - 1; from <= end + 1 - shortest; from += 1) {
    let hash = pieceSeed
    for (let at = from; at <= end && at < from + longest; at += 1) {
      hash = Math.imul(hash ^ ((symbols[at] ?? 0) + 1), prime)
      if (at - from + 1 >= shortest) add(finished(hash), word)
    }
  }
}

function add(hash: number, word: number): void {
  const bucket = hash & (bucketCount - 1)
  if (seen[bucket] === round) return
  seen[bucket] = round
  reading.buckets[reading.count] = bucket
  reading.owners[reading.count] = word
  reading.count += 1
}

function hashOf(symbols: Uint8Array, start: number, end: number): number {
  let hash = wordSeed
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ ((symbols[at] ?? 0) + 1), prime)
  return finished(hash)
}

const prime = 0x01000193
const wordSeed = 17
const pieceSeed = 99

/** Mixes all bits of a hash (the last steps of MurmurHash3). */
function finished(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** A text of so many symbols has at most four pieces for each. */
function reserve(length: number): void {
  if (reading.buckets.length >= length * 4) return
  const room = length * 6
  reading.buckets = new Int32Array(room)
  reading.owners = new Int32Array(room)
}
