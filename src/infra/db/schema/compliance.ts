import type { ColumnType } from 'kysely'
import type { AccountId, Json, StaffId } from '../../../kernel/index.ts'

type Identity = ColumnType<number, never, never>

/** Tables of migrations/0016_compliance.sql; see ../schema.ts. */

interface AccountUnitTable {
  municipality_id: number
  account_id: AccountId
  unit_id: string
}

interface AccountProfileTable {
  municipality_id: number
  account_id: AccountId
  profile: ColumnType<Json | null, string | null, string | null>
  seen_at: Date | null
  failure: string | null
  judged_at: Date
}

interface GuidelineOutcomeTable {
  municipality_id: number
  outcome_id: Identity
  account_id: AccountId
  check_id: string
  at: Date
  outcome: string
  why: string
  policy_version: number
}

interface AttestationTable {
  municipality_id: number
  attestation_id: Identity
  account_id: AccountId
  check_id: string
  met: boolean
  valid_until: string
  note: string
  staff_id: StaffId
  at: Date
}

interface AccountProcessingTable {
  municipality_id: number
  processing_id: Identity
  account_id: AccountId
  at: Date
  purpose: string
  legal_basis: string
  people: string
  recipients: string
  staff_id: StaffId | null
}

interface MunicipalityParticularsTable {
  municipality_id: number
  particulars_id: Identity
  at: Date
  website: string
  data_protection_officer: string
  staff_id: StaffId | null
}

export interface ComplianceTables {
  account_unit: AccountUnitTable
  account_profile: AccountProfileTable
  guideline_outcome: GuidelineOutcomeTable
  attestation: AttestationTable
  account_processing: AccountProcessingTable
  municipality_particulars: MunicipalityParticularsTable
}
