import { expect, test } from 'vitest'
import { capabilitiesOf } from '../capabilities.ts'
import type { Connection, Draft, ItemRef, ItemState, Platform, Publishing } from '../contract.ts'
import { filmFrom } from '../films/pieces.ts'
import { roundOf, type Setup, type Stage } from './world.ts'

const orders = ['hide', 'unhide', 'hold', 'approve'] as const

async function commented(stage: () => Promise<Stage>): Promise<Stage & { post: ItemRef; comment: ItemRef }> {
  const started = await stage()
  const post = await started.world.addPost({ text: 'Vi bygger om torget' })
  const comment = await started.world.addComment(post, 'Äntligen')
  return { ...started, post, comment }
}

export function conformsInOrders({ platform }: Setup, stage: () => Promise<Stage>): void {
  test('what it says it can do is what it has parts for', () => {
    const can = capabilitiesOf(platform)
    for (const order of orders) {
      expect(can[order] === 'automatic').toBe(platform.moderation?.[order] !== undefined)
    }
    expect(can.remove === 'automatic').toBe(platform.moderation?.remove !== undefined)
    expect(can.publish === 'automatic').toBe(platform.publishing !== undefined)
    expect(can.reply === 'automatic').toBe(platform.reply?.public !== undefined)
    for (const [capability, steps] of Object.entries(platform.byHand)) {
      expect(can[capability as keyof typeof platform.byHand]).not.toBe('unavailable')
      expect(steps.length).toBeGreaterThan(0)
      for (const step of steps) expect(step).toMatch(/[a-zåäö].*\.$/)
    }
  })
  if (platform.moderation !== undefined) conformsInModeration(platform, platform.moderation, stage)
  conformsInWords(platform, stage)
}

function conformsInModeration(
  platform: Platform,
  moderation: NonNullable<Platform['moderation']>,
  stage: () => Promise<Stage>,
): void {
  const stateOf = async (started: Stage, ref: ItemRef): Promise<ItemState | 'gone' | 'unknown'> => {
    const got = await platform.collection.fetchItem(started.connection, ref)
    if (got.ok) return got.value.state
    return got.error.kind === 'gone' ? 'gone' : 'unknown'
  }
  // Where an order's answer is all that tells, the platform's own tests look in its double.
  const shows = moderation.answerConfirms === undefined
  const pairs = [
    ['hide', 'unhide'],
    ['hold', 'approve'],
  ] as const
  for (const [away, back] of pairs) {
    const take = moderation[away]
    const restore = moderation[back]
    if (take === undefined) continue
    test(`${away} takes a comment from view, twice is as once, and ${back} undoes it`, async () => {
      const started = await commented(stage)
      for (let time = 0; time < 2; time++) {
        const outcome = await take(started.connection, started.comment)
        expect(outcome.ok).toBe(true)
        // 204 says with its status alone that it is done.
        if (outcome.ok && outcome.value.answer.status !== 204) {
          expect(outcome.value.bytes.length).toBeGreaterThan(0)
        }
      }
      if (shows) expect(['hidden', 'held']).toContain(await stateOf(started, started.comment))
      if (restore === undefined) return
      for (let time = 0; time < 2; time++) {
        expect((await restore(started.connection, started.comment)).ok).toBe(true)
      }
      if (shows) expect(await stateOf(started, started.comment)).toBe('visible')
    })

    test(`${away} cut off is an unknown outcome, and looking tells it`, async () => {
      const started = await commented(stage)
      await roundOf(platform, started.connection)
      for (const kind of ['empty', 'half'] as const) {
        started.world.fault({ kind, on: 'orders' })
        expect(await take(started.connection, started.comment)).toMatchObject({
          ok: false,
          error: { kind: 'outcomeUnknown' },
        })
        started.world.fault(undefined)
        if (shows) expect(['hidden', 'held']).toContain(await stateOf(started, started.comment))
        if (restore === undefined) return
        expect((await restore(started.connection, started.comment)).ok).toBe(true)
      }
    })
  }
  const { remove } = moderation
  if (remove === undefined) return
  test('remove takes a comment away, and twice is as once', async () => {
    const started = await commented(stage)
    for (let time = 0; time < 2; time++) {
      expect((await remove(started.connection, started.comment, 'trash')).ok).toBe(true)
    }
    expect(['gone', 'removed']).toContain(await stateOf(started, started.comment))
  })
}

