import { sql } from 'kysely'
import { withMunicipality } from '../../../infra/db/index.ts'
import { sealLog } from '../../../modules/archive/index.ts'
import { accountKeys, type Happening, type PlaceKey } from '../story.ts'
import type { Act } from './act.ts'
import { byHand } from './by-hand.ts'
import { decisions } from './decisions.ts'
import { collect, drain, type Past } from './past.ts'
import { publications } from './publications.ts'
import { rooms } from './rooms/index.ts'
import { watching } from './rounds.ts'
import { explainOne, triesAgain } from './troubles.ts'

const minute = 60_000
const hour = 60 * minute

const lastDay = 26 * hour
const dayBefore = 60 * hour
const lastDays = 10 * 24 * hour

/** How soon after something is said it is collected: at once on the last day, less and less closely before that. */
function lagAt(at: Date, base: Date): number {
  const ago = base.getTime() - at.getTime()
  if (ago < lastDay) return 1.5 * minute
  if (ago < dayBefore) return hour
  return ago < lastDays ? 8 * hour : 40 * hour
}

/** How often the log is sealed: each minute in real life. */
function sealedEvery(at: Date, base: Date): number {
  const ago = base.getTime() - at.getTime()
  if (ago < lastDay) return 20 * minute
  return ago < lastDays ? 24 * hour : 96 * hour
}

interface Visit {
  readonly at: Date
  readonly account: PlaceKey
}

const notPastEnd = (at: number, base: Date): Date => new Date(Math.min(at, base.getTime() - minute))

/** When each account is collected: so that everything is seen, also before somebody acts on it. */
function visitsOf(happenings: readonly Happening[], acts: readonly Act[], base: Date): Visit[] {
  const visits: Visit[] = acts.flatMap(({ at, looks }) =>
    looks ? [{ at: new Date(at.getTime() - minute), account: looks }] : [],
  )
  visits.push(...triesAgain(base))
  const next = new Map<PlaceKey, number>()
  for (const { at, account, what } of happenings) {
    // What is edited or taken away had been collected as it first was.
    if (what.kind === 'edit' || what.kind === 'remove')
      visits.push({ at: new Date(at.getTime() - minute), account })
    const planned = next.get(account)
    if (planned !== undefined && planned > at.getTime()) continue
    const due = notPastEnd(at.getTime() + lagAt(at, base), base)
    next.set(account, due.getTime())
    visits.push({ at: due, account })
  }
  return visits
}

interface Step {
  readonly at: Date
  readonly visit?: PlaceKey
  readonly act?: Act
}

const byTime = (a: { readonly at: Date }, b: { readonly at: Date }): number => a.at.getTime() - b.at.getTime()

/** All that was done in Storlunda before the demo begins. */
function actsOf(happenings: readonly Happening[], base: Date): readonly Act[] {
  const times = new Map(
    happenings.flatMap(({ at, what }) => (what.kind === 'comment' ? [[what.key, at] as const] : [])),
  )
  const said = (key: string): Date => {
    const at = times.get(key)
    if (!at) throw new Error(`nobody has said ${key}`)
    return at
  }
  return [
    ...decisions(said, base),
    ...watching(base),
    ...byHand(base),
    ...publications(base),
    ...rooms(said, base),
  ].filter(({ at }) => at < base)
}

/**
 * Lives through the past: reveals what happened on the doubles, collects it, screens it, and lets the staff do what
 * they did, all under a clock that is moved from one to the next. The same verbs as in real life; nothing is written
 * past them but what `quietHours` says.
 */
export async function fill(past: Past, happenings: readonly Happening[], base: Date): Promise<void> {
  const { house, clock, stage, municipalityId } = past
  const acts = actsOf(happenings, base)
  const steps: Step[] = [
    ...visitsOf(happenings, acts, base).map(({ at, account }) => ({ at, visit: account })),
    ...acts.map((act) => ({ at: act.at, act })),
  ].sort(byTime)
  const changed = new Set<PlaceKey>()
  let next = 0
  let sealedAt = 0
  for (const step of steps) {
    for (let one = happenings[next]; one && one.at <= step.at; one = happenings[++next]) {
      stage.apply(one)
      if (one.what.kind === 'edit' || one.what.kind === 'remove') changed.add(one.account)
    }
    clock.set(step.at)
    if (step.visit) {
      await collect(past, step.visit, changed.delete(step.visit))
      await drain(past)
    }
    await step.act?.carryOut(past)
    if (step.act?.seals || step.at.getTime() - sealedAt > sealedEvery(step.at, base)) {
      await sealLog(house, municipalityId)
      sealedAt = step.at.getTime()
    }
  }
  clock.set(base)
  await quietHours(past, base)
  await explainOne(past, base)
  await sealLog(house, municipalityId)
}

/**
 * Between the steps the doubles stood still, so those hours hold nothing new, and the rounds of every twenty seconds
 * that an installation makes in them are written down in one go instead of being made: three quarters of a million of
 * them. Hours with items, and gaps, were written by the rounds themselves.
 */
async function quietHours({ house, municipalityId, accounts }: Past, base: Date): Promise<void> {
  await withMunicipality(house.db, municipalityId, async (tx) => {
    for (const key of accountKeys) {
      await sql`INSERT INTO account_hour (municipality_id, account_id, hour, state, rounds)
        SELECT a.municipality_id, a.account_id, hour, 'nothingNew', 180
        FROM account a, collection_state s,
          generate_series(date_trunc('hour', a.created_at), ${base}::timestamptz, interval '1 hour') AS hour
        WHERE a.municipality_id = ${municipalityId} AND a.account_id = ${accounts[key]}
          AND s.municipality_id = a.municipality_id AND s.account_id = a.account_id
          AND (s.failing_since IS NULL OR hour < s.failing_since)
        ON CONFLICT DO NOTHING`.execute(tx)
    }
    await tx
      .updateTable('collection_state')
      .set({ last_success_at: base, next_attempt_at: base })
      .where('municipality_id', '=', municipalityId)
      .where('failing_since', 'is', null)
      .execute()
  })
}
