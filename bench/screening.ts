import { loadRuleSet, type RuleSet, ruleSetOf, screenText } from '../src/modules/screening/index.ts'
import { symbolCount, unitTable } from '../src/modules/screening/rules/text/alphabet.ts'
import { type Automaton, buildAutomaton } from '../src/modules/screening/rules/words/automaton.ts'
import { foldWord } from '../src/modules/screening/rules/words/patterns.ts'
import { seeded } from './support/random.ts'
import { atMost, type Measured, percentile, ratio } from './support/result.ts'
import { type Vocabulary, vocabulary } from './support/words.ts'

const wordCount = 10_000

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
    ms: best(() => texts.reduce((sum, text) => sum + work(text), 0)),
  })
  const walk = { name: 'walking one table', ...over((text) => walked(text, table)) }
  const lookUp = { name: 'lower case and a Set', ...over((text) => inSet(text, set)) }
  const whole = over((text) => screenText(text, rules).reasons.length)
  return [
    ratio('screening, texts', whole, walk, 0.1),
    ratio('screening, texts', whole, lookUp, 0.2),
    atMost('screening, one text in the mean', (whole.ms * 1000) / size, 10, 'µs'),
    atMost('screening, one text of a hundred', percentile(times(texts, rules), 0.99), 1, 'ms'),
    ...hostile.map(([name, unit]) =>
      atMost(
        `screening, 64 KB of ${name}`,
        best(() => screenText(filled(unit), rules)),
        20,
        'ms',
      ),
    ),
    atMost(
      'screening, compiling the lists again',
      best(() => ruleSetOf(loadRuleSet().lists)),
      100,
      'ms',
    ),
  ]
}

const hostile: readonly (readonly [string, string])[] = [
  ['one word', 'fitta'],
  ['letters apart', 'f i t t a '],
  ['digits for letters', 'f1tt4 '],
  ['stars', 'f*tt* k*k '],
  ['one mark', '\u0301'],
  ['mail addresses', 'a@a.se '],
  ['numbers', '85 07 09 98 05 '],
  ['phone numbers', '070-123 45 67 '],
  ['questions', 'a? '],
  ['threats', 'ska döda dig '],
]

const filled = (unit: string): string => unit.repeat(Math.ceil(65_536 / unit.length)).slice(0, 65_536)

/** The rulebook's words and made-up ones, together ten thousand. */
function withManyWords(rules: RuleSet, { words }: Vocabulary): RuleSet {
  const known = rules.lists.reduce((sum, list) => sum + list.words.length, 0)
  const more = words.slice(-(wordCount - known)).map((word) => `${word}x`)
  const list = {
    id: 'bench/medium',
    level: 'medium',
    source: 'bench',
    date: '2026-11-21',
    words: more,
  } as const
  return ruleSetOf([...rules.lists, { ...list, label: 'profanity', inflect: true, compounds: true }])
}

/** Comments of about 100 characters, the same in every run. */
function comments(count: number, language: Vocabulary): string[] {
  const random = seeded(3)
  return Array.from({ length: count }, () => {
    let text = language.word(random)
    while (text.length < 95)
      text += `${random() < 0.1 ? '. ' : random() < 0.06 ? ', ' : ' '}${language.word(random)}`
    return `${text}${random() < 0.1 ? '?' : random() < 0.05 ? ` ring 070-${1_000_000 + Math.floor(random() * 8e6)}` : '.'}`
  })
}

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

/** Milliseconds of the best of five, after one to warm up: what the machine does when nothing else runs. */
function best(work: () => unknown): number {
  work()
  let least = Number.POSITIVE_INFINITY
  for (let time = 0; time < 5; time += 1) {
    const begun = performance.now()
    work()
    least = Math.min(least, performance.now() - begun)
  }
  return least
}

const times = (texts: readonly string[], rules: RuleSet): number[] =>
  texts.map((text) => {
    const begun = performance.now()
    screenText(text, rules)
    return performance.now() - begun
  })
