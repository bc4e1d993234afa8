export {
  type Counts,
  learnedReasons,
  type Model,
  modelFormat,
  type NumberedModel,
  noCounts,
  scoreOf,
  weightsOf,
} from './model.ts'
export { eachWord, readText } from './reading.ts'
export {
  destroyWeights,
  forgetExamples,
  keepModel,
  type LearnedFrom,
  modelInUse,
  type NewModel,
} from './store.ts'
