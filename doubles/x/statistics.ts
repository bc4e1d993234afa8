import type { DoubleAnswer } from '../server.ts'
import { type Account, problem } from './api.ts'
import type { Post, World } from './state.ts'

const day = 86_400_000

/** What readers did with the account's own posts, a day (UTC) at a time. */
export function analytics(world: World, own: Account, query: URLSearchParams): DoubleAnswer {
  const [start, end] = [Date.parse(query.get('start_time') ?? ''), Date.parse(query.get('end_time') ?? '')]
  if (!(start < end) || end > world.now().getTime())
    return problem(400, 'invalid-request', 'The time range is invalid.')
  const ids = (query.get('ids') ?? '').split(',')
  const fields = (query.get('analytics.fields') ?? '').split(',')
  const posts = ids.map((id) => world.find(id)).filter((post) => post?.author === own.id)
  const buckets = Math.ceil((end - start) / day)
  const data = posts.map((post) => ({
    id: post?.ids.at(-1),
    timestamped_metrics: Array.from({ length: buckets }, (_, at) => ({
      timestamp: new Date(start + at * day).toISOString(),
      metrics: Object.fromEntries(
        fields
          .filter((field) => field !== 'id' && field !== 'timestamped_metrics')
          .map((field) => [field, counted(post, field, start + at * day)]),
      ),
    })),
  }))
  return { body: data.length > 0 ? { data } : {} }
}

const counted = (post: Post | undefined, field: string, from: number): number =>
  (post?.counts ?? [])
    .filter((one) => one.field === field && one.at.getTime() >= from && one.at.getTime() < from + day)
    .reduce((sum, { count }) => sum + count, 0)
