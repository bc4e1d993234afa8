import type { PlaceKey } from '../story.ts'
import type { Past } from './past.ts'

/** Something that somebody at the municipality did, at a time. */
export interface Act {
  readonly at: Date
  /** The account is collected first. */
  readonly looks?: PlaceKey
  /** The log is sealed at once, as it is each minute in real life. */
  readonly seals?: true
  carryOut(past: Past): Promise<void>
}
