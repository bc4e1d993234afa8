export { answerFlags } from './service/answer.ts'
export { raiseFlag } from './service/raise.ts'
export { flagStatus, flagsOf } from './service/read.ts'
export { tellNotifiers } from './service/tell.ts'
export {
  answerOutcomes,
  type Flag,
  type FlagReason,
  type FlagState,
  type FlagStatus,
  flagReasons,
  type NewFlag,
} from './types.ts'
