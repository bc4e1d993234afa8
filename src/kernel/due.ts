import { isWorkingDay, workingDayAfter } from './calendar.ts'
import { dayOf, instantOf, timeOfDay } from './wall-clock.ts'

/** svarstid: when an answer is due (D1; rules in the interface `due`). */
export const dueRules = ['same_day_latest_next_weekday', 'within_24h', 'within_48h'] as const
export type DueRule = (typeof dueRules)[number]

/** Which hours count: all · those of working days · office hours. */
export const dueClocks = ['calendar', 'working_days', 'office_hours'] as const
export type DueClock = (typeof dueClocks)[number]

/** Wall-clock 'HH:MM'; open from `start` until just before `end`. */
export interface OfficeHours {
  readonly start: string
  readonly end: string
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
 * @throws RangeError when the office hours are not 'HH:MM' with the start before the end.
 */
export function due(received: Date, rule: DueRule, options: DueOptions = {}): Date {
  const { open, close } = officeTimes(options.officeHours ?? usualOfficeHours)
  if (rule === 'same_day_latest_next_weekday') return sameDay(received, close)
  const days = rule === 'within_24h' ? 1 : 2
  switch (options.clock ?? 'calendar') {
    case 'calendar':
      return new Date(received.getTime() + days * 24 * hour)
    case 'working_days':
      return onWorkingDays(received, days)
    case 'office_hours':
      return inOfficeHours(received, days, open, close)
  }
}

function officeTimes(hours: OfficeHours): { open: number; close: number } {
  const open = clockTime(hours.start)
  const close = clockTime(hours.end)
  if (open === undefined || close === undefined || open >= close) {
    throw new RangeError(`not office hours: ${hours.start}–${hours.end}`)
  }
  return { open, close }
}

function sameDay(received: Date, close: number): Date {
  const day = dayOf(received)
  const time = timeOfDay(received)
  // An office that closes before noon has no "same day" left for what came after closing.
  const today = isWorkingDay(day) && time < noon && time <= close
  return instantOf(today ? day : workingDayAfter(day), close)
}

/** A working day is always 24 hours long: Swedish clocks are changed on Sundays. */
function onWorkingDays(received: Date, days: number): Date {
  const day = dayOf(received)
  const time = timeOfDay(received)
  if (isWorkingDay(day) && time > 0) return instantOf(workingDayAfter(day, days), time)
  const first = isWorkingDay(day) ? day : workingDayAfter(day)
  const last = workingDayAfter(first, days - 1)
  return instantOf(last, 24 * hour)
}

function inOfficeHours(received: Date, days: number, open: number, close: number): Date {
  const day = dayOf(received)
  const time = timeOfDay(received)
  if (isWorkingDay(day) && time < close) return instantOf(workingDayAfter(day, days), Math.max(time, open))
  return instantOf(workingDayAfter(workingDayAfter(day), days), open)
}
