import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { say } from './result.ts'

/** Word filters of others, with a list of ours; each says whether it finds anything in a text. */
export interface Peer {
  readonly name: string
  finds(text: string): boolean
}

const home = new URL('../peers/', import.meta.url)

interface Toad {
  addWords(words: string[]): void
  exists(text: string): boolean
}
interface Leo {
  clearList(): void
  add(words: string[]): void
  check(text: string): boolean
}
interface BadWords {
  addWords(...words: string[]): void
  isProfane(text: string): boolean
}
interface Obscenity {
  RegExpMatcher: new (options: object) => { hasMatch(text: string): boolean }
  assignIncrementingIds(patterns: unknown[]): unknown[]
  parseRawPattern(text: string): unknown
  englishRecommendedTransformers: object
}

/**
 * The libraries of reference/performance.md §2, set up as each of their guides says for a list of one's own. They are
 * dependencies of bench/peers alone; none are here before they are installed, which is said.
 */
export function peersWith(words: readonly string[]): Peer[] {
  if (!existsSync(new URL('node_modules', home))) {
    say('the libraries to compare with are missing: npm --prefix bench/peers install')
    return []
  }
  const load = createRequire(home)
  const { Profanity } = load('@2toad/profanity') as { Profanity: new (options: object) => Toad }
  const { Filter } = load('bad-words') as { Filter: new (options: object) => BadWords }
  const leo = load('leo-profanity') as Leo
  const obscenity = load('obscenity') as Obscenity
  // It wants a language of its own; Japanese says nothing of Swedish texts.
  const toad = new Profanity({ wholeWord: true, languages: ['ja'], unicodeWordBoundaries: true })
  toad.addWords([...words])
  leo.clearList()
  leo.add([...words])
  const bad = new Filter({ emptyList: true })
  bad.addWords(...words)
  // It folds å, ä and ö away before it compares, so its patterns must be without them to match at all.
  const folded = words.map((word) => word.replace(/[åä]/g, 'a').replace(/ö/g, 'o'))
  const matcher = new obscenity.RegExpMatcher({
    blacklistedTerms: obscenity.assignIncrementingIds(
      [...new Set(folded)].map((word) => obscenity.parseRawPattern(`|${word}|`)),
    ),
    ...obscenity.englishRecommendedTransformers,
  })
  return [
    { name: '@2toad/profanity', finds: (text) => toad.exists(text) },
    { name: 'leo-profanity', finds: (text) => leo.check(text) },
    { name: 'bad-words', finds: (text) => bad.isProfane(text) },
    { name: 'obscenity', finds: (text) => matcher.hasMatch(text) },
  ]
}
