/**
 * konto som det visas: what the platform shows of an account to everyone. A member that is left out is one that this
 * platform does not tell.
 */
export interface Profile {
  readonly name: string
  /** Short name, without the at sign. */
  readonly handle?: string
  /** Plain text. */
  readonly description: string
  /** Addresses shown on the profile beside the description. */
  readonly links: readonly string[]
  /** E-mail addresses and telephone numbers shown beside the description. */
  readonly contacts: readonly string[]
  /** Where the picture is; empty: there is none. */
  readonly picture?: string
  /** Whether anybody can read it without being let in. */
  readonly isOpen?: boolean
  /** How many other accounts it follows. */
  readonly follows?: number
  /** Whether this is all the text on the profile: what is not here is then not shown there either. */
  readonly whole: boolean
}