function conformsInWords(platform: Platform, stage: () => Promise<Stage>): void {
  const publicly = platform.reply?.public
  if (publicly !== undefined) {
    test('a reply stands under what it answers, and the same key never gives two', async () => {
      const started = await commented(stage)
      const text = 'Hej, torget är klart i maj.'
      started.world.fault(undefined)
      const first = await publicly(started.connection, started.comment, text, 'nyckel-1')
      const again = await publicly(started.connection, started.comment, text, 'nyckel-1')
      expect(first.ok && again.ok && again.value.platformId).toBe(first.ok && first.value.platformId)
      const round = await roundOf(platform, started.connection)
      const replies = round.items.filter((item) => item.text.includes(text))
      expect(replies).toHaveLength(1)
      expect(replies[0]).toMatchObject({ direction: 'drawnUp', parent: started.comment.platformId })
      expect(replies[0]?.platformId).toBe(first.ok && first.value.platformId)
    })

    test('a reply whose answer was lost is not given twice', async () => {
      const started = await commented(stage)
      await roundOf(platform, started.connection)
      started.world.fault({ kind: 'empty', on: 'orders' })
      const lost = await publicly(started.connection, started.comment, 'Torget är klart i juni.', 'nyckel-2')
      expect(lost).toMatchObject({ ok: false, error: { kind: 'outcomeUnknown' } })
      started.world.fault(undefined)
      const again = await publicly(started.connection, started.comment, 'Torget är klart i juni.', 'nyckel-2')
      expect(again.ok).toBe(true)
      const round = await roundOf(platform, started.connection)
      expect(round.items.filter((item) => item.text.includes('Torget är klart i juni.'))).toHaveLength(1)
    })
  }
  for (const [name, answer] of Object.entries(platform.reply ?? {})) {
    test(`after a restart the same reply is not given twice (${name})`, async () => {
      const started = await commented(stage)
      const text = 'Torget är klart i juli.'
      const first = await answer(started.connection, started.comment, text, 'nyckel-6')
      const again = await answer(restarted(started), started.comment, text, 'nyckel-6')
      expect(first.ok && first.value.platformId).toBeTruthy()
      expect(again.ok && again.value.platformId).toBe(first.ok && first.value.platformId)
    })
  }
  const { publishing } = platform
  if (publishing === undefined) return
  const draft = draftFor(publishing.limits)
  test('what is published is found by its key, also after a lost answer, and stands once', async () => {
    const started = await stage()
    expect(await publishing.findPublished(started.connection, 'nyckel-3', draft)).toMatchObject({
      ok: false,
      error: { kind: 'gone' },
    })
    started.world.fault({ kind: 'empty', on: 'orders' })
    const lost = await publishing.publish(started.connection, draft, 'nyckel-3')
    expect(lost).toMatchObject({ ok: false, error: { kind: 'outcomeUnknown' } })
    started.world.fault(undefined)
    const found = await publishing.findPublished(started.connection, 'nyckel-3', draft)
    expect(found.ok).toBe(true)
    const again = await publishing.publish(started.connection, draft, 'nyckel-3')
    expect(again.ok && again.value.platformId).toBe(found.ok && found.value.platformId)
    const round = await roundOf(platform, started.connection)
    const copies = round.items.filter((item) => item.text.includes(draft.text))
    expect(copies.map((item) => item.platformId)).toEqual([found.ok && found.value.platformId])
  })

  test('after a restart what was published is found, and what was not is gone', async () => {
    const started = await stage()
    const done = await publishing.publish(started.connection, draft, 'nyckel-4')
    expect(done.ok).toBe(true)
    const found = await publishing.findPublished(restarted(started), 'nyckel-4', draft)
    expect(found.ok && found.value.platformId).toBe(done.ok && done.value.platformId)
    const other = { ...draft, text: 'Torget öppnar på fredag' }
    expect(await publishing.findPublished(restarted(started), 'nyckel-5', other)).toMatchObject({
      ok: false,
      error: { kind: 'gone' },
    })
  })
}

/** The access as a new process has it: nothing is remembered. */
const restarted = ({ connection }: Stage): Connection => ({ ...connection, memory: new Map() })

/** What the platform can publish, with the picture or film that it cannot do without. */
export function draftFor({ needs }: Publishing['limits']): Draft {
  const words = { text: 'Torget stängs på måndag', language: 'sv' }
  const picture = { bytes: onePixel, mediaType: 'image/png', publicUrl: 'https://example.se/torget.png' }
  const film = { ...filmFrom(new Uint8Array(64)), publicUrl: 'https://example.se/torget.mp4' }
  if (needs === 'image') return { ...words, images: [{ ...picture, alt: 'Torget med avspärrningar' }] }
  return needs === 'video' ? { ...words, images: [], video: film } : { ...words, images: [] }
}

/** The smallest PNG there is. */
export const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
)
