export {
  type Counts,
  destroyWeights,
  eachWord,
  forgetExamples,
  keepModel,
  type LearnedFrom,
  learnedReasons,
  modelFormat,
  noCounts,
  readText,
  scoreOf,
  weightsOf,
} from './learned/index.ts'
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
export { spell } from './rules/text/alphabet.ts'
export { screeningOf, screenRecords } from './service.ts'
export type { FilterLevel, Label, PersonalDataKind, Reason, Screening, WordList } from './types.ts'
export { filterLevels, labels } from './types.ts'
