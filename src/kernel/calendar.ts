import { addDays, type Day, dayOf, weekday } from './wall-clock.ts'

/**
 * The Swedish working week. A working day is Monday to Friday except public holidays (lagen 1989:253
 * om allmänna helgdagar) and midsummer's, Christmas and New Year's Eve, when offices are closed.
 */

const holidayYears = new Map<number, ReadonlyMap<Day, string>>()

/** Days off of a year, Saturdays and Sundays aside unless they are holidays themselves: day → Swedish name. */
export function daysOff(year: number): ReadonlyMap<Day, string> {
  const known = holidayYears.get(year)
  if (known !== undefined) return known
  const easter = easterSunday(year)
  const midsummer = weekdayFrom(dayIn(year, 6, 20), 6)
  const found = new Map<Day, string>([
    [dayIn(year, 1, 1), 'Nyårsdagen'],
    [dayIn(year, 1, 6), 'Trettondedag jul'],
    [addDays(easter, -2), 'Långfredagen'],
    [easter, 'Påskdagen'],
    [addDays(easter, 1), 'Annandag påsk'],
    [dayIn(year, 5, 1), 'Första maj'],
    [addDays(easter, 39), 'Kristi himmelsfärdsdag'],
    [addDays(easter, 49), 'Pingstdagen'],
    [addDays(midsummer, -1), 'Midsommarafton'],
    [midsummer, 'Midsommardagen'],
    [weekdayFrom(dayIn(year, 10, 31), 6), 'Alla helgons dag'],
    [dayIn(year, 12, 24), 'Julafton'],
    [dayIn(year, 12, 25), 'Juldagen'],
    [dayIn(year, 12, 26), 'Annandag jul'],
    [dayIn(year, 12, 31), 'Nyårsafton'],
  ])
  // Lagen 2004:1320: the national day became a holiday in 2005, and Whit Monday ceased to be one.
  if (year >= 2005) found.set(dayIn(year, 6, 6), 'Sveriges nationaldag')
  else found.set(addDays(easter, 50), 'Annandag pingst')
  holidayYears.set(year, found)
  return found
}

/** klämdag: a day that the municipality itself keeps closed, or on which it closes early. */
export interface ClosedDay {
  readonly day: Day
  /** Wall-clock 'HH:MM'; null: closed all day. */
  readonly closes: string | null
}

const none: readonly ClosedDay[] = []

/** @param closed the municipality's own; a day that closes early is a working day. */
export const isWorkingDay = (day: Day, closed = none): boolean =>
  weekday(day) <= 5 &&
  !daysOff(yearOf(day)).has(day) &&
  !closed.some((one) => one.day === day && one.closes === null)

/** The `count`-th working day after `day`; `day` itself never counts. */
export function workingDayAfter(day: Day, count = 1, closed = none): Day {
  let next = day
  for (let left = count; left > 0; ) {
    next = addDays(next, 1)
    if (isWorkingDay(next, closed)) left -= 1
  }
  return next
}

/** Half a year, the interval of captures (A6). Both days belong to it. */
interface HalfYear {
  /** '2026-1' or '2026-2'. */
  readonly id: string
  readonly from: Day
  readonly to: Day
}

export function halfYearOf(at: Date | Day): HalfYear {
  const day = typeof at === 'string' ? at : dayOf(at)
  const year = yearOf(day)
  return day < dayIn(year, 7, 1)
    ? { id: `${year}-1`, from: dayIn(year, 1, 1), to: dayIn(year, 6, 30) }
    : { id: `${year}-2`, from: dayIn(year, 7, 1), to: dayIn(year, 12, 31) }
}

const yearOf = (day: Day): number => Number(day.slice(0, -6))

const dayIn = (year: number, month: number, day: number): Day =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** The first such weekday on or after a day. */
const weekdayFrom = (day: Day, wanted: number): Day => addDays(day, (wanted - weekday(day) + 7) % 7)

/** Easter Sunday in the Gregorian calendar (the anonymous computus, Nature 1876). */
function easterSunday(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return dayIn(year, Math.floor(f / 31), (f % 31) + 1)
}
