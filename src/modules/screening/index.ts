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
export { withPictures } from './picture-store.ts'
export { recordsInGroup } from './repeat-store.ts'
export { screeningRoutes } from './routes.tsx'
export {
  caughtByFilter,
  isCaught,
  isOtherLanguage,
  languagesTold,
  loadLanguageDetector,
  loadRuleSet,
  type RuleSet,
  ruleSetOf,
  rulesFor,
  screenText,
  seenAs,
  withDetector,
  withOwnWords,
} from './rules/index.ts'
export { spell } from './rules/text/alphabet.ts'
export { languageName, measureDone, takesAway } from './rules/words.ts'
export { markPicture } from './service/known-pictures.ts'
export { lookAtPictures } from './service/look-at-pictures.ts'
export { forgetPrints } from './service/repeats.ts'
export { prepareScreening, screenRecords } from './service/screen.ts'
export { reasonsOf, screenedOf, screeningOf } from './store.ts'
export type {
  FilterLevel,
  Label,
  PersonalDataKind,
  Picture,
  PictureFinding,
  Reason,
  Repeated,
  Screening,
  WordList,
} from './types.ts'
export { filterLevels, labels } from './types.ts'
