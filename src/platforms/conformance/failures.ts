import { expect, test } from 'vitest'
import type { Failure, ItemRef, Platform } from '../contract.ts'
import { impatient, reconcile, roundOf, type Stage, type WorldFault } from './world.ts'

const faults: readonly (readonly [string, WorldFault, Failure['kind']])[] = [
  ['access withdrawn', { kind: 'revoked' }, 'reauthorise'],
  ['too many questions', { kind: 'tooMany', seconds: 77 }, 'retryLater'],
  ['an error at the platform', { kind: 'error' }, 'retryLater'],
  ['no answer', { kind: 'empty' }, 'retryLater'],
  ['half an answer', { kind: 'half' }, 'retryLater'],
  ['an answer that takes too long', { kind: 'slow', seconds: 3 }, 'retryLater'],
]

/** How long an answer is waited for: a second when it will come, and no longer than it takes to be sure when not. */
const patienceWith = ({ kind }: WorldFault): number => (kind === 'slow' ? 200 : 1_000)

export function conformsInFailure(platform: Platform, stage: () => Promise<Stage>): void {
  const failuresUnder = async (
    started: Stage,
    post: ItemRef,
    patience: number,
  ): Promise<readonly (Failure | undefined)[]> => {
    const hurried = impatient(started.connection, patience)
    const round = await roundOf(platform, hurried)
    const list = await reconcile(platform, hurried)
    const single = await platform.collection.fetchItem(hurried, post)
    return [round.failure, list.failure, single.ok ? undefined : single.error]
  }

  test.each(faults)(
    '%s is told as what it is, and nothing is taken for collected',
    async (_, fault, kind) => {
      const started = await stage()
      const post = await started.world.addPost({ text: 'Före felet' })
      await roundOf(platform, started.connection)
      started.world.fault(fault)
      const asked = started.connection.clock.now().getTime()
      const failures = await failuresUnder(started, post, patienceWith(fault))
      expect(failures.map((failure) => failure?.kind)).toEqual([kind, kind, kind])
      for (const failure of failures) {
        expect(failure?.detail).toMatch(/[a-zåäö]/)
        for (const secret of Object.values(started.connection.secrets)) {
          expect(JSON.stringify(failure)).not.toContain(secret)
        }
        if (failure?.kind !== 'retryLater') continue
        const wait = failure.at.getTime() - asked
        if (fault.kind === 'tooMany') expect(Math.abs(wait - fault.seconds * 1_000)).toBeLessThan(10_000)
        else expect(wait).toBeGreaterThan(0)
      }
      started.world.fault(undefined)
      const after = await roundOf(platform, started.connection)
      expect(after.failure).toBeUndefined()
      expect(after.items.map((item) => item.platformId)).toContain(post.platformId)
    },
  )

  test('what could not be collected is collected by the next round from the same cursor', async () => {
    const started = await stage()
    await started.world.addPost({ text: 'Före' })
    const { cursor } = await roundOf(platform, started.connection)
    const missed = await started.world.addPost({ text: 'Medan det var fel' })
    started.world.fault({ kind: 'half' })
    const failed = await roundOf(platform, started.connection, { cursor })
    expect(failed.failure?.kind).toBe('retryLater')
    expect(failed.pages.some((page) => page.complete !== undefined)).toBe(false)
    started.world.fault(undefined)
    const next = await roundOf(platform, started.connection, { cursor: failed.cursor })
    expect(next.items.map((item) => item.platformId)).toContain(missed.platformId)
  })

  test('a check of an account whose access is withdrawn says so', async () => {
    const started = await stage()
    started.world.fault({ kind: 'revoked' })
    expect(await platform.check(started.connection)).toMatchObject({
      ok: false,
      error: { kind: 'reauthorise' },
    })
  })

  test('no secret stands in what is kept', async () => {
    const started = await stage()
    await started.world.addPost({ text: 'Hej' })
    const round = await roundOf(platform, started.connection)
    for (const secret of Object.values(started.connection.secrets)) {
      expect(JSON.stringify([round.cursor, round.items.map((item) => item.raw.answer)])).not.toContain(secret)
    }
  })
}
