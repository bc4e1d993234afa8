import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, addDays, type Day, dayOf, type MunicipalityId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { nothingCounted, periodOf, periodsSince, together } from '../rules.ts'
import {
  extents,
  firstDayOf,
  type MonthValue,
  metricStates,
  monthsOf,
  ownCounts,
  storedIn,
} from '../store.ts'
import type { AccountInsights, Figure, Insights, InsightsFilter, OwnCounts, Span } from '../types.ts'
import { reachedLines } from '../words.ts'

type Platforms = ReadonlyMap<string, Platform>

/** The numbers of the municipality, of a department or of an account. The whole staff reads them, like the register. */
export async function readInsights(
  house: House,
  actor: Actor,
  platforms: Platforms,
  filter: InsightsFilter,
): Promise<Insights> {
  authorize(actor, 'insights.read')
  const { municipalityId } = actor
  const now = house.clock.now()
  const period = periodOf(filter.period, now)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const all = await listAccounts(tx, municipalityId)
    const within = all.filter(
      ({ department, closed }) =>
        (filter.department === '' || department === filter.department) &&
        (!closed || dayOf(closed.at) >= period.before.from),
    )
    const chosen = filter.accountId ? within.filter((one) => one.accountId === filter.accountId) : within
    const [first = period.from] = [
      ...all.map(({ createdAt }) => dayOf(createdAt)),
      (await firstDayOf(tx, municipalityId)) ?? period.from,
    ].sort()
    return {
      period,
      periods: periodsSince(first, now),
      departments: [...new Set(all.map(({ department }) => department))].sort((a, b) =>
        a.localeCompare(b, 'sv'),
      ),
      choosable: within,
      accounts: (await insightsOf(tx, municipalityId, platforms, chosen, period, period.before, now)).sort(
        (a, b) => a.account.department.localeCompare(b.account.department, 'sv'),
      ),
    }
  })
}

/** What is known of some accounts over some days, and over those before. */
async function insightsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  platforms: Platforms,
  accounts: readonly Account[],
  span: Span,
  before: Span,
  at: Date,
): Promise<AccountInsights[]> {
  const ids = accounts.map(({ accountId }) => accountId)
  const now = await storedIn(tx, municipalityId, ids, span)
  const then = await storedIn(tx, municipalityId, ids, before)
  const known = await extents(tx, municipalityId, ids)
  const states = await metricStates(tx, municipalityId, ids)
  const own = await ownCounts(tx, municipalityId, ids, span, at)
  const ownThen = await ownCounts(tx, municipalityId, ids, before, at)
  return accounts.map((account) => {
    const { accountId } = account
    const metrics = platforms.get(account.platform)?.insights?.metrics.filter(({ of }) => of === 'account')
    return {
      account,
      figures: (metrics ?? []).map((metric): Figure => {
        const extent = known.get(accountId)?.get(metric.name)
        return {
          metric,
          now: together(metric, now.get(accountId)?.get(metric.name)),
          before: together(metric, then.get(accountId)?.get(metric.name)),
          firstDay: extent?.firstDay,
          source: extent?.source,
          state: states.get(accountId)?.get(metric.name),
        }
      }),
      own: whole(own.get(accountId)),
      ownBefore: whole(ownThen.get(accountId)),
    }
  })
}

const whole = (counts: Partial<OwnCounts> | undefined): OwnCounts => ({ ...nothingCounted, ...counts })

/** One account's numbers month by month in a period and in as many days before it. */
export async function readMonths(
  house: House,
  actor: Actor,
  accountId: AccountId,
  span: Span,
): Promise<readonly MonthValue[]> {
  authorize(actor, 'insights.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, (tx) => monthsOf(tx, municipalityId, accountId, span))
}

const yearDays = 365

/** What an account reached over some days, as lines to read and to seal. */
export interface Reached {
  readonly span: Span
  readonly lines: readonly (readonly [what: string, said: string])[]
}

/** What an account reached from a day until today, at most a year, set against as long before; for following up its plan. */
export async function reachedSince(
  tx: Tx,
  municipalityId: MunicipalityId,
  platforms: Platforms,
  account: Account,
  since: Day,
  now: Date,
): Promise<Reached> {
  const today = dayOf(now)
  const earliest = addDays(today, -yearDays)
  const from = since > earliest ? since : earliest
  const days = Math.max(1, Math.round((Date.parse(today) - Date.parse(from)) / (24 * 60 * 60_000)) + 1)
  const span = { from, to: today }
  const before = { from: addDays(from, -days), to: addDays(from, -1) }
  const [insights] = await insightsOf(tx, municipalityId, platforms, [account], span, before, now)
  if (!insights) throw new Error('one account was asked about')
  const platform = platforms.get(account.platform)?.name ?? account.platform
  return { span, lines: reachedLines(insights, { ...span, before }, platform) }
}
