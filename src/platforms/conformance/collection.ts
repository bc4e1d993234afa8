import { expect, test } from 'vitest'
import { limits } from '../../kernel/index.ts'
import type { CollectedItem, ItemRef, Platform } from '../contract.ts'
import { pairOf, reconcile, recorded, roundOf, type Setup, type Stage } from './world.ts'

const iso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/
const idOf = (ref: { kind: string; platformId: string }): string => `${ref.kind} ${ref.platformId}`
const day = 86_400_000

interface Scene extends Stage {
  readonly posts: readonly ItemRef[]
  readonly comments: readonly ItemRef[]
  readonly all: readonly ItemRef[]
}

/** Three posts, and two comments under the first where the platform has comments. */
async function scene(platform: Platform, stage: () => Promise<Stage>): Promise<Scene> {
  const started = await stage()
  const { world } = started
  const posts = [
    await world.addPost({ text: 'Vi asfalterar Storgatan', image: { alt: 'En vält på Storgatan' } }),
    await world.addPost({ text: 'Badhuset öppnar på måndag' }),
    await world.addPost({ text: 'Ny förskola i Björkbacken' }),
  ]
  const [first] = posts
  const comments =
    platform.collects.comments && first !== undefined
      ? [
          await world.addComment(first, 'När är ni klara?'),
          await world.addComment(first, 'Det var på tiden, åäö 🚧'),
        ]
      : []
  return { ...started, posts, comments, all: [...posts, ...comments] }
}

function isWhole(item: CollectedItem): void {
  expect(item.platformId).not.toBe('')
  expect(item.versionKey).not.toBe('')
  expect(item.publishedAt).toMatch(iso)
  expect(Number.isNaN(Date.parse(item.publishedAt))).toBe(false)
  expect(item.raw.answer.fetchedAt).toMatch(iso)
  expect(item.raw.mediaType).not.toBe('')
  if (item.permalink !== undefined) expect(new URL(item.permalink).protocol).toMatch(/^https?:$/)
  for (const media of item.media) expect(new URL(media.url).protocol).toMatch(/^https?:$/)
}

export function conformsInCollection({ platform, hostile }: Setup, stage: () => Promise<Stage>): void {
  conformsInFinding(platform, stage)
  conformsInChange(platform, stage)
  conformsInRemoval(platform, stage)
  if (hostile !== false) conformsWithHostileContent(platform, stage)
}

