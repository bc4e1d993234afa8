import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventPlatform } from '../../../tests/support/event-platform.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { type Actor, systemActor } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import { type AccountId, type MunicipalityId, newId, type StaffId } from '../../kernel/index.ts'
import type { Connection, Platform } from '../../platforms/contract.ts'
import { addMunicipality } from '../organisation/index.ts'
import {
  changeAppSecrets,
  connectionOf,
  mayStayPrivate,
  moveAccount,
  registerAccount,
  renewSecrets,
  requireAccount,
  webhookAddress,
  withKeptSecrets,
} from './index.ts'
import { storedQuota } from './quota.ts'
import { keepSecrets } from './service.ts'

let place: TestHouse
let municipality: MunicipalityId
const platform = eventPlatform()

beforeAll(async () => {
  place = await testHouse()
  municipality = await addMunicipality(place.house, { name: 'Storlunda', policy: 'falun' })
})
afterAll(() => place?.close())

const add = (page: string, app: string, secrets: Record<string, string>): Promise<AccountId> =>
  registerAccount(place.house, systemActor(municipality), platform, {
    platform: platform.id,
    name: page,
    department: 'Kommunledning',
    settings: { app, page },
    secrets,
  })

const connection = (id: AccountId): Promise<Connection> =>
  withMunicipality(place.house.db, municipality, async (tx) =>
    connectionOf(place.house, tx, municipality, await requireAccount(tx, municipality, id)),
  )
const address = (id: AccountId) => webhookAddress(place.house, systemActor(municipality), platform, id)

test('accounts of the same app share one registration, whose secret is given once', async () => {
  const first = await add('a', 'one', { appSecret: 'shared', token: 'a-token' })
  const second = await add('b', 'one', { token: 'b-token' })
  const other = await add('c', 'two', { appSecret: 'other', token: 'c-token' })
  expect(await address(second)).toBe(await address(first))
  expect(await address(other)).not.toBe(await address(first))
  const { settings, secrets } = await connection(second)
  expect(settings).toEqual({ app: 'one', page: 'b' })
  expect(secrets).toEqual({ appSecret: 'shared', token: 'b-token' })
})

test('without its registration known, an account lacks the secret of the app', async () => {
  await expect(add('d', 'unknown', { token: 't' })).rejects.toMatchObject({ ending: 'invalid' })
})

test('a new secret of the app, given through one account, is that of every account', async () => {
  const first = await add('e', 'three', { appSecret: 'old', token: 'e' })
  const second = await add('f', 'three', { token: 'f' })
  await renewSecrets(place.house, systemActor(municipality), platform, first, { appSecret: 'new' })
  expect((await connection(second)).secrets).toEqual({ appSecret: 'new', token: 'f' })
})

/** A communicator of the department of one account. */
const departmentActor = (id: AccountId): Promise<Actor> =>
  withMunicipality(place.house.db, municipality, async (tx) => {
    const { departmentId } = await requireAccount(tx, municipality, id)
    return {
      ...systemActor(municipality, 'Samira'),
      kind: 'staff',
      staffId: newId<StaffId>(),
      grants: [{ role: 'communicator', departmentId }],
    }
  })

test('one department cannot replace the secret of an app that others go through too', async () => {
  const first = await add('i', 'five', { appSecret: 'kept', token: 'i' })
  const actor = await departmentActor(first)
  const input = { platform: platform.id, name: 'j', department: 'Kommunledning' }
  const settings = { app: 'five', page: 'j' }
  const register = (appSecret: string) => {
    const secrets = { appSecret, token: 'j' }
    return registerAccount(place.house, actor, platform, { ...input, settings, secrets })
  }
  const renewed = renewSecrets(place.house, actor, platform, first, { appSecret: 'theirs', token: 'i2' })
  await expect(renewed).rejects.toMatchObject({ ending: 'refused' })
  await expect(register('theirs')).rejects.toMatchObject({ ending: 'refused' })
  expect((await connection(first)).secrets).toEqual({ appSecret: 'kept', token: 'i' })
  await register('kept')
  await renewSecrets(place.house, actor, platform, first, { token: 'i2' })
  expect((await connection(first)).secrets).toEqual({ appSecret: 'kept', token: 'i2' })
})

test('a kept secret is used with the address that it was given with, and no other', async () => {
  await add('k', 'six', { appSecret: 'kept', token: 'k' })
  const given = (settings: Record<string, string>) =>
    withKeptSecrets(place.house, systemActor(municipality), platform, { settings, secrets: {} })
  expect((await given({ app: 'six', page: 'l' })).secrets).toEqual({ appSecret: 'kept' })
  expect((await given({ app: 'six', page: 'l', api: 'https://elsewhere.example' })).secrets).toEqual({})
})

const change = (app: string, secrets: Record<string, string>, over: Platform = platform) =>
  changeAppSecrets(place.house, systemActor(municipality), new Map([[over.id, over]]), app, secrets)
const appOf = async (id: AccountId): Promise<string> =>
  (await withMunicipality(place.house.db, municipality, (tx) => requireAccount(tx, municipality, id)))
    .registrationId ?? ''
const trail = (verb: string) =>
  withMunicipality(place.house.db, municipality, (tx) =>
    tx.selectFrom('audit_event').select(['verb', 'detail']).where('verb', '=', verb).execute(),
  )

