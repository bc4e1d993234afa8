import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { incoming, comment as item } from '../../../tests/support/items.ts'
import { type Actor, systemActor } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId, StaffId } from '../../kernel/index.ts'
import { feed } from '../../platforms/feed/platform.ts'
import { registerAccount } from '../accounts/index.ts'
import { ingestItems, requireItem } from '../archive/index.ts'
import { addMunicipality, addStaff } from '../organisation/index.ts'
import { tasksFor } from '../tasks/index.ts'
import {
  confirmRound,
  explainMissedDay,
  itemsToLookThrough,
  openItemTasks,
  supervisionCoverage,
} from './index.ts'

let place: TestHouse
let municipality: MunicipalityId
let account: AccountId
let maja: Actor

beforeAll(async () => {
  place = await testHouse(new Date('2026-11-16T08:00:00Z'))
  municipality = await addMunicipality(place.house, { name: 'Storlunda', policy: 'allman' })
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
})
afterAll(() => place?.close())

const newAccount = (name: string): Promise<AccountId> =>
  registerAccount(place.house, systemActor(municipality), feed, {
    platform: feed.id,
    name,
    department: 'Kultur',
    settings: { url: 'https://exempel.se/nyheter.xml' },
    secrets: {},
  })

let number = 0
beforeEach(async () => {
  place.house.clock.advance(60_000)
  number += 1
  account = await newAccount(`Konto ${number}`)
})

/** Items that come in at the same instant, in the queue with the labels given. */
async function arrive(
  texts: readonly string[],
  labels: readonly string[] = [],
  days = 0,
): Promise<RecordId[]> {
  const now = place.house.clock.now().getTime() - days * 86_400_000
  const outcome = await withMunicipality(place.house.db, municipality, (tx) =>
    ingestItems(
      place.house,
      tx,
      { municipalityId: municipality, accountId: account },
      texts.map((text, at) =>
        incoming(
          item(`${account}/${text}`, text, { publishedAt: new Date(now - 60_000 + at).toISOString() }),
        ),
      ),
    ),
  )
  const records = outcome.new.map((one) => one.record)
  await openItemTasks(
    place.house,
    municipality,
    account,
    records.map((record) => ({ record, labels })),
  )
  return records
}

const textOf = (record: RecordId): Promise<string> =>
  withMunicipality(
    place.house.db,
    municipality,
    async (tx) => (await requireItem(tx, municipality, record)).text,
  )
const left = async (): Promise<string[]> =>
  (await itemsToLookThrough(place.house, maja, account, 50)).items.map((one) => one.text)
const queued = async (): Promise<string[]> => {
  const tasks = await tasksFor(place.house, maja, { selection: 'todo', accountId: account, limit: 50 })
  return (await Promise.all(tasks.map((task) => textOf(task.recordId as RecordId)))).sort()
}
const confirm = (lastRecordId: RecordId | null) =>
  confirmRound(place.house, maja, { accountId: account, lastRecordId, note: '' })

test('of what came at the same instant, the round goes to the one named and no further', async () => {
  const [first] = await arrive(['a', 'b', 'c'])
  expect(await left()).toEqual(['a', 'b', 'c'])
  const round = await confirm(first ?? null)
  expect(round.items).toBe(1)
  expect(await left()).toEqual(['b', 'c'])
  expect(await queued()).toEqual(['b', 'c'])
})

test('items with reasons stay in the queue when they have been seen', async () => {
  const [threat] = await arrive(['hot'], ['threat'])
  await confirm(threat ?? null)
  expect(await left()).toEqual([])
  expect(await queued()).toEqual(['hot'])
})

test('a colleague who stopped earlier does not make the account less looked through', async () => {
  const [first, second] = await arrive(['a', 'b'])
  await confirm(second ?? null)
  place.house.clock.advance(1000)
  await confirm(first ?? null)
  expect(await left()).toEqual([])
})

test('what was years old when it was imported is no part of a round', async () => {
  await arrive(['gammalt'], [], 400)
  expect(await left()).toEqual([])
  await arrive(['nytt'])
  expect(await left()).toEqual(['nytt'])
})

test('naming nothing, or something on another account, confirms nothing', async () => {
  const [elsewhere] = await arrive(['x'])
  account = await newAccount(`Annat ${number}`)
  expect((await confirm(null)).items).toBe(0)
  await arrive(['y'])
  await expect(confirm(null)).rejects.toThrow('Välj det sista inlägget du såg')
  await expect(confirm(elsewhere ?? null)).rejects.toThrow('hör till ett annat konto')
  expect(await left()).toEqual(['y'])
})

test('a missed day is explained with words, never turned into a done one', async () => {
  place.house.clock.advance(2 * 86_400_000)
  const day = '2026-11-17'
  const state = async () => {
    const { accounts } = await supervisionCoverage(place.house, maja, 3)
    const own = accounts.find((one) => one.account.name === 'Konto 1')
    return own?.cells.find((cell) => cell.day === day)?.state
  }
  const first = (await supervisionCoverage(place.house, maja, 3)).accounts.find(
    (one) => one.account.name === 'Konto 1',
  )
  if (!first) throw new Error('no account')
  const explain = (text: string, on = day) =>
    explainMissedDay(place.house, maja, { accountId: first.account.accountId, day: on, text })
  expect(await state()).toBe('missed')
  await expect(explain('  ')).rejects.toThrow('Skriv varför')
  await expect(explain('Glömt', '2026-11-18')).rejects.toThrow('Dagen är inte slut')
  await explain('Ordinarie var sjuk')
  expect(await state()).toBe('explained')
})
