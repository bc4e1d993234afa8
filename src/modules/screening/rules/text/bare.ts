import { eitherAsI, isSmall, isVowel, symbol, trait, traitTable, withoutRings } from './alphabet.ts'
import { type Chunk, emptyChunk, letterMeant, piece, readChunk } from './chunk.ts'
import { lineGoesOn, mark, reserve, sentenceStep, type View } from './view.ts'

/** Told of every chunk before it is bared; `first` and `last` are its letters' indexes without edge signs. */
export type ChunkListener = (chunk: Chunk, first: number, last: number) => void

/** Ways of reading what may be read in several, as bits. */
export const reading = {
  /** 1, ! and | as an i or an l each, signs within words as the letters they look like, each line by itself. */
  usual: 0,
  /** What may be an i or an l is one with those beside it: kil1e. */
  merged: 1,
  /** Signs as nothing but what stands between letters. */
  signless: 2,
  /** The last word of a line and the first of the next as one; where lines are of one word, every other pair. */
  acrossLines: 4,
  /** The other pairs. */
  acrossOthers: 16,
  /** Signs at the ends of words as the letters they look like: @rsle, |diot. */
  edged: 8,
} as const
/** The readings besides the usual one, in the order they are tried. */
export const otherReadings = [
  reading.merged,
  reading.signless,
  reading.acrossLines,
  reading.acrossOthers,
  reading.edged,
] as const

/** The pieces of a chunk that a word begins and ends with. */
interface Edges {
  readonly first: number
  readonly last: number
}
const isOther = (one: Edges, other: Edges): boolean => one.first !== other.first || one.last !== other.last

let scratch = emptyChunk(1024)

/**
 * The second view of a text, with disguises taken off: digits and signs read as letters, signs between
 * letters removed, letters that stand apart put together, no letter twice in a row, no rings and dots.
 * Words that needed this are marked. Linear in the text.
 * @returns the bits of the other readings that may give another text
 */
export function bare(text: string, view: View, how: number, listener?: ChunkListener): number {
  reserve(view, text)
  if (scratch.kinds.length < text.length * 4 + 4) scratch = emptyChunk(text.length * 4 + 4)
  const baring = new Baring(view, how)
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at)
    const traits = traitTable[unit] ?? 0
    if ((traits & trait.space) !== 0) {
      if ((traits & trait.stop) !== 0) baring.lineEnds(!lineGoesOn(text, at))
      at += 1
      continue
    }
    readChunk(text, at, scratch)
    baring.chunk(text, scratch, listener)
    at = scratch.end
  }
  baring.finish()
  return baring.others
}

class Baring {
  /** Bits of `reading`. */
  others = 0
  private readonly view: View
  private readonly how: number
  private length = 1
  private word = -1
  private open = false
  private sentenceEnded = true
  private place = 0
  /** How many single letters in a row the open word was put together from. */
  private singles = 0
  private lastSymbol = 0
  private lastLetter = 0
  private run = 0

  /** Line ends since the last chunk, and whether that one may go on in the next line. */
  private lines = 0
  private goesOn = false
  /** Of how many lines in a row a word may go on in the next. */
  private breaks = 0

  constructor(view: View, how: number) {
    this.view = view
    this.how = how
  }

  lineEnds(endsSentence: boolean): void {
    if (endsSentence) this.sentenceEnded = true
    this.lines += 1
  }

  chunk(text: string, chunk: Chunk, listener: ChunkListener | undefined): void {
    const { letters, digits, count } = chunk
    const isSign = letters + digits === 0 && isLoneSign(chunk)
    const broken = this.lines === 1 && this.goesOn && isSmall(text.charCodeAt(chunk.start))
    this.lines = 0
    this.goesOn = false
    this.breaks = broken ? this.breaks + 1 : 0
    const single = letters + digits === 1 || isSign
    if (letters === 0 && !isWritten(chunk) && !(single && (this.singles > 0 || beginsApart(text, chunk)))) {
      if (digits > 0 || count > 3) this.close()
    } else if (isLink(text, chunk)) this.close()
    else {
      const word = this.edges(chunk)
      const { first, last } = word
      const mixed = chunk.foreign > 0 && chunk.foreign < letters
      if (chunk.signs > 0 || chunk.odd || mixed) listener?.(chunk, first, last)
      this.write(chunk, word, broken)
      this.goesOn = last === count - 1 || (last === count - 2 && chunk.units[count - 1] === hyphen)
      for (let index = last + 1; index < count; index += 1) {
        if (((traitTable[chunk.units[index] ?? 0] ?? 0) & trait.stop) !== 0) this.sentenceEnded = true
      }
    }
  }

