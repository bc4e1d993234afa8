import { placeOf, withoutAddresses } from '../text.ts'
import type { Finding, Rule } from '../types.ts'

const tag = /(?<![\p{L}\p{N}&/])#(?<name>[\p{L}\p{N}_]{2,100})/gu
/** Shorter ones are mostly one word, or letters that are read one by one. */
const fewestLetters = 11
/** Long words that are one word. */
const oneWord =
  /^(?:kommun(?:en|al|fullmäktige|styrelsen?|direktör)?|bibliotek(?:et)?|kultur(?:skolan?|huset)|(?:höst|sport|påsk|sommar|vår|jul|vinter)lov(?:et|s?aktiviteter)?|skolstart|studenten|nationaldagen|hållbarhet|folkhälsa|trygghet|vattenläcka|samhällsbygg(?:e|nad)|stadsutveckling|barnkonventionen|tillgänglighet|jämställdhet|medarbetare|undersköterska|äldreomsorg(?:en)?|socialtjänst(?:en)?|räddningstjänst(?:en)?|skärgård(?:en)?|luciatåg|julmarknad(?:en)?|valborgsmässoafton|midsommar(?:afton)?)$/u

const isReadable = (name: string, words: ReadonlySet<string>): boolean => {
  const letters = name.replace(/[\d_]/gu, '')
  const lower = letters.toLowerCase()
  if (letters.length < fewestLetters || words.has(lower) || oneWord.test(lower)) return true
  const inner = letters.slice(1)
  return inner !== inner.toLowerCase() && inner !== inner.toUpperCase()
}

/** C7: a hashtag of several words is read aloud as words only with a capital in each. */
export const hashtags: Rule = ({ text }) => {
  const clean = withoutAddresses(text)
  const words = new Set(
    clean
      .replace(tag, ' ')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [],
  )
  const tags = [...clean.matchAll(tag)]
  if (tags.length === 0) return []
  const found = tags.flatMap((match): Finding[] =>
    isReadable(match.groups?.['name'] ?? '', words)
      ? []
      : [
          {
            code: 'hashtagUnreadable',
            weight: 'warns',
            says: `${match[0].slice(0, 40)} går nog inte att läsa upp`,
            todo: 'Skriv stor bokstav i varje ord, till exempel #StorlundaUte.',
            at: placeOf(match),
          },
        ],
  )
  if (found.length > 0) return found
  const [first] = tags
  return [
    {
      code: 'hashtags',
      weight: 'fine',
      says: tags.length > 1 ? 'Hashtaggarna går att läsa upp' : 'Hashtaggen går att läsa upp',
      ...(first && first[0].length > fewestLetters ? { todo: `${first[0]}, stor bokstav i varje ord.` } : {}),
    },
  ]
}
