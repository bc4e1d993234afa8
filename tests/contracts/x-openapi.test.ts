import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startXDouble, type XDouble } from '../../doubles/x/index.ts'
import type { HttpRequest } from '../../src/infra/http/index.ts'
import { reconcile, roundOf } from '../../src/platforms/conformance/world.ts'
import { events } from '../../src/platforms/x/events.ts'
import { x } from '../../src/platforms/x/platform.ts'
import { operationFaults } from '../support/x-openapi.ts'
import { connectionTo } from '../support/x-stage.ts'

const folder = join(import.meta.dirname, '../../../shared/data/contracts/x')
let double: XDouble
beforeAll(async () => {
  double = await startXDouble()
})
afterAll(() => double.close())

test('every question and every answer of the double is as the published contract says', async () => {
  const faults: string[] = []
  const asked = new Set<string>()
  const connection = connectionTo(double)
  const http = {
    request: async (request: HttpRequest) => {
      const got = await connection.http.request(request)
      const [name, found] = operationFaults(
        join(folder, 'openapi.json'),
        request,
        got.ok ? got.value : undefined,
      )
      asked.add(name)
      faults.push(...found.map((fault) => `${name}: ${fault}`))
      return got
    },
  }
  const watched = { ...connection, http }
  const post = double.addPost({ text: 'Torget', image: { alt: 'En vält' } })
  const comment = {
    platformId: double.addReply({ as: 'anna', to: post, text: 'När?' }),
    kind: 'comment',
  } as const
  const message = { platformId: double.addMessage({ as: 'anna', text: 'Hej' }), kind: 'message' } as const
  const image = { bytes: Buffer.from('bild'), mediaType: 'image/png', alt: 'En bild' }
  const done = [
    await x.check(watched),
    await x.moderation?.hide?.(watched, comment),
    await x.reply?.public?.(watched, comment, 'I maj', 'a'),
    await x.reply?.private?.(watched, comment, 'Tack', 'b'),
    await x.publishing?.publish(watched, { text: 'Ny', images: [image], language: 'sv' }, 'c'),
    await x.publishing?.findPublished(watched, 'c'),
    await x.collection.fetchItem(watched, message),
  ]
  expect(done.map((one) => one?.ok)).toEqual(done.map(() => true))
  const first = await roundOf(x, watched)
  await roundOf(x, watched, { cursor: first.cursor })
  await reconcile(x, watched, first.cursor)
  double.removePost(comment.platformId)
  expect(await x.collection.fetchItem(watched, comment)).toMatchObject({ error: { kind: 'gone' } })
  expect(faults).toEqual([])
  expect(asked.size).toBeGreaterThanOrEqual(12)
})

test('the published samples of events are read, and what we do not watch is left out', () => {
  const at = join(folder, 'event-payloads')
  const watched = [
    'dm.received',
    'dm.sent',
    'post.create',
    'post.delete',
    'post.mention.create',
    'post.quote.create',
    'post.reply.create',
  ]
  const names = readdirSync(at).filter((name) => name !== 'event-envelope.json')
  expect(names.length).toBeGreaterThanOrEqual(26)
  const read = names.filter((name) => events.read(readFileSync(join(at, name))).length > 0)
  expect(read.map((name) => name.replace('.json', '')).sort()).toEqual(watched)
  expect(events.read(readFileSync(join(at, 'dm.received.json')))[0]?.items).toHaveLength(1)
  expect(events.read(readFileSync(join(at, 'post.delete.json')))[0]?.gone[0]?.platformId).toBe(
    '2080761269309813134',
  )
})
