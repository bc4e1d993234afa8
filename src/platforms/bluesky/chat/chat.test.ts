import { expect, test } from 'vitest'
import { blueskyStage } from '../../../../tests/support/bluesky-stage.ts'
import { reconcile, roundOf } from '../../conformance/world.ts'
import { bluesky } from '../platform.ts'

const chatted = (asked: readonly string[]): string[] => asked.filter((method) => method.startsWith('chat.'))

test('messages are collected with who wrote them; a quiet round asks one thing of the chat', async () => {
  const { double, connection, clock, asked } = await blueskyStage()
  const first = double.addMessage({ as: 'anna.test', text: 'Är badet öppet?' })
  const whole = await reconcile(bluesky, connection)
  expect(whole.items).toMatchObject([
    {
      platformId: `chat/${first.convo}/${first.id}`,
      kind: 'message',
      direction: 'received',
      author: 'anna.test',
      text: 'Är badet öppet?',
      publishedAt: clock.now().toISOString(),
    },
  ])
  // Messages are never said to have been listed whole.
  expect(whole.pages.at(-1)?.complete?.kinds).toEqual(['post', 'comment'])
  asked()
  const quiet = await roundOf(bluesky, connection, { cursor: whole.cursor })
  expect([quiet.items, chatted(asked())]).toEqual([[], ['chat.bsky.convo.listConvos']])
  for (let number = 0; number < 130; number++) double.addMessage({ as: 'bo.test', text: `Nummer ${number}` })
  double.addMessage({ as: 'anna.test', text: 'Hallå?' })
  const next = await roundOf(bluesky, connection, { cursor: quiet.cursor })
  expect(next.items).toHaveLength(131)
  const [one] = next.items
  expect(await bluesky.collection.fetchItem(connection, one as NonNullable<typeof one>)).toMatchObject({
    value: { text: one?.text, versionKey: one?.versionKey },
  })
  await double.close()
})

test('a message that is taken back is announced, and gone by Bluesky’s own word', async () => {
  const { double, connection } = await blueskyStage()
  const { convo, id } = double.addMessage({ as: 'anna.test', text: 'Idioter!' })
  const { cursor } = await roundOf(bluesky, connection)
  double.unsend(id)
  const after = await roundOf(bluesky, connection, { cursor })
  const platformId = `chat/${convo}/${id}`
  expect(after.items).toEqual([])
  expect(after.pages[0]?.announcedGone).toEqual([platformId])
  const asked = await bluesky.collection.fetchItem(connection, { platformId, kind: 'message' })
  expect(asked).toMatchObject({ error: { kind: 'gone' } })
  const other = { platformId: `chat/${convo}/3zzzzzzzzzzzz`, kind: 'message' } as const
  expect(await bluesky.collection.fetchItem(connection, other)).toMatchObject({ error: { kind: 'rejected' } })
  await double.close()
})

test('a password without permission for the chat is told by the trial; the rest is collected, and no session spent', async () => {
  const { double, connection, clock, asked } = await blueskyStage({ chat: false })
  double.addPost({ text: 'Badet öppnar' })
  double.addMessage({ as: 'anna.test', text: 'Hej' })
  let { cursor, items, failure } = await roundOf(bluesky, connection)
  expect([items.map(({ kind }) => kind), failure]).toEqual([['post'], undefined])
  expect(await bluesky.probe?.(connection)).toMatchObject({
    value: [{ capability: 'messages', works: false, detail: expect.stringContaining('direktmeddelanden') }],
  })
  asked()
  for (let round = 0; round < 3; round++) ({ cursor, items } = await roundOf(bluesky, connection, { cursor }))
  expect(asked().filter((method) => /chat|Session/.test(method))).toEqual([])
  // With a new password it is read from the beginning.
  double.chat.open = true
  clock.advance(6 * 3_600_000)
  ;({ items } = await roundOf(bluesky, connection, { cursor }))
  expect(items).toMatchObject([{ kind: 'message', text: 'Hej' }])
  await double.close()
})
