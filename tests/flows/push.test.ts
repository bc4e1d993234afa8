import { afterAll, beforeAll, expect, test } from 'vitest'
import { startFeedDouble } from '../../doubles/feed/index.ts'
import { systemActor } from '../../src/access/index.ts'
import { createApp } from '../../src/app/http.ts'
import { startWorker, type Worker } from '../../src/app/worker.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import { type MunicipalityId, systemClock } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { addMunicipality } from '../../src/modules/organisation/index.ts'
import { listen } from '../support/browser.ts'
import { type TestHouse, testHouse } from '../support/house.ts'
import { platformOf } from '../support/platform.ts'

let place: TestHouse
let municipality: MunicipalityId
let site: Awaited<ReturnType<typeof startFeedDouble>>
let worker: Worker
let server: Awaited<ReturnType<typeof listen>>

beforeAll(async () => {
  place = await testHouse()
  let answer: (request: Request) => Response | Promise<Response> = () => new Response('', { status: 503 })
  server = await listen((request) => answer(request))
  const house = { ...place.house, clock: systemClock, publicUrl: server.url }
  answer = (request) => createApp(house).fetch(request)
  municipality = await addMunicipality(house, { name: 'Storlunda', policy: 'falun' })
  site = await startFeedDouble({ title: 'Nyheter' })
  const platform = platformOf('feed')
  await registerAccount(house, systemActor(municipality), platform, {
    platform: platform.id,
    name: 'Nyheter',
    department: 'Kommunledning',
    settings: { url: `${site.url}/feed.xml` },
    secrets: {},
  })
  worker = await startWorker({ house, pool: place.database.pool })
})
afterAll(async () => {
  await worker?.stop()
  await site?.close()
  await server?.close()
  await place?.close()
})

const count = async (): Promise<number> => {
  const rows = await withMunicipality(place.house.db, municipality, (tx) =>
    tx.selectFrom('item').select('record_id').where('municipality_id', '=', municipality).execute(),
  )
  return rows.length
}
const until = async (
  what: string,
  holds: () => boolean | Promise<boolean>,
  milliseconds: number,
): Promise<void> => {
  const end = performance.now() + milliseconds
  while (performance.now() < end) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`never happened: ${what}`)
}

test('a hub that tells us brings the next round at once, long before its turn; a false word brings nothing', async () => {
  await until('the hub has been subscribed to', () => site.hub.subscriptions.length > 0, 15_000)
  const before = await count()
  site.addPost({ title: 'Ishallen öppnar', text: 'På lördag öppnar ishallen.' })
  await until('the news is in the archive', async () => (await count()) === before + 1, 8_000)

  const [account] = await withMunicipality(place.house.db, municipality, (tx) =>
    tx.selectFrom('account').select('account_id').execute(),
  )
  const callback = `${server.url}/webhooks/feed/${account?.account_id}`
  const forged = await fetch(callback, {
    method: 'POST',
    body: '<rss/>',
    headers: { 'x-hub-signature': `sha256=${'0'.repeat(64)}` },
  })
  expect(forged.status).toBe(404)
  expect(
    (await fetch(`${callback}?hub.mode=subscribe&hub.topic=http://annat.test/&hub.challenge=x`)).status,
  ).toBe(404)
  expect((await fetch(callback, { method: 'POST', body: new Uint8Array(5 * 1024 * 1024) })).status).toBe(413)
})
