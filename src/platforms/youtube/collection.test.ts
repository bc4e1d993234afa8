import { afterEach, expect, test } from 'vitest'
import type { YoutubeDouble } from '../../../doubles/youtube/index.ts'
import { commentRef, videoRef, youtubeStage } from '../../../tests/support/youtube-stage.ts'
import { reconcile, roundOf } from '../conformance/world.ts'
import type { CollectedItem } from '../contract.ts'
import { youtube } from './platform.ts'

const open: YoutubeDouble[] = []
afterEach(async () => {
  for (const double of open.splice(0)) await double.close()
})

async function stage() {
  const started = await youtubeStage()
  open.push(started.double)
  const video = started.double.addPost({ text: 'Vi asfalterar Storgatan' })
  return { ...started, video }
}

const byText = (items: readonly CollectedItem[], text: string) => items.find((item) => item.text === text)

test('what is held, by somebody or by YouTube itself, is collected as held, also an answer', async () => {
  const { double, connection, video } = await stage()
  const top = double.addComment({ as: '@anna', to: video.id, text: 'Öppet' })
  double.addComment({ as: '@bo', to: video.id, text: 'Väntar', status: 'heldForReview' })
  double.addComment({ as: '@dan', to: video.id, text: 'Köp nu', status: 'likelySpam' })
  const reply = double.addComment({ as: '@eva', to: top.id, text: 'Svar', status: 'heldForReview' })
  const { items } = await reconcile(youtube, connection)
  const states = ['Öppet', 'Väntar', 'Köp nu', 'Svar'].map((text) => byText(items, text)?.state)
  expect(states).toEqual(['visible', 'held', 'held', 'held'])
  expect(byText(items, 'Svar')).toMatchObject({ parent: top.id })
  expect(items).toHaveLength(5)
  for (const item of items) {
    const single = await youtube.collection.fetchItem(connection, item)
    expect(single).toMatchObject({ ok: true, value: { state: item.state, versionKey: item.versionKey } })
  }
  expect(await youtube.collection.fetchItem(connection, commentRef(reply.id))).toMatchObject({
    value: { state: 'held' },
  })
})

test('every answer in a long thread is collected, and later the ones that have come', async () => {
  const { double, connection, video, asked } = await stage()
  const top = double.addComment({ as: '@anna', to: video.id, text: 'Fråga' })
  for (let index = 0; index < 130; index++)
    double.addComment({ as: '@bo', to: top.id, text: `Svar ${index}` })
  const first = await roundOf(youtube, connection)
  expect(first.items).toHaveLength(132)
  expect(new Set(first.items.map(({ platformId }) => platformId)).size).toBe(132)
  double.addComment({ as: '@cilla', to: top.id, text: 'Ännu ett' })
  const second = await roundOf(youtube, connection, { cursor: first.cursor })
  expect(byText(second.items, 'Ännu ett')).toMatchObject({ parent: top.id })
  double.addComment({ as: '@dan', to: video.id, text: 'Ny tråd' })
  asked()
  const third = await roundOf(youtube, connection, { cursor: second.cursor })
  expect(byText(third.items, 'Ny tråd')).toBeDefined()
  expect(asked().filter((method) => method === 'GET comments')).toEqual([])
})

test('a quiet round is four questions, each answered with «not changed»', async () => {
  const { double, connection, video, asked } = await stage()
  double.addComment({ as: '@anna', to: video.id, text: 'Hej' })
  const { cursor } = await roundOf(youtube, connection)
  asked()
  const quiet = await roundOf(youtube, connection, { cursor })
  expect(quiet.items).toEqual([])
  expect(quiet.failure).toBeUndefined()
  const threads = 'GET commentThreads'
  expect(asked()).toEqual(['GET playlistItems', threads, threads, threads])
})

