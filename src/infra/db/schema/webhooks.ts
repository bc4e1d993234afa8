import type { ColumnType } from 'kysely'
import type { AccountId, Json } from '../../../kernel/index.ts'

/** Tables of what platforms and hubs tell of by themselves. */

interface WebhookDeliveryTable {
  municipality_id: number
  registration_id: string
  sha256: Buffer
  bytes: Buffer
  headers: ColumnType<Json, string, string>
  received_at: Date
}

interface WebhookReadTable {
  municipality_id: number
  registration_id: string
  sha256: Buffer
}

interface EventItemTable {
  municipality_id: number
  account_id: AccountId
  platform_id: string
  kind: string
  parent: string | null
  registration_id: string
  sha256: Buffer
  named_at: Date
}

interface EventSubscriptionTable {
  municipality_id: number
  account_id: AccountId
  renew_at: Date
  failing_since: Date | null
  failure_text: string | null
}

interface PushSubscriptionTable {
  municipality_id: number
  account_id: AccountId
  hub: string
  topic: string
  secret_ciphertext: Buffer
  expires_at: Date | null
}

export interface WebhookTables {
  event_item: EventItemTable
  event_subscription: EventSubscriptionTable
  push_subscription: PushSubscriptionTable
  webhook_delivery: WebhookDeliveryTable
  webhook_read: WebhookReadTable
}
