import type { AccountId, DepartmentId, RecordId, StaffId, TaskId } from '../../kernel/index.ts'

/**
 * What needs a person. item: something that came in · flag: somebody outside has notified us of something ·
 * reconsideration: an author asks us to try a measure again · accountFailing: access to an account is broken ·
 * measureStuck: an order that has not gone through · secondPerson: a measure that a second person is to approve ·
 * suspectedAbuse: what is withheld, and the police are to be told of · byHand: a measure that a person is to carry out on
 * the platform, and confirm
 */
export type TaskKind =
  | 'item'
  | 'flag'
  | 'reconsideration'
  | 'accountFailing'
  | 'measureStuck'
  | 'secondPerson'
  | 'suspectedAbuse'
  | 'byHand'

/** 0 without delay · 1 has a response target · 2 has reasons · 3 has none: it is to be looked through */
export type Urgency = 0 | 1 | 2 | 3

export interface Task {
  readonly taskId: TaskId
  readonly kind: TaskKind
  readonly subjectId: string
  readonly recordId: RecordId | null
  readonly accountId: AccountId | null
  readonly departmentId: DepartmentId | null
  /** Labels of screening (interfaces.md "screen"), strongest first. */
  readonly labels: readonly string[]
  readonly urgency: Urgency
  readonly dueAt: Date
  readonly createdAt: Date
  readonly assignedTo: StaffId | null
  readonly seenAt: Date | null
  readonly snoozedUntil: Date | null
  readonly doneAt: Date | null
  readonly doneBy: StaffId | null
  /** left · measured · replied · lookedThrough · recovered · answered (a flag) · decided (a reconsideration) · declined · policeTold · carriedOut */
  readonly outcome: string | null
  readonly note: string
  /** What the item is written in (ISO 639), when that is not Swedish. */
  readonly language: string | null
}

export interface NewTask {
  readonly kind: TaskKind
  readonly subjectId: string
  readonly recordId?: RecordId
  readonly accountId?: AccountId
  readonly departmentId?: DepartmentId
  readonly labels: readonly string[]
  readonly urgency: Urgency
  readonly dueAt: Date
  readonly language?: string
}

type Selection = 'todo' | 'mine' | 'done'

export interface TaskFilter {
  readonly selection: Selection
  readonly accountId?: AccountId
  readonly label?: string
  readonly kind?: TaskKind
  readonly urgency?: Urgency
  readonly taskIds?: readonly TaskId[]
  readonly recordIds?: readonly string[]
  readonly languages?: readonly string[]
  /** Only tasks that are not done before this; keyset from the last row of the page before. */
  readonly after?: { readonly urgency: number; readonly dueAt: Date; readonly taskId: TaskId }
  readonly limit: number
}

/** har det öppet: a member of staff who has a task before the eyes now; ends by itself, and stops nobody. */
export interface Presence {
  readonly staffId: StaffId
  readonly name: string
  readonly since: Date
}
