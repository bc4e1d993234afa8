import type { AccountId, DepartmentId, StaffId } from '../../kernel/index.ts'

/** Whom an account is for: everyone, or the municipality's own staff alone. */
export type Audience = 'public' | 'internal'

/** underskrift: what the editors of an account have agreed on. */
export interface Signing {
  /** null: nobody has said. */
  readonly name: 'firstName' | 'fullName' | null
  /** '': the account's own name. */
  readonly workplace: string
}

/** What kind of account it is (R18). */
export interface AccountKind {
  /** null: nobody has said. */
  readonly audience: Audience | null
  readonly blog: boolean
}

/** konto: an account that the municipality runs on a platform; never a login. */
export interface Account extends AccountKind {
  readonly accountId: AccountId
  readonly platform: string
  readonly name: string
  readonly url: string | null
  readonly departmentId: DepartmentId
  readonly department: string
  readonly purpose: string
  /** The account's own and its registration's together. */
  readonly settings: Readonly<Record<string, string>>
  /** The municipality's own app at the platform, where the platform has such. */
  readonly registrationId: string | null
  /** Whether its own addresses may lie on a private network. */
  readonly privateAllowed: boolean
  /** kontoansvarig and ersättare; null says that nobody is appointed. */
  readonly ownerStaffId: StaffId | null
  readonly deputyStaffId: StaffId | null
  readonly state: 'active' | 'closed'
  readonly createdAt: Date
  /** kortnamn; '' where there is none. */
  readonly shortName: string
  readonly signing: Signing
  /** false: in use, but nobody has connected it yet, so that nothing is collected. */
  readonly connected: boolean
  /** Nothing is published for the time being, and why. */
  readonly paused: { readonly at: Date; readonly reason: string } | null
  /** When it was closed and why; the public list says so. An account closed before reasons were kept has an empty one. */
  readonly closed: { readonly at: Date; readonly reason: string } | null
}

/** An account in use that is not connected: from a list, or from an approved application. */
export interface ListedAccount extends AccountKind {
  readonly platform: string
  readonly name: string
  readonly url: string | null
  readonly department: string
  readonly purpose: string
  readonly shortName: string
  readonly ownerStaffId: StaffId | null
  readonly deputyStaffId: StaffId | null
}

/** What is known of a new account beside what somebody says of it. */
export interface Entered {
  readonly url?: string
  /** When its access ends: ISO; null: it does not; left out: nobody has said. */
  readonly endsAt?: string | null
  /** Its addresses may lie on a private network: those are of an app that the operator has entered. */
  readonly privateAllowed?: boolean
}

export interface NewAccount {
  readonly platform: string
  readonly name: string
  /** A department's name; one that does not exist yet is made. */
  readonly department: string
  readonly purpose?: string
  readonly audience?: Audience
  /** Left out: as is most common on the platform. */
  readonly blog?: boolean
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly ownerStaffId?: StaffId
  readonly deputyStaffId?: StaffId
}
