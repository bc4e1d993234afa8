import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Insights, ItemRef, Measurement, Metric, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { cost } from './budget.ts'
import { type Called, call, callWhole, itemsIn } from './client.ts'
import { notUnderstood } from './failures.ts'
import { isVideoId } from './mapping.ts'
import { paths } from './reading.ts'

/** Where a number is found: a day at a time in YouTube Analytics, or as a total until now with the channel or video. */
type Source = { readonly analytics: string } | { readonly statistics: string }

const sources: Readonly<Record<string, Source & Omit<Metric, 'name' | 'comes'>>> = {
  views: { analytics: 'views', label: 'Visningar', of: 'account', tells: 'views' },
  minutesWatched: {
    analytics: 'estimatedMinutesWatched',
    label: 'Minuter som filmer har setts',
    of: 'account',
  },
  likes: { analytics: 'likes', label: 'Gilla-markeringar', of: 'account', tells: 'interactions' },
  comments: { analytics: 'comments', label: 'Kommentarer', of: 'account' },
  shares: { analytics: 'shares', label: 'Delningar', of: 'account' },
  followersGained: { analytics: 'subscribersGained', label: 'Nya prenumeranter', of: 'account' },
  followersLost: { analytics: 'subscribersLost', label: 'Prenumeranter som slutat', of: 'account' },
  followers: {
    statistics: 'subscriberCount',
    label: 'Prenumeranter, avrundat av YouTube',
    of: 'account',
    tells: 'followers',
  },
  posts: { statistics: 'videoCount', label: 'Filmer på kanalen', of: 'account' },
  itemViews: { analytics: 'views', label: 'Visningar av filmen', of: 'item' },
  itemMinutesWatched: {
    analytics: 'estimatedMinutesWatched',
    label: 'Minuter som filmen har setts',
    of: 'item',
  },
  itemTotalViews: { statistics: 'viewCount', label: 'Visningar av filmen, totalt hittills', of: 'item' },
  itemTotalLikes: {
    statistics: 'likeCount',
    label: 'Gilla-markeringar på filmen, totalt hittills',
    of: 'item',
  },
  itemTotalComments: {
    statistics: 'commentCount',
    label: 'Kommentarer på filmen, totalt hittills',
    of: 'item',
  },
}

const isoDay = /^\d{4}-\d{2}-\d{2}$/

const measured = (called: Called, values: Measurement['values']): Outcome<Measurement> =>
  ok({ values, answer: rawOf(called.answer, called.part) })

/** Rows of [day, number]. The newest days are left out by YouTube until they are counted. */
async function readAnalytics(
  connection: Connection,
  metric: string,
  period: { readonly from: string; readonly to: string },
  videoId: string | undefined,
): Promise<Outcome<Measurement>> {
  const got = await callWhole(connection, {
    host: 'analytics',
    path: '/v2/reports',
    query: {
      ids: `channel==${connection.settings['channelId']}`,
      metrics: metric,
      dimensions: 'day',
      startDate: period.from,
      endDate: period.to,
      sort: 'day',
      filters: videoId === undefined ? undefined : `video==${videoId}`,
    },
    quota: null,
  })
  if (!got.ok) {
    const { failure, reason } = got.error
    // Without the permission for statistics everything else works: nobody needs to be called to renew the access.
    return fail(reason === 'insufficientPermissions' ? { ...failure, kind: 'rejected' } : failure)
  }
  const value = got.value.json?.value
  const rows: unknown[] = isObject(value) && Array.isArray(value['rows']) ? value['rows'] : []
  const values = rows.flatMap((row) => {
    const [day, count]: unknown[] = Array.isArray(row) ? row : []
    const good = typeof day === 'string' && isoDay.test(day) && typeof count === 'number'
    return good ? [{ day, value: count }] : []
  })
  return values.length === rows.length
    ? measured(got.value, values)
    : fail(notUnderstood('read', connection.clock.now()))
}

async function readStatistics(
  connection: Connection,
  name: string,
  videoId: string | undefined,
): Promise<Outcome<Measurement>> {
  const path = videoId === undefined ? paths.channels : paths.videos
  const query = { part: 'statistics', id: videoId ?? connection.settings['channelId'] }
  const got = await call(connection, { path, query, quota: { units: cost.list, use: 'round' } })
  if (!got.ok) return got
  const [first] = itemsIn(got.value)
  if (first === undefined)
    return fail({ kind: 'gone', detail: 'YouTube har inte kvar det som skulle mätas.' })
  const said = first.get('statistics')?.get(name)?.value
  // Numbers come as text; one that the channel hides does not come at all.
  if (typeof said !== 'string' || !/^\d{1,15}$/.test(said)) {
    return fail({
      kind: 'rejected',
      detail: 'YouTube lämnar inte ut siffran. Kanalen kan ha valt att dölja den.',
    })
  }
  return measured(got.value, [{ day: null, value: Number(said) }])
}

async function read(
  connection: Connection,
  metric: string,
  period: { readonly from: string; readonly to: string },
  item?: ItemRef,
): Promise<Outcome<Measurement>> {
  const source = sources[metric]
  if (source === undefined) {
    return fail({ kind: 'rejected', detail: `YouTube har inget mått som heter ${metric.slice(0, 60)}.` })
  }
  const videoId = source.of === 'item' ? item?.platformId : undefined
  if (source.of === 'item' && !(item?.kind === 'post' && isVideoId(videoId))) {
    return fail({ kind: 'rejected', detail: 'Måttet gäller en film.' })
  }
  return 'analytics' in source
    ? readAnalytics(connection, source.analytics, period, videoId)
    : readStatistics(connection, source.statistics, videoId)
}

export const insights: Insights = {
  metrics: Object.entries(sources).map(([name, source]) => ({
    name,
    label: source.label,
    of: source.of,
    comes: 'analytics' in source ? 'days' : 'now',
    ...(source.tells && { tells: source.tells }),
  })),
  read,
}
