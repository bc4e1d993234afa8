import {
  addDays,
  type ClosedDay,
  dayOf,
  instantOf,
  isWorkingDay,
  maskPersonalNumbers,
  wallTime,
} from '../../kernel/index.ts'
import type { Notice, Pace, Settings, Severity } from './types.ts'

/** When a notice is sent, and what of it may leave the house. */

const minute = 60_000
const hour = 60 * minute

/** Without a choice of one's own: evenings, nights and days off are quiet, and the morning's digest comes at this hour. */
export const usualSettings = (digestHour: number): Settings => ({
  quietFrom: 20,
  quietTo: 7,
  quietDaysOff: true,
  digestHour,
})

/** A mailbox never sleeps. */
export const mailboxSettings = (digestHour: number): Settings => ({
  quietFrom: 0,
  quietTo: 0,
  quietDaysOff: false,
  digestHour,
})

export const severityOf: Readonly<Record<Pace, Severity>> = {
  atOnce: 'alarm',
  hourly: 'today',
  daily: 'digest',
}

/** @param closed the municipality's own days off. */
export function isQuiet(
  { quietFrom, quietTo, quietDaysOff }: Settings,
  closed: readonly ClosedDay[],
  at: Date,
): boolean {
  if (quietDaysOff && !isWorkingDay(dayOf(at), closed)) return true
  const now = wallTime(at).hour
  return quietFrom <= quietTo ? quietFrom <= now && now < quietTo : now >= quietFrom || now < quietTo
}

export interface Reader {
  readonly settings: Settings
  /** Away today: what can wait waits until the person is back. */
  readonly away: boolean
  /** Days on which the municipality is closed. */
  readonly closed: readonly ClosedDay[]
}

/** Whether a notice is to be sent now. An alarm always is: whom to wake was decided when it was written. */
export function isDue(
  notice: Pick<Notice, 'severity' | 'at'>,
  { settings, away, closed }: Reader,
  now: Date,
): boolean {
  if (notice.severity === 'alarm') return true
  if (away || isQuiet(settings, closed, now)) return false
  if (notice.severity === 'today') return hourOf(now) > hourOf(notice.at)
  const morning = instantOf(dayOf(now), settings.digestHour * hour)
  return now >= morning && notice.at < morning
}

/** Full hours since the beginning of time; Swedish clocks are changed by full hours. */
const hourOf = (at: Date): number => Math.floor(at.getTime() / hour)

const waits = [1, 5, 15, 60, 120, 240, 480, 720].map((minutes) => minutes * minute)

/** When a letter that could not be handed over is tried again; undefined: it is given up, after some 27 hours. */
export function retryAt(attempts: number, now: Date): Date | undefined {
  const wait = waits[attempts - 1]
  return wait === undefined ? undefined : new Date(now.getTime() + wait)
}

const longest = 200

/** One line without anything that could be a personal number, a header or a hidden sign. */
export const safeLine = (text: string): string =>
  maskPersonalNumbers(text.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()).slice(0, longest)

/** The Monday of the week of a day. */
export function mondayOf(at: Date): string {
  let day = dayOf(at)
  while (new Date(`${day}T12:00:00Z`).getUTCDay() !== 1) day = addDays(day, -1)
  return day
}
