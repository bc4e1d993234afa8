import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { type Actor, type Role, systemActor } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import { type MunicipalityId, newId, type StaffId } from '../../kernel/index.ts'
import { auditTrail } from '../audit/index.ts'
import {
  addCommittee,
  addDepartment,
  addMunicipality,
  addStaff,
  addUnit,
  changeStaff,
  departmentByName,
  endStaff,
  municipalities,
  newSignInLink,
  roleText,
  staffList,
  structure,
} from './index.ts'

let stage: TestHouse
let here: MunicipalityId
let there: MunicipalityId

beforeAll(async () => {
  stage = await testHouse()
  here = await addMunicipality(stage.house, { name: 'Östersunds kommun', policy: 'ostersund' })
  there = await addMunicipality(stage.house, {
    name: 'Östersunds kommun',
    policy: 'pitea',
    origin: 'annan.test/log',
  })
})
afterAll(() => stage.close())

const person = (role?: Role, department?: Awaited<ReturnType<typeof addDepartment>>): Actor => ({
  kind: 'staff',
  municipalityId: here,
  staffId: newId<StaffId>(),
  name: 'Chefen',
  grants: role ? [{ role, ...(department && { departmentId: department }) }] : [],
  ownAccounts: new Set(),
})

test('a municipality gets the next id, a slug in plain letters and a log name of its own', async () => {
  const all = await municipalities(stage.house)
  expect(all.map((one) => [one.municipalityId, one.slug])).toEqual([
    [1, 'ostersunds-kommun'],
    [2, 'ostersunds-kommun-2'],
  ])
  expect(all[0]?.logOrigin).toMatch(/^ostersunds-kommun\.[0-9a-f]{8}\/log$/)
  expect(all[1]?.logOrigin).toBe('annan.test/log')
})

test('a municipality whose host, log name or guideline cannot be used is refused in words', async () => {
  const add = (more: object) => addMunicipality(stage.house, { name: 'Piteå', policy: 'pitea', ...more })
  await expect(add({ origin: 'annan.test/log' })).rejects.toMatchObject({ ending: 'conflict' })
  await expect(add({ origin: 'Stora Bokstäver' })).rejects.toMatchObject({ ending: 'invalid' })
  await expect(add({ host: 'https://x.se/' })).rejects.toMatchObject({ ending: 'invalid' })
  await expect(add({ host: '127.0.0.1' })).rejects.toMatchObject({ ending: 'invalid' })
  await expect(add({ policy: 'stockholm' })).rejects.toThrow('falun, gotene, ostersund, pitea, allman')
  await expect(add({ name: '中文' })).rejects.toMatchObject({ ending: 'invalid' })
  expect(await municipalities(stage.house)).toHaveLength(2)
})

test('municipalities added at the same time get ids of their own', async () => {
  const added = await Promise.all(
    ['Ale', 'Bjuv', 'Eda'].map((name) => addMunicipality(stage.house, { name, policy: 'allman' })),
  )
  expect(new Set(added).size).toBe(3)
})

test('a department is made the first time it is named, and found after that', async () => {
  const first = await withMunicipality(stage.house.db, here, (tx) =>
    departmentByName(tx, here, ' Barn  och utbildning '),
  )
  const again = await withMunicipality(stage.house.db, here, (tx) =>
    departmentByName(tx, here, 'Barn och utbildning'),
  )
  const other = await withMunicipality(stage.house.db, there, (tx) =>
    departmentByName(tx, there, 'Barn och utbildning'),
  )
  expect(again).toBe(first)
  expect(other).not.toBe(first)
})

