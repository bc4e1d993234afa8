import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { decideOnPlatform, registerAccount, webhookAddress } from '../../src/modules/accounts/index.ts'
import { sealLog, verifyArchive } from '../../src/modules/archive/index.ts'
import {
  collectAccount,
  collectionHealth,
  disposeOldDeliveries,
  eventsToRenew,
  subscribeEvents,
  takeEvents,
  takeItems,
} from '../../src/modules/collection/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { screenRecords } from '../../src/modules/screening/index.ts'
import { closeHealthTask, openHealthTask, openItemTasks } from '../../src/modules/supervision/index.ts'
import { eventPlatform, eventWorld, sign, type Told } from '../support/event-platform.ts'
import { type TestHouse, testHouse } from '../support/house.ts'

const world = eventWorld()
const platform = eventPlatform([], world)
const platforms = new Map([[platform.id, platform]])

let place: TestHouse
let house: TestHouse['house']
let municipality: MunicipalityId
let account: AccountId
let address: string
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  place = await testHouse()
  house = place.house
  municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  const actor = systemActor(municipality)
  account = await registerAccount(house, actor, platform, {
    platform: platform.id,
    name: 'Sidan',
    department: 'Kommunledning',
    settings: { app: 'one', page: 'page' },
    secrets: { appSecret: 'shared', token: 't' },
  })
  address = (await webhookAddress(house, actor, platform, account)) ?? ''
  app = createApp(house, platforms)
})
afterAll(() => place?.close())
beforeEach(() => {
  world.failure = undefined
  world.onFetch = undefined
  world.fetched.length = 0
})

const registrationId = (): string => address.split('/').at(-1) ?? ''
const inside = <T>(work: Parameters<typeof withMunicipality<T>>[2]): Promise<T> =>
  withMunicipality(house.db, municipality, work)

async function tell(...told: readonly (Omit<Told, 'page'> & { page?: string })[]): Promise<void> {
  const body = Buffer.from(JSON.stringify(told.map((one) => ({ page: 'page', ...one }))))
  const headers = { 'x-signature': sign(body, 'shared') }
  house.clock.advance(1)
  expect((await app.fetch(new Request(address, { method: 'POST', body, headers }))).status).toBe(200)
}
/** Reads what has been delivered and not read; the worker's part. */
async function readAll(): Promise<void> {
  const rows = await inside((tx) => tx.selectFrom('webhook_delivery').select('sha256').execute())
  const deliveries = rows.map(({ sha256 }) => sha256.toString('hex'))
  await takeEvents(house, platforms, municipality, [
    { platform: platform.id, registration: registrationId(), deliveries },
  ])
}
const take = () => takeItems(house, platforms, municipality, account)
const items = () =>
  inside((tx) =>
    tx
      .selectFrom('item')
      .select(['platform_id', 'text', 'state', 'version'])
      .orderBy('platform_id')
      .execute(),
  )
const waiting = async (): Promise<string[]> =>
  (
    await inside((tx) => tx.selectFrom('event_item').select('platform_id').orderBy('platform_id').execute())
  ).map((row) => row.platform_id)
const jobs = async (name: string): Promise<{ run_at: Date }[]> =>
  (
    await place.database.owner.query('SELECT run_at FROM graphile_worker.jobs WHERE task_identifier = $1', [
      name,
    ])
  ).rows

/** As somebody who works with the queue reads it. */
async function pageFor(path: string): Promise<string> {
  const { staffId } = await addStaff(house, systemActor(municipality), {
    name: 'Maja Lindqvist',
    email: 'maja@storlunda.example',
    roles: [{ role: 'communicator' }],
  })
  const { token } = await startSession(house, municipality, staffId)
  const cookie = `uppsikt=${token}`
  return (await app.fetch(new Request(new URL(path, house.publicUrl), { headers: { cookie } }))).text()
}

