import { afterAll, beforeAll, expect, test } from 'vitest'
import { startXDouble, type XDouble } from '../../doubles/x/index.ts'
import { type Actor, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { startWorker, type Worker } from '../../src/app/worker.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import {
  type AccountId,
  type MeasureId,
  type MunicipalityId,
  type RecordId,
  type StaffId,
  systemClock,
} from '../../src/kernel/index.ts'
import { decideOnPlatform, registerAccount } from '../../src/modules/accounts/index.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { collectAccount } from '../../src/modules/collection/index.ts'
import { carryOut, historyOf, requestMeasure, unfinished } from '../../src/modules/measures/index.ts'
import { addMunicipality, addStaff, startSession } from '../../src/modules/organisation/index.ts'
import { tasksFor } from '../../src/modules/tasks/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import type { Moderation, Platform } from '../../src/platforms/contract.ts'
import { x } from '../../src/platforms/x/platform.ts'
import { listen } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { onlyPeopleHide } from '../support/policy.ts'
import { until } from '../support/until.ts'

// X shows nobody whether a reply is hidden, so that its own answer to the order is what confirms it.

let place: TestHouse
let house: TestHouse['house']
let municipality: MunicipalityId
let double: XDouble
let account: AccountId
let worker: Worker | undefined
let server: Awaited<ReturnType<typeof listen>>
let maja: Actor
let session: string

beforeAll(async () => {
  place = await testHouse()
  let answer: (request: Request) => Response | Promise<Response> = () => new Response('', { status: 503 })
  server = await listen((request) => answer(request))
  house = { ...place.house, clock: systemClock as TestHouse['house']['clock'], publicUrl: server.url }
  answer = (request) => createApp(house).fetch(request)
  municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  await onlyPeopleHide(house, municipality)
  const { staffId } = await addStaff(house, systemActor(municipality), {
    email: 'maja@storlunda.test',
    name: 'Maja Lindqvist',
    roles: [{ role: 'communicator' }],
  })
  const grants = [{ role: 'communicator' }] as const
  const ownAccounts = new Set<AccountId>()
  const id = staffId as StaffId
  maja = { kind: 'staff', municipalityId: municipality, staffId: id, name: 'Maja', grants, ownAccounts }
  session = (await startSession(house, municipality, id)).token
  double = await startXDouble()
  const decision = { allowed: true, diaryNumber: 'KS 2026/14', reason: 'Avtalet är prövat.' }
  await decideOnPlatform(house, systemActor(municipality), x, decision)
  account = await registerAccount(house, systemActor(municipality), x, {
    platform: 'x',
    name: 'Kommunen',
    department: 'Kommunledning',
    settings: { api: double.url, username: double.username, userId: double.userId, clientId: 'klient' },
    secrets: { ...double.issue(), ...double.app },
  })
  worker = await startWorker({ house, pool: place.database.pool })
})
afterAll(async () => {
  await worker?.stop()
  await double?.close()
  await server?.close()
  await place?.close()
})

const itemOf = (platformId: string) =>
  withMunicipality(house.db, municipality, (tx) =>
    tx
      .selectFrom('item')
      .select(['record_id', 'state', 'parent'])
      .where('municipality_id', '=', municipality)
      .where('platform_id', '=', platformId)
      .executeTakeFirst(),
  )
const recordOf = async (platformId: string) => (await itemOf(platformId))?.record_id as RecordId

const hide = async (platformId: string) => {
  const recordId = await recordOf(platformId)
  const groundId = 'must-unlawful-threat'
  return (await requestMeasure(house, maja, catalogue, { recordId, kind: 'hide', groundId, note: '' }))
    .measureId
}

const stepsOf = async (platformId: string, measureId: MeasureId) => {
  const history = await historyOf(house, maja, await recordOf(platformId))
  const found = history.find(({ measure }) => measure.measureId === measureId)
  return { state: found?.measure.state, steps: found?.steps.map(({ kind }) => kind), all: found?.steps ?? [] }
}

/** What is sealed of a step: its fields. */
const sealedIn = (recordId: string | null | undefined) =>
  withMunicipality(house.db, municipality, async (tx) => {
    const found = await tx
      .selectFrom('content')
      .select('fields')
      .where('municipality_id', '=', municipality)
      .where('record_id', '=', recordId as RecordId)
      .executeTakeFirst()
    return found?.fields
  })

const hidings = (): number =>
  double.server.log.filter(({ method, url }) => method === 'PUT' && url.pathname.endsWith('/hidden')).length

