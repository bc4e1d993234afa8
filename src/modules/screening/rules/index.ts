import { loadRuleSet } from './load.ts'
import { type RuleSet, withOwnWords } from './rule-set.ts'

export { caughtByFilter, isCaught } from './filter.ts'
export { type LanguageDetector, loadLanguageDetector } from './language.ts'
export { loadRuleSet, wordListFolder } from './load.ts'
export { type RuleSet, ruleSetOf, withDetector, withOwnWords } from './rule-set.ts'
export { screenText } from './screen.ts'

/** The last municipalities' rule sets, by their own words, which change seldom. */
const recent = new Map<string, RuleSet>()
const mostRecent = 300

/** The rulebook's lists with a municipality's own words (S7): comma separated, or one by one. */
export function rulesFor(ownWords: string | readonly string[]): RuleSet {
  const words = typeof ownWords === 'string' ? ownWords : ownWords.join(',')
  const known = recent.get(words)
  if (known !== undefined) return known
  if (recent.size >= mostRecent) recent.clear()
  const rules = withOwnWords(loadRuleSet(), words)
  recent.set(words, rules)
  return rules
}