test('an item is asked for once however many deliveries name it, and again once it is named again', async () => {
  world.comments.set('a', 'Ett').set('b', 'Två')
  await tell({ id: '1', items: ['a'] })
  await tell({ id: '2', items: ['a', 'b'] })
  await readAll()
  expect(await jobs('collection.takeItems')).toHaveLength(1)
  await take()
  expect(world.fetched.sort()).toEqual(['a', 'b'])
  world.comments.set('a', 'Ett, ändrat')
  await tell({ id: '3', items: ['a'] })
  await readAll()
  await take()
  expect(await items()).toMatchObject([
    { platform_id: 'a', text: 'Ett, ändrat', version: 2 },
    { platform_id: 'b', text: 'Två', version: 1 },
  ])
  expect(await waiting()).toEqual([])
})

test('what is said to be gone is asked for: gone only when the platform says so, and what nobody knew is nothing', async () => {
  world.comments.delete('b')
  await tell({ id: '4', gone: ['a', 'b', 'never'] })
  await readAll()
  await take()
  expect(await items()).toMatchObject([
    { platform_id: 'a', state: 'visible' },
    { platform_id: 'b', state: 'gone' },
  ])
})

test('what was written and removed before it could be fetched is a sealed record of what the platform told', async () => {
  const at = new Date(house.clock.now().getTime() - 60_000)
  await tell({ id: 'wrote', items: ['brief'], said: { brief: 'Idioter!' }, at: at.toISOString() })
  await tell({ id: 'edited', items: ['brief'], said: { brief: 'Förlåt.' } })
  const another = { page: 'another', items: ['brief'], said: { brief: 'Om ett annat konto' } }
  await tell({ id: 'removed', gone: ['brief'] }, { id: 'of another', ...another })
  await tell({ id: 'named', items: ['silent'] })
  await readAll()
  await take()
  const told = async () => (await items()).filter(({ state, version }) => state === 'gone' && version === 1)
  const records = [
    { platform_id: 'brief', text: 'Förlåt.' },
    { platform_id: 'silent', text: '' },
  ]
  expect(await told()).toMatchObject(records)
  // The same again, and its disappearance told anew, is nothing new.
  await tell({ id: 'removed again', gone: ['brief'] })
  await tell({ id: 'named again', items: ['silent'] })
  await readAll()
  await take()
  expect(await told()).toMatchObject(records)

  const { record_id: recordId, ...rest } = await inside((tx) =>
    tx
      .selectFrom('item')
      .select(['record_id', 'author', 'published_at'])
      .where('platform_id', '=', 'brief')
      .executeTakeFirstOrThrow(),
  )
  expect(rest).toEqual({ author: 'Anna', published_at: at })
  const parts = await inside((tx) =>
    tx
      .selectFrom('part')
      .select(['name', 'content'])
      .where('record_id', '=', recordId)
      .orderBy('name')
      .execute(),
  )
  expect(parts.map(({ name }) => name)).toEqual(
    ['', '-2', '-3'].flatMap((n) => [`webhook${n}`, `webhook-signature${n}`]).sort(),
  )
  const said = parts.filter(({ name }) => /^webhook(-\d)?$/.test(name)).map(({ content }) => String(content))
  expect(said.map((one) => JSON.parse(one)[0].id)).toEqual(['wrote', 'edited', 'removed'])
  await sealLog(house, municipality)
  expect((await verifyArchive(house, municipality)).problems).toEqual([])

  await screenRecords(house, municipality, account, [{ record: recordId, version: 1 }])
  await openItemTasks(house, municipality, account, [{ record: recordId, labels: [] }])
  const [task, ...more] = await inside((tx) => tx.selectFrom('task').select('task_id').execute())
  expect(more).toEqual([])
  const page = await pageFor(`/ko/${task?.task_id}`)
  expect(page).toContain('Skrevs och togs bort innan det kunde hämtas')
  expect(page).toContain('Texten är den som stod i meddelandet från Eventful.')
  expect(page).toContain('Förlåt.')

  // A platform that was slow to show what it told of shows it in the end.
  world.comments.set('silent', 'Jag hördes inte')
  await tell({ id: 'there', items: ['silent'] })
  await readAll()
  await take()
  expect((await items()).find(({ platform_id }) => platform_id === 'silent')).toMatchObject({
    state: 'visible',
    text: 'Jag hördes inte',
    version: 2,
  })
})

