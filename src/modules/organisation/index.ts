export type { Holder, Why } from './rights.ts'
export { organisationRoutes } from './routes/index.ts'
export { roleName, roleText } from './rules.ts'
export { permissionWords } from './screens/permission-words.ts'
export { attemptsLeft, countAttempt } from './service/attempts.ts'
export { setBreakGlass } from './service/break-glass.ts'
export { delegateRole, delegationsOf, endDelegation } from './service/delegations.ts'
export {
  type IdentityOverview,
  identityOverview,
  mapGroup,
  providerSecrets,
  removeProvider,
  setOnlyProvider,
  setProvider,
  type Tried,
  testProvider,
} from './service/identity/provider.ts'
export { mailSignInLink, requestSignIn, signInLinkHolds, signInWithLink } from './service/links.ts'
export { addMunicipality, municipalities, municipalityOrigin } from './service/municipalities.ts'
export {
  ownPasskeys,
  passkeyQuestion,
  passkeyRegistration,
  registerPasskey,
  removePasskey,
  signInWithPasskey,
} from './service/passkeys.ts'
export { whoMayDo } from './service/rights.ts'
export { endScim, newScimToken } from './service/scim/token.ts'
export { resolveSession, signOut, startSession } from './service/sessions.ts'
export { addStaff, changeStaff, endStaff, newSignInLink, staffList } from './service/staff.ts'
export {
  addCommittee,
  addDepartment,
  addUnit,
  answersTo,
  departmentByName,
  structure,
  unitByName,
} from './service/structure.ts'
export { hashOf, looksLikeToken, newToken } from './service/tokens.ts'
export { rolesHeld } from './store/roles-held.ts'
export { departmentsOfOwnAccounts, nameFor, staffNames } from './store/staff.ts'
export type { Department, Staff } from './types.ts'
