import type { ColumnType, Generated } from 'kysely'
import type { AccountId, Json, PublicationId, RecordId, StaffId } from '../../../kernel/index.ts'

/** Tables of migrations/0034_news_and_licences.sql; see ../schema.ts. */

interface NewsFeedTable {
  municipality_id: number
  feed_id: string
  name: string
  url: string
  added_by: StaffId | null
  added_at: Date
  cursor: ColumnType<Json | null, string | null | undefined, string | null>
  read_at: Date | null
  failure: string | null
  failing_since: Date | null
  removed_at: Date | null
}

interface NewsFeedAccountTable {
  municipality_id: number
  feed_id: string
  account_id: AccountId
}

interface NewsTable {
  municipality_id: number
  news_id: string
  feed_id: string
  item_id: string
  title: string
  summary: string
  url: string | null
  picture_url: string | null
  version: string
  published_at: Date
  seen_at: Date
  changed_at: Date | null
  skipped_by: StaffId | null
  skipped_at: Date | null
  publication_id: PublicationId | null
}

interface PictureLicenceTable {
  municipality_id: number
  licence_id: string
  year: number
  place: number
  what: string
  holder: Generated<string>
  named: Generated<boolean>
  persons: Generated<number>
  minors: Generated<boolean>
  purpose: string
  channels: string
  valid_until: string | null
  record_id: RecordId | null
  registered_by: StaffId | null
  registered_at: Date
  withdrawn_on: string | null
  withdrawn_why: Generated<string>
  withdrawn_by: StaffId | null
  withdrawn_at: Date | null
}

interface DataProtectionQuestionTable {
  municipality_id: number
  question_id: string
  publication_id: PublicationId
  version: number
  question: string
  asked_by: StaffId | null
  asked_at: Date
  answer: string | null
  answered_by: StaffId | null
  answered_at: Date | null
}

export interface NewsAndLicencesTables {
  news_feed: NewsFeedTable
  news_feed_account: NewsFeedAccountTable
  news: NewsTable
  picture_licence: PictureLicenceTable
  data_protection_question: DataProtectionQuestionTable
}
