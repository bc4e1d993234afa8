import { type Label, labels, type WordList } from '../../types.ts'
import { eitherAsI, symbol, withoutRings } from '../text/alphabet.ts'
import { type Automaton, buildAutomaton } from './automaton.ts'
import { CoveredWords } from './covered/covered-words.ts'
import { indexForStars, type StarIndex } from './covered/stars.ts'
import { mode, standsAnywhere } from './notation.ts'
import {
  type Entry,
  flatten,
  isDisguised,
  labelNumber,
  type Pattern,
  patternsOf,
  shortestLast,
  sourceOf,
  withoutRing,
} from './patterns.ts'

/** Patterns ready to be walked. */
export interface Side {
  readonly automaton: Automaton
  readonly patterns: readonly Pattern[]
}

/** A combination with its parts as numbers. */
export interface CompiledCombination {
  readonly label: number
  readonly source: string
  readonly gap: number
  readonly stages: number
}

/** One place where a part is waited for: which combination, which stage. */
export interface PartUse {
  readonly combination: number
  readonly stage: number
}

/** Word lists made ready for screening. */
export interface Book {
  /** For the text as it stands. */
  readonly plain: Side
  /** For the text with its disguises taken off. */
  readonly bare: Side
  /** Patterns of what people disguise. */
  readonly hidden: readonly Pattern[]
  /** For words with letters covered, each by one sign, and for those of which few are seen; made when first met. */
  readonly stars: () => StarIndex
  readonly covered: () => CoveredWords
  readonly combinations: readonly CompiledCombination[]
  /** Per part number: where it is waited for, later stages first. */
  readonly uses: readonly (readonly PartUse[])[]
  /** Per label number: the part that stands for it, or -1. */
  readonly labelParts: readonly number[]
}

/** What is left of a word with its doubled letters taken out must still be a word. */
const shortestBare = 3

class Parts {
  readonly uses: PartUse[][] = []
  readonly combinations: CompiledCombination[] = []
  private readonly numbers = new Map<string, number>()

  numberOf(name: string): number {
    const known = this.numbers.get(name)
    if (known !== undefined) return known
    this.numbers.set(name, this.uses.length)
    return this.uses.push([]) - 1
  }

  addCombinations(list: WordList): void {
    for (const { parts, gap } of list.combinations ?? []) {
      const combination = this.combinations.length
      const source = sourceOf(list, parts.join('+'))
      this.combinations.push({ label: labelNumber(list.label), source, gap, stages: parts.length })
      for (const [stage, name] of [...parts.entries()].reverse()) {
        if (!isShared(name) && list.parts?.[name] === undefined)
          throw new RangeError(`${list.id}: no part ${name}`)
        this.uses[this.numberOf(partName(list, name))]?.push({ combination, stage })
      }
    }
  }

  labelParts(): number[] {
    return labels.map((label) => this.numbers.get(`label:${label}`) ?? -1)
  }
}

/** Of all lists: what has a label, and the parts that every list may use. */
const isShared = (name: string): boolean => name.startsWith('label:') || name.startsWith('every:')
const partName = (list: WordList, name: string): string => (isShared(name) ? name : `${list.id}:${name}`)

/**
 * Word lists as one machine.
 * @throws RangeError when a list contradicts itself.
 */
export function compile(lists: readonly WordList[]): Book {
  const parts = new Parts()
  const plain: Pattern[] = []
  const hidden: Pattern[] = []
  for (const list of lists) {
    const found = listPatterns(list, parts)
    plain.push(...found)
    if (isDisguised(list.label)) {
      hidden.push(...found.filter((pattern) => pattern.entry.does !== 'except'))
      for (const pattern of found) {
        const other = withoutRing(pattern)
        if (other !== undefined) plain.push(other)
      }
    }
  }
  const bare = hidden
    .map(bareOf)
    .filter((pattern) => pattern.symbols.length >= shortestBare || pattern.entry.does === 'part')
  return {
    plain: side(plain, true),
    bare: side(bare, false),
    hidden,
    stars: once(() => indexForStars(hidden)),
    covered: once(() => new CoveredWords(hidden)),
    combinations: parts.combinations,
    uses: parts.uses,
    labelParts: parts.labelParts(),
  }
}

export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Shortest word that is still looked for inside others after its rings and dots are gone (drägg: avdrag). */
const shortestBareInside = 6

function bareOf(pattern: Pattern): Pattern {
  const symbols = flatten(pattern.symbols)
  const ringed = pattern.symbols.some((each) => withoutRings[each] !== each)
  const modes = ringed && symbols.length < shortestBareInside ? pattern.modes & mode.whole : pattern.modes
  return { ...pattern, symbols, modes: modes === 0 ? pattern.modes : modes }
}

/**
 * @param byWord whether a pattern that only begins words is looked for with the gap before it, which spares the
 * walk its hits inside words, and a long one with those that stand anywhere, which are mostly the same word; letters that stood apart have no such gaps, and what may be i or l is walked as i
 */
function side(patterns: readonly Pattern[], byWord: boolean): Side {
  const walked = ({ symbols, modes, gaps }: Pattern): Uint8Array => {
    if (!byWord) return symbols.map((each) => eitherAsI[each] ?? each)
    const isOneOf = standsAnywhere(modes) || (gaps === 0 && symbols.length >= shortestLast)
    return isOneOf ? symbols : Uint8Array.of(symbol.gap, ...symbols)
  }
  return { automaton: buildAutomaton(patterns.map(walked)), patterns }
}

function listPatterns(list: WordList, parts: Parts): Pattern[] {
  const label = labelNumber(list.label)
  const traits = { inflect: list.inflect === true, compounds: list.compounds === true }
  const plainly = { inflect: false, compounds: false }
  parts.addCombinations(list)
  return [
    ...list.words.flatMap((word) =>
      patternsOf(
        word,
        (text, opens): Entry => ({ does: 'reason', label, source: sourceOf(list, text), opens }),
        traits,
      ),
    ),
    ...(list.except ?? []).flatMap((word) =>
      patternsOf(word, (_, opens): Entry => ({ does: 'except', label, opens }), plainly),
    ),
    ...Object.entries(list.parts ?? {}).flatMap(([name, words]) => {
      const part = parts.numberOf(partName(list, name))
      return words.flatMap((word) =>
        patternsOf(word, (_, opens): Entry => ({ does: 'part', part, opens }), plainly),
      )
    }),
  ]
}

/** The municipality's own words (S7) as a list: comma separated, `x*` for every word that begins with x. */
export function ownWordList(commaSeparated: string): WordList {
  const words = commaSeparated
    .split(/[,\n]/)
    .map((word) => ownNotation(word.slice(0, 100)))
    .filter((word) => word.replace('*', '').trim() !== '')
    .slice(0, 2000)
  const label: Label = 'ownWord'
  return { id: 'own/medium', label, level: 'medium', source: 'kommunens egna ord', date: '', words }
}

/** Only the star last in a word means anything in an own word; the signs of our own notation do not. */
const ownNotation = (word: string): string => {
  const trimmed = word.trim()
  const text = trimmed.replace(/[*{}^=]/g, ' ').trim()
  return trimmed.endsWith('*') ? `${text}*` : text
}
