export {
  decideOnPlatform,
  decisionForm,
  isAllowed,
  type PlatformDecision,
  platformDecisions,
  requireAllowed,
} from './decisions.ts'
export {
  appointIn,
  closeIn,
  connectAccount,
  enterIn,
  pauseIn,
  resumeIn,
  setResponsible,
} from './life.ts'
export { type CapabilityState, capabilityStates, probeAccount, probesDue } from './probe.ts'
export { type AccessState, accessDue, accessOf, refreshAccess } from './refresh.ts'
export { findRegistration } from './registration.ts'
export {
  accountsFor,
  actorMayWork,
  connectionOf,
  registerAccount,
  renewSecrets,
  requireAccount,
  trialConnection,
  webhookAddress,
  withKeptSecrets,
} from './service.ts'
export {
  beginPlatformSignIn,
  endPlatformSignIn,
  redirectAddress,
  type SignInAnswer,
} from './sign-in.ts'
export { countSharing, findAccount, listAccounts } from './store.ts'
export type { Account, ListedAccount, NewAccount } from './types.ts'
export { type EndingVersion, endingVersions } from './version-end.ts'
