import type { Generated } from 'kysely'
import type { AccountId, StaffId } from '../../../../kernel/index.ts'

/** Tables of migrations/0015_notices.sql; see ../schema.ts. */

interface NoticeTable {
  municipality_id: number
  notice_id: Generated<number>
  staff_id: StaffId | null
  address: string | null
  thing: string
  kind: string
  severity: string
  account_id: AccountId | null
  subject: string
  line: string
  href: string
  at: Date
  claimed_until: Date | null
  attempts: Generated<number>
  next_attempt_at: Date | null
  sent_at: Date | null
  failed_at: Date | null
  failure: string | null
}

interface NoticeSettingTable {
  municipality_id: number
  staff_id: StaffId
  quiet_from: number
  quiet_to: number
  quiet_days_off: boolean
  digest_hour: number
}

interface OfficialMailboxTable {
  municipality_id: number
  account_id: AccountId
  address: string
  pace: string
}

interface NoticeDeviceTable {
  municipality_id: number
  device_id: string
  staff_id: StaffId
  endpoint: string
  p256dh: string
  auth: string
  label: string
  created_at: Date
}

export interface NoticeTables {
  notice_device: NoticeDeviceTable
  notice_setting: NoticeSettingTable
  notice: NoticeTable
  official_mailbox: OfficialMailboxTable
}
