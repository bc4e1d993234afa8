import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { createDb, createPool, withMunicipality } from '../../src/infra/db/index.ts'
import { silentLog } from '../../src/infra/log/index.ts'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { registerAccount, renewSecrets, webhookAddress } from '../../src/modules/accounts/index.ts'
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

const post = async (text: string, secret = 'shared', to = address, at = app): Promise<Response> => {
  const body = Buffer.from(text)
  const headers = { 'x-signature': sign(body, secret), 'x-other': 'not kept' }
  return at.fetch(new Request(to, { method: 'POST', body, headers }))
}
const send = async (...given: Parameters<typeof post>): Promise<number> => (await post(...given)).status
/** The answer, when it comes although nothing is kept. */
const early = (answer: Promise<Response>): Promise<Response | undefined> =>
  Promise.race([answer, new Promise<undefined>((resolve) => setTimeout(resolve, 500))])
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

/** Deliveries that wait to be read, in hex. */
const announced = async (): Promise<string[]> => {
  const { rows } = await place.database.owner.query(
    "SELECT jsonb_array_elements_text(payload->'deliveries') AS sha256 FROM outbox WHERE event = 'deliveries.kept'",
  )
  return rows.map(({ sha256 }) => sha256)
}
const read = (registration: string, ...deliveries: readonly Buffer[]): Promise<void> =>
  takeEvents(place.house, platforms, municipality, [
    { platform: platform.id, registration, deliveries: deliveries.map((sha256) => sha256.toString('hex')) },
  ])

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
  expect(await announced()).toHaveLength(200)
  expect(new Set(await announced()).size).toBe(200)
})

test('a delivery to an address that is not a registration is refused', async () => {
  const elsewhere = address.replace(/[^/]+$/, account)
  expect(await send('{"id":"x","page":"page"}', 'shared', elsewhere)).toBe(404)
  // And not a byte of it is read: anybody can send what has no end.
  let pulled = 0
  const pull = (to: ReadableStreamDefaultController) => {
    pulled += 1
    to.enqueue(new Uint8Array(65_536))
  }
  const body = new ReadableStream({ pull }, { highWaterMark: 0 })
  const endless = new Request(elsewhere, { method: 'POST', body, duplex: 'half' } as RequestInit)
  expect([(await app.fetch(endless)).status, pulled]).toEqual([404, 0])
})

test('a delivery that the database does not take is not acknowledged, and is to come again', async () => {
  const pool = createPool({ ...place.database.appConfig, port: 1 }, silentLog)
  const cut = createApp({ ...place.house, db: createDb(pool) }, platforms)
  const answer = await post('{"id":"cut","page":"page"}', 'shared', address, cut)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10'])
  await pool.end()
})

test('a fault of ours is found in the log by its place, without what was delivered', async () => {
  const logged: object[] = []
  const log = { ...silentLog, error: (detail: object) => void logged.push(detail) }
  const { events } = platform
  if (!events) throw new Error('no events')
  const broken = { ...events, verify: (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString('utf8')) }
  const at = createApp({ ...place.house, log }, new Map([[platform.id, { ...platform, events: broken }]]))
  expect((await post('Kalle "hotar" oss\n    at lovisa', 'shared', address, at)).status).toBe(503)
  expect(logged).toEqual([
    {
      reason: expect.stringMatching(/^SyntaxError: Unexpected/),
      stack: expect.stringContaining(import.meta.filename),
    },
  ])
  expect(JSON.stringify(logged)).not.toMatch(/Kalle|hotar|lovisa/)
})

test('reading a delivery queues a round for the account that it names, and none for an unknown one', async () => {
  const before = await jobs('collection.collect')
  const [first] = await deliveries()
  if (!first) throw new Error('nothing kept')
  await send(JSON.stringify({ id: 'y', page: 'unknown' }))
  const unknown = (await deliveries()).filter(({ bytes }) => bytes.toString().includes('unknown'))
  await read(first.registration_id, ...unknown.map(({ sha256 }) => sha256))
  expect(await jobs('collection.collect')).toBe(before)
  await read(first.registration_id, first.sha256, first.sha256)
  await read(first.registration_id, first.sha256)
  expect(await jobs('collection.collect')).toBe(before + 1)
})

test('a delivery that cannot be read hinders none of those beside it, and is tried again', async () => {
  await send('{"id":"no page"')
  await send(JSON.stringify({ id: 'beside', page: 'page' }))
  const kept = await deliveries()
  const one = (text: string) => {
    const found = kept.find(({ bytes }) => bytes.toString().includes(text))
    if (!found) throw new Error(`${text} was not kept`)
    return found
  }
  const [broken, beside] = [one('no page'), one('beside')]
  await expect(read(beside.registration_id, broken.sha256, beside.sha256)).rejects.toThrow(/JSON/)
  const { rows } = await place.database.owner.query(
    'SELECT sha256 FROM webhook_read WHERE sha256 = ANY($1::bytea[])',
    [[broken.sha256, beside.sha256]],
  )
  expect(rows).toEqual([{ sha256: beside.sha256 }])
})

test('a new secret of the app holds from the next delivery', async () => {
  await renewSecrets(place.house, systemActor(municipality), platform, account as AccountId, {
    appSecret: 'renewed',
  })
  place.house.clock.advance(1_000)
  expect(await send('{"id":"new secret","page":"page"}', 'renewed')).toBe(200)
  expect(await send('{"id":"old secret","page":"page"}', 'shared')).toBe(404)
  await renewSecrets(place.house, systemActor(municipality), platform, account as AccountId, {
    appSecret: 'shared',
  })
  place.house.clock.advance(1_000)
})

test('while nothing can be kept, what there is no room for is asked to come again, and the rest is kept', async () => {
  // As when the disk is slow: what has come waits for it.
  const slow = await place.database.owner.connect()
  await slow.query('BEGIN; LOCK TABLE webhook_delivery IN SHARE MODE')
  const large = Array.from({ length: 8 }, (_, n) =>
    JSON.stringify({ id: `large${n}`, gone: 'x'.repeat(3_000_000) }),
  )
  const answers = large.map((text) => post(text))
  try {
    const refused = (await Promise.all(answers.map(early))).filter((answer) => answer !== undefined)
    expect(refused.map(({ status }) => status)).toEqual([503, 503])
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
  } finally {
    await slow.query('COMMIT')
    slow.release()
  }
  const all = await Promise.all(answers)
  expect(all.filter(({ status }) => status === 200)).toHaveLength(6)
  const again = await Promise.all(large.filter((_, n) => all[n]?.status === 503).map((text) => send(text)))
  expect(again).toEqual([200, 200])
  const { rows } = await place.database.owner.query(
    'SELECT count(*)::int AS n FROM webhook_delivery WHERE length(bytes) > 3000000',
  )
  expect(rows[0].n).toBe(8)
})

test('four hundred webhooks, three in ten twice, one in ten forged, in disorder: every item exactly once', async () => {
  const result = await sendWebhooks(400, seed)
  console.info(`webhooks ${JSON.stringify(result)}`)
  expect(result).toMatchObject(exactlyOnce(result.right))
})
