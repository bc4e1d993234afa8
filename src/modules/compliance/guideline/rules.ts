import { type Day, instantOf } from '../../../kernel/index.ts'
import type { PolicySettings } from '../../policy/index.ts'
import { dated } from '../checks/check.ts'
import type { Check, Facts, Judgement, Outcome } from '../checks/index.ts'
import type { Attestation, CheckLine, Counts, Standing } from './types.ts'

/** How a check stands: what data says, or what a person has attested and still counts. */
export function judge(check: Check, facts: Facts, attestation: Attestation | undefined): Judgement {
  const read = check.judge(facts)
  if (read.outcome === 'notDemanded' || !check.attestedBy || !attestation) return read
  const { validUntil, by, note, at } = attestation
  const last = dated(instantOf(validUntil))
  if (validUntil < facts.today)
    return read.outcome === 'met' ? read : { ...read, why: `${read.why} Intyget gick ut ${last}.` }
  const said = `${by} har intygat det ${dated(at)}, till och med ${last}: ${note}`
  const denied = `${by} såg ${dated(at)} att det saknas: ${note}`
  const aside = read.outcome === 'notMet' ? ` Uppsikt läste: ${read.why}` : ''
  return attestation.met ? { outcome: 'met', why: `${said}${aside}` } : { outcome: 'notMet', why: denied }
}

/** At most so many months an attestation of the check counts. */
export const monthsOf = (check: Check, policy: PolicySettings): number => check.months?.(policy) ?? 6

/** The same day so many months later, or the last of that month. */
export function monthsLater(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  last.setUTCDate(Math.min(date, last.getUTCDate()))
  return last.toISOString().slice(0, 10)
}

export function countsOf(outcomes: readonly Outcome[]): Counts {
  const of = (wanted: Outcome): number => outcomes.filter((outcome) => outcome === wanted).length
  return { met: of('met'), notMet: of('notMet'), unknown: of('unknown'), notDemanded: of('notDemanded') }
}

const weight: Readonly<Record<Outcome, number>> = { notMet: 0, unknown: 1, met: 2, notDemanded: 3 }

/** Worst first, and within that what has lasted longest. */
export const worstFirst = (a: CheckLine, b: CheckLine): number =>
  weight[a.standing.outcome] - weight[b.standing.outcome] ||
  a.standing.since.getTime() - b.standing.since.getTime()

/** By what is not met, then by what must be attested. */
export const byLacks = (a: { readonly counts: Counts }, b: { readonly counts: Counts }): number =>
  b.counts.notMet - a.counts.notMet || b.counts.unknown - a.counts.unknown

export const differs = (before: Standing | undefined, now: Judgement): boolean =>
  before === undefined || before.outcome !== now.outcome || before.why !== now.why
