import { placeOf, quoted, withoutAddresses } from '../text.ts'
import type { Finding, Rule } from '../types.ts'

const capitals = /(?<![\p{L}\p{N}#@])\p{Lu}[\p{Lu}\d-]*(?:[\s,]+\p{Lu}[\p{Lu}\d-]*)*(?![\p{L}\p{N}])/gu
const marks = /!{2,}|(?<![!?])[!?]*(?:\?!|!\?)[!?]*/u
const fewestMarks = 5
const emoji = String.raw`(?:\p{Extended_Pictographic}(?:[\uFE0F\u200D\u{1F3FB}-\u{1F3FF}]|\p{Extended_Pictographic})*|\p{Regional_Indicator}{2})`
const row = new RegExp(`${emoji}(?:\\s?${emoji}){2,}|(?:\\p{Extended_Pictographic}\\uFE0F?\\s?){3,}`, 'u')

/** Long enough to be words that are shouted, and no row of short forms (SFI, LSS). */
const isShouted = (run: string): boolean => {
  const words = run.match(/\p{Lu}{2,}/gu) ?? []
  const long = words.filter((word) => word.length > 5)
  return (
    long.some((word) => word.length > 11) ||
    (words.length > 1 && long.length > 0 && words.join('').length > 13) ||
    (words.length > 3 && words.join('').length > 11)
  )
}

/** C7: what is wearisome to read, and worse to have read aloud. */
export const shouting: Rule = ({ text }) => {
  const clean = withoutAddresses(text)
  const found: Finding[] = []
  for (const match of clean.matchAll(capitals))
    if (isShouted(match[0])) {
      found.push({
        code: 'capitals',
        weight: 'warns',
        says: 'Ord i bara stora bokstäver',
        todo: `${quoted(match[0])} är svårare att läsa, och en skärmläsare kan bokstavera det. Skriv med små bokstäver.`,
        at: placeOf(match),
      })
      break
    }
  const many = marks.exec(clean)
  if (many || (clean.match(/!/gu) ?? []).length >= fewestMarks)
    found.push({
      code: 'exclamations',
      weight: 'warns',
      says: 'Många utropstecken',
      todo: 'Ett räcker, och oftast går det bra utan.',
      ...(many ? { at: placeOf(many) } : {}),
    })
  const emojis = row.exec(clean)
  if (emojis)
    found.push({
      code: 'emojiRow',
      weight: 'warns',
      says: 'Flera emojier i rad',
      todo: 'En skärmläsare läser upp var och en med namn. Använd en, helst sist.',
      at: placeOf(emojis),
    })
  return found
}
