import type { AccountId } from '../../../../kernel/index.ts'

/** Tables of migrations/0011_access.sql and 0023_connect_by_sign_in.sql; see index.ts. */

interface AccountAccessTable {
  municipality_id: number
  account_id: AccountId
  ends_at: Date | null
  refreshed_at: Date
  next_attempt_at: Date | null
  failing_since: Date | null
  told_at: Date | null
}

interface AccessAttemptTable {
  municipality_id: number
  state_sha256: Buffer
  session_sha256: Buffer
  /** The account, or else the registration through which a new one is connected. */
  account_id: AccountId | null
  registration_id: string | null
  verifier_ciphertext: Buffer
  expires_at: Date
}

interface SignInReachedTable {
  municipality_id: number
  session_sha256: Buffer
  registration_id: string
  reached_ciphertext: Buffer
  expires_at: Date
}

interface AccountCapabilityTable {
  municipality_id: number
  account_id: AccountId
  capability: string
  works: boolean
  detail: string
  at: Date
  worked_at: Date | null
}

interface AccountProbeTable {
  municipality_id: number
  account_id: AccountId
  next_at: Date
}

interface AlarmToldTable {
  municipality_id: number
  alarm: string
  told: string
  at: Date
}

export interface AccessTables {
  access_attempt: AccessAttemptTable
  account_access: AccountAccessTable
  account_capability: AccountCapabilityTable
  account_probe: AccountProbeTable
  alarm_told: AlarmToldTable
  sign_in_reached: SignInReachedTable
}
