import { z } from 'zod'
import type { AccountId } from '../../kernel/index.ts'
import type { Processing } from '../compliance/index.ts'
import type { PolicySettings } from '../policy/index.ts'

const line = z.string().trim().max(300)
const words = z.string().trim().max(4_000)

/** What the municipality has decided of its public pages; '' where it has said nothing. */
export const publicSettingsSchema = z.strictObject({
  /** '#0b5966', or '' for our own. Checked for contrast when it is saved. */
  colour: z.string(),
  telephone: line,
  email: line,
  /** Of the municipality's own site, and of its accessibility statement. */
  website: line,
  accessibility: line,
  /** Other sites that may show the list in a frame: origins. */
  framedBy: z.array(z.string()).max(20),
  /** On what terms others may use the list; '' where the municipality has not said. */
  licence: z.enum(['', 'cc0', 'ccBy']),
  /** On what legal basis personal data are processed, in the municipality's own words. */
  legalBasis: words,
  /** How long what people write is kept, in the municipality's own words. */
  keptFor: words,
  /** Who else gets it, and whether it leaves the EU, in the municipality's own words. */
  recipients: words,
  /** Whom to ask about personal data: the data protection officer's address. */
  dataProtection: line,
})
export type PublicSettings = z.output<typeof publicSettingsSchema>

export const nothingSaid: PublicSettings = {
  colour: '',
  telephone: '',
  email: '',
  website: '',
  accessibility: '',
  framedBy: [],
  licence: '',
  legalBasis: '',
  keptFor: '',
  recipients: '',
  dataProtection: '',
}

/** Settings with the time of their last change, which addresses of style and logotype carry. */
export interface PublicLookOf {
  readonly settings: PublicSettings
  readonly hasLogotype: boolean
  readonly changedAt: Date | null
}

/** An account as everyone may know of it. */
export interface PublicAccount {
  readonly id: AccountId
  /** The platform's stored code. */
  readonly platform: string
  readonly name: string
  readonly url: string | null
  readonly department: string
  readonly purpose: string
  /** nämnd that is the controller of personal data in it; null where the register does not say. */
  readonly committee: string | null
  /** Hours of watch, where the account has its own; '' otherwise. */
  readonly watched: string
  readonly state: 'active' | 'closed'
  readonly closedAt: Date | null
  readonly closedReason: string
}

/** A politician's own channel: a link, kept by communications. Nothing is collected from it. */
export interface PoliticianLink {
  readonly linkId: string
  readonly name: string
  /** 'Ledamot i kommunfullmäktige' */
  readonly seat: string
  /** 'Facebook', 'egen blogg' */
  readonly channel: string
  readonly url: string
}

/** What is done with personal data in one account (R19), as the municipality has stated it; undefined: it has not. */
export interface PublicProcessing {
  readonly account: PublicAccount
  readonly stated: Processing | undefined
}

/** Everything that the public list says. */
export interface PublicList {
  readonly active: readonly PublicAccount[]
  readonly closed: readonly PublicAccount[]
  readonly politicians: readonly PoliticianLink[]
  readonly policy: PolicySettings
  readonly look: PublicLookOf
}
