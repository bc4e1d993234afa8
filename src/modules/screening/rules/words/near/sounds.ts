import { isVowel, symbol, symbolCount, symbolOf } from '../../text/alphabet.ts'
import { seed, step } from '../../text/hash.ts'
import { mode } from '../notation.ts'
import { isSame, longestEnding, mayEnd, type Pattern } from '../patterns.ts'
import { Table } from './table.ts'

/** Fewer sounds than these are in too many words, and so is a shorter word. */
const fewestSounds = 4
const fewestOfStem = 3
const fewestLetters = 5

/** What so many letters begin is told by them, whatever comes after. */
const fewestOfOpen = 7
const isOpen = ({ modes, symbols }: Pattern): boolean =>
  (modes & mode.beginning) !== 0 && symbols.length >= fewestOfOpen

const none: readonly Pattern[] = []

/** Sounds besides those that the symbols stand for: none, x, and what is no letter of ours. */
const silent = 0
const ks = 51
const foreign = 52
const tj = 53

const table = (fill: (of: number) => number): Uint8Array =>
  Uint8Array.from({ length: symbolCount * symbolCount }, (_, of) => fill(of))

const soundsLike = new Map(
  'äe wv zs qk'.split(' ').map(([one = '', other = '']) => [symbolOf(one), symbolOf(other)]),
)
const alone = (each: number): number => soundsLike.get(each) ?? (each <= symbol.oDots ? each : foreign)
const softVowels = new Set([...'eiyäö'].map(symbolOf))
const [a, c, d, e, f, g, h, j, k, l, o, p, q, s, t, x, y] = [...'acdefghjklopqstxy'].map(symbolOf)

/** What a letter is heard as before another, where it is not first in a word: by both, as one number. */
const within = table((pair) => {
  const each = Math.floor(pair / symbolCount)
  const after = pair % symbolCount
  if (each === a && after === e) return symbolOf('e')
  if (each === o && after === e) return symbol.oDots
  if (each === x || ((each === k || each === c) && after === s)) return ks
  if (each === c) return softVowels.has(after) ? symbolOf('s') : symbolOf('k')
  if (each === f || (each === p && after === h)) return symbolOf('v')
  if (each === h) return silent
  return alone(each)
})
/** The same for the first letter of a word. */
const first = table((pair) => {
  const each = Math.floor(pair / symbolCount)
  const after = pair % symbolCount
  if (each === h || each === f || (each === p && after === h)) return each === h ? each : symbolOf('f')
  if (after === j && (each === d || each === h || each === l || each === g)) return silent
  if (each === k || each === q) return after === j || softVowels.has(after) ? tj : symbolOf('k')
  if (each === t && after === j) return tj
  if (each === y && isVowel(after)) return symbolOf('j')
  return within[pair] ?? foreign
})
/** Letters that are silent after another: e after o, s after k, j after k and t. */
const swallowed = table((pair) => {
  const each = Math.floor(pair / symbolCount)
  const before = pair % symbolCount
  if (each === j) return before === k || before === t ? 1 : 0
  return (each === e && before === o) || (each === s && (before === k || before === c)) ? 1 : 0
})

/** What a letter is heard as, where it stands. */
function heard(symbols: Uint8Array, at: number): number {
  const each = (symbols[at] ?? symbol.gap) * symbolCount
  const before = symbols[at - 1] ?? symbol.gap
  const pair = each + (symbols[at + 1] ?? symbol.gap)
  if (before === symbol.gap) return first[pair] ?? foreign
  return swallowed[each + before] === 1 ? silent : (within[pair] ?? foreign)
}

/**
 * Words spelt as they sound: hellwete, puccko, jevla, phitta. A stem is known by its sounds, which single or doubled letters
 * and letters that sound alike do not change.
 */
export class Sounds {
  private readonly table: Table
  /** Those of enough sounds to be told by their stem alone. */
  private readonly sure = new Set<Pattern>()

  constructor(patterns: readonly Pattern[]) {
    const stems = patterns.map((pattern) => ({ pattern, ...soundsOf(pattern.symbols) }))
    const told = stems.filter(({ sounds }) => sounds >= fewestOfStem)
    this.table = new Table(
      told.map(({ hash }) => hash),
      told.map(({ pattern }) => pattern),
    )
    for (const { pattern, sounds } of told) if (sounds >= fewestSounds) this.sure.add(pattern)
  }

  isSure(pattern: Pattern): boolean {
    return this.sure.has(pattern)
  }

  /**
   * Of a word with a gap before and after it.
   * @param endings which of its last symbols are an ending (endingsAt)
   */
  spelling(symbols: Uint8Array, start: number, end: number, endings: number): readonly Pattern[] {
    if (end - start < fewestLetters) return none
    let found: Pattern[] | undefined
    let [hash, last, sounds] = [seed, 0, 0]
    for (let at = start; at < end; at += 1) {
      const sound = heard(symbols, at)
      if (sound !== silent && sound !== last) {
        hash = step(hash, sound)
        last = sound
        sounds += 1
      }
      const left = end - at - 1
      const isEnding = left <= longestEnding && ((endings >> left) & 1) === 1
      if (!isEnding && at - start + 1 < fewestOfOpen) continue
      for (const pattern of this.table.find(hash)) {
        const stands = isOpen(pattern) || (isEnding && mayEnd(pattern, symbols, at + 1, end))
        if (stands && !isSame(symbols.subarray(start, at + 1), pattern.symbols))
          found = [...(found ?? []), pattern]
      }
    }
    return found !== undefined && sounds >= fewestSounds ? found : none
  }
}

function soundsOf(symbols: Uint8Array): { readonly hash: number; readonly sounds: number } {
  let hash = seed
  let last = 0
  let sounds = 0
  for (let at = 0; at < symbols.length; at += 1) {
    const sound = heard(symbols, at)
    if (sound === silent || sound === last) continue
    hash = step(hash, sound)
    last = sound
    sounds += 1
  }
  return { hash, sounds }
}
