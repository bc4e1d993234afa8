import { endingGroups } from '../endings.ts'
import { mode } from '../notation.ts'
import { commonForms, isSame, longestEnding, mayEnd, type Pattern } from '../patterns.ts'
import { across, addSlipped, longest, mistaken, reckon, whole, without } from '../slip.ts'
import { Hashes, Table } from './table.ts'

/** Shorter words are a letter away from too many, listed or met. */
const shortestWord = 4
const shortestStem = 3
const longestListed = 9

const none: readonly Pattern[] = []

/** Ways to write a word of so many letters with a slip that takes none to it, about. */
const ways = (length: number): number => length * 8

/**
 * Words with a slip in them, their first letter right: one letter too few, one too many, one beside it on the keyboard, or
 * two in each other's place. What may be one is compared without one of its letters (Garbe, 2012: symmetric delete).
 */
export class Slips {
  private readonly table: Table
  /** A bit for what each slip makes of a stem, but for one letter too many: then the stem is what is left without it. */
  private readonly slipped: Hashes
  private readonly stems: Hashes
  /** The same two for what begins words, however they go on. */
  private readonly slippedBeginnings: Hashes
  private readonly beginnings: Hashes

  constructor(patterns: readonly Pattern[]) {
    const hashes: number[] = []
    const owners: Pattern[] = []
    const stems = patterns
      .flatMap((pattern) => [pattern, ...asListed(pattern)])
      .filter((pattern) => isLength(pattern.symbols.length) && shortestForm(pattern) >= shortestWord)
    const room = stems.reduce((sum, { symbols }) => sum + ways(symbols.length), 0)
    this.slipped = new Hashes(room)
    this.stems = new Hashes(stems.length * 2)
    const open = stems.filter(isOpen)
    this.slippedBeginnings = new Hashes(open.reduce((sum, { symbols }) => sum + ways(symbols.length), 0))
    this.beginnings = new Hashes(open.length * 2)
    for (const pattern of stems) {
      const { symbols } = pattern
      reckon(symbols, symbols.length)
      this.stems.add(whole(symbols.length))
      addSlipped(symbols, this.slipped)
      if (isOpen(pattern)) {
        this.beginnings.add(whole(symbols.length))
        addSlipped(symbols, this.slippedBeginnings)
      }
      for (let at = 0; at < symbols.length; at += 1) {
        hashes.push(at === 0 ? whole(symbols.length) : without(at, symbols.length))
        owners.push(pattern)
      }
    }
    this.table = new Table(hashes, owners)
  }

  /** @param endings which of the word's last symbols are an ending (endingsAt) */
  spelling(word: Uint8Array, endings: number): readonly Pattern[] {
    const { length } = word
    if (length < shortestWord || length > longest) return none
    reckon(word, length)
    const found: Pattern[] = []
    for (let end = Math.max(shortestStem - 1, length - longestEnding); end <= length; end += 1) {
      if (((endings >> (length - end)) & 1) === 0 || !mayBe(end, this.slipped, this.stems)) continue
      this.takeAll(word, end, found)
    }
    for (let end = shortestOpen - 1; end < length; end += 1)
      if (mayBe(end, this.slippedBeginnings, this.beginnings)) this.takeAll(word, end, found)
    this.takeAcross(word, found)
    return found
  }

  /** The last letter of a stem and the first of its ending in each other's place: slamopr. */
  private takeAcross(word: Uint8Array, found: Pattern[]): void {
    const { length } = word
    for (let end = Math.max(shortestStem, length - longestEnding); end < length; end += 1) {
      const hash = across(end, word[end] ?? 0)
      if (!this.stems.has(hash)) continue
      const right = word.slice()
      right[end - 1] = word[end] ?? 0
      right[end] = word[end - 1] ?? 0
      for (const pattern of this.table.find(hash))
        if (isSame(right.subarray(0, end), pattern.symbols) && mayEnd(pattern, right, end, length))
          found.push(pattern)
    }
  }

  private takeAll(word: Uint8Array, end: number, found: Pattern[]): void {
    this.take(whole(end), word, end, found)
    for (let at = 1; at < end; at += 1) this.take(without(at, end), word, end, found)
  }

  private take(hash: number, word: Uint8Array, end: number, found: Pattern[]): void {
    for (const pattern of this.table.find(hash)) {
      const stands =
        mayEnd(pattern, word, end, word.length) || (isOpen(pattern) && endsAlike(word, end, pattern))
      if (stands && isOneSlip(word.subarray(0, end), pattern.symbols)) found.push(pattern)
    }
  }
}

/** A word as it is listed, where that is its stem and an ending: a slip may be in both. */
function asListed(pattern: Pattern): Pattern[] {
  const [symbols] = commonForms(pattern)
  if (symbols === undefined || symbols.length === pattern.symbols.length || symbols.length > longestListed)
    return []
  return [{ ...pattern, symbols, endings: withoutEnding }]
}
const withoutEnding = endingGroups.indexOf('none')

/** Whether a stem that is reckoned so far may be one with a slip. */
function mayBe(end: number, slipped: Hashes, stems: Hashes): boolean {
  if (slipped.has(whole(end))) return true
  for (let at = 1; at < end; at += 1) if (stems.has(without(at, end))) return true
  return false
}

/** A word goes on after a beginning that ends as it should. */
const endsAlike = (word: Uint8Array, end: number, { symbols }: Pattern): boolean =>
  word[end - 1] === symbols.at(-1) && word[end - 2] === symbols.at(-2)

/** What so many letters begin is told by them, whatever comes after. */
const shortestOpen = 7
const isOpen = ({ modes, symbols }: Pattern): boolean =>
  (modes & mode.beginning) !== 0 && symbols.length >= shortestOpen

const isLength = (length: number): boolean => length >= shortestStem && length <= longest
const shortestForm = (pattern: Pattern): number =>
  Math.min(...commonForms(pattern).map((form) => form.length))

/** Whether a word is another with one slip. */
function isOneSlip(written: Uint8Array, listed: Uint8Array): boolean {
  const more = written.length - listed.length
  let same = 0
  while (same < listed.length && written[same] === listed[same]) same += 1
  if (more === 1) return endsSame(written, same + 1, listed, same)
  if (more === -1) return endsSame(written, same, listed, same + 1)
  if (more !== 0) return false
  const [one = 0, other = 0] = [written[same], listed[same]]
  if (endsSame(written, same + 1, listed, same + 1)) return mistaken.get(other)?.includes(one) === true
  const isSwapped = one === listed[same + 1] && written[same + 1] === other
  return isSwapped && endsSame(written, same + 2, listed, same + 2)
}

const endsSame = (one: Uint8Array, from: number, other: Uint8Array, otherFrom: number): boolean =>
  isSame(one.subarray(from), other.subarray(otherFrom))
