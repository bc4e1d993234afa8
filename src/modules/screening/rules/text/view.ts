import {
  act,
  expansions,
  isSmall,
  isVowel,
  plainLetter,
  symbol,
  trait,
  traitTable,
  unitTable,
} from './alphabet.ts'
import { hashOf, seed, step } from './hash.ts'
import { beginsTag, isFlagLetter } from './written.ts'

/** Marks on words of a view, as bits. */
export const mark = {
  /** First word of a sentence. */
  opens: 1,
  /** Was not written as it reads. */
  disguised: 2,
  /** Put together from letters that stood apart. */
  joined: 4,
  /** Two words with one sign between, which is as a rule a hyphen and no disguise. */
  hyphened: 8,
  /** Digits or signs stood for its letters, or parted them. */
  coded: 16,
} as const

/** How far apart the places of two words are when a sentence ends between them: further than any gap. */
export const sentenceStep = 40

/**
 * A text folded into symbols, word by word. The arrays are reused from text to text and longer than what
 * they hold. Words are numbered from 0; `symbols` has one gap before, between and after them.
 */
export interface View {
  /** As it was written. */
  text: string
  symbols: Uint8Array
  /** Of a bare view: the symbols as they are, where `symbols` have i for l and for what may be either. */
  exact: Uint8Array
  length: number
  words: number
  /** Per word: UTF-16 offsets into the original, end exclusive. */
  from: Int32Array
  to: Int32Array
  /** Per word, and after the last: where its symbols begin. */
  starts: Int32Array
  /** Per word of the plain view: the hash of its symbols. */
  hashes: Int32Array
  /** Per word: its place in the row of words; a new sentence leaves a hole in the numbering. */
  place: Int32Array
  marks: Uint8Array
  /** The text has something that may hide a word from plain reading: a second view is worth making. */
  suspicious: boolean
  /** It has digits, and letters of other alphabets that look like none of ours; of the plain view. */
  digits: boolean
  foreign: boolean
}

export function emptyView(): View {
  return {
    text: '',
    symbols: new Uint8Array(1024),
    exact: new Uint8Array(1024),
    length: 0,
    words: 0,
    from: new Int32Array(256),
    to: new Int32Array(256),
    starts: new Int32Array(256),
    hashes: new Int32Array(256),
    place: new Int32Array(256),
    marks: new Uint8Array(256),
    suspicious: false,
    digits: false,
    foreign: false,
  }
}

/** Makes room for a text; a ligature becomes at most four symbols. */
export function reserve(view: View, text: string): void {
  const units = text.length
  view.text = text
  if (view.symbols.length < units * 4 + 4) {
    view.symbols = new Uint8Array(units * 6 + 4)
    view.exact = new Uint8Array(units * 6 + 4)
  }
  if (view.from.length < units + 2) {
    const room = Math.ceil(units * 1.5) + 2
    view.from = new Int32Array(room)
    view.to = new Int32Array(room)
    view.starts = new Int32Array(room)
    view.hashes = new Int32Array(room)
    view.place = new Int32Array(room)
    view.marks = new Uint8Array(room)
  }
  view.symbols[0] = symbol.gap
  view.length = 1
  view.words = 0
  view.suspicious = false
  view.digits = false
  view.foreign = false
}

const kind = { none: 0, letter: 1, digit: 2, sign: 3, foreign: 4 } as const

/** Writes the symbols of one text into a view and keeps an eye open for what may be a disguise. */
class Folding {
  private readonly view: View
  private readonly symbols: Uint8Array
  private length = 1
  private word = -1
  private wordStart = 1
  private hash = seed
  private last: number = symbol.gap
  private lastKind: number = kind.none
  private place = 0
  private stopSeen = true
  private sentenceEnded = true
  private suspicious = false
  private lastWasSingle = false

  constructor(view: View) {
    this.view = view
    this.symbols = view.symbols
  }

  /** Letters of ours as they stand, which most of a text is; answers where they end. */
  letters(text: string, from: number): number {
    const { symbols } = this
    if (this.last === symbol.gap) this.openWord(from)
    if (this.lastKind !== kind.letter && this.lastKind !== kind.none) this.suspicious = true
    let [at, length, last, hash] = [from, this.length, this.last, this.hash]
    for (; at < text.length; at += 1) {
      const folded = plainLetter[text.charCodeAt(at)] ?? symbol.gap
      if (folded === symbol.gap) break
      if (folded === last && this.isOdd(folded, length)) this.suspicious = true
      symbols[length] = folded
      length += 1
      last = folded
      hash = step(hash, folded)
    }
    this.lastKind = kind.letter
    this.length = length
    this.last = last
    this.hash = hash
    return at
  }

  letter(folded: number, at: number): void {
    const { symbols, length } = this
    if (this.last === symbol.gap) this.openWord(at)
    else if (folded === this.last && this.isOdd(folded, length)) this.suspicious = true
    const now = folded < symbol.digit ? kind.letter : folded < symbol.other ? kind.digit : kind.foreign
    if (this.lastKind !== now && this.lastKind !== kind.none) this.suspicious = true
    if (now === kind.digit) this.view.digits = true
    else if (now === kind.foreign) this.view.foreign = true
    this.lastKind = now
    symbols[length] = folded
    this.length = length + 1
    this.last = folded
    this.hash = step(this.hash, folded)
  }

