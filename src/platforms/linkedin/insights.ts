import { fail, isObject, ok } from '../../kernel/index.ts'
import type { Connection, Insights, ItemRef, Measurement, Outcome } from '../contract.ts'
import { rawOf } from '../raw.ts'
import { call, encoded, ownUrn } from './client.ts'
import { notUnderstood } from './failures.ts'
import { isPostUrn } from './mapping.ts'

/** Our name → LinkedIn's, in totalShareStatistics. */
const shares = {
  impressions: ['impressionCount', 'Visningar'],
  reach: ['uniqueImpressionsCount', 'Medlemmar som nåtts'],
  clicks: ['clickCount', 'Klick'],
  reactions: ['likeCount', 'Reaktioner'],
  comments: ['commentCount', 'Kommentarer'],
  shares: ['shareCount', 'Delningar'],
} as const
type Share = keyof typeof shares
const shareNames = Object.keys(shares) as Share[]
const ofPost = (name: Share) => `post.${name}` as const

const metrics: Insights['metrics'] = [
  { name: 'followers', label: 'Följare nu', of: 'account', comes: 'now', tells: 'followers' },
  { name: 'newFollowers', label: 'Nya följare', of: 'account', comes: 'days' },
  ...shareNames.map((name) => ({
    name,
    label: `${shares[name][1]}, alla inlägg`,
    of: 'account' as const,
    comes: 'days' as const,
    ...(name === 'reach' && { days: 'people' as const, tells: 'reach' as const }),
    ...(name === 'impressions' && { tells: 'views' as const }),
    ...(name === 'reactions' && { tells: 'interactions' as const }),
  })),
  ...shareNames.map((name) => ({
    name: ofPost(name),
    label: `${shares[name][1]}, inlägget hittills`,
    of: 'item' as const,
  })),
]

const dayLong = 86_400_000
type Period = { readonly from: string; readonly to: string }
type Value = Measurement['values'][number]

/** Days in UTC; the end is not included. */
function interval({ from, to }: Period): string {
  const [start, end] = [Date.parse(`${from}T00:00:00Z`), Date.parse(`${to}T00:00:00Z`) + dayLong]
  return `&timeIntervals=(timeRange:(start:${start},end:${end}),timeGranularityType:DAY)`
}

const dayOf = (element: Readonly<Record<string, unknown>>): string | null => {
  const range = element['timeRange']
  const start = isObject(range) ? Number(range['start']) : Number.NaN
  return Math.abs(start) <= 8.64e15 ? new Date(start).toISOString().slice(0, 10) : null
}

async function measured(
  connection: Connection,
  path: string,
  valuesIn: (answer: unknown) => readonly Value[] | undefined,
): Promise<Outcome<Measurement>> {
  const got = await call(connection, { path })
  if (!got.ok) return got
  const values = valuesIn(got.value.json.value)
  if (values === undefined) return fail(notUnderstood('read', connection.clock.now()))
  return ok({ values, answer: rawOf(got.value.answer, got.value.part) })
}

/** One number out of each element; none when an element lacks it, for a hole is no nought. */
const each =
  (number: (element: Readonly<Record<string, unknown>>) => unknown, daily: boolean) =>
  (answer: unknown): readonly Value[] | undefined => {
    const elements = isObject(answer) ? answer['elements'] : undefined
    if (!Array.isArray(elements) || !elements.every(isObject)) return undefined
    const values = elements.map((element) => ({
      day: daily ? dayOf(element) : null,
      value: Number(number(element) ?? Number.NaN),
    }))
    return values.every(({ value }) => Number.isFinite(value)) ? values : undefined
  }

const inside = (element: Readonly<Record<string, unknown>>, part: string, name: string): unknown => {
  const value = element[part]
  return isObject(value) ? value[name] : undefined
}

async function read(
  connection: Connection,
  metric: string,
  period: Period,
  item?: ItemRef,
): Promise<Outcome<Measurement>> {
  const entity = encoded(ownUrn(connection))
  const asked = `?q=organizationalEntity&organizationalEntity=${entity}`
  if (metric === 'followers')
    return measured(connection, `/networkSizes/${entity}?edgeType=COMPANY_FOLLOWED_BY_MEMBER`, (answer) =>
      isObject(answer) && typeof answer['firstDegreeSize'] === 'number'
        ? [{ day: null, value: answer['firstDegreeSize'] }]
        : undefined,
    )
  if (metric === 'newFollowers')
    return measured(
      connection,
      `/organizationalEntityFollowerStatistics${asked}${interval(period)}`,
      each((one) => {
        const [organic, paid] = ['organicFollowerGain', 'paidFollowerGain'].map((name) =>
          inside(one, 'followerGains', name),
        )
        return organic === undefined ? undefined : Number(organic) + Number(paid ?? 0)
      }, true),
    )
  const share = shareNames.find((name) => metric === name || metric === ofPost(name))
  if (share === undefined)
    return fail({ kind: 'rejected', detail: `LinkedIn har inget mått med namnet ${metric}.` })
  const number = (one: Readonly<Record<string, unknown>>) =>
    inside(one, 'totalShareStatistics', shares[share][0])
  const path = `/organizationalEntityShareStatistics${asked}`
  if (metric === share) return measured(connection, `${path}${interval(period)}`, each(number, true))
  if (item === undefined || !isPostUrn(item.platformId))
    return fail({ kind: 'rejected', detail: 'Måttet gäller ett inlägg, och det som frågas om är inget.' })
  const list = item.platformId.startsWith('urn:li:share:') ? 'shares' : 'ugcPosts'
  return measured(connection, `${path}&${list}=List(${encoded(item.platformId)})`, each(number, false))
}

export const insights: Insights = { metrics, read }
