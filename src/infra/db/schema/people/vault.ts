/** Tables of migrations/0017_vault.sql; see ../schema.ts. */

export interface VaultEntryTable {
  municipality_id: number
  account_id: string
  owner_address: string
  ciphertext: Buffer
  holds: string[]
  changed_at: Date
  changed_by: string | null
}

export interface VaultStepTable {
  municipality_id: number
  opening_id: string
  step: string
  account_id: string
  way: string
  drill: boolean
  reason: string
  staff_id: string
  name: string
  at: Date
}

export interface VaultReminderTable {
  municipality_id: number
  account_id: string
  cause: string
  since: Date
  at: Date
}

export interface VaultTables {
  vault_entry: VaultEntryTable
  vault_step: VaultStepTable
  vault_reminder: VaultReminderTable
}
