import { afterEach, expect, test } from 'vitest'
import { type LinkedinDouble, startLinkedinDouble } from '../../../../doubles/linkedin/index.ts'
import { connectionTo } from '../../../../tests/support/linkedin-stage.ts'
import { type Json, settableClock } from '../../../kernel/index.ts'
import { type Round, roundOf } from '../../conformance/world.ts'
import { linkedin } from '../platform.ts'

const open: LinkedinDouble[] = []
afterEach(async () => {
  for (const double of open.splice(0)) await double.close()
})

/** A page with forty posts, whose app is in a tier that nobody has told. */
async function stage() {
  const clock = settableClock(new Date('2026-11-29T00:10:00Z'))
  const double = await startLinkedinDouble({ clock })
  open.push(double)
  const posts = Array.from({ length: 40 }, (_, n) => double.addPost({ text: `Inlägg ${n}` }))
  const { tier: _, ...settings } = connectionTo(double, clock).settings
  const connection = { ...connectionTo(double, clock), settings }
  let cursor: Json | null = null
  const round = async (): Promise<Round & { readonly asked: number }> => {
    const before = double.server.log.length
    const done = await roundOf(linkedin, connection, { cursor, mode: 'new' })
    cursor = done.cursor
    return { ...done, asked: double.server.log.length - before }
  }
  return { clock, double, posts, connection, round, again: () => cursor }
}

const ids = (rounds: readonly Round[]): string[] =>
  rounds.flatMap(({ items }) => items.map(({ platformId }) => platformId))

test('the first day’s questions last the day, with a quarter left for what people order', async () => {
  const { clock, posts, connection, round } = await stage()
  const rounds: (Round & { asked: number })[] = []
  while (clock.now() < new Date('2026-11-29T22:59:00Z')) {
    const done = await round()
    expect(done.failure).toBeUndefined()
    rounds.push(done)
    clock.set(done.pages.at(-1)?.notBefore ?? new Date('2026-11-30T00:00:00Z'))
  }
  expect(rounds.length).toBeGreaterThanOrEqual(5)
  expect(Math.max(...rounds.map(({ asked }) => asked))).toBeLessThanOrEqual(15)
  expect(rounds.reduce((sum, { asked }) => sum + asked, 0)).toBeLessThanOrEqual(75)
  // Each goes on where the one before it ended.
  expect(new Set(ids(rounds))).toEqual(new Set(posts))
  // An order is never stopped by what rounds have used.
  const comment = { platformId: posts[0] ?? '', kind: 'post' as const }
  expect((await linkedin.reply?.public?.(connection, comment, 'Hej', 'k'))?.ok).toBe(true)
})

test('more than a hundred answers in a day’s last hour show Standard Tier, and rounds are no longer spread', async () => {
  const { clock, double, connection, round, again } = await stage()
  for (let n = 0; n < 100; n++) double.addPost({ text: `Fler ${n}` })
  clock.set(new Date('2026-11-29T23:05:00Z'))
  expect((await round()).asked).toBeGreaterThan(100)
  clock.set(new Date('2026-11-30T08:00:00Z'))
  expect((await round()).pages.some(({ notBefore }) => notBefore)).toBe(false)
  // Should the day run out all the same, it was not so.
  double.state.dayIsOver = true
  expect((await round()).failure?.kind).toBe('retryLater')
  double.state.dayIsOver = false
  clock.advance(24 * 3_600_000)
  expect((await round()).pages.at(-1)?.notBefore).toBeDefined()
  expect(again()).not.toHaveProperty('beyond')
  expect(connection.settings).not.toHaveProperty('tier')
})
