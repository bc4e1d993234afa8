import { isSwedish } from '../../../src/modules/search/index.ts'
import { randomFrom } from '../random.ts'
import { framed, frames } from './texts.ts'
import { writings } from './writings.ts'

/** What was found of one way of writing. */
export interface Share {
  readonly group: string
  readonly name: string
  /** Per cent of those counted. */
  readonly found: number
  readonly counted: number
  readonly missed: readonly string[]
}

/** A word whose disguise is another Swedish word (skit: sikt) is that word to any reader. */
const isOther = (written: string): boolean =>
  /^[a-zåäö]+(?: +[a-zåäö]+)*$/.test(written) && written.split(/ +/).every((word) => isSwedish(word))

/**
 * Each way of writing over the words that it changes, in texts of all kinds; what is written as other words are is not
 * counted. @param finds whether a text is found unsuitable
 */
export function sharesFound(
  finds: (text: string) => boolean,
  words: readonly string[],
  seed: number,
): Share[] {
  const known = words.filter((word) => frames.every((frame) => finds(frame(word))))
  return Object.entries(writings).flatMap(([group, ways]) =>
    Object.entries(ways).map(([name, write]) => {
      const random = randomFrom(seed)
      const written = known
        .map((word) => ({ word, text: write(word, random) }))
        .filter(({ word, text }) => (text !== word || name === 'plain') && !isOther(text))
      const missed = written.filter(({ text }) => !finds(framed(text, random))).map(({ text }) => text)
      const counted = written.length
      return {
        group,
        name,
        counted,
        missed,
        found: counted === 0 ? 100 : 100 - (100 * missed.length) / counted,
      }
    }),
  )
}

/** Half of the words were looked at while the rules were made; the other half only counts. */
export const isKept = (word: string): boolean =>
  ([...word].reduce((hash, each) => (Math.imul(hash, 31) + each.charCodeAt(0)) | 0, 7) >>> 3) % 2 === 1
