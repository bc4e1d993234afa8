export {
  decideOnPlatform,
  decisionForm,
  isAllowed,
  type PlatformDecision,
  platformDecisions,
  requireAllowed,
} from './decisions.ts'
export { findRegistration } from './registration.ts'
export {
  accountsFor,
  actorMayWork,
  connectionOf,
  registerAccount,
  renewSecrets,
  requireAccount,
  setResponsible,
  trialConnection,
  webhookAddress,
  withKeptSecrets,
} from './service.ts'
export { countSharing, findAccount, listAccounts } from './store.ts'
export type { Account, NewAccount } from './types.ts'
