/**
 * How Swedish words are bent, by what they end in. Too many forms are made rather than too few: a form that
 * does not exist is not written either, and where it is another word the list names that word in `except`.
 */

/** A stem and the group of endings that make words of it. */
export interface Bent {
  readonly stem: string
  readonly endings: EndingGroup
}

const noun = ['', 's', 'en', 'ens', 'et', 'ets', 'ar', 'ars', 'arna', 'arnas', 'er', 'ers', 'erna', 'ernas']
const groups = {
  none: [''],
  /** fitta, knulla: the stem is without the a. */
  a: 'a an as ans or ors orna ornas ar arna arnas ade ad at ande as ades ats er are aren ares arna it'.split(
    ' ',
  ),
  /** helvete, idiote: the stem is without the e. */
  e: 'e en es ens et ets ar ars arna arnas n na'.split(' '),
  /** jävel, luder: the stem is without the e before l, r or n. */
  weak: 'en et ar ars arna arnas a t tt'.split(' '),
  consonant: [
    ...noun,
    'a',
    'as',
    'e',
    't',
    'n',
    'na',
    'are',
    'ast',
    'aste',
    'arn',
    'en',
    'ade',
    'at',
    'ande',
    'aren',
  ],
  vowel: 's n ns t ts r rs rna rnas na nas er ar en et'.split(' ').concat(''),
} as const satisfies Readonly<Record<string, readonly string[]>>
export type EndingGroup = keyof typeof groups

export const endingGroups = Object.keys(groups) as EndingGroup[]
export const endingsOf = (group: EndingGroup): readonly string[] => groups[group]

/** The stems of a word, each with its endings. */
export function bend(word: string): Bent[] {
  const last = word.slice(-1)
  if (word.length < 3) return [{ stem: word, endings: 'none' }]
  if (last === 'a') return [{ stem: word.slice(0, -1), endings: 'a' }]
  if (last === 'e') return [{ stem: word.slice(0, -1), endings: 'e' }]
  if ('iouyåäö'.includes(last)) return [{ stem: word, endings: 'vowel' }]
  const whole: Bent = { stem: word, endings: 'consonant' }
  if (!/[^aeiouyåäö]e[lrn]$/.test(word)) return [whole]
  return [whole, { stem: word.slice(0, -2) + last, endings: 'weak' }]
}
