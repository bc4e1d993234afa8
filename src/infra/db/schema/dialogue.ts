import type { Generated } from 'kysely'

export interface ReplyDraftTable {
  municipality_id: number
  task_id: string
  text: string
  staff_id: string
  saved_at: Date
}

export interface SavedReplyTable {
  municipality_id: number
  saved_reply_id: string
  title: string
  text: string
  purpose: Generated<string>
  staff_id: string
  saved_at: Date
}

export interface ReferralTable {
  municipality_id: number
  referral_id: string
  task_id: string
  record_id: string
  unit: string
  email: string
  question: string
  token_sha256: Buffer
  token_ciphertext: Buffer
  staff_id: string
  created_at: Date
  expires_at: Date
  mailed_at: Date | null
  mail_failure: string | null
  opened_at: Date | null
  answered_at: Date | null
  answered_by: string | null
  answer: string | null
  withdrawn_at: Date | null
}

export interface DialogueRoundTable {
  municipality_id: number
  dialogue_round_id: string
  matter: string
  how: string
  link: string
  /** 'YYYY-MM-DD' */
  from_day: string
  to_day: string
  said: Generated<string>
  outcome: Generated<string>
  staff_id: string
  changed_at: Date
}

export interface DialogueTables {
  reply_draft: ReplyDraftTable
  saved_reply: SavedReplyTable
  referral: ReferralTable
  dialogue_round: DialogueRoundTable
}
