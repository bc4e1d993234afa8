import { mark, type View } from '../text/view.ts'

/** How the names of places end that may begin a sentence, where any word has a capital. */
const places =
  /(?:viken|vik|sjön|sjö|berget|berg|forsen|bäcken|hagen|böle|fallet|gapet|myren|mossen|graven|brännan|vattnet|tjärn|tjärnen|träsk|näset|holmen|udden|dalen|kullen|heden|gården|skogen|hamnen|vägen|gatan|gränd|järvi|niemi|vaara|lahti|joki|torp|arp|boda|hult|fors|bro|ryd)s?$/
/** How others end, and families', inside a sentence. */
const names =
  /(?:sson|gren|ström|lund|kvist|qvist|stedt|blad|man|mann|ius|ell|ler|nen|sen|ski|sky|vic|aldi|ini|elli|tti|in|ek|ik|ak|ova|by|bo|bro|sta|stad|ön|ån|åsen|näs|holm|dal|backe|backen|rud|sele|ås)s?$/

/**
 * Whether a word that begins as a listed one does is written as a name is, and ends as names do: Skitviken, Anna
 * Fittler. Nobody curses so.
 */
export function isName({ text, from, to, marks }: View, word: number): boolean {
  const start = from[word] ?? 0
  if (text.charAt(start) === text.charAt(start).toLowerCase()) return false
  const written = text.slice(start, to[word])
  if (written.slice(1) !== written.slice(1).toLowerCase()) return false
  return places.test(written) || (((marks[word] ?? 0) & mark.opens) === 0 && names.test(written))
}

/** Whether a word has a capital and then small letters, as names have, and what stands first. */
export function isCapitalised({ text, from, to }: View, word: number): boolean {
  const written = text.slice(from[word], to[word])
  const [first, rest] = [written.charAt(0), written.slice(1)]
  return first !== first.toLowerCase() && rest === rest.toLowerCase()
}

const longestAcronym = 5
/** Whether a short word is in capitals where others are not: SKTF. */
export function isAcronym({ text, from, to }: View, word: number): boolean {
  const written = text.slice(from[word], to[word])
  return written.length <= longestAcronym && written === written.toUpperCase() && text !== text.toUpperCase()
}
