export { askForTrial, decideTrial, reconsiderationOf, trialStatus } from './service.ts'
export type { Reconsideration, TrialStatus } from './types.ts'
