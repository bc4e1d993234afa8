import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventPlatform } from '../../tests/support/event-platform.ts'
import { type TestHouse, testHouse } from '../../tests/support/house.ts'
import { systemActor } from '../access/index.ts'
import { withMunicipality } from '../infra/db/index.ts'
import { announce } from '../infra/jobs/index.ts'
import type { MunicipalityId } from '../kernel/index.ts'
import { registerAccount } from '../modules/accounts/index.ts'
import { sequence } from '../modules/archive/index.ts'
import { addMunicipality } from '../modules/organisation/index.ts'
import { waitingAt } from './waiting.ts'

let place: TestHouse
beforeAll(async () => {
  place = await testHouse()
})
afterAll(() => place?.close())

const added = async (name: string): Promise<MunicipalityId> => {
  const id = await addMunicipality(place.house, { name, policy: 'falun', host: `${name}.test` })
  await sequence(place.house, id)
  await place.database.owner.query('DELETE FROM outbox')
  return id
}

test('of all municipalities those are told of for which something waits, and what', async () => {
  const { house } = place
  const [quiet, telling, collecting] = [await added('tyst'), await added('ropar'), await added('hamtar')]
  const all = [quiet, telling, collecting].map((municipalityId) => ({ municipalityId }))
  expect([...(await waitingAt(house, all))]).toEqual([])

  await withMunicipality(house.db, telling, (tx) =>
    announce(tx, telling, 'it.happened', {}, house.clock.now()),
  )
  await registerAccount(house, systemActor(collecting), eventPlatform(), {
    ...{ platform: 'eventful', name: 'Sidan', department: 'Kultur' },
    settings: { app: 'one', page: 'page' },
    secrets: { appSecret: 'shared', token: 't' },
  })
  const waiting = await waitingAt(house, all)
  expect([...waiting.keys()].sort()).toEqual([telling, collecting])
  expect(waiting.get(telling)).toEqual({ announced: true, due: false, unplaced: false })
  expect(waiting.get(collecting)).toMatchObject({ due: true })
  // Another one is not seen by what was asked last.
  expect([...(await waitingAt(house, [{ municipalityId: quiet }]))]).toEqual([])
})