test('committees, departments and units stand in Swedish order', async () => {
  const head = person('headOfCommunications')
  const board = await addCommittee(stage.house, head, { name: 'Kommunstyrelsen', isExecutiveBoard: true })
  for (const name of ['Ålderdom', 'Zoo', 'Ö-trafik', 'Arkiv'])
    await addDepartment(stage.house, head, { name, committeeId: board })
  const { departments, committees } = await structure(stage.house, head)
  expect(departments.map((one) => one.name).filter((name) => name !== 'Barn och utbildning')).toEqual([
    'Arkiv',
    'Zoo',
    'Ålderdom',
    'Ö-trafik',
  ])
  expect(committees).toMatchObject([{ name: 'Kommunstyrelsen', isExecutiveBoard: true }])
  const zoo = departments.find((one) => one.name === 'Zoo')
  if (!zoo) throw new Error('no zoo')
  await addUnit(stage.house, head, { name: 'Apor', departmentId: zoo.departmentId })
  await addUnit(stage.house, head, { name: 'Apor', departmentId: zoo.departmentId })
  const after = (await structure(stage.house, head)).departments.find((one) => one.name === 'Zoo')
  expect(after?.units.map((one) => one.name)).toEqual(['Apor'])
  expect(after?.committeeId).toBe(board)
})

test('somebody is added once, with the address in small letters, and may come back after ending', async () => {
  const system = systemActor(here)
  const input = {
    email: ' Åsa@Kommun.se'.replace('Å', 'A'),
    name: 'Åsa Öberg',
    roles: [{ role: 'registrar' as const }],
  }
  const { staffId } = await addStaff(stage.house, system, input)
  await expect(addStaff(stage.house, system, input)).rejects.toMatchObject({ ending: 'conflict' })
  await endStaff(stage.house, system, staffId)
  const listed = async () => (await staffList(stage.house, system)).find((one) => one.staffId === staffId)
  expect(await listed()).toMatchObject({ email: 'asa@kommun.se', name: 'Åsa Öberg', roles: [] })
  expect((await listed())?.endedAt).not.toBeNull()
  const back = await addStaff(stage.house, system, input)
  expect(back.staffId).toBe(staffId)
  expect(await listed()).toMatchObject({ endedAt: null, roles: [{ role: 'registrar' }] })
})

test('every verb refuses somebody without roles', async () => {
  const nobody = person()
  const { staffId } = await addStaff(stage.house, systemActor(here), {
    email: 'n@kommun.se',
    name: 'N',
    roles: [],
  })
  const department = await addDepartment(stage.house, systemActor(here), { name: 'Miljö' })
  const verbs = [
    addStaff(stage.house, nobody, { email: 'x@kommun.se', name: 'X', roles: [] }),
    changeStaff(stage.house, nobody, staffId, { name: 'Y', roles: [] }),
    endStaff(stage.house, nobody, staffId),
    newSignInLink(stage.house, nobody, staffId),
    staffList(stage.house, nobody),
    structure(stage.house, nobody),
    addCommittee(stage.house, nobody, { name: 'X' }),
    addDepartment(stage.house, nobody, { name: 'X' }),
    addUnit(stage.house, nobody, { name: 'X', departmentId: department }),
    auditTrail(stage.house, nobody),
  ]
  for (const outcome of await Promise.allSettled(verbs)) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { ending: 'refused' } })
  }
})

