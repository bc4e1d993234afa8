import { Agent } from 'node:http'
import { TwitterApi } from 'twitter-api-v2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startXDouble, type XDouble } from '../../doubles/x/index.ts'

/** A client that is not ours shows whether the double is X as others know it. */
let double: XDouble
let client: TwitterApi
beforeAll(async () => {
  double = await startXDouble({ pageSize: 2 })
  client = new TwitterApi(double.issue().accessToken, {
    // The client speaks https to X alone: with an agent of its own, and its addresses led to the double.
    httpAgent: new Agent(),
    plugins: [
      {
        onBeforeRequest: ({ computedParams }) => {
          const { pathname, search } = computedParams.url
          computedParams.url = new URL(`${pathname}${search}`, double.url)
        },
      },
    ],
  })
})
afterAll(() => double.close())

test('twitter-api-v2 reads posts, answers, mentions and messages page by page, and hides and answers', async () => {
  const posts = [1, 2, 3].map((n) => double.addPost({ text: `Inlägg ${n} https://storlunda.se/${n}` }))
  const [first = ''] = posts
  const reply = double.addReply({ as: 'anna', to: first, text: '@kommunen När?' })
  const message = double.addMessage({ as: 'anna', text: 'Hej' })
  expect((await client.v2.me()).data).toMatchObject({ id: double.userId, username: double.username })
  const timeline = await client.v2.userTimeline(double.userId, { max_results: 5 })
  await timeline.fetchNext()
  expect(timeline.tweets.map(({ id }) => id).sort()).toEqual(posts)
  expect(timeline.tweets[0]?.entities?.urls?.[0]?.expanded_url).toMatch(/^https:\/\/storlunda\.se\/\d$/)
  const found = await client.v2.search(`conversation_id:${first}`)
  expect(found.tweets.map(({ id }) => id)).toContain(reply)
  expect((await client.v2.userMentionTimeline(double.userId)).tweets.map(({ id }) => id)).toEqual([reply])
  expect((await client.v2.listDmEvents()).events.map(({ id }) => id)).toEqual([message])

  expect((await client.v2.hideReply(reply, true)).data.hidden).toBe(true)
  expect(double.isHidden(reply)).toBe(true)
  const answer = await client.v2.reply('I maj', reply)
  expect(double.posts().at(-1)).toMatchObject({ ids: [answer.data.id], to: reply, text: 'I maj' })
  await client.v2.sendDmToParticipant('1001', { text: 'Tack' })
  expect((await client.v2.listDmEventsWithParticipant('1001')).events).toMatchObject([
    { text: 'Tack', sender_id: double.userId },
    { text: 'Hej', sender_id: '1001' },
  ])
  const removed = await client.v2.tweets(['1'])
  expect(removed.errors).toMatchObject([{ resource_id: '1' }])
})

test('twitter-api-v2 sends a film in pieces and a picture with its alternative text, and posts them', async () => {
  const film = Buffer.alloc(2_500_000, 7)
  const id = await client.v2.uploadMedia(film, { media_type: 'video/mp4', media_category: 'tweet_video' })
  expect(double.media(id)?.bytes.equals(film)).toBe(true)
  const picture = await client.v2.uploadMedia(Buffer.from('bild'), { media_type: 'image/png' })
  await client.v2.createMediaMetadata(picture, { alt_text: { text: 'En vält' } })
  await client.v2.tweet('Film', { media: { media_ids: [id] } })
  await client.v2.tweet('Bild', { media: { media_ids: [picture] } })
  const [shown, filmed] = double.posts().toReversed()
  expect(filmed?.media).toMatchObject([{ kind: 'video' }])
  expect(shown?.media).toMatchObject([{ kind: 'photo', alt: 'En vält' }])
})

test('twitter-api-v2 understands the double’s refusals as X’s', async () => {
  double.fault({ kind: 'tooMany', seconds: 60 })
  await expect(client.v2.me()).rejects.toMatchObject({ code: 429, rateLimitError: true })
  double.fault({ kind: 'revoked' })
  await expect(client.v2.me()).rejects.toMatchObject({ code: 401 })
  double.fault(undefined)
})
