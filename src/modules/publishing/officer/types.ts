import type { StaffId } from '../../../kernel/index.ts'

/** fråga till dataskyddsombudet: about a publication as it was worded in a version of it. */
export interface Question {
  readonly questionId: string
  readonly version: number
  readonly question: string
  readonly askedBy: StaffId | null
  readonly askedAt: Date
  readonly answer: { readonly text: string; readonly by: StaffId | null; readonly at: Date } | null
}
