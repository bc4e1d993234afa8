import type { ColumnType, Generated } from 'kysely'
import type { Json } from '../../../kernel/index.ts'

/** Tables of migrations/0034_news_and_licences.sql; see ../schema.ts. */

export interface NewsFeedTable {
  municipality_id: number
  feed_id: string
  name: string
  url: string
  added_by: string | null
  added_at: Date
  cursor: ColumnType<Json | null, string | null | undefined, string | null>
  read_at: Date | null
  failure: string | null
  failing_since: Date | null
  removed_at: Date | null
}

export interface NewsFeedAccountTable {
  municipality_id: number
  feed_id: string
  account_id: string
}

export interface NewsTable {
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
  skipped_by: string | null
  skipped_at: Date | null
  publication_id: string | null
}

export interface PictureLicenceTable {
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
  record_id: string | null
  registered_by: string | null
  registered_at: Date
  withdrawn_on: string | null
  withdrawn_why: Generated<string>
  withdrawn_by: string | null
  withdrawn_at: Date | null
}

export interface DataProtectionQuestionTable {
  municipality_id: number
  question_id: string
  publication_id: string
  version: number
  question: string
  asked_by: string | null
  asked_at: Date
  answer: string | null
  answered_by: string | null
  answered_at: Date | null
}

export interface NewsAndLicencesTables {
  news_feed: NewsFeedTable
  news_feed_account: NewsFeedAccountTable
  news: NewsTable
  picture_licence: PictureLicenceTable
  data_protection_question: DataProtectionQuestionTable
}