test('more videos and threads than a page holds are all listed, and none twice', async () => {
  const { double, connection, clock, video } = await stage()
  for (let index = 0; index < 120; index++) double.addPost({ text: `Film ${index}` })
  for (let index = 0; index < 230; index++) {
    double.addComment({ as: '@anna', to: video.id, text: `Kommentar ${index}` })
  }
  const whole = await reconcile(youtube, connection)
  expect(new Set(whole.items.map(({ platformId }) => platformId)).size).toBe(351)
  expect(whole.items).toHaveLength(351)
  clock.set(new Date('2026-11-21T10:00:00Z'))
  for (let index = 0; index < 130; index++) {
    double.addComment({ as: '@bo', to: video.id, text: `Senare ${index}` })
  }
  const next = await roundOf(youtube, connection, { cursor: whole.cursor })
  expect(next.items.filter(({ text }) => text.startsWith('Senare'))).toHaveLength(130)
})

test('a video that is not open has not been published; one that has been and no longer is, is hidden', async () => {
  const { double, connection, video } = await stage()
  const draft = double.addPost({ text: 'Utkast' })
  double.setPrivacy(draft.id, 'private')
  expect((await reconcile(youtube, connection)).items.map(({ platformId }) => platformId)).toEqual([video.id])
  double.setPrivacy(video.id, 'private')
  expect((await reconcile(youtube, connection)).items).toEqual([])
  expect(await youtube.collection.fetchItem(connection, videoRef(video.id))).toMatchObject({
    value: { state: 'hidden' },
  })
})

test('a page without anything to collect is passed when there is a next one', async () => {
  const { double, connection, video } = await stage()
  const { cursor } = await roundOf(youtube, connection)
  for (let index = 0; index < 60; index++) {
    double.setPrivacy(double.addPost({ text: `Utkast ${index}` }).id, 'private')
  }
  for (const round of [
    await reconcile(youtube, connection),
    await roundOf(youtube, connection, { cursor }),
  ]) {
    expect(round.failure).toBeUndefined()
    expect(round.items.map(({ platformId }) => platformId)).toEqual([video.id])
  }
})

test('a comment under a video that only those with the address see is visible, listed and asked for singly', async () => {
  const { double, connection, video } = await stage()
  const comment = double.addComment({ as: '@anna', to: video.id, text: 'Hej' })
  double.setPrivacy(video.id, 'unlisted')
  const { items } = await reconcile(youtube, connection)
  expect(byText(items, 'Hej')?.state).toBe('visible')
  expect(await youtube.collection.fetchItem(connection, commentRef(comment.id))).toMatchObject({
    value: { state: 'visible' },
  })
})

test('collecting stops at its share of the day, keeps what it has, and goes on at midnight in California', async () => {
  const { double, connection, clock, video } = await stage()
  for (let index = 0; index < 120; index++) double.addComment({ as: '@anna', to: video.id, text: `${index}` })
  const reset = new Date('2026-11-22T08:00:00Z')
  // The channel, the uploads, the videos and one page of comments are left of the 8 000.
  await connection.quota.take('units', 7_996, 10_000, reset)
  const cut = await roundOf(youtube, connection)
  expect(cut.failure).toMatchObject({ kind: 'retryLater', at: reset })
  expect(cut.items).toHaveLength(101)
  const hide = await youtube.moderation?.hide?.(connection, commentRef(double.comments()[0]?.id ?? ''))
  expect(hide).toMatchObject({ ok: true })
  clock.set(reset)
  const on = await roundOf(youtube, connection, { cursor: cut.cursor })
  expect(on.failure).toBeUndefined()
  expect(on.items).toHaveLength(20)
  expect(on.pages.at(-1)?.complete).toBeUndefined()
})

test('a mark in a listing that YouTube no longer takes makes the listing begin anew', async () => {
  const { connection } = await stage()
  const cursor = { newest: {}, etags: {}, replies: {}, listing: { list: 'videos', token: 'gammal' } }
  const round = await reconcile(youtube, connection, cursor)
  expect(round.failure).toBeUndefined()
  expect(round.items).toHaveLength(1)
  expect(round.pages.at(-1)?.complete).toBeDefined()
})
