import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { collectAccount } from '../../src/modules/collection/index.ts'
import type { Collection, Failure, Platform } from '../../src/platforms/contract.ts'
import { eventPlatform } from '../support/event-platform.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../support/house.ts'
import { comment } from '../support/items.ts'

const hour = 3_600_000
/** What the platform holds, listed two a page; the listing is cut before the page `cutAt`, once. */
const world = {
  ids: ['a', 'b', 'c', 'd', 'e', 'f'],
  cutAt: undefined as number | undefined,
  notBefore: undefined as Date | undefined,
  asked: [] as string[],
}
const failure: Failure = { kind: 'retryLater', at: new Date(0), detail: 'Avbrutet.' }
const collection: Collection = {
  async *round(_, { cursor }) {
    const from = Number((cursor as { at?: number } | null)?.at ?? 0)
    for (let at = from; at < world.ids.length; at += 2) {
      if (world.cutAt === at) {
        world.cutAt = undefined
        return yield { ok: false, error: failure }
      }
      const last = at + 2 >= world.ids.length
      const items = world.ids.slice(at, at + 2).map((id) => comment(id, id))
      const { notBefore } = world
      yield {
        ok: true,
        value: {
          items,
          cursor: last ? {} : { at: at + 2 },
          ...(from > 0 ? { resumed: true as const } : {}),
          ...(last ? { complete: { since: null, kinds: ['comment'] as const } } : {}),
          ...(notBefore && { notBefore }),
        },
      }
    }
  },
  fetchItem: async (__, { platformId }) => {
    world.asked.push(platformId)
    return world.ids.includes(platformId)
      ? { ok: true, value: comment(platformId, platformId) }
      : { ok: false, error: { kind: 'gone', detail: 'Borta.' } }
  },
}
const platform: Platform = { ...eventPlatform(), collection }
const platforms = new Map([[platform.id, platform]])

let place: TestHouse
let municipality: MunicipalityId
let account: AccountId
beforeAll(async () => {
  place = await testHouse()
  municipality = await bareMunicipality(place)
  account = await registerAccount(place.house, systemActor(municipality), platform, {
    platform: platform.id,
    name: 'Sidan',
    department: 'Kommunledning',
    settings: { app: 'one', page: 'page' },
    secrets: { appSecret: 'shared', token: 't' },
  })
})
afterAll(() => place?.close())

const collect = () => collectAccount(place.house, systemActor(municipality), platforms, account)
const inside = <T>(work: Parameters<typeof withMunicipality<T>>[2]): Promise<T> =>
  withMunicipality(place.house.db, municipality, work)
const state = () => inside((tx) => tx.selectFrom('collection_state').selectAll().executeTakeFirstOrThrow())

test('what a cut listing had shown is not asked for again, and what is missing from both its parts is found', async () => {
  expect(await collect()).toMatchObject({ new: 6, gap: false })
  place.house.clock.advance(hour)
  world.cutAt = 4
  expect(await collect()).toMatchObject({ gap: true })
  world.ids = world.ids.filter((id) => id !== 'e')
  place.house.clock.advance(hour)
  expect(await collect()).toMatchObject({ gone: 1, gap: false })
  expect(world.asked).toEqual(['e'])
})

test('a round that the platform wants later is not failing, and its hours are no gap', async () => {
  place.house.clock.advance(hour)
  world.notBefore = new Date(place.house.clock.now().getTime() + 4 * hour)
  expect(await collect()).toMatchObject({ gap: false })
  expect(await state()).toMatchObject({ failing_since: null, next_attempt_at: world.notBefore })
  const gaps = () =>
    inside((tx) => tx.selectFrom('account_hour').where('state', '=', 'gap').selectAll().execute())
  const before = (await gaps()).length
  place.house.clock.advance(4 * hour)
  world.notBefore = undefined
  expect(await collect()).toMatchObject({ gap: false })
  expect(await gaps()).toHaveLength(before)
  const hours = await inside((tx) => tx.selectFrom('account_hour').select('hour').execute())
  expect(hours.length).toBeGreaterThanOrEqual(before + 5)
})
