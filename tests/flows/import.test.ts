import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWordPressDouble } from '../../doubles/wordpress/index.ts'
import { systemActor } from '../../src/access/index.ts'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { registerAccount } from '../../src/modules/accounts/index.ts'
import { verifyArchive } from '../../src/modules/archive/index.ts'
import { type ImportProgress, importExport } from '../../src/modules/collection/index.ts'
import type { Platform } from '../../src/platforms/contract.ts'
import { importFacebook } from '../../src/platforms/facebook/imports.ts'
import { zipOf } from '../support/export-files.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../support/house.ts'
import { platformOf } from '../support/platform.ts'

let place: TestHouse
let municipality: MunicipalityId
let account: AccountId
let platforms: ReadonlyMap<string, Platform>
let blog: Awaited<ReturnType<typeof startWordPressDouble>>

beforeAll(async () => {
  place = await testHouse()
  municipality = await bareMunicipality(place)
  blog = await startWordPressDouble({ clock: place.house.clock })
  const host = platformOf('wordpress')
  platforms = new Map([['wordpress', { ...host, imports: { 'name-export': importFacebook } }]])
  account = await registerAccount(place.house, systemActor(municipality), host, {
    platform: 'wordpress',
    name: 'Testkommun',
    department: 'Kommunledning',
    settings: { url: blog.url, username: blog.username },
    secrets: { password: blog.password },
  })
})
afterAll(async () => {
  await blog.close()
  await place.close()
})

test('an export in two zips in a folder is taken in once, with its pictures; again it adds nothing; the archive verifies', async () => {
  const path = join(place.folder, 'export')
  mkdirSync(path)
  const posts = Array.from({ length: 1_200 }, (_, n) => ({
    timestamp: 1757268000 + n,
    data: [{ post: `Inlägg ${n}` }],
    attachments: n < 3 ? [{ data: [{ media: { uri: `x/posts/media/${n}.jpg` } }] }] : [],
  }))
  writeFileSync(
    join(path, 'del-1.zip'),
    await zipOf({ 'x/posts/profile_posts_1.json': JSON.stringify(posts) }),
  )
  const pictures = [0, 1, 2].map((n) => [`x/posts/media/${n}.jpg`, Buffer.alloc(100_000, n)] as const)
  writeFileSync(join(path, 'del-2.zip'), await zipOf(Object.fromEntries(pictures)))
  const seen: ImportProgress[] = []
  const run = () =>
    importExport(place.house, place.database.owner, systemActor(municipality), platforms, {
      format: 'name-export',
      path,
      accountId: account,
      progress: (at) => seen.push(at),
    })
  const first = await run()
  expect(first).toMatchObject({ new: 1_200, same: 0, notices: [] })
  expect(first.lacks.join()).toMatch(/inte andras kommentarer/)
  expect(seen.at(-1)).toMatchObject({ items: 1_200 })
  expect(seen.at(-1)?.bytes).toBe(seen.at(-1)?.of)
  expect(await run()).toMatchObject({ new: 0, same: 1_200, notices: [] })
  const verified = await verifyArchive(place.house, municipality)
  expect(verified.problems).toEqual([])
  // Each item's raw bytes and how they came, and three pictures.
  expect(verified.blobs).toBe(2 * 1_200 + 3)
})

test("an export that names somebody else waits for a person's word, and nothing has been taken in before it", async () => {
  const path = join(place.folder, 'grannen.zip')
  const profile = { profile_v2: { name: { full_name: 'Grannköping' } } }
  const posts = [{ timestamp: 1757000000, data: [{ post: 'Ett inlägg till' }], attachments: [] }]
  writeFileSync(
    path,
    await zipOf({
      'x/profile_information/profile_information.json': JSON.stringify(profile),
      'x/posts/profile_posts_1.json': JSON.stringify(posts),
    }),
  )
  const run = (otherName: boolean) =>
    importExport(place.house, place.database.owner, systemActor(municipality), platforms, {
      format: 'name-export',
      path,
      accountId: account,
      otherName,
    })
  const records = async () => (await verifyArchive(place.house, municipality)).records
  const before = await records()
  await expect(run(false)).rejects.toThrow(
    /hör till Grannköping, men kontot heter Testkommun\. Inget lästes in\..*--other-name/,
  )
  expect(await records()).toBe(before)
  expect(await run(true)).toMatchObject({ new: 1, notices: [expect.stringContaining('Grannköping')] })
})
