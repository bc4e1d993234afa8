import { fail, ok } from '../../kernel/index.ts'
import type { Connection, Insights, ItemRef, Measurement, Outcome } from '../contract.ts'
import type { JsonSlice } from '../json-slice.ts'
import { rawOf } from '../raw.ts'
import { type Called, call } from './client.ts'
import { newestOf } from './reading/items.ts'

/**
 * Public counters stand now, of everything until now. `analytics` are the account's own, a day at a time: the contract
 * names no members of a post's non_public_metrics and organic_metrics, and what they count is among these.
 */
const metrics = {
  followers: {
    public: 'followers_count',
    label: 'Följare, antal just nu',
    of: 'account',
    comes: 'now',
    tells: 'followers',
  },
  posts: {
    public: 'post_count',
    label: 'Inlägg, svar och återpubliceringar, antal hittills',
    of: 'account',
    comes: 'now',
  },
  impressions: { public: 'impression_count', label: 'Visningar, antal hittills', of: 'item' },
  likes: { public: 'like_count', label: 'Gillanden, antal hittills', of: 'item' },
  replies: { public: 'reply_count', label: 'Svar, antal hittills', of: 'item' },
  reposts: { public: 'repost_count', label: 'Återpubliceringar, antal hittills', of: 'item' },
  quotes: { public: 'quote_count', label: 'Citeringar, antal hittills', of: 'item' },
  bookmarks: { public: 'bookmark_count', label: 'Bokmärken, antal hittills', of: 'item' },
  dailyImpressions: { analytics: 'impressions', label: 'Visningar, per dag', of: 'item' },
  engagements: { analytics: 'engagements', label: 'Klick, gillanden och svar, per dag', of: 'item' },
  linkClicks: { analytics: 'url_clicks', label: 'Klick på länkar, per dag', of: 'item' },
  profileClicks: { analytics: 'user_profile_clicks', label: 'Klick på kontots namn, per dag', of: 'item' },
  mediaViews: { analytics: 'media_views', label: 'Visningar av bilder och film, per dag', of: 'item' },
} as const

type Metric = (typeof metrics)[keyof typeof metrics]
type Period = Parameters<Insights['read']>[2]

const rejected = (detail: string): Outcome<never> => fail({ kind: 'rejected', detail })
const notGiven = rejected('X lämnar inte ut den siffran.')
const day = 86_400_000

const countIn = (from: JsonSlice | undefined, name: string): number | undefined => {
  const value = from?.get(name)?.value
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

function counted({ answer, part }: Called, of: JsonSlice | undefined, name: string): Outcome<Measurement> {
  const counters = of?.get('public_metrics')
  // Events and older answers say retweet and tweet for what the contract calls repost and post.
  const value =
    countIn(counters, name) ?? countIn(counters, name.replace('repost', 'retweet').replace('post_', 'tweet_'))
  if (value === undefined) return notGiven
  return ok({ values: [{ day: null, value }], answer: rawOf(answer, part) })
}

/** Days are counted in UTC. What has not been yet cannot be asked for. */
async function daily(
  connection: Connection,
  id: string,
  field: string,
  { from, to }: Period,
): Promise<Outcome<Measurement>> {
  const now = connection.clock.now().getTime()
  const [start, end] = [Date.parse(from), Math.min(Date.parse(to) + day, now)]
  if (!(start < end)) return rejected('Perioden har inte börjat, eller slutar innan den börjar.')
  const query = {
    ids: id,
    start_time: new Date(start).toISOString(),
    end_time: new Date(end).toISOString(),
    granularity: 'daily',
    'analytics.fields': `id,timestamped_metrics,${field}`,
  }
  const called = await call(connection, { path: '/2/tweets/analytics', query })
  if (!called.ok) return called
  const [found] = called.value.json.get('data')?.elements() ?? []
  const days = found?.get('timestamped_metrics')?.elements()
  if (days === undefined) return notGiven
  const values = days.flatMap((one) => {
    const [at, value] = [one.get('timestamp')?.value, countIn(one.get('metrics'), field)]
    return typeof at === 'string' && /^\d{4}-\d\d-\d\dT/.test(at) && value !== undefined
      ? [{ day: at.slice(0, 10), value }]
      : []
  })
  return ok({ values, answer: rawOf(called.value.answer, called.value.part) })
}

async function ofItem(
  connection: Connection,
  metric: Metric,
  period: Period,
  item: ItemRef,
): Promise<Outcome<Measurement>> {
  const newest = await newestOf(connection, item.platformId)
  if (!newest.ok) return newest
  const { called, slice } = newest.value
  if ('public' in metric) return counted(called, slice, metric.public)
  return daily(connection, String(slice.get('id')?.value), metric.analytics, period)
}

async function read(
  connection: Connection,
  name: string,
  period: Period,
  item?: ItemRef,
): Promise<Outcome<Measurement>> {
  if (!Object.hasOwn(metrics, name)) return rejected('X har ingen sådan siffra.')
  const metric: Metric = metrics[name as keyof typeof metrics]
  if (metric.of === 'item') {
    return item && item.kind !== 'message'
      ? ofItem(connection, metric, period, item)
      : rejected('Siffran gäller ett inlägg.')
  }
  const called = await call(connection, { path: '/2/users/me', query: { 'user.fields': 'public_metrics' } })
  return called.ok ? counted(called.value, called.value.json.get('data'), metric.public) : called
}

export const insights: Insights = {
  metrics: Object.entries(metrics).map(([name, { label, of, ...given }]) => ({
    name,
    label,
    of,
    ...('comes' in given && { comes: given.comes }),
    ...('tells' in given && { tells: given.tells }),
  })),
  read,
}