test('X tells of a reply, it is hidden with X’s answer as the proof, and that can be undone', async () => {
  await until('the events are subscribed to', () => double.push.subscriptions.length === 7, 20_000)
  const post = double.addPost({ text: 'Vi plogar.' })
  const reply = double.addReply({ as: 'roger', to: post, text: 'Jag ska döda dig, jag vet var du bor' })
  expect(await double.deliver()).toEqual([200, 200])
  await until('the reply is in the archive', async () => (await itemOf(reply)) !== undefined, 20_000)
  expect((await itemOf(reply))?.parent).toBe(post)
  const task = async () =>
    (await tasksFor(house, maja, { selection: 'todo', limit: 50 })).find(({ recordId }) => recordId !== null)
  await until('the reply is in the queue', async () => (await task()) !== undefined, 20_000)
  const { taskId } = (await task()) ?? {}

  const measureId = await hide(reply)
  const isDone = async () => (await stepsOf(reply, measureId)).state === 'done'
  await until('it is hidden', isDone, 20_000)
  expect(double.isHidden(reply)).toBe(true)
  const { steps, all } = await stepsOf(reply, measureId)
  expect(steps).toEqual(['ordered', 'sealedBefore', 'sent', 'answered', 'confirmed'])
  expect(JSON.stringify(await sealedIn(all.at(-1)?.recordId))).toContain('answer')
  // The platform shows it as before; the next round changes nothing.
  expect(await itemOf(reply)).toMatchObject({ state: 'visible' })

  await expect(hide(reply)).rejects.toThrow(/redan gjort/)
  const page = await fetch(`${server.url}/ko/${taskId}`, { headers: { cookie: `uppsikt=${session}` } })
  expect(await page.text()).toContain(`angra/${measureId}`)
  const recordId = await recordOf(reply)
  const undo = { recordId, kind: 'unhide', note: '', undoes: measureId } as const
  const undone = await requestMeasure(house, maja, catalogue, undo)
  const isBack = async () => (await stepsOf(reply, undone.measureId)).state === 'done'
  await until('it is shown again', isBack, 20_000)
  expect(double.isHidden(reply)).toBe(false)
})

/** The program dies in the middle of the order. */
const dying = (moderation: Moderation): Platform => ({ ...x, moderation })
const only = (platform: Platform): ReadonlyMap<string, Platform> => new Map([['x', platform]])

async function hiddenReply(text: string): Promise<{ reply: string; measureId: MeasureId }> {
  await worker?.stop()
  worker = undefined
  const post = double.addPost({ text: `Inlägg om ${text}` })
  const reply = double.addReply({ as: 'roger', to: post, text })
  await collectAccount(house, systemActor(municipality), catalogue, account)
  return { reply, measureId: await hide(reply) }
}

const carry = (measureId: MeasureId, platforms = only(x)) =>
  carryOut(house, systemActor(municipality), platforms, measureId)

test('killed after X took the order: it is taken up again, sent once more, and confirmed by that answer', async () => {
  const { reply, measureId } = await hiddenReply('ett')
  const before = hidings()
  const killed = dying({
    answerConfirms: true,
    hide: async (connection, ref) => {
      await x.moderation?.hide?.(connection, ref)
      throw new Error('killed')
    },
  })
  await expect(carry(measureId, only(killed))).rejects.toThrow('killed')
  expect(await stepsOf(reply, measureId)).toMatchObject({
    state: 'sent',
    steps: ['ordered', 'sealedBefore', 'sent'],
  })
  expect(await unfinished(house, systemActor(municipality))).toContain(measureId)
  expect(await carry(measureId)).toBeUndefined()
  expect(await stepsOf(reply, measureId)).toMatchObject({
    state: 'done',
    steps: ['ordered', 'sealedBefore', 'sent', 'lookedUp', 'sent', 'answered', 'confirmed'],
  })
  expect([double.isHidden(reply), hidings() - before]).toEqual([true, 2])
})

test('killed between the answer and the confirmation: what is confirmed is an answer that is sealed', async () => {
  const { reply, measureId } = await hiddenReply('två')
  const moderation = {
    hide: x.moderation?.hide,
    get answerConfirms(): true {
      throw new Error('killed')
    },
  } as Moderation
  await expect(carry(measureId, only(dying(moderation)))).rejects.toThrow('killed')
  expect((await stepsOf(reply, measureId)).steps).toEqual(['ordered', 'sealedBefore', 'sent', 'answered'])
  await carry(measureId)
  const { state, all } = await stepsOf(reply, measureId)
  expect(state).toBe('done')
  expect(all.slice(-2).map(({ kind }) => kind)).toEqual(['answered', 'confirmed'])

  // Shown again: X shows the reply as visible all along, which must not be taken for what was ordered.
  const recordId = await recordOf(reply)
  const undo = { recordId, kind: 'unhide', note: '', undoes: measureId } as const
  const undone = await requestMeasure(house, maja, catalogue, undo)
  const unsent = dying({ answerConfirms: true, unhide: () => Promise.reject(new Error('killed')) })
  await expect(carry(undone.measureId, only(unsent))).rejects.toThrow('killed')
  expect(double.isHidden(reply)).toBe(true)
  await carry(undone.measureId)
  expect(await stepsOf(reply, undone.measureId)).toMatchObject({ state: 'done' })
  expect(double.isHidden(reply)).toBe(false)
})

test('a lost answer is unknown, and never taken for done; when the reply is gone, somebody else took it away', async () => {
  const { reply, measureId } = await hiddenReply('tre')
  double.fault({ kind: 'empty', on: 'orders' })
  expect(await carry(measureId)).toMatchObject({ again: expect.any(Date) })
  expect(await stepsOf(reply, measureId)).toMatchObject({ state: 'unknown' })
  expect(await carry(measureId)).toMatchObject({ again: expect.any(Date) })
  double.fault(undefined)
  double.removePost(reply)
  expect(await carry(measureId)).toBeUndefined()
  expect(await stepsOf(reply, measureId)).toMatchObject({ state: 'overtaken' })
  expect(await itemOf(reply)).toMatchObject({ state: 'gone' })
  expect((await verifyArchive(house, municipality)).problems).toEqual([])
})
