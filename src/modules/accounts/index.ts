export {
  type App,
  type AppInUse,
  appsOf,
  changeAppSecrets,
  enterApp,
  mayMendApps,
  readApp,
  removeApp,
} from './apps.ts'
export {
  decideOnPlatform,
  decisionForm,
  isAllowed,
  isUsed,
  type PlatformDecision,
  platformDecisions,
  requireAllowed,
} from './decisions.ts'
export {
  appointIn,
  closeIn,
  connectAccount,
  enterIn,
  moveAccount,
  pauseIn,
  resumeIn,
  setKind,
  setKindIn,
  setResponsible,
} from './life.ts'
export { type CapabilityState, capabilityStates, probeAccount, probesDue } from './probe.ts'
export { forgetReached, reachedKey, readReached, type SignInReached } from './reached.ts'
export { type AccessState, accessDue, accessOf, freshenAccess, refreshAccess } from './refresh.ts'
export { findRegistration, registrationSecretsKept, splitByRegistration } from './registration.ts'
export { accountIdOf } from './routes/account-id.ts'
export {
  accountSecrets,
  checkSettings,
  connectionOf,
  keepSecrets,
  mayStayPrivate,
  refuseTwice,
  registerAccount,
  renewSecrets,
  requireAccount,
  trialConnection,
  webhookAddress,
  withKeptSecrets,
} from './service.ts'
export { beginPlatformSignIn, endPlatformSignIn, redirectAddress } from './sign-in.ts'
export { signingRoutes } from './signing/routes.tsx'
export { signatureOf } from './signing/rules.ts'
export {
  countSharing,
  findAccount,
  listAccounts,
  lockAccount,
  updateResponsible,
  worksHere,
} from './store.ts'
export type { Account, AccountKind, Audience, Entered, ListedAccount, NewAccount } from './types.ts'
export { endingVersions } from './version-end.ts'