function conformsInFinding(platform: Platform, stage: () => Promise<Stage>): void {
  test('the account is checked and says what it is', async () => {
    const { connection } = await stage()
    const checked = await platform.check(connection)
    expect(checked.ok).toBe(true)
    if (!checked.ok) return
    expect(new URL(checked.value.url).protocol).toMatch(/^https?:$/)
    expect(checked.value.name).not.toBe('')
  })

  test('everything there is collected once, whole, with its parent and its direction', async () => {
    const { connection, posts, comments, all } = await scene(platform, stage)
    const round = await roundOf(platform, connection)
    expect(round.failure).toBeUndefined()
    expect(round.items.map(idOf).sort()).toEqual(all.map(idOf).sort())
    for (const item of round.items) isWhole(item)
    for (const post of posts) {
      const item = round.items.find((candidate) => idOf(candidate) === idOf(post))
      expect(item?.direction).toBe('drawnUp')
    }
    for (const comment of comments) {
      const item = round.items.find((candidate) => idOf(candidate) === idOf(comment))
      expect(item).toMatchObject({ direction: 'received', parent: posts[0]?.platformId })
    }
    const texts = round.items.map((item) => item.text).join('\n')
    expect(texts).toContain('Badhuset öppnar på måndag')
    if (comments.length > 0) expect(texts).toContain('Det var på tiden, åäö 🚧')
  })

  test('a picture and its alternative text come along', async () => {
    if (!platform.collects.media) return
    const { connection, posts } = await scene(platform, stage)
    const round = await roundOf(platform, connection)
    const item = round.items.find((candidate) => candidate.platformId === posts[0]?.platformId)
    expect(item?.media.some((media) => media.alt === 'En vält på Storgatan')).toBe(true)
  })

  test('the raw bytes are an untouched piece of the answer that they say', async () => {
    const { connection, all } = await scene(platform, stage)
    const watched = recorded(connection)
    const round = await roundOf(platform, watched.connection)
    for (const item of round.items) {
      const answer = watched.answers.get(item.raw.answer.sha256)
      expect(answer?.status).toBe(item.raw.answer.status)
      expect(item.raw.bytes.length).toBeGreaterThan(0)
      expect(Buffer.from(answer?.bytes ?? []).includes(Buffer.from(item.raw.bytes))).toBe(true)
    }
    const different = new Set(round.items.map((item) => Buffer.from(item.raw.bytes).toString('base64')))
    expect(different.size).toBe(all.length)
  })

  test('one item is fetched as the list shows it', async () => {
    const { connection, all } = await scene(platform, stage)
    const round = await roundOf(platform, connection)
    for (const ref of all) {
      const single = await platform.collection.fetchItem(connection, ref)
      const listed = round.items.find((item) => idOf(item) === idOf(ref))
      expect(single.ok && pairOf(single.value)).toBe(listed && pairOf(listed))
      if (single.ok) expect(single.value).toMatchObject({ text: listed?.text, state: listed?.state })
    }
  })

  test('a round keeps to its number of pages', async () => {
    const { connection } = await scene(platform, stage)
    const round = await reconcile(platform, connection)
    expect(round.pages.length).toBeLessThanOrEqual(limits.pagesPerRound)
  })
}

function conformsInChange(platform: Platform, stage: () => Promise<Stage>): void {
  test('what has not changed has the same version key, however often and however it is asked for', async () => {
    const { connection } = await scene(platform, stage)
    const first = await roundOf(platform, connection)
    const again = await roundOf(platform, connection)
    const listed = await reconcile(platform, connection, first.cursor)
    expect(again.items.map(pairOf).sort()).toEqual(first.items.map(pairOf).sort())
    expect(listed.items.map(pairOf).sort()).toEqual(first.items.map(pairOf).sort())
  })

  test('the next round finds what is new and nothing else', async () => {
    const { connection, world, posts } = await scene(platform, stage)
    const first = await roundOf(platform, connection)
    const seen = new Set(first.items.map(pairOf))
    const quiet = await roundOf(platform, connection, { cursor: first.cursor })
    expect(quiet.failure).toBeUndefined()
    expect(quiet.items.map(pairOf).filter((pair) => !seen.has(pair))).toEqual([])

    const added = [await world.addPost({ text: 'Vattenläcka på Ågatan' })]
    if (platform.collects.comments && posts[0])
      added.push(await world.addComment(posts[0], 'Tack för svaret'))
    const next = await roundOf(platform, connection, { cursor: quiet.cursor })
    const fresh = next.items.filter((item) => !seen.has(pairOf(item)))
    expect(fresh.map(idOf).sort()).toEqual(added.map(idOf).sort())
  })

  test('the cursor is plain JSON', async () => {
    const { connection } = await scene(platform, stage)
    const { cursor } = await roundOf(platform, connection)
    expect(JSON.parse(JSON.stringify(cursor))).toEqual(cursor)
  })

  test('an edit gives a new version of the same item', async () => {
    if (!platform.collects.edits) return
    const { connection, world, all } = await scene(platform, stage)
    const before = await reconcile(platform, connection)
    for (const [index, ref] of all.entries()) await world.editItem(ref, `Rättad text nummer ${index}`)
    const after = await reconcile(platform, connection, before.cursor)
    for (const [index, ref] of all.entries()) {
      const old = before.items.find((item) => idOf(item) === idOf(ref))
      const changed = after.items.find((item) => idOf(item) === idOf(ref))
      expect(changed?.text).toContain(`Rättad text nummer ${index}`)
      expect(changed?.versionKey).not.toBe(old?.versionKey)
    }
  })
}

