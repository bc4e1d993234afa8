import {
  addDays,
  dayOf,
  due,
  instantOf,
  isWorkingDay,
  type OfficeHours,
  officeTimes,
  timeOfDay,
} from '../../kernel/index.ts'

/** What happens when nobody answers (D1): when who is told, and how urgently. */

const hour = 60 * 60_000

/** soon: an office hour is left · due: the time is out · late: a working day has gone since. */
const lateSteps = ['soon', 'due', 'late'] as const
export type LateStep = (typeof lateSteps)[number]

/** The instant from which the office is open one hour in all until `at`: where the night comes between, the day before. */
export function officeHourBefore(at: Date, office: OfficeHours): Date {
  let left = hour
  let day = dayOf(at)
  let until = timeOfDay(at)
  for (;;) {
    const { open, close } = officeTimes(office, day)
    const isOpen = isWorkingDay(day, office.closedDays) ? Math.max(0, Math.min(until, close) - open) : 0
    if (isOpen >= left) return instantOf(day, Math.min(until, close) - left)
    left -= isOpen
    day = addDays(day, -1)
    until = 24 * hour
  }
}

/** When each step is taken for something that is to be answered at `dueAt`. */
export const stepTimes = (dueAt: Date, office: OfficeHours): Readonly<Record<LateStep, Date>> => ({
  soon: officeHourBefore(dueAt, office),
  due: dueAt,
  late: due(dueAt, 'within_24h', { clock: 'working_days', officeHours: office }),
})

/** The last step whose time has come. Steps before it that nobody took (we were not running) are left out. */
export function stepNow(dueAt: Date, office: OfficeHours, now: Date): LateStep | undefined {
  const times = stepTimes(dueAt, office)
  return lateSteps.findLast((step) => times[step] <= now)
}

/** Whether half of the time that a unit had has gone; a question that was late when it was referred has no half. */
export const isHalfGone = (referredAt: Date, dueAt: Date, now: Date): boolean =>
  referredAt < dueAt && now.getTime() - referredAt.getTime() >= (dueAt.getTime() - referredAt.getTime()) / 2

/** At once in office hours; outside them nobody is woken for an answer. */
export function severityAt(now: Date, office: OfficeHours): 'alarm' | 'today' {
  const day = dayOf(now)
  const { open, close } = officeTimes(office, day)
  const time = timeOfDay(now)
  return isWorkingDay(day, office.closedDays) && open <= time && time < close ? 'alarm' : 'today'
}
