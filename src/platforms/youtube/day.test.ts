import { expect, test } from 'vitest'
import { commentRef, connectionTo, youtubeStage } from '../../../tests/support/youtube-stage.ts'
import { roundOf } from '../conformance/world.ts'
import { memoryQuota } from '../quota.ts'
import { cost } from './budget.ts'
import { youtube } from './platform.ts'

test('a hundred accounts in one project collect until their part of the day is used, and orders still go through', async () => {
  const { double, clock } = await youtubeStage()
  const video = double.addPost({ text: 'Vi asfalterar Storgatan' })
  const comments = Array.from({ length: 20 }, (_, n) =>
    double.addComment({ as: '@anna', to: video.id, text: `Kommentar ${n}` }),
  )
  const quota = memoryQuota(clock)
  const accounts = Array.from({ length: 100 }, () => ({ ...connectionTo(double, clock), quota }))
  const cursors = new Map<number, Awaited<ReturnType<typeof roundOf>>['cursor']>()
  let [rounds, refused] = [0, 0]
  while (refused < accounts.length) {
    refused = 0
    for (const [index, connection] of accounts.entries()) {
      const { cursor, failure } = await roundOf(youtube, connection, { cursor: cursors.get(index) ?? null })
      cursors.set(index, cursor)
      if (failure) {
        expect(failure).toMatchObject({ kind: 'retryLater', at: new Date('2026-11-22T08:00:00Z') })
        refused++
      } else rounds++
    }
    clock.advance(20_000)
  }
  expect(rounds).toBeGreaterThan(1_000)
  const [first] = accounts
  for (const { id } of comments)
    expect(first && (await youtube.moderation?.hide?.(first, commentRef(id)))).toMatchObject({ ok: true })
  expect(await quota.take('units', cost.write, 10_000, new Date('2026-11-22T08:00:00Z'))).toBe(true)
  await double.close()
}, 90_000)
