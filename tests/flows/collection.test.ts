import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWordPressDouble } from '../../doubles/wordpress/index.ts'
import { systemActor } from '../../src/access/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { selectItems, toItem, verifyArchive } from '../../src/modules/archive/index.ts'
import { collectionHealth, collectNow } from '../../src/modules/collection/index.ts'
import { catalogue } from '../../src/platforms/catalogue.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../support/house.ts'
import { platformOf } from '../support/platform.ts'

let place: TestHouse
let municipality: MunicipalityId
let blog: Awaited<ReturnType<typeof startWordPressDouble>>
let account: AccountId

beforeAll(async () => {
  place = await testHouse()
  municipality = await bareMunicipality(place)
  blog = await startWordPressDouble({ clock: place.house.clock })
  const platform = platformOf('wordpress')
  account = await registerAccount(place.house, systemActor(municipality), platform, {
    platform: 'wordpress',
    name: 'Bloggen',
    department: 'Kommunledning',
    settings: { url: blog.url, username: blog.username },
    secrets: { password: blog.password },
  })
})
afterAll(async () => {
  await blog.close()
  await place.close()
})

const collect = async () => (await collectNow(place.house, systemActor(municipality), catalogue))[0]
const items = async () =>
  (await withMunicipality(place.house.db, municipality, (tx) => selectItems(tx, municipality).execute())).map(
    toItem,
  )

test('what is said on an account is collected once, seen when it changes, and confirmed before it is gone', async () => {
  const post = blog.addPost({ title: 'Vägarbete på Storgatan', content: '<p>Vi gräver.</p>' })
  const first = blog.addComment({ post, author: 'Kalle Å', text: 'När är ni klara?' })
  blog.addComment({ post, author: 'Lisa', text: 'Bra', status: 'hold' })
  expect(await collect()).toMatchObject({ new: 3, changed: 0, gone: 0, gap: false, error: null })
  expect(await collect()).toMatchObject({ new: 0, changed: 0, gone: 0 })
  expect((await items()).map((item) => [item.kind, item.direction, item.state]).sort()).toEqual([
    ['comment', 'received', 'held'],
    ['comment', 'received', 'visible'],
    ['post', 'drawnUp', 'visible'],
  ])

  blog.editComment(first, 'När är ni klara? Ändrat.')
  place.house.clock.advance(61 * 60_000)
  expect(await collect()).toMatchObject({ changed: 1 })

  blog.removeComment(first)
  place.house.clock.advance(61 * 60_000)
  expect(await collect()).toMatchObject({ gone: 1 })
  expect((await items()).find((item) => item.state === 'gone')).toMatchObject({
    version: 3,
    text: 'När är ni klara? Ändrat.',
  })
  expect(await verifyArchive(place.house, municipality)).toMatchObject({ problems: [] })
})

test('an account whose access is gone says so at once, its hour is a gap, and it is never shown as healthy', async () => {
  blog.fault({ kind: 'revoked' })
  const report = await collect()
  expect(report).toMatchObject({ id: account, gap: true })
  expect(report?.error).toMatch(/Anslut kontot på nytt/)
  const [health] = await collectionHealth(place.house, systemActor(municipality))
  expect(health).toMatchObject({ state: 'failing', failure: 'reauthorise' })
  const hours = await withMunicipality(place.house.db, municipality, (tx) =>
    tx.selectFrom('account_hour').selectAll().orderBy('hour').execute(),
  )
  expect(hours.at(-1)).toMatchObject({ state: 'gap' })

  blog.fault(undefined)
  place.house.clock.advance(3 * 60 * 60_000)
  expect(await collect()).toMatchObject({ error: null })
  const after = await withMunicipality(place.house.db, municipality, (tx) =>
    tx.selectFrom('account_hour').selectAll().orderBy('hour').execute(),
  )
  expect(after.slice(-3).map((hour) => hour.state)).toEqual(['gap', 'gap', 'nothingNew'])
})

test('a clock that was behind for a while makes no gap of the hours that were collected', async () => {
  const states = async () => {
    const hours = await withMunicipality(place.house.db, municipality, (tx) =>
      tx.selectFrom('account_hour').select(['hour', 'state']).orderBy('hour').execute(),
    )
    return new Map(hours.map(({ hour, state }) => [hour.getTime(), state]))
  }
  const before = await states()
  const ten = 10 * 24 * 60 * 60_000
  place.house.clock.advance(-ten)
  expect(await collect()).toMatchObject({ error: null })
  place.house.clock.advance(ten)
  expect(await collect()).toMatchObject({ error: null })
  const after = await states()
  for (const [hour, state] of before) expect(after.get(hour)).toBe(state)
  expect(after.size).toBeGreaterThan(before.size + 9 * 24)
})

test('two rounds of the same account at the same time do each other no harm', async () => {
  const post = blog.addPost({ title: 'Trängsel', content: 'Alla på en gång.' })
  for (let n = 0; n < 40; n += 1) blog.addComment({ post, author: `Person ${n}`, text: `Kommentar ${n}` })
  const reports = await Promise.all([collect(), collect(), collect()])
  expect(reports.map((report) => report?.error)).toEqual([null, null, null])
  expect(reports.reduce((sum, report) => sum + (report?.new ?? 0), 0)).toBe(41)
  expect(await verifyArchive(place.house, municipality)).toMatchObject({ problems: [] })
})
