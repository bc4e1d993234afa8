import { addDays, type Day, dayOf, wallTime } from '../../../kernel/index.ts'

export { countText, numberText } from '../../../kernel/index.ts'

const months = ['jan', 'feb', 'mars', 'april', 'maj', 'juni', 'juli', 'aug', 'sep', 'okt', 'nov', 'dec']
const longMonths = [
  'januari',
  'februari',
  'mars',
  'april',
  'maj',
  'juni',
  'juli',
  'augusti',
  'september',
  'oktober',
  'november',
  'december',
]
const weekdays = ['söndag', 'måndag', 'tisdag', 'onsdag', 'torsdag', 'fredag', 'lördag']

const two = (value: number): string => String(value).padStart(2, '0')

/** 'HH.MM' on a Swedish clock. */
export function timeText(at: Date): string {
  const wall = wallTime(at)
  return `${two(wall.hour)}.${two(wall.minute)}`
}

const dayNumber = (day: Day): number => Number(day.slice(-2))
const monthOf = (day: Day): string => months[Number(day.slice(5, 7)) - 1] ?? ''

/** '20–22 nov', '30 nov–2 dec', '20 nov'; with the year where it is another than now's. Both days belong to it. */
export function daysText(from: Day, to: Day, now: Date): string {
  const year = to.slice(0, 4) === dayOf(now).slice(0, 4) ? '' : ` ${to.slice(0, 4)}`
  const last = `${dayNumber(to)} ${monthOf(to)}${year}`
  if (from === to) return last
  return from.slice(0, 7) === to.slice(0, 7)
    ? `${dayNumber(from)}–${last}`
    : `${dayNumber(from)} ${monthOf(from)}–${last}`
}

/** 'i dag', 'i går', 'i morgon', '18 nov', or '18 nov 2025' in another year than now. */
export function dayText(at: Date, now: Date): string {
  const day = dayOf(at)
  const today = dayOf(now)
  if (day === today) return 'i dag'
  if (day === addDays(today, 1)) return 'i morgon'
  if (day === addDays(today, -1)) return 'i går'
  const wall = wallTime(at)
  const year = wall.year === wallTime(now).year ? '' : ` ${wall.year}`
  return `${wall.day} ${months[wall.month - 1]}${year}`
}

/** '5 juni 2026': a day of a decision, with its year whatever year it is. */
export function datedDay(day: Day): string {
  return `${dayNumber(day)} ${monthOf(day)} ${day.slice(0, 4)}`
}

/** 'i dag 16.30', '18 nov 14.05'. */
export const whenText = (at: Date, now: Date): string => `${dayText(at, now)} ${timeText(at)}`

/** 'kl. 16.30' the same day, otherwise 'i går kl. 16.30', '18 nov kl. 14.05'. */
export const clockText = (at: Date, now: Date): string =>
  `${dayOf(at) === dayOf(now) ? '' : `${dayText(at, now)} `}kl. ${timeText(at)}`

/** 'torsdag 19 november 2026': heads, and what a screen reader is told about a column of days. */
export function longDayText(at: Date): string {
  const wall = wallTime(at)
  const weekday = weekdays[new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay()]
  return `${weekday} ${wall.day} ${longMonths[wall.month - 1]} ${wall.year}`
}

/** 'Brottsbalken 16 kap. 10 a §' on one line: with no-break spaces between the figures and their signs. */
export const lawText = (reference: string): string =>
  reference.replace(/(?<=\d) (?=kap\.|§|[a-z] §)|(?<=kap\.) (?=\d)|(?<=\d [a-z]) (?=§)/gu, '\u00a0')

/** The first letter as a capital, for a text that begins a line. */
export const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase('sv') + text.slice(1)

/** 'Maja Lindqvist' → 'ML'; at most two letters. */
export const initials = (name: string): string => {
  const parts = name.trim().split(/\s+/u)
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined]
    .map((part) => (part ? ([...part][0] ?? '') : ''))
    .join('')
    .toLocaleUpperCase('sv')
}
