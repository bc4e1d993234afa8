import type { Generated } from 'kysely'
import type { RecordId, StaffId, TaskId } from '../../../kernel/index.ts'

interface ReplyDraftTable {
  municipality_id: number
  task_id: TaskId
  text: string
  staff_id: StaffId
  saved_at: Date
}

interface SavedReplyTable {
  municipality_id: number
  saved_reply_id: string
  title: string
  text: string
  purpose: Generated<string>
  staff_id: StaffId
  saved_at: Date
}

interface ReferralTable {
  municipality_id: number
  referral_id: RecordId
  task_id: TaskId
  record_id: RecordId
  unit: string
  email: string
  question: string
  token_sha256: Buffer
  token_ciphertext: Buffer
  staff_id: StaffId
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

interface DialogueRoundTable {
  municipality_id: number
  dialogue_round_id: RecordId
  matter: string
  how: string
  link: string
  /** 'YYYY-MM-DD' */
  from_day: string
  to_day: string
  said: Generated<string>
  outcome: Generated<string>
  staff_id: StaffId
  changed_at: Date
}

export interface DialogueTables {
  reply_draft: ReplyDraftTable
  saved_reply: SavedReplyTable
  referral: ReferralTable
  dialogue_round: DialogueRoundTable
}
