/**
 * Fingerprints by which the same text, or nearly, is found again through an index: the text's five-letter pieces, twelve
 * of their hashes chosen by twelve orders (minhash), and four prints of three hashes each. Texts with nine pieces of ten
 * in common share a print in 995 cases of 1,000, with half of them in 4 of 10; whoever shares one is then compared.
 */

/** Fewer letters, or fewer words, are said by many who have nothing to do with each other ("Tack för hjälpen"). */
const fewestLetters = 24
const fewestWords = 5
/** What comes after so much changes nothing. */
const enough = 2_000
const piece = 5
const perPrint = 3
const orders = 12

/** At least so much of the pieces of two texts are common to them: a name or a word is changed, not the message. */
export const leastAlike = 0.75

/** Lower case, letters and digits, single spaces; links and names that are called upon are what such texts vary. */
const folded = (text: string): string =>
  text
    .slice(0, 2 * enough)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/https?:\S+|www\.\S+|@[\p{L}\p{N}_.-]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, enough)

/** The hashes of a text's pieces; none where it is too short to be told from others. */
export function piecesOf(text: string): ReadonlySet<number> {
  const words = folded(text)
  const pieces = new Set<number>()
  const letters = words.replaceAll(' ', '')
  if (letters.length < fewestLetters || words.split(' ').length < fewestWords) return pieces
  for (let at = 0; at + piece <= letters.length; at += 1) {
    let hash = 0x811c9dc5
    for (let next = at; next < at + piece; next += 1)
      hash = Math.imul(hash ^ letters.charCodeAt(next), 0x01000193)
    pieces.add(mixed(hash))
  }
  return pieces
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Four prints as the decimal numbers that a bigint column takes; none for a text without pieces. */
export function printsOf(pieces: ReadonlySet<number>): string[] {
  if (pieces.size === 0) return []
  const least = Array.from({ length: orders }, (_, order) => {
    let smallest = 0xffffffff
    const salt = mixed(order + 1)
    for (const hash of pieces) smallest = Math.min(smallest, mixed(hash ^ salt))
    return smallest
  })
  const prints: string[] = []
  for (let first = 0; first < orders; first += perPrint) {
    let print = BigInt(first)
    for (const hash of least.slice(first, first + perPrint))
      print = BigInt.asIntN(64, print * 0x9e3779b97f4a7c15n + BigInt(hash))
    prints.push(print.toString())
  }
  return prints
}

/** How much two texts have in common, 0–1: their common pieces among all of theirs. */
export function alike(one: ReadonlySet<number>, other: ReadonlySet<number>): number {
  let common = 0
  for (const hash of one) if (other.has(hash)) common += 1
  return common === 0 ? 0 : common / (one.size + other.size - common)
}