  /** Where a word begins and ends within its chunk, in this reading. */
  private edges(chunk: Chunk): Edges {
    const inner = edges(chunk)
    if (chunk.signs === 0) return inner
    const outer = withSigns(chunk, inner)
    if (isOther(inner, outer)) this.others |= reading.edged
    return (this.how & reading.edged) !== 0 ? outer : inner
  }

  private write(chunk: Chunk, { first, last }: Edges, broken: boolean): void {
    const pair = this.breaks % 2 === 1 ? reading.acrossLines : reading.acrossOthers
    if (broken) this.others |= pair
    const across = broken && (this.how & pair) !== 0
    const parting = partingSign(chunk, first, last)
    const apart = parting !== none
    const single = first === last
    const before = this.singles
    const alone = before === 1 && this.lastLetter <= symbol.oDots && !isVowel(this.lastLetter)
    if (!this.open || !((single && before > 0) || (!single && alone) || across)) {
      this.close()
      this.openWord(chunk.at[first] ?? 0)
    }
    let marks = chunk.odd || across || this.isOtherwise(chunk, first, last) ? mark.disguised : 0
    for (let index = first; index <= last; index += 1) {
      const kind = chunk.kinds[index]
      if (kind === piece.letter) {
        if (this.push(chunk.symbols[index] ?? 0)) marks |= mark.disguised
        continue
      }
      marks |= mark.disguised | mark.coded
      if (kind === piece.sign && apart && chunk.units[index] === parting) continue
      const meant = letterMeant(chunk, index)
      if (meant === 0) continue
      if (kind === piece.sign) {
        this.others |= reading.signless
        if ((this.how & reading.signless) !== 0) continue
      }
      this.push(meant)
    }
    if (apart || (single && before >= 2)) marks |= mark.disguised | mark.joined | mark.coded
    if (!single && alone) marks |= mark.disguised | mark.joined
    if (!apart && isHyphened(chunk, first, last)) marks = (marks | mark.hyphened) & ~mark.coded
    this.view.marks[this.word] = (this.view.marks[this.word] ?? 0) | marks
    this.view.to[this.word] = last + 1 < chunk.count ? (chunk.at[last + 1] ?? 0) : chunk.end
    this.singles = single ? before + 1 : 0
  }

  /** Whether a word is read from elsewhere or to elsewhere than it usually is. */
  private isOtherwise(chunk: Chunk, first: number, last: number): boolean {
    return (this.how & reading.edged) !== 0 && isOther(edges(chunk), { first, last })
  }

  /** Writes one letter, once however often it is repeated; answers whether it was repeated oddly. */
  private push(letter: number): boolean {
    const repeated = letter === this.lastLetter
    this.run = repeated ? this.run + 1 : 1
    this.lastLetter = letter
    const flat = withoutRings[letter] ?? letter
    if (!this.isSame(flat)) {
      this.view.symbols[this.length] = eitherAsI[flat] ?? flat
      this.view.exact[this.length] = flat
      this.length += 1
      this.lastSymbol = flat
    }
    return repeated && (this.run > 2 || isVowel(letter) || this.view.symbols[this.length - 2] === symbol.gap)
  }

  /** Whether a letter is the last one again. */
  private isSame(flat: number): boolean {
    const { lastSymbol } = this
    const isEither = flat === symbol.either || lastSymbol === symbol.either
    if (!isEither || eitherAsI[flat] !== eitherAsI[lastSymbol]) return flat === lastSymbol
    this.others |= reading.merged
    return (this.how & reading.merged) !== 0
  }

  private openWord(at: number): void {
    this.word += 1
    this.open = true
    this.place += this.sentenceEnded ? sentenceStep : 1
    this.view.from[this.word] = at
    this.view.starts[this.word] = this.length
    this.view.place[this.word] = this.place
    this.view.marks[this.word] = this.sentenceEnded ? mark.opens : 0
    this.sentenceEnded = false
    this.lastSymbol = 0
    this.lastLetter = 0
  }

  private close(): void {
    this.singles = 0
    if (!this.open) return
    this.view.symbols[this.length] = symbol.gap
    this.length += 1
    this.open = false
  }

  finish(): void {
    this.close()
    this.view.length = this.length
    this.view.words = this.word + 1
    this.view.starts[this.word + 1] = this.length
  }
}

const hyphen = 0x2d

/** 81@773: digits and signs that all look like letters. */
function isWritten({ kinds, symbols, count, digits, signs }: Chunk): boolean {
  if (digits === 0 || signs === 0 || count < 4) return false
  let meant = 0
  for (let index = 1; index < count; index += 1)
    if (kinds[index] === piece.sign && symbols[index] !== 0) meant += 1
  return meant > 0 && signs - meant <= 1
}

