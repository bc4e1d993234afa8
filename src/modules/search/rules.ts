/** Past this a count is said as "fler än 10 000". */
export const countCap = 10_000

export type Term = {
  readonly kind: 'word' | 'phrase' | 'prefix' | 'tag'
  /** As it was written; of a tag without its sign. */
  readonly text: string
  readonly without: boolean
}

const longest = 1_000
const mostTerms = 32

/**
 * A query's terms (design/interfaces.md "Search semantics"): words that must all be there, "…" words in order,
 * x* the beginning of a word, #x the tag alone, -x without x. Linear in the text; never an error: what has no meaning is a word.
 */
export function parseQuery(text: string): Term[] {
  const terms: Term[] = []
  const given = text.normalize('NFC').slice(0, longest)
  let at = 0
  while (at < given.length && terms.length < mostTerms) {
    const char = given[at] ?? ''
    if (isSpace(char)) {
      at += 1
      continue
    }
    const without = char === '-' && at + 1 < given.length && !isSpace(given[at + 1] ?? '')
    if (without) at += 1
    if (given[at] === '"') {
      const end = given.indexOf('"', at + 1)
      const stop = end < 0 ? given.length : end
      push(terms, 'phrase', given.slice(at + 1, stop), without)
      at = stop + 1
      continue
    }
    let stop = at
    while (stop < given.length && !isSpace(given[stop] ?? '') && given[stop] !== '"') stop += 1
    const word = given.slice(at, stop)
    if (word.endsWith('*') && word.length > 1) push(terms, 'prefix', word.slice(0, -1), without)
    else if (tag.test(word)) push(terms, 'tag', word.slice(1), without)
    else push(terms, 'word', word, without)
    at = Math.max(stop, at + 1)
  }
  return terms
}

const tag = /^#[\p{L}\p{N}_]+$/u
const isSpace = (char: string): boolean => /\s/u.test(char)

function push(terms: Term[], kind: Term['kind'], text: string, without: boolean): void {
  if (/[\p{L}\p{N}]/u.test(text)) terms.push({ kind, text, without })
}

/** What a text must match to hold the tag (a PostgreSQL pattern); nothing in a tag means anything in a pattern. */
export const tagPattern = (name: string): string => `(^|[^[:alnum:]_#])#${name}($|[^[:alnum:]_])`

const letters = /^\p{L}+$/u
/** No ending that the stemmer takes away is longer, and no stem is shorter than the second (Snowball's "swedish"). */
const [longestEnding, shortestStem] = [8, 3]

/** The stems, shorter than itself, that a word with this beginning can have in the index. */
export function stemsBefore(beginning: string): string[] {
  if (!letters.test(beginning)) return []
  const from = Math.max(shortestStem, beginning.length - longestEnding)
  const count = Math.max(0, beginning.length - from)
  return Array.from({ length: count }, (_, n) => beginning.slice(0, from + n).toLowerCase())
}

const word = /[\p{L}\p{N}]+/gu

/** The words between the two signs, each once, in lower case. */
export function formsIn(marked: string, begin: string, end: string): string[] {
  const forms = new Set<string>()
  for (const piece of marked.split(begin).slice(1)) {
    for (const [form] of piece.slice(0, piece.indexOf(end)).matchAll(word)) forms.add(form.toLowerCase())
  }
  return [...forms]
}

/** Where the words stand in a text: UTF-16 code units, end not included, in order. Linear in the text. */
export function placesOf(text: string, forms: readonly string[]): { start: number; end: number }[] {
  if (forms.length === 0) return []
  const wanted = new Set(forms)
  return [...text.matchAll(word)].flatMap(({ 0: found, index }) =>
    wanted.has(found.toLowerCase()) ? [{ start: index, end: index + found.length }] : [],
  )
}
