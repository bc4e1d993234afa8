import { type ClosedDay, isWorkingDay, workingDayAfter } from './calendar.ts'
import { type Day, dayOf, instantOf, timeOfDay } from './wall-clock.ts'

/** svarstid: when an answer is due (D1; rules in the interface `due`). */
export const dueRules = ['same_day_latest_next_weekday', 'within_24h', 'within_48h'] as const
export type DueRule = (typeof dueRules)[number]

/** Which hours count: all · those of working days · office hours. */
export const dueClocks = ['calendar', 'working_days', 'office_hours'] as const
export type DueClock = (typeof dueClocks)[number]

/** Wall-clock 'HH:MM'; open on working days from `start` until just before `end`. */
export interface OfficeHours {
  readonly start: string
  readonly end: string
  /** Days off beside those of the whole country; of them `calendar` alone takes no notice. */
  readonly closedDays?: readonly ClosedDay[]
}

export const usualOfficeHours: OfficeHours = { start: '08:00', end: '16:30' }

export interface DueOptions {
  /** Read by the `within_` rules only; `calendar` unless given. */
  readonly clock?: DueClock
  readonly officeHours?: OfficeHours
}

const hour = 3_600_000
const noon = 12 * hour

/** 'HH:MM' as milliseconds past midnight; undefined for anything else. '24:00' is the end of the day. */
export function clockTime(text: string): number | undefined {
  const [, hours, minutes] = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(text) ?? []
  if (hours === undefined) return undefined
  const time = Number(hours) * hour + Number(minutes) * 60_000
  return time <= 24 * hour ? time : undefined
}

/**
 * When an answer to something received is due. Never before `received`, and what came later is never due
 * earlier.
 * @throws RangeError when the office hours are not 'HH:MM' with the start before the end, and before each early closing.
 */
export function due(received: Date, rule: DueRule, options: DueOptions = {}): Date {
  const hours = options.officeHours ?? usualOfficeHours
  if (rule === 'same_day_latest_next_weekday') return sameDay(received, hours)
  const days = rule === 'within_24h' ? 1 : 2
  switch (options.clock ?? 'calendar') {
    case 'calendar':
      return new Date(received.getTime() + days * 24 * hour)
    case 'working_days':
      return onWorkingDays(received, days, hours)
    case 'office_hours':
      return inOfficeHours(received, days, hours)
  }
}

/**
 * When the office opens and closes on a day, if it is a working day; milliseconds past midnight.
 * @throws RangeError as `due`.
 */
export function officeTimes(hours: OfficeHours, day: Day): { open: number; close: number } {
  const { start, end, closedDays = [] } = hours
  const early = closedDays.find((one) => one.day === day)?.closes ?? end
  const [open = Number.NaN, usual = Number.NaN, close = Number.NaN] = [start, end, early].map(clockTime)
  if (!(open < close && close <= usual)) {
    throw new RangeError(`not office hours: ${start}–${end}, ${day} until ${early}`)
  }
  return { open, close }
}

function sameDay(received: Date, hours: OfficeHours): Date {
  const day = dayOf(received)
  const time = timeOfDay(received)
  // An office that closes before noon has no "same day" left for what came after closing.
  const isToday = isWorkingDay(day, hours.closedDays) && time < noon && time <= officeTimes(hours, day).close
  const last = isToday ? day : workingDayAfter(day, 1, hours.closedDays)
  return instantOf(last, officeTimes(hours, last).close)
}

/** A working day is always 24 hours long: Swedish clocks are changed on Sundays. */
function onWorkingDays(received: Date, days: number, { closedDays }: OfficeHours): Date {
  const day = dayOf(received)
  const time = timeOfDay(received)
  const isWorking = isWorkingDay(day, closedDays)
  if (isWorking && time > 0) return instantOf(workingDayAfter(day, days, closedDays), time)
  const first = isWorking ? day : workingDayAfter(day, 1, closedDays)
  const last = workingDayAfter(first, days - 1, closedDays)
  return instantOf(last, 24 * hour)
}

function inOfficeHours(received: Date, days: number, hours: OfficeHours): Date {
  const { closedDays } = hours
  const day = dayOf(received)
  const time = timeOfDay(received)
  const { open, close } = officeTimes(hours, day)
  const isOpen = isWorkingDay(day, closedDays) && time < close
  const first = isOpen ? day : workingDayAfter(day, 1, closedDays)
  const last = workingDayAfter(first, days, closedDays)
  const at = isOpen ? Math.max(time, open) : open
  // Where the office has closed early by then: when it next opens.
  if (at <= officeTimes(hours, last).close) return instantOf(last, at)
  return instantOf(workingDayAfter(last, 1, closedDays), open)
}
