import { isDigit, symbol, symbolOf } from './text/alphabet.ts'
import { hashOf } from './text/hash.ts'
import type { View } from './text/view.ts'

/** Says which language a text is in (ISO 639), or undefined where it does not know. */
export type LanguageDetector = (text: string) => string | undefined

/** Fewer words than this are no evidence of a language. */
const fewestWords = 4
/** A detector is not sure of less, whatever it says; letters of another alphabet tell more than words do. */
const fewestDetected = 6
const fewestForeign = 8
/** A detector is given this much; what the rest is written in changes nothing. */
const enough = 1000

/** Small words that the other languages here do not have. */
const smallWords: Readonly<Record<string, string>> = {
  sv: 'och är jag att inte för till ett när också från ni efter hur mycket något någon varför där här vad mig dig eller dom detta ska vara hade blir blev bara sin era ert vårt våra deras utan under mellan finns måste',
  en: 'the and is of you that it for are was with this be have not they we what your there can will would please my from about has been their which when',
  fi: 'ja ei se että ole mutta niin kun mitä hän minä olen kuin nyt sitten joka kaikki vain jos tai ovat myös voi mikä miten missä onko eikä',
  de: 'und ich das ist nicht ein die der zu wir mit sie auf wie auch wenn aber noch nur eine bei nach kann wird haben sind wurde',
  so: 'waa iyo oo ayaa waxaa uu aan soo leh laga inuu waxay ma lagu kale wax ahaan aad',
}

const bits = new Map<number, number>()
/** Whether any small word's key ends so: most words need not be looked up. */
const endings = new Uint8Array(4096)
const languages = Object.keys(smallWords)
for (const [number, language] of languages.entries()) {
  for (const word of (smallWords[language] ?? '').split(' ')) {
    const key = hashOf(Uint8Array.from(word, symbolOf), 0, word.length)
    bits.set(key, (bits.get(key) ?? 0) | (1 << number))
    endings[key & 4095] = 1
  }
}

/**
 * The language of a text whose plain view is given. Small words decide where they are clear, which costs
 * next to nothing; the detector is asked only where they are not.
 */
export function languageOf(text: string, view: View, detector: LanguageDetector | undefined): string {
  const { counts, words, foreign } = count(view)
  const isForeign = foreign >= fewestForeign
  if (words < fewestWords && !isForeign) return 'und'
  let best = 0
  let second = 0
  let found = 0
  for (let number = 0; number < counts.length; number += 1) {
    const each = counts[number] ?? 0
    if (each > best) {
      second = best
      best = each
      found = number
    } else if (each > second) second = each
  }
  const clear = best >= 2 && best >= second * 3
  if (clear) return languages[found] ?? 'und'
  const detected = words >= fewestDetected || isForeign ? detector?.(text.slice(0, enough)) : undefined
  if (detected !== undefined && neighbours.has(detected) && !/[æøÆØ]/.test(text))
    return /[äöÄÖ]/.test(text) ? 'sv' : 'und'
  if (detected !== undefined) return detected
  // One small word may be anybody's: Finnish and Swedish share 'ja'.
  return best > second && (best >= 2 || languages[found] === 'sv') ? (languages[found] ?? 'und') : 'und'
}

/** Those that people here may say that they read, of what the detector tells and the small words do. */
export const languagesTold = [
  ...[
    'am',
    'ar',
    'bg',
    'bs',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'es',
    'et',
    'fa',
    'fi',
    'fr',
    'he',
    'hi',
    'hr',
    'hu',
  ],
  ...[
    'hy',
    'is',
    'it',
    'ja',
    'ka',
    'ko',
    'ku',
    'lt',
    'lv',
    'nl',
    'no',
    'pl',
    'pt',
    'ro',
    'ru',
    'sk',
    'so',
    'sq',
  ],
  ...['sr', 'ta', 'th', 'tl', 'tr', 'uk', 'ur', 'vi', 'zh'],
] as const

/** Whether somebody else than a reader of Swedish must read it; of a short text nothing is said. */
export const isOtherLanguage = (language: string): boolean => language !== 'sv' && language !== 'und'

/** Danish and Norwegian, which short Swedish is taken for, are written with æ and ø; without them nothing is said. */
const neighbours: ReadonlySet<string> = new Set(['da', 'no', 'nb', 'nn'])

const counts = new Int32Array(languages.length)

/** How often each language's small words stand in the first words of a view, its words, and letters of other alphabets. */
function count(view: View): { counts: Int32Array; words: number; foreign: number } {
  const { symbols, starts, hashes } = view
  counts.fill(0)
  let words = 0
  for (let word = 0; word < view.words && (starts[word] ?? 0) < enough; word += 1) {
    if (view.digits && isNumber(symbols, starts[word] ?? 0)) continue
    words += 1
    const key = hashes[word] ?? 0
    const found = endings[key & 4095] === 1 ? (bits.get(key) ?? 0) : 0
    for (let number = 0; found >> number !== 0; number += 1) {
      if (((found >> number) & 1) === 1) counts[number] = (counts[number] ?? 0) + 1
    }
  }
  return { counts, words, foreign: view.foreign ? foreignIn(view) : 0 }
}

function isNumber(symbols: Uint8Array, start: number): boolean {
  let at = start
  while (isDigit(symbols[at] ?? symbol.gap)) at += 1
  return symbols[at] === symbol.gap
}

function foreignIn({ symbols, length }: View): number {
  let found = 0
  for (let at = 1; at < length && at < enough; at += 1) if (symbols[at] === symbol.other) found += 1
  return found
}

/**
 * The eld detector, read in when first wanted (120 ms). It says nothing of what it is not sure of.
 * Measured: 15 µs a text, which is why it is asked last.
 */
export async function loadLanguageDetector(): Promise<LanguageDetector> {
  const { eld } = await import('eld/extrasmall')
  return (text) => {
    const found = eld.detect(text)
    return found.language !== '' && found.isReliable() ? found.language : undefined
  }
}
