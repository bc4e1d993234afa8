import { afterAll, beforeAll, expect, test } from 'vitest'
import { startXDouble, type XDouble } from '../../doubles/x/index.ts'
import { type Actor, systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, RecordId } from '../../src/kernel/index.ts'
import { decideOnPlatform, registerAccount, requireAccount } from '../../src/modules/accounts/index.ts'
import { collectAccount, takeItems } from '../../src/modules/collection/index.ts'
import { approveReply, carryOut, historyOf, requestMeasure } from '../../src/modules/measures/index.ts'
import { addMunicipality, addStaff } from '../../src/modules/organisation/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { platformOf } from '../support/platform.ts'

/** No worker runs here: nothing is renewed by the clock. X's access ends after two hours. */
let place: TestHouse
let double: XDouble
let system: Actor
let staff: Actor
let account: AccountId
let post: string
let reply: string
const x = platformOf('x')

beforeAll(async () => {
  place = await testHouse()
  const { house } = place
  const municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  system = systemActor(municipality)
  await decideOnPlatform(house, system, x, { allowed: true, diaryNumber: 'KS 1', reason: 'Prov.' })
  double = await startXDouble({ clock: house.clock })
  account = await registerAccount(house, system, x, {
    platform: 'x',
    name: 'Kommunen',
    department: 'Kommunledning',
    settings: { api: double.url, username: double.username, clientId: 'klient' },
    secrets: { clientSecret: 'klienthemlig', ...double.issue() },
    endsAt: new Date(house.clock.now().getTime() + 2 * 60 * 60_000).toISOString(),
  })
  const { staffId } = await addStaff(house, system, {
    name: 'Maja Lindqvist',
    email: 'maja@storlunda.example',
    roles: [{ role: 'communicator' }],
  })
  const grants = [{ role: 'communicator' as const }]
  staff = { ...system, kind: 'staff', staffId, name: 'Maja Lindqvist', grants, ownAccounts: new Set() }
  post = double.addPost({ text: 'Parken är öppen.' })
  reply = double.addReply({ as: 'arg', text: 'Idioter!', to: post })
})
afterAll(async () => {
  await double?.close()
  await place?.close()
})

const renewals = (): number =>
  double.server.log.filter(({ url }) => url.pathname === '/2/oauth2/token').length
const threeHours = () => place.house.clock.advance(3 * 60 * 60_000)

test('a round renews an access that has ended, and one that has not is left alone', async () => {
  const round = () => collectAccount(place.house, system, catalogue, account)
  expect(await round()).toMatchObject({ error: null })
  expect(renewals()).toBe(0)
  threeHours()
  expect(await round()).toMatchObject({ error: null })
  expect(renewals()).toBe(1)
})

test('so does asking for what an event has named', async () => {
  const { house } = place
  const { municipalityId } = system
  const named = double.addReply({ as: 'bo', text: 'Tack!', to: post })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { registrationId } = await requireAccount(tx, municipalityId, account)
    const delivery = {
      municipality_id: municipalityId,
      registration_id: registrationId ?? '',
      sha256: Buffer.alloc(32),
    }
    const at = house.clock.now()
    const whole = { ...delivery, bytes: Buffer.from('{}'), headers: '{}', received_at: at }
    await tx.insertInto('webhook_delivery').values(whole).execute()
    const item = { account_id: account, platform_id: named, kind: 'comment', parent: post, named_at: at }
    await tx
      .insertInto('event_item')
      .values({ ...delivery, ...item })
      .execute()
  })
  const before = renewals()
  threeHours()
  await takeItems(house, catalogue, municipalityId, account)
  expect(renewals() - before).toBe(1)
  const taken = await withMunicipality(house.db, municipalityId, (tx) =>
    tx.selectFrom('item').select('state').where('platform_id', '=', named).executeTakeFirst(),
  )
  expect(taken?.state).toBe('visible')
})

test('so does a measure, and a reply', async () => {
  const { municipalityId } = system
  const { record_id: recordId } = await withMunicipality(place.house.db, municipalityId, (tx) =>
    tx.selectFrom('item').select('record_id').where('platform_id', '=', reply).executeTakeFirstOrThrow(),
  )
  const about = { recordId: recordId as RecordId }
  const hide = { ...about, kind: 'hide' as const, groundId: 'must-unlawful-threat', note: 'Prov' }
  const orders = [
    () => requestMeasure(place.house, staff, catalogue, hide),
    () => approveReply(place.house, staff, catalogue, { ...about, text: 'Parken har öppet till 21.' }),
  ]
  for (const order of orders) {
    const before = renewals()
    threeHours()
    const { measureId } = await order()
    await carryOut(place.house, system, catalogue, measureId)
    expect(renewals() - before).toBe(1)
    const measures = await historyOf(place.house, system, recordId as RecordId)
    expect(measures.find(({ measure }) => measure.measureId === measureId)?.measure.state).toBe('done')
  }
})
