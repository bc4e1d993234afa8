import { addDays, type Day, dayOf, instantOf, wallTime } from '../../../kernel/index.ts'
import { daysText, dayText, sentence } from '../../../web/index.ts'
import type { AnswersAs, Span } from '../types.ts'
import { isWholeDays, lastDayOf } from '../week.ts'

export const asText: Readonly<Record<AnswersAs, string>> = {
  shift: 'har jouren',
  owner: 'ansvarig',
  deputy: 'ersättare',
  communications: 'kommunikation',
}

/** '17', '17.30'. */
function hourText(at: Date): string {
  const { hour, minute } = wallTime(at)
  return minute === 0 ? String(hour) : `${hour}.${String(minute).padStart(2, '0')}`
}

/** '17–21', '22–6'; midnight at the end is 24. */
export function hoursText({ from, to }: Span): string {
  const end = wallTime(to).hour === 0 && wallTime(to).minute === 0 ? '24' : hourText(to)
  return `${hourText(from)}–${end}`
}

/** 'Lör 21 nov 12–21', '23–24 nov', '23 nov 14 till 24 nov 6'. */
export function spanText(span: Span, now: Date): string {
  if (isWholeDays(span)) return daysText(dayOf(span.from), lastDayOf(span), now)
  const sameDay = dayOf(span.from) === lastDayOf(span)
  const begin = sentence(dayText(span.from, now))
  return sameDay
    ? `${begin} ${hoursText(span)}`
    : `${begin} ${hourText(span.from)} till ${dayText(span.to, now)} ${hourText(span.to)}`
}

const short = ['', 'Mån', 'Tis', 'Ons', 'Tors', 'Fre', 'Lör', 'Sön']

/** 'Tors 19'. */
export const columnText = (day: Day, weekday: number): string => `${short[weekday]} ${Number(day.slice(-2))}`

/** 'till 22 nov', 'i dag'. */
export const untilText = (day: Day, now: Date): string =>
  day === dayOf(now) ? 'i dag' : `till och med ${daysText(day, day, now)}`

export const weekBefore = (day: Day): Day => addDays(day, -7)
export const weekAfter = (day: Day): Day => addDays(day, 7)
export const noonOf = (day: Day): Date => instantOf(day, 12 * 3_600_000)
