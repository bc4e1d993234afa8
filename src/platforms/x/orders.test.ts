import { afterEach, expect, test } from 'vitest'
import { startXDouble, type XDouble, type XOptions } from '../../../doubles/x/index.ts'
import { connectionTo } from '../../../tests/support/x-stage.ts'
import { settableClock } from '../../kernel/index.ts'
import { roundOf } from '../conformance/world.ts'
import { x } from './platform.ts'
import { weightOf } from './writing/weight.ts'

const open: XDouble[] = []
afterEach(async () => {
  for (const double of open.splice(0)) await double.close()
})

async function stage(options: XOptions = {}) {
  const clock = settableClock(new Date('2026-11-21T09:00:00Z'))
  const double = await startXDouble({ clock, ...options })
  open.push(double)
  return { clock, double, connection: connectionTo(double, clock) }
}

test('hide and unhide reach the reply, twice is as once, and a lost answer is unknown and may be sent again', async () => {
  const { double, connection } = await stage()
  const post = double.addPost({ text: 'Torget' })
  const ref = { platformId: double.addReply({ as: 'anna', to: post, text: 'Nej' }), kind: 'comment' } as const
  double.fault({ kind: 'empty', on: 'orders' })
  expect(await x.moderation?.hide?.(connection, ref)).toMatchObject({ error: { kind: 'outcomeUnknown' } })
  double.fault(undefined)
  for (let time = 0; time < 2; time++)
    expect(await x.moderation?.hide?.(connection, ref)).toMatchObject({ ok: true })
  expect(double.isHidden(ref.platformId)).toBe(true)
  expect(await x.moderation?.unhide?.(connection, ref)).toMatchObject({ ok: true })
  expect(double.isHidden(ref.platformId)).toBe(false)
})

test('a reply that X does not allow is told in Swedish with what to do', async () => {
  const { double, connection } = await stage({ summonedOnly: true })
  const post = double.addPost({ text: 'Torget' })
  const platformId = double.addReply({ as: 'anna', to: post, text: 'När?' })
  const said = await x.reply?.public?.(connection, { platformId, kind: 'comment' }, 'I maj', 'k')
  expect(said).toMatchObject({
    ok: false,
    error: { kind: 'rejected', detail: expect.stringContaining('Svara för hand') },
  })
})

test('mentions are received posts, messages are messages, and a private reply is sent once', async () => {
  const { double, connection } = await stage()
  const mention = double.addReply({ as: 'bo', text: '@kommunen hål i vägen' })
  const message = double.addMessage({ as: 'bo', text: 'Hej' })
  const round = await roundOf(x, connection)
  expect(round.items.map(({ platformId, kind, direction }) => [platformId, kind, direction])).toEqual([
    [mention, 'post', 'received'],
    [message, 'message', 'received'],
  ])
  for (let time = 0; time < 2; time++) {
    const sent = await x.reply?.private?.(connection, { platformId: mention, kind: 'post' }, 'Tack', 'k')
    expect(sent).toMatchObject({ ok: true })
  }
  const next = await roundOf(x, connection, { cursor: round.cursor })
  expect(next.items.map(({ kind, text, direction }) => [kind, text, direction])).toEqual([
    ['message', 'Tack', 'drawnUp'],
  ])
})

test('a picture is published with its alternative text', async () => {
  const { connection } = await stage()
  const image = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En vält' }
  expect(
    await x.publishing?.publish(connection, { text: 'Hej', images: [image], language: 'sv' }, 'k'),
  ).toMatchObject({ ok: true })
  const { items } = await roundOf(x, connection)
  expect(items[0]?.media).toMatchObject([{ alt: 'En vält' }])
})

test('an access token ends after two hours, and a refresh token is good once', async () => {
  const { clock, connection } = await stage()
  clock.advance(2 * 60 * 60_000)
  expect(await x.check(connection)).toMatchObject({ error: { kind: 'reauthorise' } })
  const renewed = await x.access?.refresh?.(connection)
  expect(renewed).toMatchObject({ ok: true, value: { endsAt: '2026-11-21T13:00:00.000Z' } })
  if (!renewed?.ok) return
  const secrets = { ...connection.secrets, ...renewed.value.secrets }
  expect(await x.check({ ...connection, secrets })).toMatchObject({ ok: true })
  expect(await x.access?.refresh?.(connection)).toMatchObject({ error: { kind: 'reauthorise' } })
})

test('a token of another account is told by the check', async () => {
  const { connection } = await stage()
  const settings = { ...connection.settings, username: 'annan' }
  expect(await x.check({ ...connection, settings })).toMatchObject({ error: { kind: 'rejected' } })
})

test.each([
  ['hej', 3],
  ['漢字', 4],
  ['👩‍👩‍👧', 2],
  ['se https://example.se/en/mycket/lang/adress/som/inte/raknas', 26],
  // The edges of the published ranges (twitter-text, config/v3.json): U+10FF, U+1100, U+200D, U+2010, U+201F, U+2032.
  ['\u10ff', 1],
  ['\u1100', 2],
  ['a\u200d', 2],
  ['\u200e', 2],
  ['\u2010\u201f', 2],
  ['\u2020', 2],
  ['\u2032\u2037', 2],
  ['\u2038', 2],
  ['é', 1],
  ['© 2026', 6],
  ['©\ufe0f', 2],
  ['🇸🇪1️⃣', 4],
  ['(https://example.se/a).', 26],
  ['Läs på storlunda.se/torget, tack', 36],
  ['info@storlunda.se', 17],
  ['kl. 10.30', 9],
])('%s weighs %i', (text, weight) => expect(weightOf(text)).toBe(weight))
