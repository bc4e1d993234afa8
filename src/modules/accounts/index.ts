export {
  decideOnPlatform,
  decisionForm,
  isAllowed,
  type PlatformDecision,
  platformDecisions,
  requireAllowed,
} from './decisions.ts'
export {
  accountsFor,
  actorMayWork,
  connectionOf,
  registerAccount,
  renewSecrets,
  requireAccount,
  setResponsible,
  trialConnection,
} from './service.ts'
export { findAccount, listAccounts } from './store.ts'
export type { Account, NewAccount } from './types.ts'
