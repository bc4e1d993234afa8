import { type Label, labels, type WordList } from '../../types.ts'
import { symbol, withoutRings } from '../text/alphabet.ts'
import { emptyView, fold } from '../text/view.ts'
import { bend, type EndingGroup, endingGroups, endingsOf } from './endings.ts'
import { mode, readNotation } from './notation.ts'

/** What finding a pattern means. */
export type Entry =
  | { readonly does: 'reason'; readonly label: number; readonly source: string; readonly opens: boolean }
  | { readonly does: 'part'; readonly part: number; readonly opens: boolean }
  /** Innocent: takes back the label from its word. */
  | { readonly does: 'except'; readonly label: number; readonly opens: boolean }

/** A stem to be found, and in which surroundings it counts. */
export interface Pattern {
  readonly symbols: Uint8Array
  readonly modes: number
  /** Index into `endingGroups`. */
  readonly endings: number
  /** How many gaps between words it holds. */
  readonly gaps: number
  readonly entry: Entry
}

/** Labels whose words people disguise; the rest are read plainly only. */
const disguised: ReadonlySet<Label | undefined> = new Set([
  'threat',
  'hateAgainstGroup',
  'harassment',
  'sexual',
  'callToCrime',
  'profanity',
  'staffHate',
  'ownWord',
])
export const isDisguised = (label: Label | undefined): boolean => disguised.has(label)

/** Shortest words looked for first and last in compounds; shorter ones are in too many innocent words. */
const shortestFirst = 5
export const shortestLast = 7

const scratch = emptyView()

/** The symbols of a word or phrase, one gap between words and none around; empty for what folds to nothing. */
export function foldWord(text: string): Uint8Array {
  fold(text, scratch)
  return scratch.symbols.slice(1, Math.max(1, scratch.length - 1))
}

/** Symbols as the second view has them: å, ä → a, ö → o, and no symbol twice in a row. */
export function flatten(symbols: Uint8Array): Uint8Array {
  const flat: number[] = []
  for (const each of symbols) {
    const bare = withoutRings[each] ?? each
    if (bare !== flat.at(-1)) flat.push(bare)
  }
  return Uint8Array.from(flat)
}

/** An ending of at most this many symbols can be looked up. */
export const longestEnding = 5

/** Symbols of an ending → bits of the groups that have it. */
export const endingTable: ReadonlyMap<number, number> = tabulateEndings()

function tabulateEndings(): Map<number, number> {
  const table = new Map<number, number>()
  for (const [group, name] of endingGroups.entries()) {
    for (const ending of endingsOf(name)) {
      const plain = foldWord(ending)
      for (const written of [plain, flatten(plain)]) {
        const key = endingKey(written, 0, written.length)
        table.set(key, (table.get(key) ?? 0) | (1 << group))
      }
    }
  }
  return table
}

/** @param to at most `longestEnding` after `from` */
export function endingKey(symbols: Uint8Array, from: number, to: number): number {
  let key = 0
  for (let at = from; at < to; at += 1) key = key * 64 + (symbols[at] ?? 0)
  return key
}

/** By how many of its last symbols, as bits: whether those of a word are an ending of any group. */
export function endingsAt(symbols: Uint8Array, start: number, end: number): number {
  let found = 1
  let [key, unit] = [0, 1]
  for (let left = 1; left <= longestEnding && end - left >= start; left += 1) {
    key += (symbols[end - left] ?? 0) * unit
    unit *= 64
    if (lastOfEnding[key & 4095] === 1 && endingTable.has(key)) found |= 1 << left
  }
  return found
}

/** By the last two symbols of endings, so that most words need not be looked up. */
const lastOfEnding = new Uint8Array(4096)
for (const key of endingTable.keys()) lastOfEnding[key % 4096] = 1

