import { dictionary } from './dictionary.ts'
import { irregularForms } from './irregular.ts'

/**
 * The forms in which a word may stand. The index holds stems that PostgreSQL's Swedish stemmer makes, and it does not
 * bring all forms of a word together (skolan, skolor; huset, husen): so a search asks for every form that the dictionary
 * gives of the word. Forms that no text holds cost a look in the index and find nothing.
 */

/** Longer words are no word of the language's. */
const longest = 60
const letters = /^\p{L}+$/u
/** Of a compound that the dictionary does not hold: what it begins with, and the word that it ends with. */
const [shortestBefore, shortestLast] = [3, 4]

/** The word itself first, in lower case; only the word itself where it is no word that can be told. */
export function formsOf(text: string): string[] {
  const word = text.toLowerCase()
  if (!letters.test(word) || word.length > longest) return [word]
  const forms = new Set([word])
  for (const form of told(word)) {
    forms.add(form)
    // The stemmer leaves this genitive apart: it makes tid of tider, and tider of tiders.
    if (form.endsWith('r')) forms.add(`${form}s`)
  }
  return [...forms].filter((form) => form === word || !takenForVerb(form))
}

/** Of parkers the stemmer makes parker, as of parkera: a rare genitive does not outweigh a common verb. */
const takenForVerb = (form: string): boolean =>
  form.endsWith('ers') && dictionary().has(`${form.slice(0, -1)}a`)

function told(word: string): string[] {
  const bases = new Set([word, ...dictionary().basesOf(word)])
  const known = [...dictionary().formsOf(word), ...[...bases].flatMap(irregularForms)]
  if (known.length > 0) return known
  const last = lastWord(word)
  if (last.length > 0) return last
  return word.endsWith('s') && word.length > shortestLast ? told(word.slice(0, -1)) : []
}

/** The forms of a compound by its last word: utomhusbadet as badet. */
function lastWord(word: string): string[] {
  for (let at = shortestBefore; at <= word.length - shortestLast; at += 1) {
    const forms = dictionary().formsOf(word.slice(at))
    if (forms.size > 0) return [...forms].map((form) => word.slice(0, at) + form)
  }
  return []
}

/** Whether the dictionary holds it, in lower case and in any form. */
export const isSwedish = (word: string): boolean => word.length > longest || dictionary().knows(word)

/** Whether it is made of two words that the dictionary holds: skolgård, hundstall. */
export function isCompound(word: string): boolean {
  if (word.length > longest) return false
  for (let at = shortestBefore; at <= word.length - shortestLast; at += 1) {
    if (!isSwedish(word.slice(at))) continue
    const before = word.slice(0, at)
    if (dictionary().has(before) || (before.endsWith('s') && dictionary().has(before.slice(0, -1))))
      return true
  }
  return false
}

const shortestStem = 5

/** The dictionary's words that begin as some do, of at least five letters, and go on. */
export function wordsBeginning(stems: readonly string[]): string[] {
  const byStart = Map.groupBy(
    stems.filter((stem) => stem.length >= shortestStem),
    (stem) => stem.slice(0, shortestStem),
  )
  if (byStart.size === 0) return []
  return [...dictionary().words()].filter((word) =>
    byStart.get(word.slice(0, shortestStem))?.some((stem) => word !== stem && word.startsWith(stem)),
  )
}
