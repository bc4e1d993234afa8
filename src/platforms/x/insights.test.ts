import { afterEach, expect, test } from 'vitest'
import { startXDouble, type XDouble } from '../../../doubles/x/index.ts'
import { connectionTo } from '../../../tests/support/x-stage.ts'
import { settableClock } from '../../kernel/index.ts'
import { x } from './platform.ts'

let double: XDouble | undefined
afterEach(() => double?.close())

const period = { from: '2026-11-19', to: '2026-11-21' }

async function stage() {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  double = await startXDouble({ clock })
  return { double, connection: connectionTo(double, clock) }
}

test('counters stand now; what is counted by day is given day by day, of the newest version of the post', async () => {
  const { double, connection } = await stage()
  const post = double.addPost({ text: 'Torget' })
  double.addReply({ as: 'anna', to: post, text: 'När?' })
  double.editPost(post, 'Stora torget')
  double.count(post, 'impressions', 40, new Date('2026-11-19T12:00:00Z'))
  double.count(post, 'impressions', 2, new Date('2026-11-21T08:00:00Z'))
  double.count(post, 'retweets', 3)
  const item = { platformId: post, kind: 'post' } as const
  const read = async (metric: string) => {
    const got = await x.insights?.read(connection, metric, period, item)
    return got?.ok ? got.value.values : got?.error.detail
  }
  expect(await read('followers')).toEqual([{ day: null, value: 1_200 }])
  expect(await read('posts')).toEqual([{ day: null, value: 1 }])
  expect(await read('impressions')).toEqual([{ day: null, value: 42 }])
  expect(await read('replies')).toEqual([{ day: null, value: 1 }])
  expect(await read('reposts')).toEqual([{ day: null, value: 3 }])
  expect(await read('dailyImpressions')).toEqual([
    { day: '2026-11-19', value: 40 },
    { day: '2026-11-20', value: 0 },
    { day: '2026-11-21', value: 2 },
  ])
  expect(await read('toString')).toBe('X har ingen sådan siffra.')
})

test('each number is asked for alone, and what X does not give is refused and not taken for none', async () => {
  const { double, connection } = await stage()
  const answers = double.addReply({ as: 'anna', text: '@kommunen hej' })
  for (const metric of x.insights?.metrics ?? []) {
    const before = double.server.log.length
    const item = { platformId: answers, kind: 'comment' } as const
    const got = await x.insights?.read(connection, metric.name, period, item)
    const asked = double.server.log.slice(before).map(({ url }) => url)
    const fields = asked.flatMap(({ searchParams }) => searchParams.get('analytics.fields')?.split(',') ?? [])
    expect(fields.filter((field) => !['id', 'timestamped_metrics'].includes(field)).length).toBeLessThan(2)
    if (fields.length > 0)
      expect(got).toMatchObject({ error: { kind: 'rejected', detail: 'X lämnar inte ut den siffran.' } })
  }
  expect(
    await x.insights?.read(
      connection,
      'engagements',
      { from: '2027-01-01', to: '2027-01-02' },
      {
        platformId: answers,
        kind: 'post',
      },
    ),
  ).toMatchObject({ error: { kind: 'rejected' } })
})
