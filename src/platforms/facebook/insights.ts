import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Insights, ItemRef, Measurement, Metric, Outcome } from '../contract.ts'
import { answerOf } from '../graph/index.ts'
import { call, isId, pageOf } from './client.ts'

/**
 * As read on 2026-03-02 in Meta's list of what replaced the numbers that were taken away (reference/platforms.md §2).
 * A name that has died fails the whole question, so each is asked alone.
 */
const metrics: readonly (Metric & { readonly graph: string })[] = [
  {
    name: 'pageViews',
    graph: 'page_media_view',
    label: 'Visningar av sidans innehåll, per dag',
    of: 'account',
    comes: 'days',
    tells: 'views',
  },
  {
    name: 'pageViewers',
    graph: 'page_total_media_view_unique',
    label: 'Personer som sett sidans innehåll, per dag',
    of: 'account',
    comes: 'days',
    days: 'people',
    tells: 'reach',
  },
  {
    name: 'pageFollowers',
    graph: 'page_follows',
    label: 'Följare, per dag',
    of: 'account',
    comes: 'days',
    days: 'standing',
    tells: 'followers',
  },
  {
    name: 'postViewers',
    graph: 'post_total_media_view_unique',
    label: 'Personer som sett inlägget',
    of: 'item',
  },
]

const day = 86_400_000

/** A day's number is dated by the day's end, which is the next morning here. */
function valuesIn(one: unknown, whole: boolean): Measurement['values'] {
  if (!isObject(one) || typeof one['value'] !== 'number') return []
  const end = Date.parse(String(one['end_time']))
  if (whole) return [{ day: null, value: one['value'] }]
  return Number.isNaN(end)
    ? []
    : [{ day: new Date(end - day).toISOString().slice(0, 10), value: one['value'] }]
}

async function read(
  connection: Connection,
  name: string,
  period: { from: string; to: string },
  item?: ItemRef,
): Promise<Outcome<Measurement>> {
  const metric = metrics.find((one) => one.name === name)
  const of = metric?.of === 'item' ? item?.platformId : pageOf(connection)
  if (!metric || of === undefined || !isId(of))
    return fail({ kind: 'rejected', detail: 'Den siffran finns inte hos Facebook.' })
  const until = new Date(Date.parse(period.to) + day).toISOString().slice(0, 10)
  const days = metric.of === 'item' ? { period: 'lifetime' } : { period: 'day', since: period.from, until }
  const got = await call(connection, { path: `${of}/insights`, query: { metric: metric.graph, ...days } })
  if (!got.ok) return got
  const values = got.value.json.get('data')?.elements()[0]?.get('values')?.value
  const list = Array.isArray(values) ? values.flatMap((one) => valuesIn(one, metric.of === 'item')) : []
  return ok({ values: list, answer: answerOf(got.value) })
}

export const insights: Insights = {
  metrics: metrics.map(({ graph: _, ...metric }) => metric),
  read,
}
