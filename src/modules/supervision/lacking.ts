import { clockTime, isWorkingDay, type OfficeHours } from '../../kernel/index.ts'
import { addDays, type Day, dayOf, instantOf, weekday } from '../../kernel/wall-clock.ts'
import { coverage, isDueToday } from './rules.ts'
import type { Round, WatchRule } from './types.ts'

/** A gap in the watch is told before it is one (S1). */

const hour = 60 * 60_000
const ahead = 2 * hour

/** Of the policy: when the office closes, and until when an evening's round may be asked of somebody. */
export interface Hours {
  readonly office: OfficeHours
  readonly eveningEnds: string
}

/** The two hours in which whoever is on duty is told of a day's lacking round: the last of the office, or of the evening. */
export function warningHours(rule: WatchRule, day: Day, hours: Hours): { from: Date; to: Date } {
  const closes = clockTime(hours.office.end) ?? 0
  const isEvening = rule.eveningFrom !== undefined && isWorkingDay(day)
  const end = isEvening ? Math.max(clockTime(hours.eveningEnds) ?? closes, closes) : closes
  return { from: instantOf(day, end - ahead), to: instantOf(day, end) }
}

const nothing: ReadonlySet<Day> = new Set()

/**
 * Whether a round is lacking that this day asks for. What is asked by the week is asked on its last working day, when
 * somebody is there to do it.
 */
export function lacksRound(
  rule: WatchRule,
  rounds: readonly Pick<Round, 'at' | 'asDeputy'>[],
  { today, since }: { readonly today: Day; readonly since: Day },
): boolean {
  const on = (asked: WatchRule, day: Day): boolean =>
    isDueToday(
      coverage(() => asked, rounds, nothing, { from: day, to: day, today: day, since }),
      day,
    )
  if (on({ ...rule, perWeek: 0 }, today)) return true
  return rule.perWeek > 0 && isLastWorkingDay(today) && on({ ...rule, days: [] }, sundayOf(today))
}

const sundayOf = (day: Day): Day => addDays(day, 7 - weekday(day))

/** Of its week. */
function isLastWorkingDay(day: Day): boolean {
  for (let later = addDays(day, 1); later <= sundayOf(day); later = addDays(later, 1))
    if (isWorkingDay(later)) return false
  return isWorkingDay(day)
}

/** Which warning for today is to be given now: whoever is on duty first, and in the last hour the next in line too. */
export function warningStep(rule: WatchRule, hours: Hours, now: Date): 'first' | 'next' | undefined {
  const { from, to } = warningHours(rule, dayOf(now), hours)
  if (now < from || now >= to) return undefined
  return to.getTime() - now.getTime() > hour ? 'first' : 'next'
}
