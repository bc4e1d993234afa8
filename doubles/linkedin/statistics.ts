import type { DoubleAnswer } from '../server.ts'
import { list, notFound } from './shapes.ts'
import { own, type State } from './state.ts'

const day = 86_400_000

/** The days that are asked for; undefined when it is the whole life. */
function daysIn(url: URL): readonly { start: number; end: number }[] | undefined {
  const asked = url.searchParams.get('timeIntervals')
  const [, from, to] =
    /^\(timeRange:\(start:(\d+),end:(\d+)\),timeGranularityType:DAY\)$/.exec(asked ?? '') ?? []
  if (asked === null) return undefined
  const days: { start: number; end: number }[] = []
  for (let start = Number(from); start < Number(to); start += day) days.push({ start, end: start + day })
  return days
}

/** Invented numbers that follow from what there is. */
export function statistics(state: State, url: URL, resource: string): DoubleAnswer {
  const total = {
    uniqueImpressionsCount: 400,
    impressionCount: 500,
    clickCount: 20,
    likeCount: 7,
    commentCount: state.comments.size,
    shareCount: 1,
    engagement: 0.05,
  }
  const days = daysIn(url)
  if (resource === 'networkSizes') return { body: { firstDegreeSize: 1_234 } }
  if (resource === 'organizationalEntityFollowerStatistics') {
    const followerGains = { organicFollowerGain: 3, paidFollowerGain: 1 }
    return list(
      url,
      (days ?? []).map((timeRange) => ({ organizationalEntity: own, followerGains, timeRange })),
    )
  }
  if (resource !== 'organizationalEntityShareStatistics') return notFound
  const one = /^List\((.+)\)$/.exec(url.searchParams.get('shares') ?? '')?.[1]
  if (one !== undefined) {
    const there = state.posts.has(one)
    return list(url, there ? [{ organizationalEntity: own, share: one, totalShareStatistics: total }] : [])
  }
  return list(
    url,
    (days ?? []).map((timeRange) => ({
      organizationalEntity: own,
      totalShareStatistics: total,
      timeRange,
    })),
  )
}
