import { createHash } from 'node:crypto'
import { setImmediate as breath } from 'node:timers/promises'
import { caughtByFilter, loadRuleSet, type RuleSet, readText, screenText } from '../../screening/index.ts'
import { isLesson } from '../rules.ts'
import type { Decided, Example } from '../types.ts'
import { WordBook } from '../word-book.ts'

/** So many texts are read before others get their turn: a few milliseconds. */
const readTogether = 200

export interface Lessons {
  readonly examples: readonly Example[]
  readonly words: WordBook
}

/** Makes examples of decisions, a few at a time so that the process stays awake. */
export async function lessonsOf(decisions: readonly Decided[], rules = loadRuleSet()): Promise<Lessons> {
  const examples: Example[] = []
  const words = new WordBook()
  for (const [at, decided] of decisions.entries()) {
    if (at % readTogether === 0) await breath()
    if (!isLesson(decided.groundId)) continue
    const example = exampleOf(decided, rules, words)
    if (example) examples.push(example)
  }
  return { examples, words }
}

/** undefined for what looks confidential, and for what has no words left when people are taken out of it. */
function exampleOf(decided: Decided, rules: RuleSet, words: WordBook): Example | undefined {
  const { record, version, at, thread, text, author } = decided
  const { labels, reasons } = screenText(text, rules)
  if (labels.includes('confidential')) return undefined
  const reading = readText(text, author, reasons)
  if (reading.count === 0) return undefined
  const buckets = reading.buckets.slice(0, reading.count).sort()
  words.add(reading, text, author, decided.authorId ?? author ?? record)
  const ground = decided.groundId ?? undefined
  return { record, version, at, ground, thread, listed: isListed(reasons), buckets }
}

/** Whether the word lists find it unsuitable. Numbers are found by other means, and are compared with by nobody. */
const isListed = (reasons: ReturnType<typeof screenText>['reasons']): boolean =>
  caughtByFilter(reasons, 'strong').some(({ label }) => label !== 'personalData')

/** The same for the same decisions, in whatever order. */
export function digestOf(examples: readonly Example[]): Buffer {
  const lines = examples.map(({ record, version, ground }) => `${record}/${version}/${ground ?? ''}`)
  return createHash('sha256').update(lines.sort().join('\n')).digest()
}
