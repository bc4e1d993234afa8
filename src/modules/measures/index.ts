export {
  capabilityOf,
  isAlready,
  isOpen,
  keptByFilter,
  needsGround,
  reversalOf,
  waitsForPerson,
  wayOf,
} from './rules.ts'
export { carryOut } from './service/carry-out.ts'
export { historyOf, unfinished } from './service/read.ts'
export { approveReply, signatureOf } from './service/reply.ts'
export { confirmByHand, requestMeasure } from './service/request.ts'
export { filterName, hideCaught } from './service/word-filter.ts'
export { measureNumbered, measuresOf } from './store.ts'
export type {
  Measure,
  MeasureKind,
  MeasureRequest,
  MeasureState,
  MeasureStep,
  ModerationKind,
  Seen,
} from './types.ts'