test('each is asked for once though the next are asked for while some are taken in; a long row takes several jobs', async () => {
  const many = Array.from({ length: 405 }, (_, n) => `many${String(n).padStart(3, '0')}`)
  for (const id of many) world.comments.set(id, `Text ${id}`)
  await tell({ id: '5', items: many })
  await readAll()
  // The worker's part: a job that runs holds its key no longer.
  await place.database.owner.query('DELETE FROM graphile_worker._private_jobs')
  await take()
  expect(new Set(world.fetched).size).toBe(400)
  expect(world.fetched).toHaveLength(400)
  expect(await waiting()).toHaveLength(5)
  expect(await jobs('collection.takeItems')).toHaveLength(1)
  await take()
  expect(world.fetched.sort()).toEqual(many)
  expect(await waiting()).toEqual([])
  expect((await items()).filter(({ platform_id }) => platform_id.startsWith('many'))).toHaveLength(405)
})

test('what is named again while it is taken in is asked for again', async () => {
  const many = Array.from({ length: 50 }, (_, n) => `twice${String(n).padStart(2, '0')}`)
  for (const id of many) world.comments.set(id, `Text ${id}`)
  await tell({ id: 'first', items: many })
  await readAll()
  let again = ''
  world.onFetch = async () => {
    // The first forty are taken in now.
    if (world.fetched.length <= 40) return
    world.onFetch = undefined
    again = world.fetched[0] ?? ''
    world.comments.set(again, 'Ändrat')
    await tell({ id: 'again', items: [again] })
    await readAll()
  }
  await take()
  await take()
  expect(world.fetched.filter((id) => id === again)).toHaveLength(2)
  expect((await items()).find(({ platform_id }) => platform_id === again)).toMatchObject({
    text: 'Ändrat',
    version: 2,
  })
  expect(await waiting()).toEqual([])
})

test('asked to wait, we wait: the failure is the account’s, and nothing named is lost', async () => {
  world.comments.set('late', 'Sent')
  const at = new Date(house.clock.now().getTime() + 30 * 60_000)
  world.failure = { kind: 'retryLater', at, detail: 'För många frågor.' }
  await tell({ id: '6', items: ['late'] })
  await readAll()
  // The worker's part: a job that runs holds its key no longer.
  await place.database.owner.query('DELETE FROM graphile_worker._private_jobs')
  await take()
  const health = await inside((tx) => tx.selectFrom('collection_state').selectAll().executeTakeFirstOrThrow())
  expect(health).toMatchObject({ failure: 'retryLater', next_attempt_at: at })
  expect((await jobs('collection.takeItems')).some(({ run_at }) => run_at.getTime() === at.getTime())).toBe(
    true,
  )
  world.failure = undefined
  await take()
  expect(world.fetched).toEqual(['late'])
  house.clock.set(new Date(at.getTime() + 1))
  await take()
  expect(await waiting()).toEqual([])
  expect((await items()).some(({ platform_id }) => platform_id === 'late')).toBe(true)
})

test('that items came by events does not make a failing account well: a whole round does, and then it is told', async () => {
  const health = () => inside((tx) => tx.selectFrom('collection_state').selectAll().executeTakeFirstOrThrow())
  const recovered = () =>
    inside((tx) => tx.selectFrom('outbox').where('event', '=', 'account.recovered').selectAll().execute())
  expect((await items()).some(({ platform_id }) => platform_id === 'late')).toBe(true)
  expect((await health()).failing_since).not.toBeNull()
  expect(await recovered()).toEqual([])
  // The round that decides is due already.
  expect((await health()).next_attempt_at.getTime()).toBeLessThanOrEqual(house.clock.now().getTime())
  await collectAccount(house, systemActor(municipality), platforms, account)
  expect(await health()).toMatchObject({ failing_since: null, failure: null })
  expect(await recovered()).toHaveLength(1)
})

