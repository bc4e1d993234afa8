import { type RuleSet, ruleSetOf } from '../../src/modules/screening/index.ts'
import { randomFrom } from '../../tests/support/random.ts'
import type { Vocabulary } from './words.ts'

const wordCount = 10_000

/**
 * The rulebook's words and made-up ones, together ten thousand. The texts hold what they begin with, and are no letter away
 * from them: what resembles a listed word is found, and texts of nothing else are not what anybody writes.
 */
export function withManyWords(rules: RuleSet, { words }: Vocabulary): RuleSet {
  const known = rules.lists.reduce((sum, list) => sum + list.words.length, 0)
  const more = words.slice(-(wordCount - known)).map((word) => `${word}xu`)
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
export function comments(count: number, language: Vocabulary): string[] {
  const random = randomFrom(3)
  return Array.from({ length: count }, () => {
    let text = language.word(random)
    while (text.length < 95)
      text += `${random() < 0.1 ? '. ' : random() < 0.06 ? ', ' : ' '}${language.word(random)}`
    return `${text}${random() < 0.1 ? '?' : random() < 0.05 ? ` ring 070-${1_000_000 + Math.floor(random() * 8e6)}` : '.'}`
  })
}
