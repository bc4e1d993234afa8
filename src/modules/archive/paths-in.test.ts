import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { comment, incoming } from '../../../tests/support/items.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { CollectedItem } from '../../platforms/contract.ts'
import { bulkIngest, sealLog, startIntake, startVerifyThreads, verifyArchive } from './index.ts'

let place: TestHouse
let municipality: MunicipalityId
let next = 1
const accountId = randomUUID() as AccountId

beforeAll(async () => {
  place = await testHouse()
})
afterAll(() => place.close())
beforeEach(async () => {
  municipality = await bareMunicipality(place, next)
  next += 1
})

const importing = (items: readonly CollectedItem[]) =>
  bulkIngest(
    place.house,
    place.database.owner,
    { municipalityId: municipality, accountId, importId: randomUUID() as RecordId },
    (async function* () {
      for (const item of items) yield incoming(item)
    })(),
  )

const shown = () =>
  withMunicipality(place.house.db, municipality, (tx) =>
    tx.selectFrom('item').select(['platform_id', 'text']).orderBy('platform_id').execute(),
  )

const comments = (count: number) =>
  Array.from({ length: count }, (_, n) => comment(`c${n}`, `Kommentar ${n} om snöröjning`))

test('an export of a few items, and of more than a batch, is taken in once, and verifies', async () => {
  expect(await importing(comments(3))).toEqual({ new: 3, same: 0 })
  expect(await importing(comments(1_700))).toEqual({ new: 1_697, same: 3 })
  expect(await importing(comments(1_700))).toEqual({ new: 0, same: 1_700 })
  await sealLog(place.house, municipality)
  expect(await verifyArchive(place.house, municipality)).toMatchObject({ records: 1_700, problems: [] })
})

test('an export that breaks off leaves what was committed, and is carried on by running it again', async () => {
  const broken = bulkIngest(
    place.house,
    place.database.owner,
    { municipalityId: municipality, accountId, importId: randomUUID() as RecordId },
    (async function* () {
      for (const item of comments(1_600)) yield incoming(item)
      throw new Error('the file ends in the middle')
    })(),
  )
  await expect(broken).rejects.toThrow('the file ends in the middle')
  const { new: rest, same } = await importing(comments(2_000))
  expect(rest + same).toBe(2_000)
  await sealLog(place.house, municipality)
  expect(await verifyArchive(place.house, municipality)).toMatchObject({ records: 2_000, problems: [] })
})

test('items that come singly are answered when they are committed, known ones and changed ones too', async () => {
  const intake = startIntake(place.house)
  const take = (item: CollectedItem) => intake.take(municipality, accountId, incoming(item))
  await Promise.all(comments(40).map(take))
  await Promise.all([take(comment('c1', 'Ändrad')), take(comment('c2', 'Kommentar 2 om snöröjning'))])
  const rows = await shown()
  expect(rows).toHaveLength(40)
  expect(rows.find((row) => row.platform_id === 'c1')?.text).toBe('Ändrad')
  expect(await verifyArchive(place.house, municipality)).toMatchObject({ problems: [] })
})

test('an item that cannot be taken hinders none of those it shares a transaction with', async () => {
  const intake = startIntake(place.house)
  const wrong = { ...comment('wrong', 'Hej'), kind: null as unknown as 'comment' }
  const answers = await Promise.allSettled(
    [comment('c1', 'Ett'), wrong, comment('c2', 'Två')].map((item) =>
      intake.take(municipality, accountId, incoming(item)),
    ),
  )
  expect(answers.map((answer) => answer.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await shown()).map((row) => row.platform_id)).toEqual(['c1', 'c2'])
})

test('verification in threads finds what verification in one finds', async () => {
  await importing(comments(6_000))
  await sealLog(place.house, municipality)
  await place.database.owner.query(
    `UPDATE item SET text = text || '.' WHERE municipality_id = $1 AND platform_id IN ('c5', 'c5500')`,
    [municipality],
  )
  const threads = startVerifyThreads(place.database.appConfig, join(place.folder, 'blobs'), 2)
  try {
    const report = await verifyArchive(place.house, municipality, threads.verifier, threads.atOnce)
    expect(report).toEqual(await verifyArchive(place.house, municipality))
    expect(report.problems).toHaveLength(2)
  } finally {
    await threads.close()
  }
})
