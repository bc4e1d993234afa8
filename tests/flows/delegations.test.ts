import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import {
  type AccountId,
  addDays,
  dayOf,
  instantOf,
  type MunicipalityId,
  newId,
  type StaffId,
} from '../../src/kernel/index.ts'
import {
  addMunicipality,
  addStaff,
  delegateRole,
  delegationsOf,
  departmentByName,
  endDelegation,
  resolveSession,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { formsBrowser } from '../support/forms-browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'

const origin = 'http://storlunda.test'
let place: TestHouse
let house: TestHouse['house']
let here: MunicipalityId
let head: ReturnType<typeof formsBrowser>
let headActor: Actor
let system: Actor

beforeAll(async () => {
  place = await testHouse()
  house = place.house
  here = await addMunicipality(house, { name: 'Storlunda', policy: 'falun', host: 'storlunda.test' })
  system = systemActor(here)
  const roles = [{ role: 'headOfCommunications' as const }]
  const { staffId } = await addStaff(house, system, { email: 'hanna@kommun.test', name: 'Hanna Hög', roles })
  const { token } = await startSession(house, here, staffId)
  head = formsBrowser(createApp(house), origin)
  head.jar.set('uppsikt', token)
  headActor = (await resolveSession(house, here, token))?.actor as Actor
})
afterAll(() => place?.close())

test('a role for a time begins and ends by itself, is shown, and can be ended before', async () => {
  const { staffId } = await addStaff(house, system, {
    email: 'tim@kommun.test',
    name: 'Tim Tillf',
    roles: [],
  })
  const { token } = await startSession(house, here, staffId)
  const roles = async () => (await resolveSession(house, here, token))?.actor.grants.map((one) => one.role)
  const path = `/installningar/medarbetare/${staffId}`
  const [today, tomorrow] = [dayOf(house.clock.now()), addDays(dayOf(house.clock.now()), 1)]
  await head.get(path)
  const given = { role: 'registrar', where: '', from: tomorrow, to: tomorrow, reason: 'Semester' }
  const yesterday = addDays(today, -1)
  expect((await head.post(`${path}/tillfalligt`, { ...given, from: yesterday, to: yesterday })).status).toBe(
    422,
  )
  expect((await head.post(`${path}/tillfalligt`, { ...given, reason: '' })).status).toBe(422)
  expect((await head.post(`${path}/tillfalligt`, given)).status).toBe(303)
  expect(await (await head.get(path)).text()).toMatch(
    /Registrator, hela kommunen[\s\S]*Semester[\s\S]*Kommande/,
  )
  expect(await roles()).toEqual([])
  place.house.clock.set(instantOf(tomorrow))
  const again = (await startSession(house, here, staffId)).token
  const now = async () => (await resolveSession(house, here, again))?.actor.grants.map((one) => one.role)
  expect(await now()).toEqual(['registrar'])
  place.house.clock.set(new Date(instantOf(addDays(tomorrow, 1)).getTime() - 1))
  const late = (await startSession(house, here, staffId)).token
  expect((await resolveSession(house, here, late))?.actor.grants).toHaveLength(1)
  place.house.clock.advance(1)
  expect((await resolveSession(house, here, late))?.actor.grants).toEqual([])
  // A head of one department gives nothing outside it.
  const culture = await withMunicipality(house.db, here, (tx) => departmentByName(tx, here, 'Kultur'))
  const narrow = {
    ...headActor,
    grants: [{ role: 'headOfCommunications' as const, departmentId: culture }],
  }
  const from = addDays(tomorrow, 1)
  const wide = { staffId, role: 'registrar' as const, from, to: from, reason: 'x' }
  await expect(delegateRole(house, narrow, wide)).rejects.toMatchObject({ ending: 'refused' })
  await delegateRole(house, narrow, { ...wide, department: 'Kultur' })
  const running = (await delegationsOf(house, system, staffId)).find((one) => one.department === 'Kultur')
  expect((await resolveSession(house, here, late))?.actor.grants).toEqual([
    { role: 'registrar', departmentId: culture },
  ])
  await endDelegation(house, system, staffId, running?.delegationId ?? '')
  expect((await resolveSession(house, here, late))?.actor.grants).toEqual([])
})

async function accountOf(owner: StaffId, department: string): Promise<AccountId> {
  const accountId = newId<AccountId>()
  await withMunicipality(house.db, here, async (tx) =>
    tx
      .insertInto('account')
      .values({
        municipality_id: here,
        account_id: accountId,
        platform: 'feed',
        name: 'Kulturnytt',
        department_id: await departmentByName(tx, here, department),
        settings: '{}',
        owner_staff_id: owner,
        created_at: house.clock.now(),
      })
      .execute(),
  )
  return accountId
}

test('one page tells who may do what with an account and why, another what a person may do and where', async () => {
  // The clock has gone past the session that the head had.
  head.jar.set('uppsikt', (await startSession(house, here, headActor.staffId as StaffId)).token)
  const hire = (name: string, role?: 'editor' | 'registrar', department?: string) =>
    addStaff(house, system, {
      email: `${name.split(' ')[0]}@kommun.test`.toLowerCase(),
      name,
      roles: role ? [{ role, ...(department && { department }) }] : [],
    })
  const owner = await hire('Olle Ansvarig')
  await hire('Kerstin Kultur', 'editor', 'Kultur')
  await hire('Siv Skola', 'editor', 'Skola')
  const { staffId } = await hire('Ted Tillfällig')
  const today = dayOf(house.clock.now())
  const given = {
    role: 'editor' as const,
    department: 'Kultur',
    from: today,
    to: today,
    reason: 'Sjuk kollega',
  }
  await delegateRole(house, system, { staffId, ...given })
  const account = await accountOf(owner.staffId, 'Kultur')
  const page = await (await head.get(`/register/${account}/behorighet`)).text()
  const replies = /Svara i kommunens namn<\/dt><dd>([^<]*)</.exec(page)?.[1]
  expect(replies).toBe('Hanna Hög, Kerstin Kultur, Olle Ansvarig, Ted Tillfällig')
  for (const reason of [
    'Ansvarig för kontot',
    'Redaktör, Kultur',
    'tillfälligt, till och med',
    'Kommunikationschef, hela kommunen',
  ])
    expect(page).toContain(reason)
  expect(page).not.toContain('Siv Skola, ')
  const person = await (await head.get(`/installningar/medarbetare/${owner.staffId}`)).text()
  expect(person).toMatch(/Svara i kommunens namn[\s\S]{0,200}Kulturnytt/)
})
