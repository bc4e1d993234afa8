import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { Mail } from '../../src/infra/mail/index.ts'
import { type MunicipalityId, newId, ok, type StaffId } from '../../src/kernel/index.ts'
import { tellAccountsLeft } from '../../src/modules/notices/index.ts'
import {
  addMunicipality,
  departmentByName,
  endScim,
  mapGroup,
  newScimToken,
  resolveSession,
  staffList,
  startSession,
} from '../../src/modules/organisation/index.ts'
import { type TestHouse, testHouse } from '../support/house.ts'

const origin = 'http://storlunda.test'
let place: TestHouse
let house: House
let here: MunicipalityId
let there: MunicipalityId
let app: ReturnType<typeof createApp>
let token: string
const letters: Mail[] = []
const failures: unknown[] = []

beforeAll(async () => {
  place = await testHouse()
  const mailer = {
    configured: true,
    send: async (mail: Mail) => {
      letters.push(mail)
      return ok(undefined)
    },
  }
  const log = { ...place.house.log, error: (detail: object) => void failures.push(detail) }
  house = { ...place.house, mailer, log }
  here = await addMunicipality(house, { name: 'Storlunda', policy: 'falun', host: 'storlunda.test' })
  there = await addMunicipality(house, { name: 'Annanby', policy: 'falun', host: 'annanby.test' })
  app = createApp(house)
  token = await newScimToken(house, systemActor(here))
  await mapGroup(house, systemActor(here), { group: 'Redaktörer', role: 'editor', department: 'Kultur' })
  await mapGroup(house, systemActor(here), { group: 'Komm', role: 'headOfCommunications' })
})
afterAll(() => place?.close())

interface Answer {
  readonly status: number
  readonly type: string
  // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer it has just asked for
  readonly body: any
}

async function scim(
  method: string,
  path: string,
  body?: unknown,
  more: { key?: string; at?: string } = {},
): Promise<Answer> {
  const response = await app.request(`${more.at ?? origin}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${more.key ?? token}`, 'content-type': 'application/scim+json' },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: text ? JSON.parse(text) : undefined,
  }
}

