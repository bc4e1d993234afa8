import { addressesIn, placeOf, quoted } from './text.ts'
import type { Rule } from './types.ts'

/** A quotation of at least four words. The municipality's own people are quoted by name in the text itself. */
const quotation = /[”"“»](?<words>[^”"“»«\n]{12,600})[”"“»«]/gu
const fewestWords = 4
const ownSpeaker = /(?:säger|berättar|hälsar|tycker|menar|förklarar)\s+\p{Lu}/u
const accordingTo =
  /(?<!\p{L})[Ee]nligt\s+(?:en\s+(?:ny\s+)?(?:rapport|studie|undersökning|artikel)|(?:ny\s+)?statistik från\s+\p{Lu}[\p{L}-]+|\p{Lu}[\p{L}-]+(?:\s+\p{Lu}[\p{L}-]+)?)/u
const article = /(?<!\p{L})(?:skriver|rapporterar)\s+\p{Lu}[\p{L}-]+/u

/** C4: quotes and articles link to their origin. */
export const origin: Rule = ({ text, link }) => {
  if (link !== undefined || addressesIn(text).length > 0) return []
  const said = [...text.matchAll(quotation)].find(
    (match) =>
      (match.groups?.['words'] ?? '').trim().split(/\s+/u).length >= fewestWords &&
      !ownSpeaker.test(text.slice(match.index + match[0].length, match.index + match[0].length + 40)),
  )
  const match = said ?? accordingTo.exec(text) ?? article.exec(text)
  if (!match) return []
  return [
    {
      code: 'noOrigin',
      weight: 'warns',
      says: 'Länk till källan saknas',
      todo: `${quoted(match[0])} kommer någon annanstans ifrån. Länka till källan.`,
      at: placeOf(match as RegExpExecArray),
    },
  ]
}
