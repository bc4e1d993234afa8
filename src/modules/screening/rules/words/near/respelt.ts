import { symbolOf } from '../../text/alphabet.ts'

const [a, c, e, f, h, k, o, p, q, s, u, v, w, x, z] = [...'acefhkopqsuvwxz'].map(symbolOf)
const ring = symbolOf('å')
const aDots = symbolOf('ä')
const oDots = symbolOf('ö')

type Rule = (
  word: Uint8Array,
  at: number,
) => readonly [written: number, read: readonly (number | undefined)[]] | undefined

/** aa, ae, oe as somebody without the keys writes å, ä, ö. */
const digraphs: Rule = (word, at) => {
  const [one, two] = [word[at], word[at + 1]]
  if (one === a && two === a) return [2, [ring]]
  if (one === a && two === e) return [2, [aDots]]
  return one === o && two === e ? [2, [oDots]] : undefined
}

/** c, q, x, w, z, ph for k, ks, v, s, f. */
const consonants: Rule = (word, at) => {
  const [one, two] = [word[at], word[at + 1]]
  if (one === c) return two === k || two === h ? undefined : [1, [k]]
  if (one === q) return two === u ? [2, [k, v]] : [1, [k]]
  if (one === x) return [1, [k, s]]
  if (one === w) return [1, [v]]
  if (one === z) return [1, [s]]
  return one === p && two === h ? [2, [f]] : undefined
}

/** Longer is no word. */
const longest = 40
const told = new Set([c, q, w, x, z, h, e, a])

/** A word as it reads with other letters for those that somebody chose; none where it has none of them. */
export function respellings(word: Uint8Array): Uint8Array[] {
  if (word.length > longest || !word.some((each) => told.has(each))) return []
  const spelt = spellBy(word, digraphs)
  const heard = spellBy(word, consonants)
  const both = spelt === undefined || heard === undefined ? undefined : spellBy(spelt, consonants)
  return [spelt, heard, both, framed(word)].filter((each) => each !== undefined)
}

/** What stands between crosses: xxhoraxx. */
function framed(word: Uint8Array): Uint8Array | undefined {
  let [from, to] = [0, word.length]
  while (from < to && word[from] === x) from += 1
  while (to > from && word[to - 1] === x) to -= 1
  return from > 0 && to < word.length ? word.slice(from, to) : undefined
}

function spellBy(word: Uint8Array, rule: Rule): Uint8Array | undefined {
  const found: number[] = []
  let isOther = false
  for (let at = 0; at < word.length; ) {
    const [written, read] = rule(word, at) ?? [1, [word[at]]]
    isOther ||= read[0] !== word[at] || written > 1 || read.length > 1
    found.push(...read.map((each) => each ?? 0))
    at += written
  }
  return isOther ? Uint8Array.from(found) : undefined
}
