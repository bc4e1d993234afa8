import type { Day, RecordId, StaffId, TaskId } from '../../kernel/index.ts'

/** Who asks: what is read and written in a room is asked for as one of its members. */
export interface Who {
  readonly municipalityId: number
  readonly staffId: StaffId
}

/** What a room is about. Encrypted. */
export interface RoomContent {
  readonly taskId?: TaskId | undefined
}

export type Part = 'manager' | 'employee' | 'invited'

export interface Member {
  readonly staffId: StaffId
  readonly name: string
  readonly part: Part
  readonly managerYesAt: Date | null
  readonly employeeYesAt: Date | null
  /** undefined: has not read the room. */
  readonly lastReadAt: Date | undefined
}

/** stängt rum */
export interface Room {
  readonly roomId: string
  readonly part: Part
  /** The employee whom it is about. */
  readonly about: string
  readonly openedAt: Date
  readonly closedAt: Date | null
}

/** What somebody has written in the room. Encrypted. */
export type Content =
  | { readonly kind: 'note'; readonly text: string }
  | {
      readonly kind: 'step'
      readonly step: string
      readonly outcome: 'done' | 'skipped'
      readonly day: Day
      /** What was done, or why it was not. */
      readonly text: string
    }
  | { readonly kind: 'proposed' | 'agreed' | 'removed'; readonly staffId: StaffId }

export interface Entry {
  readonly entryId: string
  readonly staffId: StaffId
  readonly at: Date
  readonly content: Content
}

export interface FollowUp {
  readonly followUpId: string
  readonly day: Day
  readonly tellsEmployee: boolean
}

/** stödsteg: one of a fixed list in the rulebook. */
export interface Step {
  readonly id: string
  readonly title: string
  readonly detail: string
}

/** What the room is linked to, as far as it is still there. */
export interface Incident {
  readonly taskId: TaskId
  readonly recordId: RecordId
  /** undefined: the item has been disposed of. */
  readonly text: string | undefined
  readonly report: { readonly state: string; readonly policeNumber: string } | undefined
}
