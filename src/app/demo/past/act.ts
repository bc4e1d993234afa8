import { timeOfDay } from '../../../kernel/index.ts'
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

const hour = 3_600_000

/** In the morning, when it would be night. */
export function byDay(at: number): Date {
  const time = timeOfDay(new Date(at))
  if (time >= 7 * hour && time <= 22 * hour) return new Date(at)
  const morning = time < 7 * hour ? 7.6 * hour : 31.6 * hour
  return new Date(at + morning - time)
}
