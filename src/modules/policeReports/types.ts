import type { AccountId, RecordId, StaffId, TaskId } from '../../kernel/index.ts'

/** draft · made: the report and its package are sealed · submitted: to the police · closed: with their outcome */
export type ReportState = 'draft' | 'made' | 'submitted' | 'closed'

/** polisanmälan */
export interface PoliceReport {
  readonly reportId: RecordId
  readonly taskId: TaskId
  readonly recordId: RecordId
  readonly accountId: AccountId
  /** What happened around it, in the reporter's words. */
  readonly context: string
  /** A ground's id, or 'police' where they are to classify it; '' until somebody has chosen. */
  readonly classification: string
  readonly diaryNumber: string
  readonly state: ReportState
  readonly staffId: StaffId
  readonly createdAt: Date
  readonly madeAt: Date | null
  readonly submittedAt: Date | null
  /** 'YYYY-MM-DD' */
  readonly followUpOn: string | null
  readonly policeNumber: string
  readonly outcome: string
}

/** What goes into the package beside the item: a capture with its witness, or something earlier by the same author. */
export interface ReportRecord {
  readonly recordId: RecordId
  readonly kind: 'capture' | 'earlier'
  readonly note: string
  readonly addedAt: Date
  readonly witnessStaffId: StaffId | null
  readonly witnessedAt: Date | null
}

/** A look for what the same author has written before. */
export interface AuthorSearch {
  readonly reason: string
  readonly staffId: StaffId
  readonly at: Date
  readonly found: number
}

/** One thing that happened, in order. */
export interface Event {
  readonly at: Date
  readonly what: string
  readonly detail: string
}

/** What is lacking before a report can be made. */
export type Lack = 'context' | 'classification' | 'diaryNumber' | 'witness' | 'seal'
