import { symbol } from '../../text/alphabet.ts'
import { commonForms, isSame, longestEnding, mayEnd, type Pattern } from '../patterns.ts'
import { Table } from './table.ts'

/** Shorter words are a letter away from too many, listed or met. */
const shortestWord = 5
const shortestStem = 4
/** In words that are shorter than this, another letter is one beside it on the keyboard. */
const shortestOther = 7
const longest = 24

const rows = ['qwertyuiopå', 'asdfghjklöä', 'zxcvbnm']
const ringed = { å: symbol.aRing, ä: symbol.aDots, ö: symbol.oDots } as Readonly<Record<string, number>>
/** By symbol: where its key is. */
const keys = new Map(
  rows.flatMap((row, y) =>
    [...row].map((key, x) => [ringed[key] ?? key.charCodeAt(0) - 0x60, { x: x + y * 0.5, y }] as const),
  ),
)
function areNeighbours(one = 0, other = 0): boolean {
  const [a, b] = [keys.get(one), keys.get(other)]
  return a !== undefined && b !== undefined && Math.abs(a.x - b.x) <= 1 && Math.abs(a.y - b.y) <= 1
}

const base = 0x01000193
const powers = new Int32Array(longest + 2)
powers[0] = 1
for (let at = 1; at < powers.length; at += 1) powers[at] = Math.imul(powers[at - 1] ?? 1, base)

/** Of the letters before each place, so that a stem without one of its letters is reckoned in one step. */
const before = new Int32Array(longest + 2)
function reckon(symbols: Uint8Array, length: number): void {
  for (let at = 0; at < length; at += 1)
    before[at + 1] = (Math.imul(before[at] ?? 0, base) + (symbols[at] ?? 0)) | 0
}
const whole = (length: number): number => before[length] ?? 0
function without(at: number, length: number): number {
  const after = (whole(length) - Math.imul(whole(at + 1), powers[length - at - 1] ?? 0)) | 0
  return (Math.imul(whole(at), powers[length - at - 1] ?? 0) + after) | 0
}

/**
 * Words with a slip in them, their first letter right: one letter too few, one too many, another one, or two in each
 * other's place. Both are compared without one of their letters (Garbe, 2012: symmetric delete).
 */
export class Slips {
  private readonly table: Table

  constructor(patterns: readonly Pattern[]) {
    const hashes: number[] = []
    const owners: Pattern[] = []
    for (const pattern of patterns) {
      const { symbols } = pattern
      const { length } = symbols
      const shortest = Math.min(...commonForms(pattern).map((form) => form.length))
      if (length < shortestStem || shortest < shortestWord || length > longest) continue
      reckon(symbols, length)
      const own = new Set([whole(length)])
      for (let at = 1; at < length; at += 1) own.add(without(at, length))
      for (const hash of own) {
        hashes.push(hash)
        owners.push(pattern)
      }
    }
    this.table = new Table(hashes, owners)
  }

  spelling(word: Uint8Array): Pattern[] {
    const { length } = word
    if (length < shortestWord || length > longest) return []
    reckon(word, length)
    const found = new Set<Pattern>()
    for (let end = Math.max(shortestStem - 1, length - longestEnding); end <= length; end += 1) {
      this.take(whole(end), word, end, found)
      for (let at = 1; at < end; at += 1) this.take(without(at, end), word, end, found)
    }
    return [...found]
  }

  private take(hash: number, word: Uint8Array, end: number, found: Set<Pattern>): void {
    for (const pattern of this.table.find(hash))
      if (mayEnd(pattern, word, end, word.length) && isOneSlip(word.subarray(0, end), pattern.symbols))
        found.add(pattern)
  }
}

/** Whether the one becomes the other by one slip. */
function isOneSlip(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length < other.length) return isOneSlip(other, one)
  let same = 0
  while (same < other.length && one[same] === other[same]) same += 1
  if (one.length > other.length)
    return one.length === other.length + 1 && isSame(one.subarray(same + 1), other.subarray(same))
  if (isSame(one.subarray(same + 1), other.subarray(same + 1)))
    return one.length >= shortestOther || areNeighbours(one[same], other[same])
  const swapped = one[same] === other[same + 1] && one[same + 1] === other[same]
  return swapped && isSame(one.subarray(same + 2), other.subarray(same + 2))
}
