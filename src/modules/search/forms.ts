import { irregularForms } from './irregular.ts'

/**
 * The forms in which a word may stand. The index holds stems that PostgreSQL's Swedish stemmer makes, and it does not
 * bring all forms of a word together (skolan, skolor; huset, husen): so a search asks for every form that the word could
 * have by its endings, and for those that follow no ending (irregular.ts). Forms that no text holds cost a look in the
 * index and find nothing.
 */

/** The endings of one way to inflect. A word with one of them has the others too. */
const ways: readonly (readonly string[])[] = [
  ['a', 'an', 'or', 'orna'],
  ['', 'en', 'n', 'ar', 'arna', 'er', 'erna'],
  ['e', 'en', 'ar', 'arna', 'er', 'erna'],
  ['el', 'eln', 'len', 'let', 'lar', 'larna', 'ler', 'lerna'],
  ['er', 'ern', 'rar', 'rarna', 'ret', 'ren'],
  ['en', 'nen', 'nar', 'narna', 'net'],
  ['', 'n', 'r', 'rna'],
  ['e', 'et', 'en', 'ena', 't', 'n', 'na'],
  ['', 'et', 'en', 't', 'n', 'na'],
  ['um', 'et', 'er', 'erna', 'a', 'ana'],
  ['', 'en', 'na'],
  ['are', 'aren', 'arna', 'ar'],
  ['ande', 'andet', 'anden', 'andena'],
  ['ende', 'endet', 'enden'],
  ['a', 'ar', 'ade', 'at', 'ad', 'as', 'ades', 'ats', 'ande'],
  ['a', 'er', 'de', 't', 'd', 'da', 's', 'es', 'des', 'ts', 'ande'],
  ['a', 'er', 'te', 't', 'ta', 's', 'es', 'tes', 'ts', 'ande'],
  ['a', '', 'de', 't', 'd', 'da', 's', 'as', 'des', 'ande'],
  ['', 'r', 'dde', 'tt', 'dd', 'dda', 's', 'ddes', 'tts', 'ende'],
  ['a', 'er', 'it', 'en', 'et', 'na', 's', 'as', 'its', 'ande'],
  ['da', 'der', 'de', 't', 'd', 'tt', 'dd', 'dda', 'ds', 'des'],
  ['ta', 'ter', 'te', 't', 'tt', 'tts', 'tes', 'tas', 'ts'],
  ['', 't', 'a', 'e', 'are', 'ast', 'aste'],
  ['d', 't', 'da', 'de', 'dare', 'dast'],
  ['', 'tt', 'a', 'are', 'ast', 'aste'],
  ['d', 'tt', 'da', 'dare', 'dast'],
  ['el', 'elt', 'la', 'lare', 'last', 'laste'],
  ['er', 'ert', 'ra', 'rare', 'rast', 'raste'],
  ['en', 'et', 'na', 'nare', 'nast', 'naste'],
  ['al', 'alt', 'la'],
]
/** m and n are doubled between short vowels: rum, rummet; dum, dumma; kom, komma. */
const doubled = /([mn])\1$/

const shortest = 2
/** Longer words are no word of the language's. */
const longest = 60
const letters = /^\p{L}+$/u

/** The word itself first, in lower case; only the word itself where it is not a word of letters. */
export function formsOf(text: string): string[] {
  const word = text.toLowerCase()
  if (!letters.test(word) || word.length > longest) return [word]
  const forms = new Set([word])
  const roots = word.endsWith('s') && word.length > 3 ? [word, word.slice(0, -1)] : [word]
  for (const root of roots) {
    for (const form of irregularForms(root)) add(forms, form)
    for (const way of ways) {
      for (const ending of way) {
        if (!root.endsWith(ending)) continue
        const base = root.slice(0, root.length - ending.length)
        if (base.length < shortest) continue
        for (const other of basesOf(base)) for (const end of way) add(forms, other + end)
      }
    }
  }
  return [...forms]
}

/** With the genitive where the stemmer leaves it apart: it makes tid of tider, and tider of tiders. */
function add(forms: Set<string>, form: string): void {
  forms.add(form)
  if (form.endsWith('r')) forms.add(`${form}s`)
}

function basesOf(base: string): string[] {
  if (doubled.test(base)) return [base, base.slice(0, -1)]
  return /[aeiouyåäö][mn]$/.test(base) ? [base, base + base.at(-1)] : [base]
}
