import type { AccountKey } from '../story.ts'
import type { Past } from './past.ts'

/** Something that somebody at the municipality did, at a time. */
export interface Act {
  readonly at: Date
  /** The account is collected first. */
  readonly looks?: AccountKey
  carryOut(past: Past): Promise<void>
}
