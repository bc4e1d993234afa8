import {
  act,
  eitherIOrL,
  expansions,
  isDigit,
  leetLetter,
  symbol,
  trait,
  traitTable,
  unitTable,
} from './alphabet.ts'
import { isInvisible } from './view.ts'
import { type Flags, flagsAt, htmlAt } from './written.ts'

export const piece = { letter: 1, digit: 2, sign: 3 } as const

/** What stands between two white spaces, sign by sign. Reused from chunk to chunk. */
export interface Chunk {
  readonly kinds: Uint8Array
  /** Symbols of letters and digits; for signs, the letter they are taken for or 0. */
  readonly symbols: Uint8Array
  /** Code units of signs and digits as written; 0 for what has none. */
  readonly units: Uint16Array
  readonly at: Int32Array
  count: number
  letters: number
  /** Of the letters, those of other alphabets that look like none of ours. */
  foreign: number
  digits: number
  signs: number
  /** A letter in a dress. */
  odd: boolean
  start: number
  end: number
}

export const emptyChunk = (room: number): Chunk => ({
  kinds: new Uint8Array(room),
  symbols: new Uint8Array(room),
  units: new Uint16Array(room),
  at: new Int32Array(room),
  count: 0,
  letters: 0,
  foreign: 0,
  digits: 0,
  signs: 0,
  odd: false,
  start: 0,
  end: 0,
})

/** Reads the chunk that begins at `start`, which is no white space. */
export function readChunk(text: string, start: number, chunk: Chunk): void {
  chunk.count = 0
  chunk.letters = 0
  chunk.foreign = 0
  chunk.digits = 0
  chunk.signs = 0
  chunk.odd = false
  chunk.start = start
  let at = start
  for (; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if ((traitTable[unit] ?? 0) & trait.space) break
    at += unit === 0x26 || unit === 0x3c ? readHtml(text, at, chunk) : readUnit(text, unit, at, chunk)
  }
  chunk.end = at
}

/** Reads what stands at `at`; answers how many more code units it took. */
function readUnit(text: string, unit: number, at: number, chunk: Chunk): number {
  const what = unitTable[unit] ?? symbol.gap
  const traits = traitTable[unit] ?? 0
  if (what === symbol.gap) sign(chunk, unit, (traits & trait.leet) !== 0 ? (leetLetter[unit] ?? 0) : 0, at)
  else if (what < act.ignore) {
    if (traits === trait.odd) chunk.odd = true
    letter(chunk, what, unit, at)
  } else if (what === act.ring || what === act.dots) compose(chunk, what === act.dots)
  else if (what !== act.ignore) return readRare(text, at, chunk)
  return 0
}

/** A letter that is written as HTML is a letter in a dress; a tag shows nothing. */
function readHtml(text: string, at: number, chunk: Chunk): number {
  const html = htmlAt(text, at)
  if (html === undefined) return readUnit(text, text.charCodeAt(at), at, chunk)
  chunk.odd = true
  const what = html.codePoint <= 0xffff ? (unitTable[html.codePoint] ?? symbol.gap) : symbol.gap
  if (what < act.ignore && what !== symbol.gap) letter(chunk, what, html.codePoint, at)
  return html.length - 1
}

function letter(chunk: Chunk, folded: number, unit: number, at: number): void {
  const digit = isDigit(folded)
  chunk.kinds[chunk.count] = digit ? piece.digit : piece.letter
  chunk.symbols[chunk.count] = !digit && eitherIOrL(unit) ? symbol.either : folded
  chunk.units[chunk.count] = digit ? unit : 0
  chunk.at[chunk.count] = at
  chunk.count += 1
  if (digit) chunk.digits += 1
  else chunk.letters += 1
  if (folded === symbol.other) chunk.foreign += 1
}

function sign(chunk: Chunk, unit: number, meant: number, at: number): void {
  chunk.kinds[chunk.count] = piece.sign
  chunk.symbols[chunk.count] = meant
  chunk.units[chunk.count] = unit
  chunk.at[chunk.count] = at
  chunk.count += 1
  chunk.signs += 1
}

function compose(chunk: Chunk, dots: boolean): void {
  const last = chunk.count - 1
  const before = chunk.symbols[last]
  if (before === symbol.a) chunk.symbols[last] = dots ? symbol.aDots : symbol.aRing
  else if (before === symbol.o && dots) chunk.symbols[last] = symbol.oDots
  else chunk.odd = true
}

function readRare(text: string, at: number, chunk: Chunk): number {
  const codePoint = text.codePointAt(at) ?? 0
  const letters = expansions.get(codePoint)
  if (letters !== undefined) {
    for (const each of letters) letter(chunk, each, 0, at)
    chunk.odd = true
  } else {
    const flags = flagsAt(text, at)
    if (flags !== undefined) return readFlags(flags, at, chunk)
    if (!isInvisible(codePoint)) sign(chunk, 0, 0, at)
  }
  return codePoint > 0xffff ? 1 : 0
}

function readFlags({ letters, spells }: Flags, at: number, chunk: Chunk): number {
  if (spells) chunk.odd = true
  for (const [index, each] of letters.entries()) {
    if (spells) letter(chunk, each + 1, 0, at + 2 * index)
    else sign(chunk, 0, 0, at + 2 * index)
  }
  return 2 * letters.length - 1
}

/** The letter a digit or sign is taken for, or `symbol.either`. Zero when it is taken for none. */
export function letterMeant(chunk: Chunk, index: number): number {
  if (eitherIOrL(chunk.units[index] ?? 0)) return symbol.either
  const each = chunk.symbols[index] ?? 0
  return chunk.kinds[index] === piece.digit ? (leetLetter[0x30 + each - symbol.digit] ?? 0) : each
}
