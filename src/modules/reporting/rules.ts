import { addDays, type Day, dayOf, daysIn, fail, isDay, ok, type Result } from '../../kernel/index.ts'
import type { Cell } from '../supervision/index.ts'
import type { AccountFigures, Overview, Period } from './types.ts'

/**
 * What of the days that the policy asked for was covered. A round on a day that asks for none changes nothing, today
 * counts once it is done, and an explained day stays a missed one.
 */
export function figuresOf(cells: readonly Cell[]): Omit<AccountFigures, 'account'> {
  const count = (...became: readonly Cell['fellDue'][]): number =>
    cells.filter(({ fellDue }) => fellDue && became.includes(fellDue)).length
  return {
    required: count('done', 'byDeputy', 'missed', 'explained'),
    byOwner: count('done'),
    byDeputy: count('byDeputy'),
    missed: count('missed', 'explained'),
    explained: count('explained'),
  }
}

export const sumOf = (all: readonly Omit<AccountFigures, 'account'>[]): Omit<AccountFigures, 'account'> => ({
  required: sum(all, 'required'),
  byOwner: sum(all, 'byOwner'),
  byDeputy: sum(all, 'byDeputy'),
  missed: sum(all, 'missed'),
  explained: sum(all, 'explained'),
})

const sum = <Name extends string>(all: readonly Readonly<Record<Name, number>>[], name: Name): number =>
  all.reduce((total, one) => total + one[name], 0)

/** The last days, today included. */
export const lastDays = (days: number, today: Day): Period => ({ from: addDays(today, 1 - days), to: today })

/** A year and a leap day: what an auditor asks about at a time. */
const mostDays = 366

/** A period that somebody has written, or what is wrong under the field's name. */
export function periodOf(fran: string, till: string, today: Day): Result<Period, Record<string, string>> {
  const period = { from: fran, to: till }
  if (!isDay(fran)) return fail({ fran: 'Välj den första dagen, till exempel 2026-01-01' })
  if (!isDay(till)) return fail({ till: 'Välj den sista dagen, till exempel 2026-12-31' })
  if (till < fran) return fail({ till: 'Välj en dag som inte är före den första' })
  if (fran > today) return fail({ fran: 'Välj en dag som har varit' })
  if (daysIn(period) > mostDays) return fail({ fran: 'Välj högst ett år i taget' })
  return ok(till > today ? { from: fran, to: today } : period)
}

/** What the first sentence of the overview is about, weightiest first. */
export type Situation =
  | { readonly kind: 'notCollected'; readonly accounts: number; readonly urgent: number }
  | { readonly kind: 'urgent'; readonly urgent: number }
  | { readonly kind: 'late'; readonly questions: number }
  | { readonly kind: 'dueToday'; readonly at: Date }
  | { readonly kind: 'missed'; readonly days: number }
  | { readonly kind: 'rounds'; readonly left: number }
  | { readonly kind: 'queue'; readonly todo: number }
  | { readonly kind: 'notBegun' }
  | { readonly kind: 'calm' }

/** How things are, in one thing: what must be known before anything else. */
export function situationOf(
  overview: Pick<Overview, 'now' | 'queue' | 'coverage' | 'missed' | 'health'>,
): Situation {
  const { now, queue, coverage, missed, health } = overview
  const down = health.filter(({ standing }) => standing === 'failing' || standing === 'still').length
  const urgent = queue?.counts.urgent ?? 0
  if (down > 0) return { kind: 'notCollected', accounts: down, urgent }
  if (urgent > 0) return { kind: 'urgent', urgent }
  const due = queue?.firstQuestionDue
  if (due && due <= now) return { kind: 'late', questions: queue.counts.questions }
  if (due && dayOf(due) === dayOf(now)) return { kind: 'dueToday', at: due }
  if (missed.length > 0) return { kind: 'missed', days: missed.length }
  const left = coverage.accounts.length - coverage.coveredToday
  if (left > 0) return { kind: 'rounds', left }
  if (queue && queue.counts.todo > 0) return { kind: 'queue', todo: queue.counts.todo }
  return coverage.accounts.length === 0 ? { kind: 'notBegun' } : { kind: 'calm' }
}
