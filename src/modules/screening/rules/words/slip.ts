import { spell, symbolOf } from '../text/alphabet.ts'

/** Slips of the hand, by the hashes of what they make of a word: its first letter is right, and one of the others is not. */

/** Longer words are not gone into. */
export const longest = 18

const rows = ['qwertyuiopå', 'asdfghjklöä', 'zxcvbnm']
/** By symbol: where its key is. */
const keys = new Map(
  rows.flatMap((row, y) => [...row].map((key, x) => [symbolOf(key), { x: x + y * 0.5, y }] as const)),
)
/** By symbol: those whose keys lie around its key. */
const neighboursOf: ReadonlyMap<number, readonly number[]> = new Map(
  [...keys].map(([each, key]) => {
    const around = [...keys].filter(([, { x, y }]) => Math.abs(x - key.x) <= 1 && Math.abs(y - key.y) <= 1)
    return [each, around.map(([other]) => other).filter((other) => other !== each)]
  }),
)

/** Letters that are taken for each other by how they look or sound, and x, which stands for a vowel that is not to be seen. */
const alike = 'aå aä eä oö oå il ck qk xa xe xi xo xu xy xå xä xö'
  .split(' ')
  .map((pair) => [...pair].map(symbolOf))
const mistakenFor = (each: number): number[] => [
  ...(neighboursOf.get(each) ?? []),
  ...alike.flatMap(([one, other]) => (one === each ? [other ?? 0] : other === each ? [one ?? 0] : [])),
]
/** By symbol: what may have been written for it. */
export const mistaken: ReadonlyMap<number, readonly number[]> = new Map(
  [...keys.keys()].map((each) => [each, mistakenFor(each)]),
)

const base = 0x01000193
const powers = new Int32Array(longest + 2)
powers[0] = 1
for (let at = 1; at < powers.length; at += 1) powers[at] = Math.imul(powers[at - 1] ?? 1, base)

/** Of the letters before each place, so that a stem without one of its letters is reckoned in one step. */
const before = new Int32Array(longest + 2)
export function reckon(symbols: Uint8Array, length: number): void {
  for (let at = 0; at < length; at += 1)
    before[at + 1] = (Math.imul(before[at] ?? 0, base) + (symbols[at] ?? 0)) | 0
}
export const whole = (length: number): number => before[length] ?? 0
export function without(at: number, length: number): number {
  const after = (whole(length) - Math.imul(whole(at + 1), powers[length - at - 1] ?? 0)) | 0
  return (Math.imul(whole(at), powers[length - at - 1] ?? 0) + after) | 0
}
/** What is reckoned up to its last letter but one, and another for that. */
export const across = (end: number, letter: number): number => (Math.imul(whole(end - 1), base) + letter) | 0

/** Adds what each slip makes of a stem that is reckoned, but for one letter too many. */
export function addSlipped(stem: Uint8Array, into: { add(hash: number): void }): void {
  const { length } = stem
  for (let at = 1; at < length; at += 1) {
    const each = stem[at] ?? 0
    const next = stem[at + 1]
    into.add(without(at, length))
    for (const key of mistaken.get(each) ?? []) into.add(changed(at, length, key - each))
    if (next !== undefined)
      into.add((changed(at, length, next - each) + Math.imul(each - next, powers[length - 2 - at] ?? 0)) | 0)
  }
}
/** The hash of what is reckoned, with another letter at a place: one so much further on. */
const changed = (at: number, length: number, by: number): number =>
  (whole(length) + Math.imul(by, powers[length - 1 - at] ?? 0)) | 0

/** Shorter words with one letter more are too many others. */
const shortestWithMore = 4

/** Words with all that a slip makes of them, but for one letter too many. */
export interface Slipped {
  readonly words: ReadonlySet<number>
  readonly slips: ReadonlySet<number>
}

export function slipsOf(words: readonly Uint8Array[]): Slipped {
  const [known, slips] = [new Set<number>(), new Set<number>()]
  for (const word of words) {
    reckon(word, word.length)
    if (word.length >= shortestWithMore) known.add(whole(word.length))
    addSlipped(word, slips)
  }
  return { words: known, slips }
}

/** Whether a word is one of some with a slip. */
export function isSlipOf({ words, slips }: Slipped, word: Uint8Array): boolean {
  const { length } = word
  if (length > longest) return false
  reckon(word, length)
  if (slips.has(whole(length))) return true
  for (let at = 1; at < length; at += 1) if (words.has(without(at, length))) return true
  return false
}

const letters = [...'abcdefghijklmnopqrstuvwxyzåäö']
const meant = new Map(
  letters.map((letter) => [letter, (mistaken.get(symbolOf(letter)) ?? []).map((each) => spell([each]))]),
)

/**
 * Whether a word may have been one of some before a slip: with a letter put in, taken away or changed for one beside it, or
 * two changed round. @param from the first letter that may be wrong
 */
export function isMended(written: string, from: number, isOne: (word: string) => boolean): boolean {
  for (let at = from; at < written.length; at += 1) {
    const [before, each, rest] = [written.slice(0, at), written.charAt(at), written.slice(at + 1)]
    if (isOne(before + rest) || isOne(before + rest.charAt(0) + each + rest.slice(1))) return true
    for (const letter of meant.get(each) ?? []) if (isOne(before + letter + rest)) return true
    for (const letter of letters) if (isOne(before + letter + each + rest)) return true
  }
  return false
}
