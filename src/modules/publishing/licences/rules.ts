import { addDays, type Day } from '../../../kernel/index.ts'
import type { Licence, LicenceStage, Use } from './types.ts'

/** 'F-2026-118' */
export const numberOf = ({ year, place }: { readonly year: number; readonly place: number }): string =>
  `F-${year}-${place}`

/** So many days before the last one whoever entered it is told, and again; 0 is the day after it has ended. */
const remindersAt = [30, 7, 0] as const
const soonDays = 30

export function stageOf(
  { withdrawn, validUntil }: Pick<Licence, 'withdrawn' | 'validUntil'>,
  today: Day,
): LicenceStage {
  if (withdrawn) return 'withdrawn'
  if (validUntil === null) return 'active'
  if (validUntil < today) return 'ended'
  return validUntil <= addDays(today, soonDays) ? 'endsSoon' : 'active'
}

/** Which reminder is due: the last of those whose day has come; undefined: none yet, or it does not end. */
export function reminderDue(
  licence: Pick<Licence, 'withdrawn' | 'validUntil'>,
  today: Day,
): (typeof remindersAt)[number] | undefined {
  const { validUntil, withdrawn } = licence
  if (withdrawn || validUntil === null) return undefined
  if (validUntil < today) return 0
  return remindersAt.filter((days) => days > 0 && addDays(today, days) >= validUntil).at(-1)
}

/** What is shown there now, and is to be taken down when the permission ends. */
export const isShown = ({ placeState }: Use): boolean =>
  placeState === 'published' || placeState === 'sent' || placeState === 'unknown'