/** A sign that looks like a letter, by itself but for what ends a sentence. */
function isLoneSign(chunk: Chunk): boolean {
  if (chunk.count === 0 || chunk.symbols[0] === 0 || chunk.count > mostAtEdge) return false
  for (let index = 1; index < chunk.count; index += 1) if (!isPunctuation(chunk, index)) return false
  return true
}

/** 5 a t a n: a digit, and after it at least two letters that stand alone. "5 ex" is five copies. */
function beginsApart(text: string, { end }: Chunk): boolean {
  return isSpace(text, end) && !isSpace(text, end + 1) && isSpace(text, end + 2) && isAlone(text, end + 3)
}

const isSpace = (text: string, at: number): boolean =>
  ((traitTable[text.charCodeAt(at)] ?? 0) & trait.space) !== 0

const isAlone = (text: string, at: number): boolean =>
  at < text.length && !isSpace(text, at) && (at + 1 >= text.length || isSpace(text, at + 1))

/** Signs at the edges are punctuation, but for those that are letters more often. */
function edges(chunk: Chunk): Edges {
  let first = 0
  while (first < chunk.count - 1 && (isPunctuation(chunk, first) || isAt(chunk, first))) first += 1
  let last = chunk.count - 1
  while (last > first && isPunctuation(chunk, last)) last -= 1
  return { first, last }
}

function isPunctuation({ kinds, units }: Chunk, index: number): boolean {
  if (kinds[index] !== piece.sign) return false
  const both = trait.leet | trait.edge
  return ((traitTable[units[index] ?? 0] ?? 0) & both) !== both
}

/** @namn: the sign of an account, first in its name. */
const isAt = ({ kinds, units }: Chunk, index: number): boolean =>
  kinds[index] === piece.sign && units[index] === 0x40

const none = -1

/** The sign that keeps each letter apart from the next: the dot of f.1.t.t.@; `none` where two letters are neighbours. */
function partingSign({ kinds, units, symbols }: Chunk, first: number, last: number): number {
  if (last - first < 4 || kinds[first + 1] !== piece.sign) return none
  const parting = units[first + 1] ?? 0
  let wasLetter = false
  for (let index = first; index <= last; index += 1) {
    const isLetter = kinds[index] !== piece.sign || (units[index] !== parting && symbols[index] !== 0)
    if (isLetter && wasLetter) return none
    wasLetter = isLetter
  }
  return parting
}

const atEdges = new Set([...'@|!¡+£'].map((sign) => sign.charCodeAt(0)))
const isLetterSign = ({ kinds, units, count }: Chunk, index: number): boolean =>
  index >= 0 && index < count && kinds[index] === piece.sign && atEdges.has(units[index] ?? 0)

/** A word with the signs around it that look like letters, where they stand in its first or last few. */
function withSigns(chunk: Chunk, inside: Edges): Edges {
  let { first, last } = inside
  if (first === 0 && last === chunk.count - 1) return inside
  for (let index = first - 1; index >= Math.max(0, inside.first - mostAtEdge); index -= 1)
    if (isLetterSign(chunk, index)) first = index
  // An exclamation mark after a word is one, where nothing else in it is a sign.
  const isPlain = chunk.digits === 0 && chunk.signs === chunk.count - (inside.last - inside.first + 1)
  for (let index = last + 1; index <= inside.last + mostAtEdge; index += 1)
    if (isLetterSign(chunk, index) && !(isPlain && chunk.units[index] === exclamation)) last = index
  return { first, last }
}
const mostAtEdge = 4
const exclamation = 0x21

/** Mona-Lisa: one ordinary sign with two letters or more on either side. */
function isHyphened({ kinds, units, digits, signs }: Chunk, first: number, last: number): boolean {
  if (digits > 0 || signs === 0) return false
  let inner = 0
  for (let index = first; index <= last; index += 1) {
    if (kinds[index] !== piece.sign) continue
    const covers = (traitTable[units[index] ?? 0] ?? 0) & (trait.leet | trait.wild)
    if (covers !== 0 || index - first < 2 || last - index < 2) return false
    inner += 1
  }
  return inner === 1
}

/** Web and mail addresses are spelled as they are. */
function isLink(text: string, { start, end, signs }: Chunk): boolean {
  if (signs < 2 || end - start > 2048) return false
  const chunk = text.slice(start, end)
  return chunk.includes('://') || chunk.startsWith('www.') || /^[^@]+@[^@]+\.[a-zA-Z]{2,}/.test(chunk)
}
