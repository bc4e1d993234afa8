export {
  caughtByFilter,
  isCaught,
  loadLanguageDetector,
  loadRuleSet,
  type RuleSet,
  ruleSetOf,
  rulesFor,
  screenText,
  withDetector,
  withOwnWords,
} from './rules/index.ts'
export { reasonsOf, screeningOf, screenRecords } from './service.ts'
export type { FilterLevel, Label, PersonalDataKind, Reason, Screening, WordList } from './types.ts'
export { filterLevels, labels } from './types.ts'
