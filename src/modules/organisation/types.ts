import type { Actor, Role } from '../../access/index.ts'
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
}

/** medarbetare */
export interface Staff {
  readonly staffId: StaffId
  readonly email: string
  readonly name: string
  readonly createdAt: Date
  /** When the person ended; null while working here. */
  readonly endedAt: Date | null
  readonly roles: readonly RoleHeld[]
}

export interface NewStaff {
  readonly email: string
  readonly name: string
  readonly roles: readonly RoleChoice[]
}

/** link: by mail or from the operator · passkey · demo: one click, only in the demo */
export type SignInMethod = 'link' | 'passkey' | 'demo'

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
