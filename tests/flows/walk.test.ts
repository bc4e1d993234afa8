import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWordPressDouble } from '../../doubles/wordpress/index.ts'
import { type Actor, systemActor } from '../../src/access/index.ts'
import { startWorker, type Worker } from '../../src/app/worker.ts'
import { verifyBundle } from '../../src/evidence/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { MunicipalityId, StaffId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { makeBundle, verifyArchive } from '../../src/modules/archive/index.ts'
import { historyOf, requestMeasure } from '../../src/modules/measures/index.ts'
import { addMunicipality, addStaff } from '../../src/modules/organisation/index.ts'
import { confirmRound } from '../../src/modules/supervision/index.ts'
import { tasksFor } from '../../src/modules/tasks/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { readBundleFiles } from '../support/evidence-log.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { platformOf } from '../support/platform.ts'
import { onlyPeopleHide } from '../support/policy.ts'

// The story from beginning to end, without the pages: what came is kept, looked through, acted upon, and can be proven.

let place: TestHouse
let municipality: MunicipalityId
let blog: Awaited<ReturnType<typeof startWordPressDouble>>
let worker: Worker
let maja: Actor

const until = async <T>(what: string, look: () => Promise<T | undefined>): Promise<T> => {
  const end = performance.now() + 20_000
  while (performance.now() < end) {
    const found = await look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`never happened: ${what}`)
}

beforeAll(async () => {
  place = await testHouse()
  // Time goes by itself here: rounds, jobs and checkpoints follow it.
  const began = performance.now()
  const start = place.house.clock.now().getTime()
  const house = { ...place.house, clock: { now: () => new Date(start + performance.now() - began) } }
  Object.assign(place, { house })
  municipality = await addMunicipality(place.house, { name: 'Storlunda', policy: 'falun' })
  await onlyPeopleHide(place.house, municipality)
  const { staffId } = await addStaff(place.house, systemActor(municipality), {
    email: 'maja@storlunda.test',
    name: 'Maja Lindqvist',
    roles: [{ role: 'communicator' }],
  })
  maja = {
    kind: 'staff',
    municipalityId: municipality,
    staffId: staffId as StaffId,
    name: 'Maja Lindqvist',
    grants: [{ role: 'communicator' }],
    ownAccounts: new Set(),
  }
  blog = await startWordPressDouble({})
  const platform = platformOf('wordpress')
  await registerAccount(place.house, systemActor(municipality), platform, {
    platform: platform.id,
    name: 'Bloggen',
    department: 'Kommunledning',
    settings: { url: blog.url, username: blog.username },
    secrets: { password: blog.password },
  })
  worker = await startWorker({ house: place.house, pool: place.database.pool })
})
afterAll(async () => {
  await worker?.stop()
  await blog?.close()
  await place?.close()
})

const open = (selection: 'todo' | 'done' = 'todo') => tasksFor(place.house, maja, { selection, limit: 50 })

test('a threat is collected, found, hidden with the evidence first, and proven to somebody outside', async () => {
  const at = new Date(place.house.clock.now().getTime() - 60_000).toISOString()
  const post = blog.addPost({ title: 'Vägarbete', content: 'Vi gräver.', at })
  const threat = blog.addComment({ post, author: 'Roger', text: 'Jag ska döda dig, jag vet var du bor', at })
  blog.addComment({ post, author: 'Lena', text: 'När är ni klara med grävandet?', at })
  blog.addComment({ post, author: 'Olle', text: 'Tack för informationen om vägen', at })

  const tasks = await until('three comments in the queue', async () => {
    const found = await open()
    return found.length === 3 ? found : undefined
  })
  expect(tasks[0]).toMatchObject({ urgency: 0 })
  expect(tasks[0]?.labels).toContain('threat')
  expect(tasks[1]?.labels).toContain('question')

  const recordId = tasks[0]?.recordId
  if (!recordId) throw new Error('the task has no record')
  await expect(
    requestMeasure(place.house, maja, catalogue, { recordId, kind: 'hide', note: '' }),
  ).rejects.toThrow(/grund/)
  await requestMeasure(place.house, maja, catalogue, {
    recordId,
    kind: 'hide',
    groundId: 'must-unlawful-threat',
    note: 'Hotet gäller en medarbetare',
  })
  await until('the comment is held at the platform', async () =>
    blog.comments().find((one) => one.id === threat)?.status === 'hold' ? true : undefined,
  )
  const done = await until('the measure is done', async () => {
    const [history] = await historyOf(place.house, maja, recordId)
    return history?.measure.state === 'done' ? history : undefined
  })
  expect(done.steps.map((step) => step.kind)).toEqual([
    'ordered',
    'sealedBefore',
    'sent',
    'answered',
    'confirmed',
  ])
  expect(done.measure.groundWording).toBeTruthy()

  const files = await makeBundle(place.house, maja, {
    records: [recordId, done.measure.measureId as unknown as typeof recordId],
    withhold: [],
    parts: [],
  })
  const byPath = await readBundleFiles(files)
  expect(await verifyBundle((path) => byPath.get(path), { paths: [...byPath.keys()] })).toMatchObject({
    ok: true,
  })
})

test('undoing is a new measure, and the queue does not ask again about what we did ourselves', async () => {
  const [handled] = (await open('done')).filter((task) => task.outcome === 'measured')
  const recordId = handled?.recordId
  if (!recordId) throw new Error('nothing was measured')
  const [history] = await historyOf(place.house, maja, recordId)
  if (!history) throw new Error('no history')
  await requestMeasure(place.house, maja, catalogue, {
    recordId,
    kind: 'unhide',
    note: 'Fel bedömt',
    undoes: history.measure.measureId,
  })
  await until('both are done', async () => {
    const all = await historyOf(place.house, maja, recordId)
    return all.length === 2 && all.every((one) => one.measure.state === 'done') ? true : undefined
  })
})

test('a round is confirmed by naming what was seen; plain comments leave the queue, a question stays', async () => {
  const before = await open()
  const plain = before.find((task) => task.urgency === 3)
  const account = before[0]?.accountId
  if (!account || !plain?.recordId) throw new Error('no plain comment in the queue')
  await expect(
    confirmRound(place.house, maja, { accountId: account, lastRecordId: null, note: '' }),
  ).rejects.toThrow(/sista/)
  const newest = await withMunicipality(place.house.db, municipality, (tx) =>
    tx
      .selectFrom('item')
      .select('record_id')
      .orderBy('collected_at', 'desc')
      .orderBy('record_id', 'desc')
      .executeTakeFirstOrThrow(),
  )
  await confirmRound(place.house, maja, {
    accountId: account,
    lastRecordId: newest.record_id as typeof plain.recordId,
    note: '',
  })
  const after = await open()
  expect(after.some((task) => task.urgency === 3)).toBe(false)
  expect(after.some((task) => task.labels.includes('question'))).toBe(true)
})

test('the whole archive stands against its log afterwards', async () => {
  expect((await verifyArchive(place.house, municipality)).problems).toEqual([])
})
