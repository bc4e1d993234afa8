import { afterAll, beforeAll, expect, test } from 'vitest'
import { startXDouble, type XDouble } from '../../../doubles/x/index.ts'
import { type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { systemActor } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import type { Log } from '../../infra/log/index.ts'
import type { AccountId, MunicipalityId } from '../../kernel/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import type { Platform } from '../../platforms/contract.ts'
import { addMunicipality } from '../organisation/index.ts'
import {
  accessDue,
  accessOf,
  connectionOf,
  decideOnPlatform,
  freshenAccess,
  refreshAccess,
  registerAccount,
  requireAccount,
} from './index.ts'

let place: TestHouse
let municipality: MunicipalityId
let double: XDouble
const x = catalogue.get('x') as Platform

beforeAll(async () => {
  place = await testHouse()
  municipality = await addMunicipality(place.house, { name: 'Storlunda', policy: 'falun' })
  const decision = { allowed: true, diaryNumber: 'KS 1', reason: 'Prov.' }
  await decideOnPlatform(place.house, systemActor(municipality), x, decision)
  double = await startXDouble({ clock: place.house.clock })
})
afterAll(async () => {
  await double?.close()
  await place?.close()
})

const account = (): Promise<AccountId> =>
  registerAccount(place.house, systemActor(municipality), x, {
    platform: 'x',
    name: 'Kommunen',
    department: 'Kommunledning',
    settings: { api: double.url, username: double.username, clientId: 'klient' },
    secrets: { clientSecret: 'klienthemlig', ...double.issue() },
  })
const within = <T>(work: Parameters<typeof withMunicipality<T>>[2]) =>
  withMunicipality(place.house.db, municipality, work)
const secretsOf = async (id: AccountId) =>
  (
    await within(async (tx) =>
      connectionOf(place.house, tx, municipality, await requireAccount(tx, municipality, id)),
    )
  ).secrets
const state = (id: AccountId) => within((tx) => accessOf(tx, municipality, id))
const due = () => accessDue(place.house, systemActor(municipality), catalogue)
const announced = (id: AccountId) =>
  within(async (tx) =>
    (await tx.selectFrom('outbox').select(['event', 'payload']).orderBy('outbox_id').execute()).filter(
      ({ payload }) => (payload as { account?: string }).account === id,
    ),
  )

/** A house whose log is kept, with platforms whose renewals are counted. */
function watched() {
  const lines: string[] = []
  const note = (...said: unknown[]) => void lines.push(JSON.stringify(said))
  const log = { info: note, warn: note, error: note, debug: note } as unknown as Log
  const house: House = { ...place.house, log }
  let calls = 0
  const refresh: NonNullable<NonNullable<Platform['access']>['refresh']> = (connection) => {
    calls++
    if (!x.access?.refresh) throw new Error('the platform renews nothing')
    return x.access.refresh(connection)
  }
  if (!x.access) throw new Error('the platform has no sign-in')
  const platforms = new Map([['x', { ...x, access: { ...x.access, refresh } }]])
  const run = (id: AccountId) => refreshAccess(house, systemActor(municipality), platforms, id)
  const use = (id: AccountId) => freshenAccess(house, systemActor(municipality), platforms, id)
  return { run, use, calls: () => calls, lines }
}

const minutes = (count: number) => place.house.clock.advance(count * 60_000)

test('two at once ask the platform once, and what it gave is kept', async () => {
  const id = await account()
  const before = await secretsOf(id)
  expect(await due()).toContain(id)
  const { run, calls } = watched()
  await Promise.all([run(id), run(id), run(id)])
  expect(calls()).toBe(1)
  const first = await secretsOf(id)
  expect(first['refreshToken']).not.toBe(before['refreshToken'])
  expect(await due()).not.toContain(id)
  minutes(61)
  expect(await due()).toContain(id)
  await Promise.all([run(id), run(id)])
  expect(calls()).toBe(2)
  const second = await secretsOf(id)
  expect(second['accessToken']).not.toBe(first['accessToken'])
  expect(second['clientSecret']).toBe('klienthemlig')
  const now = place.house.clock.now()
  expect(await state(id)).toEqual({
    refreshedAt: now,
    endsAt: new Date(now.getTime() + 2 * 60 * 60_000),
    failingSince: null,
  })
})

test('a renewal that fails overwrites nothing, is told while the old access works, and heals', async () => {
  const id = await account()
  const { run, lines } = watched()
  await run(id)
  const kept = await secretsOf(id)
  double.fault({ kind: 'error' })
  minutes(61)
  await run(id)
  expect(await secretsOf(id)).toEqual(kept)
  expect((await announced(id)).map(({ event }) => event)).toEqual(['account.registered'])
  minutes(30)
  await run(id)
  minutes(10)
  await run(id)
  const told = (await announced(id)).filter(({ event }) => event === 'account.failing')
  expect(told).toHaveLength(1)
  const { detail, about } = (told[0]?.payload ?? {}) as { detail?: string; about?: string }
  expect(about).toBe('access')
  expect(detail).toMatch(
    /Den som gäller nu fungerar till i dag \d\d\.\d\d\. Anslut kontot på nytt före dess\./,
  )
  double.fault(undefined)
  minutes(10)
  await run(id)
  expect(await secretsOf(id)).not.toEqual(kept)
  expect((await announced(id)).at(-1)?.event).toBe('account.recovered')
  const said = JSON.stringify([lines, await announced(id)])
  for (const secret of [...Object.values(kept), ...Object.values(await secretsOf(id))])
    expect(said).not.toContain(secret)
})

test('a renewal that is refused is told at once', async () => {
  const id = await account()
  const { run } = watched()
  await run(id)
  const { refreshToken = '' } = await secretsOf(id)
  await x.access?.refresh?.(
    await within(async (tx) =>
      connectionOf(place.house, tx, municipality, await requireAccount(tx, municipality, id)),
    ),
  )
  minutes(61)
  await run(id)
  expect((await secretsOf(id))['refreshToken']).toBe(refreshToken)
  expect((await announced(id)).at(-1)).toMatchObject({ event: 'account.failing' })
})

test('an access about to end is renewed before it is used, once however many use it, and no oftener', async () => {
  const id = await account()
  const { run, use, calls } = watched()
  await run(id)
  expect(await Promise.all([use(id), use(id)])).toEqual([false, false])
  minutes(109)
  expect([await use(id), calls()]).toEqual([false, 1])
  minutes(2)
  expect((await Promise.all([use(id), use(id), use(id)])).filter(Boolean)).toEqual([true])
  expect(calls()).toBe(2)
  double.fault({ kind: 'error' })
  minutes(115)
  const kept = await secretsOf(id)
  expect([await use(id), await use(id), calls()]).toEqual([false, false, 3])
  expect(await secretsOf(id)).toEqual(kept)
  double.fault(undefined)
  minutes(10)
  expect([await use(id), calls()]).toEqual([true, 4])
  expect((await announced(id)).at(-1)?.event).toBe('account.recovered')
})