test('from a platform that the municipality has refused nothing is kept or asked for', async () => {
  const actor = systemActor(municipality)
  const decision = { diaryNumber: 'KS 2026/14', reason: 'Prov' }
  world.comments.set('refused', 'Nej')
  await tell({ id: '7', items: ['refused'] })
  await readAll()
  await decideOnPlatform(house, actor, platform, { allowed: false, ...decision })
  // So long another process may go on by what it knew.
  house.clock.advance(5_000)
  const before = await inside((tx) => tx.selectFrom('webhook_delivery').select('sha256').execute())
  await tell({ id: '8', items: ['refused'] })
  expect(await inside((tx) => tx.selectFrom('webhook_delivery').select('sha256').execute())).toHaveLength(
    before.length,
  )
  await take()
  expect(world.fetched).toEqual([])
  expect(await waiting()).toEqual([])
  house.clock.set(new Date(house.clock.now().getTime() + 1))
  await decideOnPlatform(house, actor, platform, { allowed: true, ...decision })
})

test('events are subscribed to daily, sooner after a failure, and never where the platform cannot reach us', async () => {
  const actor = systemActor(municipality)
  const abroad = { ...house, publicUrl: 'https://uppsikt.example' }
  const due = () => eventsToRenew(abroad, actor, platforms)
  const later = (hours: number) =>
    house.clock.set(new Date(house.clock.now().getTime() + hours * 3_600_000 + 1))
  expect(await due()).toEqual([account])
  await subscribeEvents(house, actor, platforms, account)
  expect(world.subscribed).toEqual([])
  later(1)
  expect(await due()).toEqual([account])
  // Refused, it stands with the account and is told once.
  world.failure = { kind: 'rejected', detail: 'Nej.' }
  await subscribeEvents(abroad, actor, platforms, account)
  expect(await due()).toEqual([])
  const since = house.clock.now()
  later(1)
  await subscribeEvents(abroad, actor, platforms, account)
  const health = async () => (await collectionHealth(house, actor))[0]?.noEvents
  expect(await health()).toEqual({ since, why: 'Nej.' })
  const told = async () =>
    (await inside((tx) => tx.selectFrom('outbox').select(['event', 'payload']).execute()))
      .filter(({ payload }) => (payload as { about?: string }).about === 'events')
      .map(({ event }) => event)
  expect(await told()).toEqual(['account.failing'])
  await openHealthTask(house, municipality, account)
  expect(await closeHealthTask(house, municipality, account)).toBe(0)
  later(1)
  world.failure = undefined
  await subscribeEvents(abroad, actor, platforms, account)
  expect(await health()).toBeNull()
  expect(await closeHealthTask(house, municipality, account)).toBe(1)
  expect(world.subscribed).toEqual([`https://uppsikt.example/webhooks/eventful/${registrationId()}`])
  later(23)
  expect(await due()).toEqual([])
  later(1)
  expect(await due()).toEqual([account])
})

test('read deliveries go after thirty days, unread and younger ones stay, and no other way out is open', async () => {
  const dayAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000)
  const count = async () =>
    (await inside((tx) => tx.selectFrom('webhook_delivery').select('sha256').execute())).length
  house.clock.set(dayAgo(29))
  await tell({ id: 'young', items: ['a'] })
  await readAll()
  house.clock.set(dayAgo(31))
  await tell({ id: 'old and read', items: ['a'] })
  await readAll()
  await take()
  await tell({ id: 'old and unread', items: ['a'] })
  const before = await count()
  const removed = await disposeOldDeliveries(house, municipality)
  expect(removed).toBe(1)
  expect(await count()).toBe(before - 1)
  await expect(inside((tx) => tx.deleteFrom('webhook_delivery').execute())).rejects.toThrow(
    /permission denied/,
  )
  await expect(place.database.owner.query('DELETE FROM webhook_delivery')).rejects.toThrow(/append-only/)
})
