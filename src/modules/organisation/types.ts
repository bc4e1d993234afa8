import type { Actor, Role } from '../../access/index.ts'
import type { ProviderSettings } from '../../gateways/identity/contract.ts'
import type { DepartmentId, MunicipalityId, StaffId } from '../../kernel/index.ts'

/** kommun: one that this installation serves. */
export interface MunicipalityEntry {
  readonly municipalityId: MunicipalityId
  readonly name: string
  /** Lower-case ASCII, e.g. 'osteraker'. */
  readonly slug: string
  /** Host name that it answers on; null: any, in an installation with one municipality. */
  readonly host: string | null
  /** The name under which its log's checkpoints are signed. */
  readonly logOrigin: string
}

export interface NewMunicipality {
  readonly name: string
  /** A preset's id. */
  readonly policy: string
  readonly host?: string
  readonly origin?: string
}

/** nämnd */
export interface Committee {
  readonly committeeId: string
  readonly name: string
  /** kommunstyrelse */
  readonly isExecutiveBoard: boolean
}

/** förvaltning, with its enheter */
export interface Department {
  readonly departmentId: DepartmentId
  readonly name: string
  readonly committeeId: string | null
  readonly units: readonly { readonly unitId: string; readonly name: string }[]
}

/** A role as it is given: in a department by name (made if it does not exist), or in the whole municipality. */
export interface RoleChoice {
  readonly role: Role
  readonly department?: string
}

export interface RoleHeld {
  readonly role: Role
  readonly departmentId: DepartmentId | null
  readonly department: string | null
  /** hand: given in Uppsikt · group: from the provider's groups */
  readonly source: 'hand' | 'group'
}

/** tillfällig roll: somebody holds a role from one time to another. */
export interface RoleDelegation {
  readonly delegationId: string
  readonly staffId: StaffId
  readonly role: Role
  readonly departmentId: DepartmentId | null
  readonly department: string | null
  readonly beginsAt: Date
  readonly endsAt: Date
  readonly reason: string
  readonly givenBy: string
  /** Ended before its time. */
  readonly endedAt: Date | null
}

/** medarbetare */
export interface Staff {
  readonly staffId: StaffId
  readonly email: string
  readonly name: string
  readonly createdAt: Date
  /** When the person ended; null while working here. */
  readonly endedAt: Date | null
  /** reservinloggning: may sign in beside the municipality's provider. */
  readonly breakGlass: boolean
  /** Roles for a time are not among these. */
  readonly roles: readonly RoleHeld[]
}

export interface NewStaff {
  readonly email: string
  readonly name: string
  readonly roles: readonly RoleChoice[]
}

/** link: by mail or from the operator · passkey · oidc, saml: the municipality's provider · demo: one click, only there */
export type SignInMethod = 'link' | 'passkey' | 'oidc' | 'saml' | 'demo'

/** A session that runs, as the person is shown it. */
export interface RunningSession {
  readonly method: SignInMethod
  readonly createdAt: Date
  /** At most a minute off. */
  readonly lastSeenAt: Date
  /** The one in which it is shown. */
  readonly isThis: boolean
}

/** Somebody has signed in. The token is told once and kept only as its hash. */
export interface NewSession {
  readonly token: string
  readonly staffId: StaffId
  /** The session ends then, however it is used. */
  readonly expires: Date
}

/** A session that holds. */
export interface Session {
  readonly actor: Actor
  readonly csrfToken: string
  readonly email: string
}

export interface Passkey {
  readonly credentialId: string
  readonly label: string
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** inloggningstjänst: where the municipality's staff sign in, as it is set here; its secret is never among this. */
export interface IdentityProvider {
  readonly settings: ProviderSettings
  readonly privateAllowed: boolean
  /** The operator says that its e-mail addresses are the municipality's own. */
  readonly matchEmail: boolean
  /** Nobody but those with break-glass sign-in comes in another way. */
  readonly only: boolean
}

/** What a group of the provider's gives. */
export interface GroupRole {
  readonly group: string
  readonly role: Role
  readonly departmentId: DepartmentId | null
  readonly department: string | null
}
