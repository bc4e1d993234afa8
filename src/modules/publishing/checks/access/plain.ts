import { quoted, withoutAddresses } from '../text.ts'
import type { Finding, Rule } from '../types.ts'

/** LIX (Björnsson): words a sentence, and the share of words with more than six letters, in percent. Above 60 is very hard. */
const hardest = 60
const fewestWords = 40
const longestWord = 29

/** undefined where the text is too short to say. */
export function lixOf(text: string): number | undefined {
  const words = text.match(/[\p{L}\p{N}]+(?:[-–'][\p{L}\p{N}]+)*/gu) ?? []
  if (words.length < fewestWords) return undefined
  // A line of its own, in a list or a heading, is a sentence too.
  const sentences = text.split(/(?<![.!?:])[.!?:]+(?=\s|$)|\n+/u).filter((part) => /\p{L}/u.test(part)).length
  const long = words.filter((word) => word.length > 6).length
  return words.length / Math.max(1, sentences) + (long * 100) / words.length
}

/** C7: readable text. A gentle word, for a name of a board may be as long as it is. */
export const plain: Rule = ({ text }) => {
  const clean = withoutAddresses(text).replace(/[#@][\p{L}\p{N}_]+/gu, ' ')
  const found: Finding[] = []
  const lix = lixOf(clean)
  if (lix !== undefined && lix > hardest)
    found.push({
      code: 'hardToRead',
      weight: 'warns',
      says: 'Texten är svår att läsa',
      todo: `Läsbarhetstalet (lix) är ${Math.round(lix)}. Dela långa meningar och byt ut långa ord, så når du fler.`,
    })
  const match = new RegExp(`\\p{L}{${longestWord},}`, 'u').exec(clean)
  if (match)
    found.push({
      code: 'longWord',
      weight: 'warns',
      says: 'Ett mycket långt ord',
      todo: `Går ${quoted(match[0])} att säga på ett annat sätt?`,
      at: { start: text.indexOf(match[0]), end: text.indexOf(match[0]) + match[0].length },
    })
  return found
}
