import { loadRuleSet } from './load.ts'
import { type RuleSet, withExceptions, withOwnWords } from './rule-set.ts'

export { caughtByFilter, isCaught } from './filter.ts'
export { isOtherLanguage, type LanguageDetector, languagesTold, loadLanguageDetector } from './language.ts'
export { loadRuleSet, wordListFolder } from './load.ts'
export { type RuleSet, ruleSetOf, withDetector, withExceptions, withOwnWords } from './rule-set.ts'
export { screenText } from './screen.ts'
export { type Seen, seenAs } from './seen.ts'

/** The last municipalities' rule sets, by their own words, which change seldom. */
const recent = new Map<string, RuleSet>()
const mostRecent = 300

/** The rulebook's lists with a municipality's own words and exceptions (S7): comma separated, or one by one. */
export function rulesFor(ownWords: string | readonly string[], exceptions: readonly string[] = []): RuleSet {
  const words = typeof ownWords === 'string' ? ownWords : ownWords.join(',')
  const key = `${words}\n${exceptions.join(',')}`
  const known = recent.get(key)
  if (known !== undefined) return known
  if (recent.size >= mostRecent) recent.clear()
  const rules = withExceptions(withOwnWords(loadRuleSet(), words), exceptions.join(','))
  recent.set(key, rules)
  return rules
}
