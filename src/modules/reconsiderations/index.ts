export { askForTrial, decideTrial, mayDecide, reconsiderationOf, trialStatus } from './service.ts'
export type { Reconsideration, ReconsiderationOutcome, TrialStatus } from './types.ts'
