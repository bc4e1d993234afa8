import type { AccountId, RecordId, StaffId } from '../../../../kernel/index.ts'

/** Tables of migrations/0017_vault.sql; see ../schema.ts. */

interface VaultEntryTable {
  municipality_id: number
  account_id: AccountId
  owner_address: string
  ciphertext: Buffer
  holds: string[]
  changed_at: Date
  changed_by: StaffId | null
}

interface VaultStepTable {
  municipality_id: number
  opening_id: RecordId
  step: string
  account_id: AccountId
  way: string
  drill: boolean
  reason: string
  staff_id: StaffId
  name: string
  at: Date
}

interface VaultReminderTable {
  municipality_id: number
  account_id: AccountId
  cause: string
  since: Date
  at: Date
}

export interface VaultTables {
  vault_entry: VaultEntryTable
  vault_step: VaultStepTable
  vault_reminder: VaultReminderTable
}
