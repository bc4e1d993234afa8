import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Insights, ItemRef, Measurement, Metric, Outcome } from '../contract.ts'
import { notUnderstood } from '../graph/failures.ts'
import { rawOf } from '../raw.ts'
import { type Called, call, membersOf } from './client.ts'
import { placeOf } from './mapping.ts'
import { igUser } from './reading.ts'

interface Asked extends Metric {
  /** What Instagram calls it, and whether it is given a day at a time or for the whole period. */
  readonly asked: string
  readonly as?: 'time_series' | 'total_value'
}

/** v26.0's metrics; impressions, plays and profile_views were taken away in 2025. */
const metrics: readonly Asked[] = [
  {
    name: 'reach',
    label: 'Konton som har nåtts, per dag',
    of: 'account',
    asked: 'reach',
    as: 'time_series',
    days: 'people',
    tells: 'reach',
  },
  {
    name: 'followers',
    label: 'Nya följare, per dag',
    of: 'account',
    asked: 'follower_count',
    as: 'time_series',
  },
  { name: 'views', label: 'Visningar', of: 'account', asked: 'views', as: 'total_value', tells: 'views' },
  {
    name: 'accountsEngaged',
    label: 'Konton som har reagerat, kommenterat eller delat',
    of: 'account',
    asked: 'accounts_engaged',
    as: 'total_value',
    days: 'people',
  },
  {
    name: 'interactions',
    label: 'Interaktioner',
    of: 'account',
    asked: 'total_interactions',
    as: 'total_value',
    tells: 'interactions',
  },
  { name: 'likes', label: 'Gillanden', of: 'account', asked: 'likes', as: 'total_value' },
  { name: 'comments', label: 'Kommentarer', of: 'account', asked: 'comments', as: 'total_value' },
  { name: 'shares', label: 'Delningar', of: 'account', asked: 'shares', as: 'total_value' },
  {
    name: 'profileLinkTaps',
    label: 'Tryck på kontaktknappar i profilen',
    of: 'account',
    asked: 'profile_links_taps',
    as: 'total_value',
  },
  { name: 'itemReach', label: 'Konton som inlägget har nått', of: 'item', asked: 'reach' },
  { name: 'itemViews', label: 'Visningar av inlägget', of: 'item', asked: 'views' },
  { name: 'itemLikes', label: 'Gillanden av inlägget', of: 'item', asked: 'likes' },
  { name: 'itemComments', label: 'Kommentarer till inlägget', of: 'item', asked: 'comments' },
  { name: 'itemShares', label: 'Delningar av inlägget', of: 'item', asked: 'shares' },
  { name: 'itemSaved', label: 'Sparade av andra', of: 'item', asked: 'saved' },
]

const longestDays = 30
const day = 86_400_000

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })

type Values = Measurement['values'][number][]

/** `{total_value: {value}}` for a whole, `{values: [{value, end_time}]}` for days or an item so far. */
function valuesIn({ json }: Called, daily: boolean): Values | undefined {
  const first = json.get('data')?.elements()[0]
  if (first === undefined) return json.get('data') === undefined ? undefined : []
  const members = membersOf(first)
  const total = members['total_value']
  if (isObject(total)) {
    return typeof total['value'] === 'number' ? [{ day: null, value: total['value'] }] : []
  }
  const values = members['values']
  if (!Array.isArray(values)) return undefined
  return values.filter(isObject).flatMap(({ value, end_time: end }): Values => {
    if (typeof value !== 'number') return []
    if (!daily) return [{ day: null, value }]
    // end_time is when the day is over, so the day itself is the one before.
    const at = typeof end === 'string' ? Date.parse(end) : Number.NaN
    return Number.isNaN(at) ? [] : [{ day: new Date(at - 1).toISOString().slice(0, 10), value }]
  })
}

async function read(
  connection: Connection,
  name: string,
  period: { readonly from: string; readonly to: string },
  item?: ItemRef,
): Promise<Outcome<Measurement>> {
  const metric = metrics.find((one) => one.name === name)
  if (metric === undefined) return rejected(`Instagram har inget mått som heter ${name.slice(0, 60)}.`)
  const [from, to] = [Date.parse(`${period.from}T00:00:00Z`), Date.parse(`${period.to}T00:00:00Z`) + day]
  if (Number.isNaN(from) || Number.isNaN(to) || to <= from) return rejected('Perioden är inte giltig.')
  if (metric.of === 'account' && to - from > longestDays * day) {
    return rejected(`Instagram ger högst ${longestDays} dagar åt gången. Välj en kortare period.`)
  }
  const at = item && placeOf(item)
  if (metric.of === 'item' && (item?.kind !== 'post' || at?.place !== 'own')) {
    return rejected('Måttet finns bara för kontots egna inlägg.')
  }
  const path = metric.of === 'item' ? (at?.id ?? '') : igUser(connection)
  const window = { period: 'day', since: String(from / 1_000), until: String(to / 1_000) }
  const account = metric.as === 'total_value' ? { ...window, metric_type: metric.as } : window
  const query = { metric: metric.asked, ...(metric.of === 'account' ? account : {}) }
  const got = await call(connection, { path: `${path}/insights`, query })
  if (!got.ok) return got
  const values = valuesIn(got.value, metric.as === 'time_series')
  if (values === undefined) return fail(notUnderstood('read', connection.clock.now()))
  return ok({ values, answer: rawOf(got.value.answer, got.value.part) })
}

export const insights: Insights = {
  metrics: metrics.map(({ asked: _, as, ...metric }) => ({
    ...metric,
    ...(as && { comes: as === 'time_series' ? ('days' as const) : ('period' as const) }),
  })),
  read,
}