test("one department's head of communications gives, takes and signs in with no role outside the department", async () => {
  const system = systemActor(here)
  const department = await addDepartment(stage.house, system, { name: 'Teknik' })
  const head = person('headOfCommunications', department)
  const inside = await addStaff(stage.house, head, {
    email: 'i@kommun.se',
    name: 'I',
    roles: [{ role: 'editor', department: 'Teknik' }],
  })
  const outside = await addStaff(stage.house, system, {
    email: 'u@kommun.se',
    name: 'U',
    roles: [{ role: 'operator' }],
  })
  const refused = { ending: 'refused' }
  const add = (roles: Parameters<typeof addStaff>[2]['roles']) =>
    addStaff(stage.house, head, { email: 'ny@kommun.se', name: 'Ny', roles })
  await expect(add([{ role: 'operator' }])).rejects.toMatchObject(refused)
  await expect(add([{ role: 'editor', department: 'Kultur' }])).rejects.toMatchObject(refused)
  await expect(add([])).rejects.toMatchObject(refused)
  await expect(
    changeStaff(stage.house, head, inside.staffId, { name: 'I', roles: [{ role: 'headOfCommunications' }] }),
  ).rejects.toMatchObject(refused)
  await expect(newSignInLink(stage.house, head, outside.staffId)).rejects.toMatchObject(refused)
  await expect(endStaff(stage.house, head, outside.staffId)).rejects.toMatchObject(refused)
  await expect(newSignInLink(stage.house, head, inside.staffId)).resolves.toContain('/logga-in/lank/')
  const { departments } = await structure(stage.house, system)
  expect(departments.some((one) => one.name === 'Kultur')).toBe(false)
})

test("whoever holds a link is that person, so another department's account behind it is refused", async () => {
  const system = systemActor(here)
  const culture = await addDepartment(stage.house, system, { name: 'Kultur' })
  const school = await addDepartment(stage.house, system, { name: 'Skola' })
  const email = 'agare@kommun.test'
  const roles = [{ role: 'editor', department: 'Kultur' }] as const
  const { staffId } = await addStaff(stage.house, system, { email, name: 'Äga Re', roles })
  const head = person('headOfCommunications', culture)
  expect(await newSignInLink(stage.house, head, staffId)).toContain('/logga-in/lank/')
  await withMunicipality(stage.house.db, here, (tx) =>
    tx
      .insertInto('account')
      .values({
        municipality_id: here,
        account_id: newId(),
        platform: 'feed',
        name: 'Skolans nyheter',
        department_id: school,
        settings: '{}',
        deputy_staff_id: staffId,
        created_at: stage.house.clock.now(),
      })
      .execute(),
  )
  const refused = { ending: 'refused' }
  await expect(newSignInLink(stage.house, head, staffId)).rejects.toMatchObject(refused)
  await endStaff(stage.house, head, staffId)
  await expect(addStaff(stage.house, head, { email, name: 'Äga Re', roles })).rejects.toMatchObject(refused)
  const back = await addStaff(stage.house, person('headOfCommunications'), { email, name: 'Äga Re', roles })
  expect(back.staffId).toBe(staffId)
})

test('nobody ends themselves', async () => {
  const head = person('headOfCommunications')
  if (!head.staffId) throw new Error('a person')
  await expect(endStaff(stage.house, head, head.staffId)).rejects.toMatchObject({ ending: 'conflict' })
})

test('who added, changed and ended whom stands in the trail, newest first and page by page', async () => {
  const head = person('headOfCommunications')
  const { staffId } = await addStaff(stage.house, head, { email: 'spar@kommun.se', name: 'S', roles: [] })
  await changeStaff(stage.house, head, staffId, { name: 'S', roles: [{ role: 'auditor' }] })
  await endStaff(stage.house, head, staffId)
  const subject = { kind: 'staff', id: staffId }
  const first = await auditTrail(stage.house, person('auditor'), { subject, limit: 2 })
  expect(first.events.map((event) => event.verb)).toEqual(['staff.end', 'staff.change'])
  expect(first.more).toBe(true)
  expect(first.events[0]).toMatchObject({ actor: 'Chefen', staffId: head.staffId })
  const before = first.events.at(-1)?.auditId ?? 0
  const rest = await auditTrail(stage.house, person('auditor'), { subject, before })
  expect(rest.events.map((event) => event.verb)).toEqual(['staff.add'])
  expect(rest.more).toBe(false)
})

test('what a person is, in words', () => {
  expect(roleText(person('communicator'))).toBe('Kommunikatör, hela kommunen')
  expect(roleText(person('editor', newId()))).toBe('Redaktör, en förvaltning')
  expect(roleText(person())).toBe('Ingen roll än')
})
