import { isVowel } from '../../text/alphabet.ts'
import { hashOf } from '../../text/hash.ts'
import { mode } from '../notation.ts'
import { commonForms, type Pattern } from '../patterns.ts'
import { Table } from './table.ts'

/** Fewer consonants than this are in too many words. */
const fewestConsonants = 3
const longest = 12

/** Words without their vowels, but for one that is first or last: jvl, slmpa, eftrblvn; also in compounds: sktpltkr. */
export class VowelsLeftOut {
  private readonly table: Table
  private readonly forms = new Map<Pattern, readonly Uint8Array[]>()

  constructor(patterns: readonly Pattern[]) {
    const hashes: number[] = []
    const owners: Pattern[] = []
    for (const pattern of patterns) {
      const forms = (pattern.modes & mode.whole) === 0 ? [pattern.symbols] : commonForms(pattern)
      this.forms.set(pattern, forms)
      for (const form of forms) {
        const consonants = consonantsOf(form)
        if (consonants.length < fewestConsonants) continue
        hashes.push(hashOf(consonants, 0, consonants.length))
        owners.push(pattern)
      }
    }
    this.table = new Table(hashes, owners)
  }

  spelling(word: Uint8Array): Pattern[] {
    for (let at = 1; at < word.length - 1; at += 1) if (isVowel(word[at] ?? 0)) return []
    const consonants = consonantsOf(word)
    const { length } = consonants
    if (length < fewestConsonants || length > longest) return []
    const found: Pattern[] = []
    for (let from = 0; from + fewestConsonants <= length; from += 1)
      for (let to = from + fewestConsonants; to <= length; to += 1)
        for (const pattern of this.table.find(hashOf(consonants, from, to)))
          if (this.stands(pattern, word, consonants, from, to)) found.push(pattern)
    return found
  }

  /** Whether a pattern may stand there: be the word, or begin it, end it or be inside it. */
  private stands(
    pattern: Pattern,
    word: Uint8Array,
    consonants: Uint8Array,
    from: number,
    to: number,
  ): boolean {
    const { modes } = pattern
    const [first, last] = [from === 0, to === consonants.length]
    if (first && last && (modes & mode.whole) !== 0)
      return this.forms.get(pattern)?.some((form) => isPartOf(word, form)) === true
    if (first && word[0] !== pattern.symbols[0]) return false
    if (first) return (modes & mode.beginning) !== 0
    return (modes & (last ? mode.ending | mode.inside : mode.inside)) !== 0
  }
}

const consonantsOf = (word: Uint8Array): Uint8Array => word.filter((each) => !isVowel(each))

/** Whether the letters stand in the form in that order, the same first and last vowel, and the form has more. */
function isPartOf(word: Uint8Array, form: Uint8Array): boolean {
  if (word[0] !== form[0] || word.length >= form.length) return false
  if (isVowel(word.at(-1) ?? 0) && word.at(-1) !== form.at(-1)) return false
  let at = 0
  for (const each of form) if (each === word[at]) at += 1
  return at === word.length
}
