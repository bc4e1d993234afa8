import type { AccountId, DepartmentId, Json, StaffId } from '../../kernel/index.ts'

/** ansökan: an account that somebody wants to start, from the idea to the connected account. */
export interface Application {
  readonly applicationId: string
  /** 'P-2026-06'; 'A-2026-06' for those that were begun while notices from the public had the same letter. */
  readonly name: string
  /** The platform's stored code. */
  readonly platform: string
  readonly departmentId: DepartmentId
  readonly department: string
  /** The committee that the department belongs to; null where that is not entered. */
  readonly committee: string | null
  readonly applicant: StaffId
  readonly applicantName: string
  readonly createdAt: Date
  /** Field of the plan → its newest text. What nobody has written is not there. */
  readonly texts: ReadonlyMap<string, PlanText>
  /** Oldest first. */
  readonly steps: readonly LifeStep[]
}

/** One version of what stands in a field. */
export interface PlanText {
  readonly version: number
  readonly text: string
  readonly by: string
  readonly at: Date
}

/**
 * What happens in the life of an account. Of an application: begun · mandateAsked, mandateGiven, mandateDeclined (the
 * manager's) · termsJudged · ticked (the checklist, by one of the two) · sent, sentBack, commented (the communications
 * office's) · decided · withdrawn · entered (in the register). Of an account: handedOver · paused · resumed · planFollowedUp,
 * followUpDue · closingDecided, closingStopped · tasksHandedOver · noticeOrdered, noticeRefused
 * (by the platform), noticeShown · finalCapture · closed.
 */
export const stepKinds = [
  'begun',
  'mandateAsked',
  'mandateGiven',
  'mandateDeclined',
  'termsJudged',
  'ticked',
  'sent',
  'sentBack',
  'commented',
  'decided',
  'withdrawn',
  'entered',
  'handedOver',
  'paused',
  'resumed',
  'planFollowedUp',
  'followUpDue',
  'closingDecided',
  'closingStopped',
  'tasksHandedOver',
  'noticeOrdered',
  'noticeRefused',
  'noticeShown',
  'finalCapture',
  'closed',
] as const
export type StepKind = (typeof stepKinds)[number]

/** A step that was taken: a sealed decision under the same id. */
export interface LifeStep {
  /** The record's id too. */
  readonly stepId: string
  readonly kind: StepKind
  readonly applicationId: string | null
  readonly accountId: AccountId | null
  readonly staffId: StaffId | null
  /** '' for the program itself. */
  readonly by: string
  readonly at: Date
  readonly detail: { readonly [key: string]: Json }
}

/** The parts of an application, in their order; the last word of the address. */
export const parts = [
  'plattform',
  'syfte',
  'anvandning',
  'ansvar',
  'uppfoljning',
  'uppdrag',
  'villkor',
  'checklista',
  'granska',
  'kommunikation',
  'beslut',
  'anslut',
] as const
export type Part = (typeof parts)[number]

/** notNeeded: the guideline does not ask for it · blocked: something else must be done first. */
type PartState = 'done' | 'begun' | 'notBegun' | 'blocked' | 'notNeeded'

export interface PartStanding {
  readonly part: Part
  readonly state: PartState
  /** What is lacking, or what must be done first: Swedish sentences. Empty for what is done. */
  readonly lacks: readonly string[]
}

/** Whom the guideline lets decide. */
export type Decider = 'committee' | 'department' | 'manager' | 'unit'

/** An account that is being closed, as its page shows it. */
export interface ClosingLine {
  readonly what: string
  readonly done: boolean
  /** Why it cannot be done yet; '' when it can. */
  readonly waits: string
}

export type Ended = 'refused' | 'withdrawn' | 'entered'
