import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Insights, ItemRef, Measurement, Metric, Outcome } from '../contract.ts'
import { notUnderstood } from '../graph/failures.ts'
import { answerOf, call, membersOf, userOf } from './client.ts'
import { isId } from './reading.ts'

const metrics: readonly (Metric & { readonly asked: string })[] = [
  {
    name: 'views',
    label: 'Visningar av profilen',
    of: 'account',
    asked: 'views',
    comes: 'days',
    tells: 'views',
  },
  {
    name: 'followers',
    label: 'Följare nu',
    of: 'account',
    asked: 'followers_count',
    comes: 'now',
    tells: 'followers',
  },
  { name: 'itemViews', label: 'Visningar av inlägget', of: 'item', asked: 'views' },
  { name: 'itemLikes', label: 'Gillanden av inlägget', of: 'item', asked: 'likes' },
  { name: 'itemReplies', label: 'Svar på inlägget', of: 'item', asked: 'replies' },
]

async function read(
  connection: Connection,
  name: string,
  { from, to }: { readonly from: string; readonly to: string },
  item?: ItemRef,
): Promise<Outcome<Measurement>> {
  const metric = metrics.find((one) => one.name === name)
  const [since, until] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T23:59:59Z`)]
  const lacksItem = metric?.of === 'item' && !(item?.kind === 'post' && isId(item.platformId))
  if (metric === undefined || lacksItem || Number.isNaN(since) || Number.isNaN(until)) {
    return fail({ kind: 'rejected', detail: 'Måttet eller perioden finns inte hos Threads.' })
  }
  const window = { since: Math.floor(since / 1_000), until: Math.floor(until / 1_000) }
  const asked =
    metric.of === 'item'
      ? { path: `${item?.platformId ?? ''}/insights`, query: { metric: metric.asked } }
      : { path: `${userOf(connection)}/threads_insights`, query: { metric: metric.asked, ...window } }
  const got = await call(connection, asked)
  if (!got.ok) return got
  const first = got.value.json.get('data')?.elements()[0]
  const members = first ? membersOf(first) : {}
  const listed = Array.isArray(members['values']) ? members['values'] : [members['total_value']]
  const values = listed.filter(isObject).flatMap(({ value, end_time: end }) => {
    if (typeof value !== 'number') return []
    const at = typeof end === 'string' ? Date.parse(end) : Number.NaN
    return [{ day: Number.isNaN(at) ? null : new Date(at - 1).toISOString().slice(0, 10), value }]
  })
  if (got.value.json.get('data') === undefined) return fail(notUnderstood('read', connection.clock.now()))
  return ok({ values, answer: answerOf(got.value) })
}

export const insights: Insights = {
  metrics: metrics.map(({ asked: _, ...metric }) => metric),
  read,
}
