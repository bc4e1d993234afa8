import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../src/app/http.ts'
import { startMetrics } from '../../src/app/metrics.ts'
import type { MunicipalityId } from '../../src/kernel/index.ts'
import { addMunicipality } from '../../src/modules/organisation/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { type TestHouse, testHouse } from '../support/house.ts'

const token = 'en-lång-hemlighet-för-prometheus'
let place: TestHouse
let app: ReturnType<typeof createApp>
let id: MunicipalityId

beforeAll(async () => {
  place = await testHouse()
  id = await addMunicipality(place.house, { name: 'Storlunda', policy: 'allman', host: 'storlunda.test' })
  app = createApp(place.house, catalogue, [], startMetrics(place.house, token))
})
afterAll(() => place?.close())

const read = (authorization?: string) =>
  app.request('/metrics', authorization ? { headers: { authorization } } : {})

test('/metrics is there only where the operator has a token, and answers only to it', async () => {
  expect((await createApp(place.house).request('/metrics')).status).toBe(404)
  for (const shown of [undefined, 'Bearer ', `Bearer ${token}x`, token])
    expect((await read(shown)).status).toBe(401)
})

test('it tells of answers by route, and of what stands still in each municipality, without a name', async () => {
  await app.request('/konton?q=hemligt')
  // Nothing has taken what the new municipality announced.
  place.house.clock.advance(90_000)
  const text = await (await read(`Bearer ${token}`)).text()
  expect(text).toContain(
    'uppsikt_http_request_duration_seconds_count{method="GET",route="/konton",status="200"} 1',
  )
  expect(text).not.toContain('hemligt')
  const waiting = new RegExp(
    `^uppsikt_announcement_waiting_seconds\\{municipality="${id}"\\} (\\d+)`,
    'm',
  ).exec(text)
  expect(Number(waiting?.[1])).toBeGreaterThanOrEqual(90)
  expect(text).toMatch(new RegExp(`^uppsikt_tasks\\{municipality="${id}",urgent="true"\\} 0$`, 'm'))
  expect(text).not.toContain('Storlunda')
})