const user = (name: string, more: object = {}) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name}@kommun.test`,
  externalId: `ext-${name}`,
  name: { givenName: name, familyName: 'Nilsson', formatted: '' },
  emails: [{ value: `${name}@kommun.test`, type: 'work', primary: true }],
  active: true,
  title: 'Handläggare',
  ...more,
})

const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})

const session = async (staffId: StaffId) => (await startSession(house, here, staffId)).token
const actorIn = async (held: string) => (await resolveSession(house, here, held))?.actor
const staffed = async (id: string) =>
  (await staffList(house, systemActor(here))).find((one) => one.staffId === id)

test('the directory adds somebody, puts her in a group, and takes her away: she is out at the next click', async () => {
  const made = await scim('POST', '/Users', user('anna'))
  expect([made.status, made.type]).toEqual([201, 'application/scim+json'])
  expect(made.body).toMatchObject({ userName: 'anna@kommun.test', displayName: 'anna Nilsson', active: true })
  const { id } = made.body
  expect((await scim('POST', '/Users', user('anna'))).body).toMatchObject({
    status: '409',
    scimType: 'uniqueness',
  })
  const held = await session(id)
  expect((await actorIn(held))?.grants).toEqual([])
  const group = await scim('POST', '/Groups', { displayName: 'Redaktörer', members: [{ value: id }] })
  expect([group.status, group.body.members.length]).toEqual([201, 1])
  expect((await actorIn(held))?.grants).toMatchObject([{ role: 'editor' }])
  expect((await scim('GET', `/Users/${id}`)).body.groups).toMatchObject([{ display: 'Redaktörer' }])
  await withMunicipality(house.db, here, async (tx) =>
    tx
      .insertInto('account')
      .values({
        municipality_id: here,
        account_id: newId(),
        platform: 'feed',
        name: 'Kulturnytt',
        department_id: await departmentByName(tx, here, 'Kultur'),
        settings: '{}',
        owner_staff_id: id,
        created_at: house.clock.now(),
      })
      .execute(),
  )
  // As Entra writes it.
  const gone = await scim('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }))
  expect([gone.status, gone.body.active]).toEqual([200, false])
  expect(await actorIn(held)).toBeUndefined()
  expect(await staffed(id)).toMatchObject({ roles: [], endedAt: expect.any(Date) })
  const head = await scim('POST', '/Users', user('hanna'))
  await scim('POST', '/Groups', { displayName: 'Komm', members: [{ value: head.body.id }] })
  await tellAccountsLeft(house, here, id)
  const told = await withMunicipality(house.db, here, (tx) =>
    tx
      .selectFrom('notice')
      .select(['staff_id', 'subject', 'severity'])
      .where('kind', '=', 'accountLeft')
      .execute(),
  )
  expect(told).toEqual([{ staff_id: head.body.id, subject: 'Kulturnytt saknar ansvarig', severity: 'today' }])
  const back = await scim('PATCH', `/Users/${id}`, patch({ op: 'replace', value: { active: true } }))
  expect(back.body.active).toBe(true)
  expect(await actorIn(held)).toBeUndefined()
  expect((await staffed(id))?.roles).toMatchObject([{ role: 'editor', source: 'group' }])
  expect((await scim('DELETE', `/Users/${id}`)).status).toBe(204)
  expect((await scim('GET', `/Users/${id}`)).status).toBe(404)
  expect(await staffed(id)).toMatchObject({ roles: [] })
})

test('leaving a group takes its roles at once, and so does a group that is taken away', async () => {
  const one = (await scim('POST', '/Users', user('bo'))).body.id
  const two = (await scim('POST', '/Users', user('cia'))).body.id
  const found = await scim(
    'GET',
    `/Groups?filter=${encodeURIComponent('displayName eq "redaktörer"')}&excludedAttributes=members`,
  )
  expect(found.body).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1 })
  expect(found.body.Resources[0]).not.toHaveProperty('members')
  const { id } = found.body.Resources[0]
  const members = (path: string | undefined, op: string, value?: unknown) =>
    scim(
      'PATCH',
      `/Groups/${id}`,
      patch({ op, ...(path && { path }), ...(value !== undefined && { value }) }),
    )
  const roles = async () => [(await staffed(one))?.roles.length, (await staffed(two))?.roles.length]
  await members('members', 'Add', [{ value: one }, { value: two }])
  expect(await roles()).toEqual([1, 1])
  await members(`members[value eq "${one}"]`, 'Remove')
  expect(await roles()).toEqual([0, 1])
  await members('members', 'replace', [{ value: one }])
  expect(await roles()).toEqual([1, 0])
  await members('members', 'remove', [{ value: one }])
  expect(await roles()).toEqual([0, 0])
  await members(undefined, 'replace', { displayName: 'Redaktörer', members: [{ value: two }] })
  expect(await roles()).toEqual([0, 1])
  expect((await members('members', 'add', [{ value: newId() }])).status).toBe(400)
  expect(await roles()).toEqual([0, 1])
  expect((await scim('DELETE', `/Groups/${id}`)).status).toBe(204)
  expect(await roles()).toEqual([0, 0])
})

test('a person is found by userName in capitals or small letters, and lists come in pages', async () => {
  const filter = encodeURIComponent('userName eq "BO@kommun.test"')
  expect((await scim('GET', `/Users?filter=${filter}`)).body).toMatchObject({ totalResults: 1 })
  const external = encodeURIComponent('externalId eq "ext-bo"')
  expect((await scim('GET', `/Users?filter=${external}`)).body.Resources[0].userName).toBe('bo@kommun.test')
  const page = (await scim('GET', '/Users?startIndex=2&count=1')).body
  expect([page.totalResults, page.startIndex, page.itemsPerPage]).toEqual([3, 2, 1])
  for (const wrong of [
    'userName co "a"',
    'userName eq bo',
    'password eq "x"',
    `userName eq "\\u0000"`,
    'x'.repeat(5_000),
  ])
    expect((await scim('GET', `/Users?filter=${encodeURIComponent(wrong)}`)).body).toMatchObject({
      status: '400',
      scimType: 'invalidFilter',
    })
})

test('names and addresses change with the directory, and an address of somebody else’s is not taken over', async () => {
  const filter = encodeURIComponent('userName eq "bo@kommun.test"')
  const { id } = (await scim('GET', `/Users?filter=${filter}`)).body.Resources[0]
  const changed = await scim(
    'PATCH',
    `/Users/${id}`,
    patch(
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'bo.ny@kommun.test' },
      { op: 'replace', value: { 'name.givenName': 'Bo', 'name.familyName': 'Ny', nickName: 'B' } },
      {
        op: 'add',
        path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
        value: 'K',
      },
    ),
  )
  expect(changed.body).toMatchObject({ displayName: 'Bo Ny', emails: [{ value: 'bo.ny@kommun.test' }] })
  const stolen = await scim(
    'PATCH',
    `/Users/${id}`,
    patch({ op: 'replace', path: 'emails', value: [{ value: 'hanna@kommun.test' }] }),
  )
  expect(stolen.status).toBe(409)
  const whole = await scim('PUT', `/Users/${id}`, user('bo'))
  expect(whole.body).toMatchObject({ displayName: 'bo Nilsson', emails: [{ value: 'bo@kommun.test' }] })
})

test('without the municipality’s own key nothing is read or changed', async () => {
  const keys = ['', 'A'.repeat(43), `${token}x`, await newScimToken(house, systemActor(there))]
  for (const key of keys)
    for (const [method, path] of [
      ['GET', '/Users'],
      ['POST', '/Users'],
      ['GET', '/ServiceProviderConfig'],
    ] as const) {
      const refused = await scim(method, path, method === 'POST' ? user('x') : undefined, { key })
      expect([refused.status, refused.type]).toEqual([401, 'application/scim+json'])
    }
  expect((await scim('GET', '/Users', undefined, { at: 'http://annanby.test' })).status).toBe(401)
  expect(
    (await scim('GET', '/Users', undefined, { at: 'http://annanby.test', key: keys[3] ?? '' })).body
      .totalResults,
  ).toBe(0)
  const { rows } = await place.database.owner.query('SELECT json_agg(t)::text AS kept FROM scim_token t')
  expect(rows[0].kept).not.toContain(token)
})

test('nothing that is sent makes the server fail, and what is wrong is told as RFC 7644 says', async () => {
  const { id } = (await scim('GET', '/Users?count=1')).body.Resources[0]
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '['.repeat(50_000),
    `{"userName":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
    { userName: 5 },
    { userName: '' },
    { userName: 'a\0b' },
    { userName: 'x'.repeat(400) },
    { userName: 'inte en adress' },
    user('y', { active: 'kanske' }),
    user('y', { emails: [{ value: { a: 1 } }] }),
    user('y', { emails: 'x' }),
    { displayName: 'G', members: 'x' },
    { displayName: 'G', members: [{ value: '../../etc/passwd' }] },
    { displayName: 'G', members: [{ value: 5 }] },
    { Operations: [] },
    { Operations: 'x' },
    patch({ op: 'explode' }),
    patch({ op: 'replace', path: 'active', value: 'kanske' }),
    patch({ op: 'replace', path: 'userName', value: null }),
    patch({ op: 'replace', path: '__proto__', value: { admin: true } }),
    patch({ op: 'replace', path: 'members[value eq "x', value: 1 }),
    patch(...Array.from({ length: 1_001 }, () => ({ op: 'add', path: 'title', value: 'x' }))),
  ]
  for (const body of bodies)
    for (const [method, path] of [
      ['POST', '/Users'],
      ['POST', '/Groups'],
      ['PUT', `/Users/${id}`],
      ['PATCH', `/Users/${id}`],
    ] as const) {
      const { status, body: told } = await scim(method, path, body)
      expect([200, 201, 400, 409], JSON.stringify(body).slice(0, 60)).toContain(status)
      if (status >= 400) expect(told.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:Error'])
    }
  for (const path of ['/Users/x', `/Users/${newId()}`, '/Groups/%00', `/Groups/${newId()}`])
    expect((await scim('GET', path)).status).toBe(404)
  const large = await scim('POST', '/Users', `{"userName":"${'x'.repeat(5 * 1024 * 1024)}"}`)
  expect(large.status).toBe(400)
  expect(failures).toEqual([])
})

test('what the server can do is said, and a key that is taken back opens nothing', async () => {
  expect((await scim('GET', '/ServiceProviderConfig')).body).toMatchObject({ patch: { supported: true } })
  expect((await scim('GET', '/ResourceTypes')).body.Resources.map((one: { id: string }) => one.id)).toEqual([
    'User',
    'Group',
  ])
  await endScim(house, systemActor(here))
  expect((await scim('GET', '/Users')).status).toBe(401)
})
