export type { Holder, Reach, Why } from './rights.ts'
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
  unmapGroup,
} from './service/identity/provider.ts'
export {
  mailSignInLink,
  requestSignIn,
  type SignInRefusal,
  signInLinkHolds,
  signInWithLink,
} from './service/links.ts'
export { addMunicipality, municipalities, municipalityOrigin } from './service/municipalities.ts'
export {
  ownPasskeys,
  passkeyQuestion,
  passkeyRegistration,
  registerPasskey,
  removePasskey,
  signInWithPasskey,
} from './service/passkeys.ts'
export { rightsOf, whoMayDo } from './service/rights.ts'
export { endScim, newScimToken, scimSince } from './service/scim/token.ts'
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
export { type HeldRole, rolesHeld } from './store/roles-held.ts'
export { departmentsOfOwnAccounts, nameFor, staffNames } from './store/staff.ts'
export type {
  Committee,
  Department,
  MunicipalityEntry,
  NewMunicipality,
  NewSession,
  NewStaff,
  Passkey,
  RoleChoice,
  RoleHeld,
  Session,
  SignInMethod,
  Staff,
} from './types.ts'
