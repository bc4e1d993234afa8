export type { AbuseCase } from './abuse-store.ts'
export {
  type BatchAct,
  capabilityOf,
  hidingOf,
  isAlready,
  isFulfilled,
  isModeration,
  isOpen,
  isRemoval,
  isReply,
  keptByFilter,
  needsGround,
  needsSecond,
  type Planned,
  replyBy,
  reversalOf,
  type TakenAwayBy,
  takenAwayBy,
  waitsForPerson,
  wayOf,
} from './rules.ts'
export { addAbuseStep, orderAwayAgain, readAbuse, suspectAbuse } from './service/abuse.ts'
export {
  type BatchCandidate,
  batchPreview,
  type Chosen,
  mostTogether,
  type ReadBatch,
  readBatch,
  takeTogether,
} from './service/batch.ts'
export { confirmByHand } from './service/by-hand.ts'
export { carryOut } from './service/carry-out.ts'
export { historyOf, unfinished } from './service/read.ts'
export { approveReply } from './service/reply.ts'
export { permissionFor, requestMeasure } from './service/request.ts'
export { answerSecond, type SecondAnswer } from './service/second/answer.ts'
export {
  answerSeconds,
  type SecondCandidate,
  secondsChosen,
  waitingForSecond,
} from './service/second/many.ts'
export { overtakeWaiting } from './service/second/overtake.ts'
export { filterName, hideCaught } from './service/word-filter.ts'
export { measureNumbered, measuresOf } from './store.ts'
export type {
  Measure,
  MeasureKind,
  MeasureRequest,
  MeasureState,
  MeasureStep,
  ModerationKind,
  ReplyKind,
  Seen,
} from './types.ts'
