import { loadRuleSet, type RuleSet, ruleSetOf, screenText } from '../src/modules/screening/index.ts'
import { symbolCount, unitTable } from '../src/modules/screening/rules/text/alphabet.ts'
import { type Automaton, buildAutomaton } from '../src/modules/screening/rules/words/automaton.ts'
import { foldWord } from '../src/modules/screening/rules/words/patterns.ts'
import { comments, withManyWords } from './support/comments.ts'
import { costly, distinct } from './support/costly-texts.ts'
import { atLeast, atMost, type Measured, percentile, ratio } from './support/result.ts'
import { leastOwnTime } from './support/time.ts'
import { vocabulary } from './support/words.ts'

/**
 * The whole screening of comments of about 100 characters with 10,000 words in the lists, beside the bare walk
 * of an Aho–Corasick table over the same words, and beside looking up each lower-cased word in a Set
 * (reference/performance.md §2: at least 0.1 of the walk).
 */
export async function run(size = 20_000): Promise<Measured[]> {
  const language = vocabulary()
  const rules = withManyWords(loadRuleSet(), language)
  const texts = comments(size, language)
  const listed = rules.lists.flatMap((list) => list.words)
  const set = new Set(listed)
  const table = buildAutomaton(listed.map(foldWord).filter((word) => word.length > 0))
  const over = (work: (text: string) => number) => ({
    count: size,
    ms: leastOwnTime(() => texts.reduce((sum, text) => sum + work(text), 0)),
  })
  const walk = { name: 'walking one table', ...over((text) => walked(text, table)) }
  const lookUp = { name: 'lower case and a Set', ...over((text) => inSet(text, set)) }
  const whole = over((text) => screenText(text, rules).reasons.length)
  return [
    atLeast('screening, texts a second', (size * 1000) / whole.ms, 100_000, ''),
    ratio('screening, texts', whole, walk, 0.1),
    ratio('screening, texts', whole, lookUp, 0.2),
    atMost('screening, one text in the mean', (whole.ms * 1000) / size, 10, 'µs'),
    atMost('screening, one text of a hundred', percentile(times(texts, rules), 0.99), 1, 'ms'),
    ...costly.map(([name, unit]) => hostile(name, filled(unit), rules)),
    ...distinct.map(([name, unit]) => hostile(name, filledWith(unit), rules)),
    atMost(
      'screening, compiling the lists again',
      leastOwnTime(() => ruleSetOf(loadRuleSet().lists)),
      100,
      'ms',
    ),
  ]
}

const hostile = (name: string, text: string, rules: RuleSet): Measured =>
  atMost(
    `screening, 64 KB of ${name}`,
    leastOwnTime(() => screenText(text, rules)),
    20,
    'ms',
  )

function filledWith(unit: (number: number) => string): string {
  let text = ''
  for (let number = 0; text.length < 65_536; number += 1) text += unit(number)
  return text.slice(0, 65_536)
}

const filled = (unit: string): string => unit.repeat(Math.ceil(65_536 / unit.length)).slice(0, 65_536)

function walked(text: string, { next }: Automaton): number {
  let state = 0
  let found = 0
  for (let at = 0; at < text.length; at += 1) {
    const what = unitTable[text.charCodeAt(at)] ?? 0
    state = next[state + (what < symbolCount ? what : 0)] ?? 0
    if (next[state + symbolCount] !== -1) found += 1
  }
  return found
}

const inSet = (text: string, set: ReadonlySet<string>): number =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .reduce((found, word) => found + (set.has(word) ? 1 : 0), 0)

const times = (texts: readonly string[], rules: RuleSet): number[] =>
  texts.map((text) => {
    const begun = performance.now()
    screenText(text, rules)
    return performance.now() - begun
  })
