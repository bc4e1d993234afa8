import { expect, test } from 'vitest'
import type { HttpRequest } from '../../src/infra/http/index.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import { filmFrom } from '../../src/platforms/films/pieces.ts'
import { instagram } from '../../src/platforms/instagram/platform.ts'
import { faultsIn, nodeAsked } from '../support/instagram-contract.ts'
import { instagramStage, refTo } from '../support/instagram-stage.ts'

const image = {
  bytes: new Uint8Array(8),
  mediaType: 'image/jpeg',
  publicUrl: 'https://example.se/a.jpg',
  alt: 'En bild',
}
const film = filmFrom(new Uint8Array(64))

test('every question and every answer of the double is as Meta describes its nodes', async () => {
  const { double, connection } = await instagramStage()
  const faults: string[] = []
  const seen = new Set<string>()
  const http = {
    request: async (request: HttpRequest) => {
      const { pathname } = new URL(request.url)
      const node = nodeAsked(double, request)
      const got = await connection.http.request(request)
      // Films are sent to another host, which the contract does not describe.
      if (got.ok && !pathname.startsWith('/ig-api-upload/')) {
        faults.push(...faultsIn(node, request, got.value))
        seen.add(`${request.method} ${node}/${pathname.split('/')[3] ?? ''}`)
      }
      return got
    },
  }
  const watched = { ...connection, http }
  const post = double.addPost({ text: 'Hej 🚧', as: 'album', image: { alt: 'En vält' } })
  double.addPost({ text: 'En film', as: 'reel' })
  const first = double.addComment({ as: 'anna', to: post.id, text: 'När?' })
  double.addComment({ as: 'bo', to: first.id, text: 'I maj, hoppas jag' })
  const elsewhere = double.addElsewhere({ as: 'bo', text: 'Se @storlundakommun', how: 'mention' })
  const mention = double.addMention({ as: 'anna', under: elsewhere.id, text: '@storlundakommun?' })
  double.addElsewhere({ as: 'bo', text: 'Taggad', how: 'tag' })
  const message = double.addMessage({ as: 'anna', text: 'Hej', picture: 'https://example.se/b.jpg' })
  const comment = refTo(first.id, 'comment')

  expect(await instagram.check(watched)).toMatchObject({ ok: true })
  expect(await instagram.probe?.(watched)).toMatchObject({ ok: true })
  const whole = await reconcile(instagram, watched)
  await roundOf(instagram, watched, { cursor: whole.cursor })
  const { moderation, reply, publishing, insights, events, collection } = instagram
  const words = { language: 'sv', text: 'Torget' }
  const done = [
    await moderation?.hide?.(watched, comment),
    await moderation?.unhide?.(watched, comment),
    await reply?.public?.(watched, comment, 'I maj.', 'a'),
    await reply?.public?.(watched, refTo(post.id, 'post'), 'Tack för frågorna.', 'b'),
    await reply?.public?.(watched, refTo(`mention/${mention.id}`, 'comment'), 'Hej!', 'c'),
    await reply?.private?.(watched, comment, 'Ring oss.', 'd'),
    await reply?.private?.(watched, refTo(message.id, 'message'), 'Hej Anna.', 'e'),
    await publishing?.publish(watched, { ...words, images: [image] }, 'f'),
    await publishing?.publish(watched, { ...words, text: 'Två', images: [image, image] }, 'g'),
    await publishing?.findPublished(watched, 'g', { ...words, text: 'Två', images: [image, image] }),
    await moderation?.blockAuthor?.(watched, double.world.person('anna').id),
    await events?.subscribe?.(watched, 'https://example.se/hook'),
    await collection.fetchItem(watched, refTo(`mention/${elsewhere.id}`, 'post')),
    await collection.fetchItem(watched, refTo(message.id, 'message')),
    await moderation?.remove?.(watched, comment, 'trash'),
  ]
  await publishing?.publish(watched, { ...words, text: 'Film', images: [], video: film }, 'h')
  for (const { name, of } of insights?.metrics ?? []) {
    const item = of === 'item' ? refTo(post.id, 'post') : undefined
    done.push((await insights?.read(watched, name, { from: '2026-11-01', to: '2026-11-07' }, item)) as never)
  }
  await double.close()
  expect(done.map((one) => one?.ok)).toEqual(done.map(() => true))
  expect(faults).toEqual([])
  expect(seen.size).toBeGreaterThanOrEqual(24)
})

test.each([
  ['IGMedia', { url: 'https://x/v26.0/1?fields=id,words' }, 'no field words'],
  ['IGComment', { url: 'https://x/v26.0/1', method: 'POST' }, 'lacks hide'],
  [
    'IGUser',
    { url: 'https://x/v26.0/1/insights?metric=impressions&period=day' },
    'no such value: impressions',
  ],
  ['IGMedia', { url: 'https://x/v26.0/1/likes' }, 'is in no contract'],
  ['Page', { url: 'https://x/v26.0/1/conversations?platform=X' }, 'no such value: X'],
] as const)('the check itself sees what is wrong with a question to %s: %j', (node, request, word) => {
  const answer = { url: request.url, status: 200, headers: {}, bytes: Buffer.from('{"likes_of_cats":1}') }
  expect(faultsIn(node, request, answer).join(' ')).toContain(word)
})
