import type { Json, StaffId } from '../../kernel/index.ts'

/** What an act concerned: a code for its kind, and its id. */
export interface AuditSubject {
  readonly kind: string
  readonly id: string
}

/** One line of who did and who read what. */
export interface AuditEvent {
  readonly auditId: number
  readonly at: Date
  /** null: the program itself, or the operator at the machine. */
  readonly staffId: StaffId | null
  readonly actor: string
  /** '<module>.<verb>', e.g. 'staff.add'. */
  readonly verb: string
  readonly subject: AuditSubject
  readonly detail: Json
}

export interface AuditFilter {
  readonly subject?: AuditSubject
  readonly staffId?: StaffId
  /** Only lines before this one: the last `auditId` of the page before. */
  readonly before?: number
  /** 1–200, 50 unless given. */
  readonly limit?: number
}
