import type { WordList } from '../types.ts'
import type { LanguageDetector } from './language.ts'
import { type Book, compile, once, ownWordList } from './words/compile.ts'
import { Near } from './words/near/near.ts'
import { Unspaced } from './words/near/unspaced.ts'
import { Search } from './words/search.ts'

/** Word lists made ready; compiled once and shared. */
export interface RuleSet {
  readonly lists: readonly WordList[]
  readonly matchers: readonly Matcher[]
  /** The municipality's exceptions: what stands inside one of them is no reason. */
  readonly innocent?: readonly Matcher[]
  /** Asked for the language of texts whose small words do not tell it. */
  readonly detector?: LanguageDetector
}

/** One book with the searches that walk it. They hold nothing between texts. */
export interface Matcher {
  readonly book: Book
  readonly plain: Search
  readonly bare: Search
  /** Made for the first text. */
  readonly near: () => Near
  /** For letters that stand apart throughout. */
  readonly apart: () => Unspaced
}

function matcherFor(lists: readonly WordList[]): Matcher {
  const book = compile(lists)
  const plain = new Search(book, 'plain')
  const bare = new Search(book, 'bare')
  const near = once(() => new Near(book.hidden, plain, new Unspaced(book.plain, plain)))
  return { book, plain, bare, near, apart: once(() => new Unspaced(book.bare, bare)) }
}

/** @throws RangeError when a list contradicts itself */
export const ruleSetOf = (lists: readonly WordList[]): RuleSet => ({ lists, matchers: [matcherFor(lists)] })

export const withDetector = (rules: RuleSet, detector: LanguageDetector): RuleSet => ({ ...rules, detector })

/**
 * A rule set with the municipality's own words (S7) beside the rulebook's; the rulebook's are not compiled again.
 * @param commaSeparated as the communicator wrote them: words and phrases, `x*` for all that begins with x
 */
export function withOwnWords(rules: RuleSet, commaSeparated: string): RuleSet {
  const list = ownWordList(commaSeparated)
  if (list.words.length === 0) return rules
  return { ...rules, lists: [...rules.lists, list], matchers: [...rules.matchers, matcherFor([list])] }
}

/** A rule set that passes over the municipality's exceptions (S7), written as its own words are. */
export function withExceptions(rules: RuleSet, commaSeparated: string): RuleSet {
  const list = ownWordList(commaSeparated)
  return list.words.length === 0 ? rules : { ...rules, innocent: [matcherFor([list])] }
}