/** Whether what stands from `from` to `to` is an ending that the pattern's stem may have. */
export function mayEnd({ endings }: Pattern, symbols: Uint8Array, from: number, to: number): boolean {
  if (to - from > longestEnding) return false
  return ((endingTable.get(endingKey(symbols, from, to)) ?? 0) & (1 << endings)) !== 0
}

export const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((each, at) => each === other[at])

/** The endings that most words of a group are met with. */
const commonEndings: Readonly<Record<EndingGroup, readonly string[]>> = {
  none: [''],
  a: ['a', 'an', 'or', 'orna', 'ar', 'ad', 'at', 'are'],
  e: ['e', 'en', 'et', 'ar', 'arna'],
  weak: ['ar', 'a', 'en', 'et', 'arna'],
  consonant: ['', 'en', 'et', 'ar', 'er', 'arna', 'a'],
  vowel: ['', 'n', 'r', 's', 't'],
}

const foldedEndings = endingGroups.map((group) => commonEndings[group].map(foldWord))

/** A word and its commonest forms. */
export const commonForms = ({ symbols, endings }: Pattern): Uint8Array[] =>
  (foldedEndings[endings] ?? []).map((ending) => {
    const form = new Uint8Array(symbols.length + ending.length)
    form.set(symbols)
    form.set(ending, symbols.length)
    return form
  })

interface Traits {
  readonly inflect: boolean
  readonly compounds: boolean
}

/** Every pattern of one word in a list's notation. */
export function patternsOf(
  word: string,
  entryFor: (text: string, opens: boolean) => Entry,
  traits: Traits,
): Pattern[] {
  const found: Pattern[] = []
  const add = (stem: string, endings: EndingGroup, modes: number, entry: Entry) => {
    const symbols = foldWord(stem)
    if (symbols.length === 0) return
    const gaps = symbols.reduce((count, each) => count + (each === symbol.gap ? 1 : 0), 0)
    found.push({ symbols, modes, endings: endingGroups.indexOf(endings), gaps, entry })
  }
  for (const { text, modes, opens, exact } of readNotation(word)) {
    const entry = entryFor(text, opens)
    const compound = traits.compounds && !exact
    const asBeginning = (modes & mode.beginning) !== 0 || (compound && text.length >= shortestFirst)
    const asEnding = (modes & mode.ending) !== 0 || (compound && text.length >= shortestLast)
    const forms =
      traits.inflect && !exact ? bend(text.toLowerCase()) : [{ stem: text, endings: 'none' as const }]
    for (const { stem, endings } of forms)
      add(stem, endings, mode.whole | (asEnding ? mode.ending : 0), entry)
    if (asBeginning) add(text, 'none', mode.beginning | (modes & mode.inside), entry)
  }
  return found
}

/** Shorter words than this without their rings and dots are other words too often (röv: rov, kåt: kat). */
const shortestWithoutRings = 5

/**
 * A pattern as somebody without å, ä and ö on the keyboard writes it; undefined when it has none. Single words
 * are then found as words only, not inside others.
 */
export function withoutRing(pattern: Pattern): Pattern | undefined {
  const { symbols, gaps, modes } = pattern
  if (gaps === 0 && symbols.length < shortestWithoutRings) return undefined
  if (!symbols.some((each) => withoutRings[each] !== each)) return undefined
  const kept = gaps > 0 ? modes : modes & mode.whole
  if (kept === 0) return undefined
  return { ...pattern, modes: kept, symbols: symbols.map((each) => withoutRings[each] ?? each) }
}

/** Whether it is of a list that medium word filters have; those of strong ones mean less, and resemble more. */
export const isMedium = ({ entry }: Pattern): boolean =>
  entry.does === 'reason' && !entry.source.includes('/strong:')

export const labelNumber = (label: Label): number => labels.indexOf(label)

/** The name a list's word goes by in a reason. */
export const sourceOf = (list: WordList, word: string): string =>
  list.kind ?? (list.label === 'ownWord' ? `own:${word}` : `list:${list.id}:${word}`)
