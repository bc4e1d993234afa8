import type { AccountId, Day, DepartmentId, StaffId } from '../../kernel/index.ts'

/** frånvaro: days, both inclusive. Why is never asked for. */
export interface Absence {
  readonly absenceId: string
  readonly staffId: StaffId
  readonly from: Day
  readonly to: Day
}

/** jourpass: from until just before `to`. */
export interface Shift {
  readonly shiftId: string
  /** null: nobody has it yet, which is a hole. */
  readonly staffId: StaffId | null
  /** One account, or the accounts of one department, or, where both are null, all. */
  readonly accountId: AccountId | null
  readonly departmentId: DepartmentId | null
  readonly from: Date
  readonly to: Date
}

/** Why it is this person who answers. */
export type AnswersAs = 'shift' | 'owner' | 'deputy' | 'communications'

export interface Answerer {
  readonly staffId: StaffId
  readonly as: AnswersAs
}

/** Everything that decides who answers for one account. Only people who work here. */
export interface Roster {
  /** Those that reach the account, the most particular first. */
  readonly shifts: readonly Shift[]
  readonly owner: StaffId | null
  /** ersättare, in the order in which they are asked. */
  readonly deputies: readonly StaffId[]
  /** Those who answer when nobody else does. */
  readonly communications: readonly StaffId[]
  readonly absences: readonly Pick<Absence, 'staffId' | 'from' | 'to'>[]
  /** The policy's word (supervision.deputyInAbsence). */
  readonly deputyTakesOver: boolean
}

/** Who answers for an account at an instant. */
export interface Duty {
  /** In the order in which they are asked; empty only where the municipality has no communications either. */
  readonly line: readonly Answerer[]
  readonly now: Answerer | undefined
  readonly next: Answerer | undefined
  /** Nobody on a shift, no owner and no deputy is there: communications answers. */
  readonly nobody: boolean
}

/** A stretch of time, from until just before `to`. */
export interface Span {
  readonly from: Date
  readonly to: Date
}

export interface DutySpan extends Span {
  readonly duty: Duty
}

/** nobody: nobody is there · alone: of those who share the account one is, because the others are away. */
export interface ThinSpan extends Span {
  readonly kind: 'nobody' | 'alone'
  /** Who is alone. */
  readonly staffId: StaffId | undefined
}
