import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { MunicipalityId } from '../../src/kernel/index.ts'
import { registerAccount, webhookAddress } from '../../src/modules/accounts/index.ts'
import { takeEvents } from '../../src/modules/collection/index.ts'
import { addMunicipality } from '../../src/modules/organisation/index.ts'
import { eventPlatform, sign } from '../support/event-platform.ts'
import { exactlyOnce, sendWebhooks } from '../support/faults/webhooks.ts'
import { type TestHouse, testHouse } from '../support/house.ts'

const seed = Number(process.env['SEED'] ?? 20261129)
const platform = eventPlatform()
const platforms = new Map([[platform.id, platform]])

let place: TestHouse
let municipality: MunicipalityId
let account: string
let address: string
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  place = await testHouse()
  municipality = await addMunicipality(place.house, { name: 'Storlunda', policy: 'falun' })
  const actor = systemActor(municipality)
  const id = await registerAccount(place.house, actor, platform, {
    platform: platform.id,
    name: 'Sidan',
    department: 'Kommunledning',
    settings: { app: 'one', page: 'page' },
    secrets: { appSecret: 'shared', token: 't' },
  })
  account = id
  address = (await webhookAddress(place.house, actor, platform, id)) ?? ''
  app = createApp(place.house, platforms)
})
afterAll(() => place?.close())

const send = async (text: string, secret = 'shared', to = address): Promise<number> => {
  const body = Buffer.from(text)
  const headers = { 'x-signature': sign(body, secret), 'x-other': 'not kept' }
  return (await app.fetch(new Request(to, { method: 'POST', body, headers }))).status
}
const deliveries = () =>
  withMunicipality(place.house.db, municipality, (tx) =>
    tx.selectFrom('webhook_delivery').selectAll().where('municipality_id', '=', municipality).execute(),
  )
const jobs = async (name: string): Promise<number> => {
  const answer = await place.database.owner.query(
    'SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = $1',
    [name],
  )
  return answer.rows[0].n
}

test('the handshake is answered for our own app alone', async () => {
  const ask = (query: string) => app.fetch(new Request(`${address}?${query}`))
  expect(await (await ask('app=one&challenge=42')).text()).toBe('42')
  expect((await ask('app=two&challenge=42')).status).toBe(404)
})

test('duplicates, disorder and bad signatures: each right delivery is kept and queued once, no bad one', async () => {
  console.info(`seed ${seed}`)
  let state = seed
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
  const right = Array.from({ length: 200 }, (_, id) => JSON.stringify({ id: String(id), page: 'page' }))
  const calls = [
    ...right.map((text) => ({ text, secret: 'shared', status: 200 })),
    ...right.slice(0, 60).map((text) => ({ text, secret: 'shared', status: 200 })),
    ...right.slice(0, 40).map((text) => ({ text: `${text} `, secret: 'wrong', status: 404 })),
  ]
    .map((call) => ({ ...call, order: random() }))
    .sort((a, b) => a.order - b.order)
  for (let at = 0; at < calls.length; at += 10) {
    const some = calls.slice(at, at + 10)
    const statuses = await Promise.all(some.map(({ text, secret }) => send(text, secret)))
    expect(statuses).toEqual(some.map(({ status }) => status))
  }
  const kept = await deliveries()
  expect(kept.map(({ bytes }) => bytes.toString()).sort()).toEqual([...right].sort())
  expect(kept.every(({ headers }) => Object.keys(headers as object).join() === 'x-signature')).toBe(true)
  expect(await jobs('collection.takeEvents')).toBe(200)
})

test('a delivery to an address that is not a registration is refused', async () => {
  const elsewhere = address.replace(/[^/]+$/, account)
  expect(await send('{"id":"x","page":"page"}', 'shared', elsewhere)).toBe(404)
})

test('reading a delivery queues a round for the account that it names, and none for an unknown one', async () => {
  const before = await jobs('collection.collect')
  const [first] = await deliveries()
  if (!first) throw new Error('nothing kept')
  const call = { municipalityId: municipality, platform: platform.id, registrationId: first.registration_id }
  await send(JSON.stringify({ id: 'y', page: 'unknown' }))
  for (const { sha256, bytes } of await deliveries()) {
    if (bytes.toString().includes('unknown'))
      await takeEvents(place.house, platforms, call, sha256.toString('hex'))
  }
  expect(await jobs('collection.collect')).toBe(before)
  await takeEvents(place.house, platforms, call, first.sha256.toString('hex'))
  await takeEvents(place.house, platforms, call, first.sha256.toString('hex'))
  expect(await jobs('collection.collect')).toBe(before + 1)
})

test('four hundred webhooks, three in ten twice, one in ten forged, in disorder: every item exactly once', async () => {
  const result = await sendWebhooks(400, seed)
  console.info(`webhooks ${JSON.stringify(result)}`)
  expect(result).toMatchObject(exactlyOnce(result.right))
})
