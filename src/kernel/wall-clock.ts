/**
 * Swedish wall-clock time. Instants are `Date`; days are plain 'YYYY-MM-DD' so that nobody
 * shifts a date over midnight by reading it in another zone.
 */

/** A calendar day in Sweden, 'YYYY-MM-DD'. */
export type Day = string

/** What a clock on a Swedish wall shows. `month` 1–12, `day` 1–31. */
interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

const minuteMilliseconds = 60_000
const dayMilliseconds = 86_400_000

const offsetNames = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Stockholm',
  timeZoneName: 'longOffset',
})
const offsetText = /GMT(?:([+-])(\d\d):(\d\d))?/

/** How far ahead of UTC Sweden is at an instant, in milliseconds; from the time-zone database. */
function offsetAt(milliseconds: number): number {
  const found = offsetText.exec(offsetNames.format(milliseconds))
  const minutes = Number(found?.[2] ?? 0) * 60 + Number(found?.[3] ?? 0)
  return (found?.[1] === '-' ? -minutes : minutes) * minuteMilliseconds
}

/** What the clock on the wall shows at an instant. */
export function wallTime(at: Date): WallTime {
  const shifted = new Date(at.getTime() + offsetAt(at.getTime()))
  return {
    year: shifted.getUTCFullYear(),
    month: shifted.getUTCMonth() + 1,
    day: shifted.getUTCDate(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    millisecond: shifted.getUTCMilliseconds(),
  }
}

/**
 * The instant when the wall shows `milliseconds` past midnight of `day`.
 * The hour that comes twice in October is taken the first time; the hour that is skipped in March
 * is moved forward by the skip, as a clock that nobody had set would show.
 */
export function instantOf(day: Day, milliseconds = 0): Date {
  const asUtc = utcMidnight(day) + milliseconds
  const before = offsetAt(asUtc - dayMilliseconds)
  const after = offsetAt(asUtc + dayMilliseconds)
  const first = asUtc - Math.max(before, after)
  if (offsetAt(first) === Math.max(before, after)) return new Date(first)
  const second = asUtc - Math.min(before, after)
  if (offsetAt(second) === Math.min(before, after)) return new Date(second)
  return new Date(asUtc - before)
}

/** The Swedish day an instant falls on. */
export function dayOf(at: Date): Day {
  return dayAtUtc(at.getTime() + offsetAt(at.getTime()))
}

/** Milliseconds the wall clock shows past midnight. */
export function timeOfDay(at: Date): number {
  const shifted = at.getTime() + offsetAt(at.getTime())
  return ((shifted % dayMilliseconds) + dayMilliseconds) % dayMilliseconds
}

export const addDays = (day: Day, days: number): Day => dayAtUtc(utcMidnight(day) + days * dayMilliseconds)

/** How many days there are from one to another, both included; 0 when the second is before the first. */
export const daysIn = ({ from, to }: { readonly from: Day; readonly to: Day }): number =>
  Math.max(0, (utcMidnight(to) - utcMidnight(from)) / dayMilliseconds + 1)

/** 1 Monday … 7 Sunday. */
export const weekday = (day: Day): number => new Date(utcMidnight(day)).getUTCDay() || 7

/** ISO 8601 with the Swedish offset, '2026-03-29T13:00:00+02:00'; fractions only where there are any. */
export function isoInSweden(at: Date): string {
  const offset = offsetAt(at.getTime())
  const local = new Date(at.getTime() + offset).toISOString().replace('.000Z', '').replace('Z', '')
  const minutes = Math.abs(offset) / minuteMilliseconds
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${local}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

const isoInstant =
  /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)$/

/**
 * An ISO 8601 time with an offset as an instant; undefined for anything else, also for days that
 * do not exist (30 February) and for times without an offset, which could mean two instants.
 */
export function parseInstant(text: string): Date | undefined {
  const [, day, hour, minute, second = '0', fraction = '0', offset] = isoInstant.exec(text) ?? []
  if (day === undefined || offset === undefined || !isDay(day)) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const ahead =
    offset === 'Z'
      ? 0
      : Number(`${offset[0]}1`) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2)))
  const clock = (Number(hour) * 60 + Number(minute) - ahead) * minuteMilliseconds
  const rest = Number(second) * 1000 + Math.floor(Number(`0.${fraction}`) * 1000)
  return new Date(utcMidnight(day) + clock + rest)
}

/** True for a day that exists, written 'YYYY-MM-DD'. There is no year 0000, and PostgreSQL takes none. */
export const isDay = (text: string): boolean =>
  /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  dayAtUtc(utcMidnight(text)) === text

const dayAtUtc = (milliseconds: number): Day => new Date(milliseconds).toISOString().replace(/T.*$/, '')

function utcMidnight(day: Day): number {
  const [, year, month, date] = /^([+-]?\d{4,6})-(\d\d)-(\d\d)$/.exec(day) ?? []
  const midnight = new Date(0)
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(date))
  if (Number.isNaN(midnight.getTime())) throw new RangeError(`not a calendar day: ${day}`)
  return midnight.getTime()
}