test('a secret that was rotated is tried with an account first; what the platform refuses changes nothing', async () => {
  const id = await add('m', 'seven', { appSecret: 'old', token: 'm' })
  const tried: Connection[] = []
  const refusing: Platform = {
    ...eventPlatform(tried),
    check: async (connection) => {
      tried.push(connection)
      return connection.secrets['appSecret'] === 'right'
        ? { ok: true, value: { url: 'https://eventful.example', name: 'Sidan' } }
        : { ok: false, error: { kind: 'rejected', detail: 'Fel hemlighet.' } }
    },
  }
  await expect(change(await appOf(id), { appSecret: 'wrong' }, refusing)).rejects.toThrow(/m: Fel hemlighet/)
  await expect(change(await appOf(id), {}, refusing)).rejects.toMatchObject({ ending: 'invalid' })
  expect((await connection(id)).secrets).toEqual({ appSecret: 'old', token: 'm' })
  await change(await appOf(id), { appSecret: 'right', token: 'not the app’s' }, refusing)
  expect((await connection(id)).secrets).toEqual({ appSecret: 'right', token: 'm' })
  expect(tried.map(({ settings }) => settings['page'])).toEqual(['m', 'm'])
  expect(JSON.stringify(await trail('accounts.changeAppSecrets'))).not.toMatch(/right|wrong|old/)
  expect(await trail('accounts.changeAppSecrets')).toHaveLength(1)
})

test('where a renewal is what the secret is used for, it is tried by one, and the new tokens are kept', async () => {
  const id = await add('n', 'eight', { appSecret: 'old', token: 'n' })
  const renewing = (right: string): Platform => ({
    ...platform,
    access: {
      pkce: false,
      authorizeUrl: () => '',
      exchange: async () => ({ ok: false, error: { kind: 'rejected', detail: '' } }),
      reached: async () => ({ ok: false, error: { kind: 'rejected', detail: '' } }),
      refresh: async ({ secrets }) =>
        secrets['appSecret'] === right
          ? { ok: true, value: { secrets: { token: 'n2' }, endsAt: null } }
          : { ok: false, error: { kind: 'reauthorise', detail: 'Fel klienthemlighet.' } },
    },
  })
  await withMunicipality(place.house.db, municipality, (tx) =>
    keepSecrets(place.house, tx, municipality, id, { refreshToken: 'r' }),
  )
  const app = await appOf(id)
  await expect(change(app, { appSecret: 'new' }, renewing('other'))).rejects.toThrow(/Fel klienthemlighet/)
  expect((await connection(id)).secrets).toMatchObject({ appSecret: 'old', token: 'n' })
  await change(app, { appSecret: 'new' }, renewing('new'))
  expect((await connection(id)).secrets).toMatchObject({ appSecret: 'new', token: 'n2' })
})

test('an account that moves to another app takes nothing that was kept along, and stays the same account', async () => {
  const first = await add('o', 'nine', { appSecret: 'old', token: 'o' })
  const beside = await add('p', 'nine', { token: 'p' })
  const moved = { settings: { app: 'ten', page: 'o' }, secrets: { appSecret: 'new', token: 'o2' } }
  await moveAccount(place.house, systemActor(municipality), platform, first, {
    ...moved,
    privateAllowed: false,
  })
  expect(await connection(first)).toMatchObject(moved)
  expect((await connection(first)).secrets).toEqual(moved.secrets)
  expect((await connection(beside)).secrets).toEqual({ appSecret: 'old', token: 'p' })
  expect(await address(first)).not.toBe(await address(beside))
  const account = await withMunicipality(place.house.db, municipality, (tx) =>
    requireAccount(tx, municipality, first),
  )
  expect(account.privateAllowed).toBe(false)
})

test('what may lie on a private network is what the operator entered, and no other address', async () => {
  const id = await registerAccount(place.house, systemActor(municipality), platform, {
    platform: platform.id,
    name: 'q',
    department: 'Kommunledning',
    settings: { app: 'eleven', page: 'q', api: 'http://10.0.0.5' },
    secrets: { appSecret: 's', token: 'q' },
  })
  const account = await withMunicipality(place.house.db, municipality, (tx) =>
    requireAccount(tx, municipality, id),
  )
  expect(mayStayPrivate(account, { app: 'twelve', api: 'http://10.0.0.5' })).toBe(true)
  expect(mayStayPrivate(account, { app: 'eleven', api: 'http://10.0.0.6' })).toBe(false)
  expect(mayStayPrivate({ ...account, privateAllowed: false }, { api: 'http://10.0.0.5' })).toBe(false)
})

test('takes at once never pass the quota, accounts of one app share it, and it begins anew', async () => {
  const first = await connection(await add('g', 'four', { appSecret: 's', token: 'g' }))
  const second = await connection(await add('h', 'four', { token: 'h' }))
  const until = new Date(place.house.clock.now().getTime() + 60_000)
  const takes = await Promise.all(
    Array.from({ length: 60 }, (_, at) => (at % 2 ? first : second).quota.take('units', 7, 100, until)),
  )
  expect(takes.filter(Boolean)).toHaveLength(14)
  expect(await first.quota.take('units', 101, 100, until)).toBe(false)
  place.house.clock.set(until)
  const later = new Date(until.getTime() + 60_000)
  expect(await second.quota.take('units', 100, 100, later)).toBe(true)
  expect(await first.quota.take('units', 1, 100, later)).toBe(false)
})

test('another municipality has a quota of its own', async () => {
  const elsewhere = await bareMunicipality(place, 77)
  const holder = '00000000-0000-4000-8000-000000000001'
  const until = new Date(place.house.clock.now().getTime() + 60_000)
  expect(await storedQuota(place.house, municipality, holder).take('x', 1, 1, until)).toBe(true)
  expect(await storedQuota(place.house, elsewhere, holder).take('x', 1, 1, until)).toBe(true)
  expect(await storedQuota(place.house, elsewhere, holder).take('x', 1, 1, until)).toBe(false)
})
