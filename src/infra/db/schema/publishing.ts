import type { ColumnType, Generated } from 'kysely'
import type { AccountId, PublicationId, RecordId, StaffId } from '../../../kernel/index.ts'

interface PublicationTable {
  municipality_id: number
  publication_id: PublicationId
  title: Generated<string>
  text: string
  link: Generated<string>
  origin_url: string | null
  origin_title: string | null
  planned_at: Date | null
  state: Generated<string>
  detail: Generated<string>
  version: Generated<number>
  created_by: StaffId | null
  created_at: Date
  changed_by: StaffId | null
  changed_at: Date
  asked_by: StaffId | null
  approved_by: StaffId | null
  approved_at: Date | null
  approved_sha256: Buffer | null
}

interface PublicationAccountTable {
  municipality_id: number
  publication_id: PublicationId
  account_id: AccountId
  record_id: RecordId
  own_text: string | null
  state: Generated<string>
  detail: Generated<string>
  platform_id: string | null
  permalink: string | null
  finished_at: Date | null
}

interface PublicationMediaTable {
  municipality_id: number
  media_id: string
  publication_id: PublicationId
  kind: string
  place: number
  name: string
  media_type: string
  bytes: number
  sha256: Buffer
  alt: Generated<string>
  licence_id: Generated<string | null>
}

interface PublicationStepTable {
  municipality_id: number
  publication_id: PublicationId
  step_id: ColumnType<number, never, never>
  account_id: AccountId | null
  kind: string
  at: Date
  staff_id: StaffId | null
  detail: Generated<string>
}

export interface PublishingTables {
  publication: PublicationTable
  publication_account: PublicationAccountTable
  publication_media: PublicationMediaTable
  publication_step: PublicationStepTable
}
