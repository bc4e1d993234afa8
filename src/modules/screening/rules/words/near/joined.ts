import { isSwedish } from '../../../../search/index.ts'
import { spell, symbolCount, symbolOf } from '../../text/alphabet.ts'
import { hashOf, seed, step } from '../../text/hash.ts'
import { mode } from '../notation.ts'
import { isMedium, isSame, longestEnding, mayEnd, type Pattern } from '../patterns.ts'
import { Table } from './table.ts'

/** What stands before an insult, when somebody writes it without spaces. */
const openers =
  'du ni han hon de dom är en ett din ditt dina er era ert min mitt mina fy vilken vilket så som och åt för bara jävla jävlar dum dumma dumt ful fula fult feta satans helvetes förbannade jätte super mega kommunens'.split(
    ' ',
  )
const opens = new Uint8Array(symbolCount ** 2)
for (const [one = '', two = ''] of openers) opens[symbolOf(one) * symbolCount + symbolOf(two)] = 1
const shortestOpener = 2
/** Fewer letters stand last in too many words, after an opener or any word. */
const shortestRest = 4
const shortestAfterSome = 3
const shortestLast = 4
const shortestOfStrong = 5
const shortestFirst = 3
/** Longer is no word with others before it. */
const longest = 40

/** Listed words last in words that nobody has listed, nor the dictionary: dinfitta, duärenhora, kommunkärring. */
export class Joined {
  private readonly stems: Table

  constructor(patterns: readonly Pattern[]) {
    const hashes = patterns.map(({ symbols }) => hashOf(symbols, 0, symbols.length))
    this.stems = new Table(hashes, patterns)
  }

  /** @param endings which of the word's last symbols are an ending (endingsAt) */
  spelling(word: Uint8Array, endings: number): readonly Pattern[] {
    const { length } = word
    if (length > longest) return []
    for (let start = shortestOpener; start <= length - shortestAfterSome; start += 1) {
      const found = this.from(word, start, endings)
      if (found.length === 0 || !mayStand(word, start)) continue
      const meant = length - start < shortestOfStrong ? found.filter(isMedium) : found
      if (meant.length > 0) return meant
    }
    return []
  }

  /** Those that a word is from a place on. */
  private from(word: Uint8Array, start: number, endings: number): Pattern[] {
    const { length } = word
    const found: Pattern[] = []
    let hash = seed
    for (let at = start; at < length; at += 1) {
      hash = step(hash, word[at] ?? 0)
      const left = length - at - 1
      const isEnding = left <= longestEnding && ((endings >> left) & 1) === 1
      if (!isEnding && at - start + 1 < shortestRest) continue
      for (const pattern of this.stems.find(hash)) {
        const may = begins(pattern) ? left !== 1 : isEnding && mayEnd(pattern, word, at + 1, length)
        if (may && isSame(word.subarray(start, at + 1), pattern.symbols)) found.push(pattern)
      }
    }
    return found
  }
}

const begins = ({ modes }: Pattern): boolean => (modes & mode.beginning) !== 0

/** Whether what is before a place are openers, or a word of its own where enough follows. */
function mayStand(word: Uint8Array, start: number): boolean {
  const [one = 0, two = 0] = word
  const before = spell(word.subarray(0, start))
  const rest = word.length - start
  if (opens[one * symbolCount + two] === 1 && areOpeners(before))
    return rest >= shortestRest || start > shortestOpener
  return rest >= shortestLast && isWordBefore(word, start)
}

/** Whether what is before a place is a word of its own. */
export function isWordBefore(word: Uint8Array, start: number): boolean {
  if (start < shortestFirst) return false
  const before = spell(word.subarray(0, start))
  return isSwedish(before) || (before.endsWith('s') && isSwedish(before.slice(0, -1)))
}

const areOpeners = (before: string): boolean =>
  before === '' ||
  openers.some((opener) => before.startsWith(opener) && areOpeners(before.slice(opener.length)))
