import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventPlatform } from '../../../tests/support/event-platform.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { type Actor, systemActor } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import { type AccountId, type MunicipalityId, newId, type StaffId } from '../../kernel/index.ts'
import type { Connection } from '../../platforms/contract.ts'
import { addMunicipality } from '../organisation/index.ts'
import {
  connectionOf,
  registerAccount,
  renewSecrets,
  requireAccount,
  webhookAddress,
  withKeptSecrets,
} from './index.ts'
import { storedQuota } from './quota.ts'

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