function conformsInRemoval(platform: Platform, stage: () => Promise<Stage>): void {
  test('what is taken away is missing from a complete list, and gone when asked for', async () => {
    if (!platform.collects.deletions) return
    const { connection, world, posts, comments } = await scene(platform, stage)
    const before = await reconcile(platform, connection)
    expect(before.pages.at(-1)?.complete).toBeDefined()
    const removed = [posts[1], comments[0]].filter((ref) => ref !== undefined)
    for (const ref of removed) await world.removeItem(ref)
    const after = await reconcile(platform, connection, before.cursor)
    const complete = after.pages.at(-1)?.complete
    for (const ref of removed) {
      const known = before.items.find((item) => idOf(item) === idOf(ref))
      expect(after.items.map(idOf)).not.toContain(idOf(ref))
      expect(complete?.kinds).toContain(ref.kind)
      const announced = after.pages.flatMap((page) => page.announcedGone ?? [])
      const inWindow = complete?.since ? known && known.publishedAt >= complete.since : complete !== undefined
      expect(inWindow || announced.includes(ref.platformId)).toBe(true)
      expect(await platform.collection.fetchItem(connection, ref)).toMatchObject({
        ok: false,
        error: { kind: 'gone' },
      })
    }
    const left = before.items.filter((item) => !removed.map(idOf).includes(idOf(item)))
    expect(after.items.map(idOf).sort()).toEqual(left.map(idOf).sort())
  })
}

function conformsWithHostileContent(platform: Platform, stage: () => Promise<Stage>): void {
  const texts = {
    'NUL and lone surrogates': 'MÄRKE före \0 och \ud800 och \udfff SLUT',
    'two hundred thousand characters': `MÄRKE ${'å'.repeat(200_000)} SLUT`,
    'markup and script': 'MÄRKE <script>alert(1)</script><img src=x onerror=alert(1)> ]]> &amp; " \' SLUT',
    'right-to-left and invisible characters': 'MÄRKE \u202eabc\u202c \u200b\u200d\ufeff 👩‍👩‍👧 SLUT',
  }
  test.each(Object.entries(texts))('%s come through, and everything beside', async (_, text) => {
    const { connection, world } = await stage()
    const beside = await world.addPost({ text: 'Helt vanligt' })
    const hostile = [await world.addPost({ text })]
    if (platform.collects.comments) hostile.push(await world.addComment(beside, text))
    const round = await reconcile(platform, connection)
    expect(round.failure).toBeUndefined()
    expect(round.items).toHaveLength(1 + hostile.length)
    for (const ref of hostile) {
      const item = round.items.find((candidate) => idOf(candidate) === idOf(ref))
      expect(item?.text).toContain('MÄRKE')
      expect(item?.text).toContain('SLUT')
      if (text.length > 200_000) expect(item?.text.length).toBeGreaterThanOrEqual(200_000)
    }
  })

  test.each(['9999-12-31T23:59:59Z', '0001-01-01T00:00:00Z', 'i förrgår', ''])(
    'the date %j does no harm',
    async (publishedAt) => {
      const { connection, world } = await stage()
      const odd = await world.addPost({ text: 'Från en annan tid', publishedAt })
      await world.addPost({ text: 'Från vår tid' })
      const round = await reconcile(platform, connection)
      expect(round.failure).toBeUndefined()
      expect(round.items).toHaveLength(2)
      const item = round.items.find((candidate) => idOf(candidate) === idOf(odd))
      expect(item?.publishedAt).toMatch(iso)
      const at = Date.parse(item?.publishedAt ?? '')
      expect(at).toBeLessThan(connection.clock.now().getTime() + 2 * day)
      expect(at).toBeGreaterThan(Date.UTC(1970, 0, 1))
    },
  )
}
