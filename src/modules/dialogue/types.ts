import type { RecordId, StaffId, TaskId } from '../../kernel/index.ts'

/** hänvisning: a question handed to the unit in charge, answered through a link that needs no account (D2). */
export interface Referral {
  readonly referralId: RecordId
  readonly taskId: TaskId
  readonly recordId: RecordId
  readonly unit: string
  readonly email: string
  /** What the unit is asked, in our words. */
  readonly question: string
  readonly staffId: StaffId
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly mailedAt: Date | null
  /** Swedish: why the letter could not be sent. */
  readonly mailFailure: string | null
  readonly openedAt: Date | null
  readonly answeredAt: Date | null
  readonly answeredBy: string | null
  readonly answer: string | null
  readonly withdrawnAt: Date | null
}

/** waiting · answered · expired: nobody answered in time · withdrawn: by whoever referred */
export type ReferralState = 'waiting' | 'answered' | 'expired' | 'withdrawn'

/** An answer being written; one for each task, the last saved holds. */
export interface Draft {
  readonly text: string
  readonly staffId: StaffId
  readonly savedAt: Date
}

/** sparat svar: with {namn} and {konto} filled in when it is used. */
export interface SavedReply {
  readonly savedReplyId: string
  readonly title: string
  readonly text: string
  /** moveOut: asks the sender to write another way than in the channel. */
  readonly purpose: 'usual' | 'moveOut'
}

/** dialogrunda: an invitation to influence something (D5). */
export interface DialogueRound {
  readonly dialogueRoundId: RecordId
  /** What it is about. */
  readonly matter: string
  /** How people can influence it. */
  readonly how: string
  readonly link: string
  /** 'YYYY-MM-DD', both inclusive. */
  readonly fromDay: string
  readonly toDay: string
  /** What was said, and what came of it; empty until then. */
  readonly said: string
  readonly outcome: string
}

export const dialogueViews = ['unanswered', 'mine', 'referred', 'praise', 'answered'] as const
export type DialogueView = (typeof dialogueViews)[number]

/** How answering has gone over a time: of those that had a due time. */
export interface AnswerFigures {
  readonly days: number
  readonly answered: number
  readonly inTime: number
  /** Milliseconds from arrival to answer; null when none was answered. */
  readonly median: number | null
  /** Past their due time now, unanswered. */
  readonly late: number
}
