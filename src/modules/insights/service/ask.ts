import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type Day, dayOf, describeError, type MunicipalityId } from '../../../kernel/index.ts'
import type { Connection, Failure, Insights, Metric, Platform } from '../../../platforms/contract.ts'
import {
  type Account,
  connectionOf,
  freshenAccess,
  isAllowed,
  listAccounts,
  platformDecisions,
} from '../../accounts/index.ts'
import { isDue, nextAt, questionsOf, valuesIn } from '../rules.ts'
import { extents, metricStates, writeState, writeValues } from '../store.ts'
import type { MetricState } from '../types.ts'

type Platforms = ReadonlyMap<string, Platform>

/**
 * By the clock: asks the platforms for the numbers of every account that is in use and connected, each metric alone and
 * once a day, so that one that a platform has taken away does not fail the rest. May be run again at any time.
 */
export async function askInsights(house: House, actor: Actor, platforms: Platforms): Promise<void> {
  authorize(actor, 'collection.run', {})
  const { municipalityId } = actor
  const accounts = await withMunicipality(house.db, municipalityId, async (tx) => {
    const decided = await platformDecisions(tx, municipalityId)
    return (await listAccounts(tx, municipalityId)).filter(({ state, connected, platform: id }) => {
      const platform = platforms.get(id)
      return state === 'active' && connected && platform?.insights && isAllowed(platform, decided.get(id))
    })
  })
  for (const account of accounts)
    try {
      await askOne(house, actor, platforms, account)
    } catch (thrown) {
      // One account that cannot be asked about must not keep the others from being.
      const reason = describeError(thrown)
      house.log.error({ account: account.accountId, reason }, 'an account’s figures could not be asked for')
    }
}

async function askOne(house: House, actor: Actor, platforms: Platforms, account: Account): Promise<void> {
  const insights = platforms.get(account.platform)?.insights
  if (!insights) return
  const { municipalityId } = actor
  const { accountId } = account
  const known = await withMunicipality(house.db, municipalityId, async (tx) => ({
    states: (await metricStates(tx, municipalityId, [accountId])).get(accountId),
    extents: (await extents(tx, municipalityId, [accountId])).get(accountId),
  }))
  const now = house.clock.now()
  if ([...(known.states?.values() ?? [])].some((one) => one.toldToWait && one.nextAt > now)) return
  const due = insights.metrics.filter(
    ({ of, name }) => of === 'account' && isDue(known.states?.get(name), now),
  )
  if (due.length === 0) return
  await freshenAccess(house, actor, platforms, accountId)
  const connection = await withMunicipality(house.db, municipalityId, (tx) =>
    connectionOf(house, tx, municipalityId, account),
  )
  for (const metric of due) {
    const before = known.states?.get(metric.name)
    const lastDay = known.extents?.get(metric.name)?.lastDay
    const asking = { accountId, insights, connection, metric, lastDay, before }
    if (!(await askMetric(house, municipalityId, asking))) return
  }
}

interface Asking {
  readonly accountId: AccountId
  readonly insights: Insights
  readonly connection: Connection
  readonly metric: Metric
  /** The newest day that there is a number of. */
  readonly lastDay: Day | undefined
  readonly before: MetricState | undefined
}

/** @returns whether the account's other metrics may be asked for now. */
async function askMetric(
  house: House,
  municipalityId: MunicipalityId,
  { accountId, insights, connection, metric, lastDay, before }: Asking,
): Promise<boolean> {
  const at = house.clock.now()
  let failure: Failure | undefined
  for (const span of questionsOf(metric, lastDay, dayOf(at))) {
    const got = await insights.read(connection, metric.name, span)
    if (!got.ok) {
      failure = got.error
      break
    }
    const { values, answer } = got.value
    const of = { accountId, metric: metric.name, source: sourceOf(answer.answer.url), at }
    await withMunicipality(house.db, municipalityId, (tx) =>
      writeValues(tx, municipalityId, of, valuesIn(span, values)),
    )
  }
  const state = stateAfter(metric, at, failure, before)
  await withMunicipality(house.db, municipalityId, (tx) => writeState(tx, municipalityId, accountId, state))
  return !state.toldToWait
}

const hour = 60 * 60_000

/** A refusal concerns the metric; everything else the account's access, so that its other metrics wait as well. */
function stateAfter(
  { name: metric }: Metric,
  askedAt: Date,
  failure: Failure | undefined,
  before: MetricState | undefined,
): MetricState {
  const same = { metric, askedAt, toldToWait: false, failure: failure?.detail ?? null }
  if (!failure) return { ...same, nextAt: nextAt(askedAt, 'told'), refusedOn: null }
  const refusedOn = before?.refusedOn ?? null
  if (failure.kind === 'rejected' || failure.kind === 'gone')
    return { ...same, nextAt: nextAt(askedAt, 'refused'), refusedOn: refusedOn ?? dayOf(askedAt) }
  const wait = failure.kind === 'retryLater' ? failure.at : new Date(askedAt.getTime() + hour)
  return { ...same, nextAt: wait, toldToWait: true, refusedOn }
}

/** Where it was read; what was asked stays out, for an address may carry a key. */
const sourceOf = (url: string): string => {
  if (!URL.canParse(url)) return ''
  const { origin, pathname } = new URL(url)
  return `${origin}${pathname}`.slice(0, 300)
}
