import { clockTime, isWorkingDay, type OfficeHours, officeTimes } from '../../kernel/index.ts'
import { addDays, type Day, dayOf, instantOf, weekday } from '../../kernel/wall-clock.ts'
import { coverage, isDueToday } from './rules.ts'
import type { Round, WatchRule } from './types.ts'

/** A gap in the watch is told before it is one (S1). */

const hour = 60 * 60_000
const ahead = 2 * hour

/**
 * The two hours in which whoever is on duty is told of a day's lacking round: the last of the office, or of the evening.
 * @param eveningEnds of the policy: until when an evening's round may be asked of somebody.
 */
export function warningHours(rule: WatchRule, day: Day, eveningEnds: string): { from: Date; to: Date } {
  const closes = officeTimes(rule.office, day).close
  const isEvening = rule.evenings && isWorkingDay(day, rule.office.closedDays)
  const end = isEvening ? Math.max(clockTime(eveningEnds) ?? closes, closes) : closes
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
  return (
    rule.perWeek > 0 && isLastWorkingDay(today, rule.office) && on({ ...rule, days: [] }, sundayOf(today))
  )
}

const sundayOf = (day: Day): Day => addDays(day, 7 - weekday(day))

/** Of its week. */
function isLastWorkingDay(day: Day, { closedDays }: OfficeHours): boolean {
  for (let later = addDays(day, 1); later <= sundayOf(day); later = addDays(later, 1))
    if (isWorkingDay(later, closedDays)) return false
  return isWorkingDay(day, closedDays)
}

/** Which warning for today is to be given now: whoever is on duty first, and in the last hour the next in line too. */
export function warningStep(rule: WatchRule, eveningEnds: string, now: Date): 'first' | 'next' | undefined {
  const { from, to } = warningHours(rule, dayOf(now), eveningEnds)
  if (now < from || now >= to) return undefined
  return to.getTime() - now.getTime() > hour ? 'first' : 'next'
}