  /** Whether a letter that stands twice is a vowel, stands three times or begins its word. */
  private isOdd(folded: number, length: number): boolean {
    return isVowel(folded) || this.symbols[length - 2] === folded || length === this.wordStart + 1
  }

  private openWord(at: number): void {
    const word = this.word + 1
    const { view } = this
    this.word = word
    this.wordStart = this.length
    this.hash = seed
    view.starts[word] = this.length
    this.place += this.sentenceEnded ? sentenceStep : 1
    view.from[word] = at
    view.place[word] = this.place
    view.marks[word] = this.sentenceEnded ? mark.opens : 0
    this.sentenceEnded = false
    this.stopSeen = false
  }

  gap(at: number, traits: number): void {
    if (this.last !== symbol.gap) this.closeWord(at)
    if ((traits & trait.stop) !== 0) this.stopSeen = true
    if ((traits & trait.space) !== 0) {
      if (this.stopSeen) this.sentenceEnded = true
      this.lastKind = kind.none
    } else {
      if ((traits & trait.edge) !== 0) this.suspicious = true
      if (this.lastKind !== kind.none) this.lastKind = kind.sign
    }
  }

  private closeWord(at: number): void {
    const single = this.length - this.wordStart === 1
    if (single && (this.lastWasSingle || !isVowel(this.last)) && this.last <= symbol.oDots)
      this.suspicious = true
    this.lastWasSingle = single
    this.view.to[this.word] = at
    this.view.hashes[this.word] = this.hash
    this.symbols[this.length] = symbol.gap
    this.length += 1
    this.last = symbol.gap
  }

  /** A combining ring or dots: å, ä and ö written in two parts are the letters themselves. */
  compose(dots: boolean): void {
    const before = this.last
    const composed =
      before === symbol.a
        ? dots
          ? symbol.aDots
          : symbol.aRing
        : before === symbol.o && dots
          ? symbol.oDots
          : 0
    if (composed === 0) this.suspicious = true
    else {
      this.symbols[this.length - 1] = composed
      this.last = composed
      this.hash = hashOf(this.symbols, this.wordStart, this.length)
    }
  }

  odd(): void {
    this.suspicious = true
  }

  finish(at: number): void {
    if (this.last !== symbol.gap) this.closeWord(at)
    this.view.length = this.length
    this.view.words = this.word + 1
    this.view.starts[this.word + 1] = this.length
    this.view.suspicious = this.suspicious
  }
}

const lineEnd = trait.space | trait.stop
const bar = 0x7c
const exclamation = 0x21
/** |diot: what looks like an i before a letter. */
function isLetterSign(text: string, at: number): boolean {
  const unit = text.charCodeAt(at)
  return (unit === bar || unit === exclamation) && plainLetter[text.charCodeAt(at + 1)] !== symbol.gap
}
/** Whether a line goes on in the next, in small letters: then it ends no sentence, and may break a word. */
export const lineGoesOn = (text: string, at: number): boolean =>
  isSmall(text.charCodeAt(at + 1)) ||
  (text.charCodeAt(at) === carriageReturn && text.charCodeAt(at + 1) === 0x0a)
const carriageReturn = 0x0d

/**
 * The plain view of a text: case, width, accents, lookalikes and what cannot be seen are folded away;
 * å, ä, ö stay. Linear in the text; every string is accepted, lone surrogates too.
 */
export function fold(text: string, view: View): void {
  reserve(view, text)
  const folding = new Folding(view)
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (plainLetter[unit] !== symbol.gap) {
      at = folding.letters(text, at) - 1
      continue
    }
    const what = unitTable[unit] ?? symbol.gap
    if (what === symbol.gap) {
      const traits = traitTable[unit] ?? 0
      const goesOn = traits === lineEnd && lineGoesOn(text, at)
      folding.gap(at, goesOn ? trait.space : traits)
      if (goesOn || isLetterSign(text, at) || beginsTag(text, at)) folding.odd()
    } else if (what < act.ignore) {
      folding.letter(what, at)
      if (traitTable[unit] === trait.odd) folding.odd()
    } else if (what === act.ring || what === act.dots) folding.compose(what === act.dots)
    else if (what !== act.ignore) at += foldRare(text, at, folding)
  }
  folding.finish(text.length)
}

/** Ligatures and what lies above U+FFFF; answers how many more code units it took. */
function foldRare(text: string, at: number, folding: Folding): number {
  const codePoint = text.codePointAt(at) ?? 0
  const letters = expansions.get(codePoint)
  if (letters !== undefined) {
    for (const letter of letters) folding.letter(letter, at)
    folding.odd()
  } else if (!isInvisible(codePoint)) {
    folding.gap(at, 0)
    if (isFlagLetter(codePoint)) folding.odd()
  }
  return codePoint > 0xffff ? 1 : 0
}

/** Tags and variation selectors above U+FFFF, which change nothing that is read. */
export const isInvisible = (codePoint: number): boolean => codePoint >= 0xe0000 && codePoint <= 0xe0fff

/** Whether any of a few words was disguised. */
export function anyDisguised(view: View, first: number, last: number): boolean {
  for (let word = first; word <= last; word += 1) {
    if (((view.marks[word] ?? 0) & mark.disguised) !== 0) return true
  }
  return false
}
