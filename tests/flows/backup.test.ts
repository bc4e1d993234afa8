import { randomUUID } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeBackup } from '../../src/app/backup/make.ts'
import { restoreBackup } from '../../src/app/backup/restore.ts'
import type { OpenHouse } from '../../src/app/compose.ts'
import { readConfig } from '../../src/app/config.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { AccountId, MunicipalityId } from '../../src/kernel/index.ts'
import { ingestItems, sealLog, verifyArchive } from '../../src/modules/archive/index.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../support/house.ts'
import { comment, incoming } from '../support/items.ts'

let folder: string
let before: TestHouse
let after: TestHouse
let municipality: MunicipalityId
const accountId = randomUUID() as AccountId

const openOf = ({ house, database, folder: dataDir }: TestHouse): OpenHouse => ({
  house,
  config: { ...readConfig({}), dataDir },
  pool: database.pool,
  database: database.appConfig,
  blobFolder: join(dataDir, 'blobs'),
  owner: database.owner,
  close: () => Promise.resolve(),
})

const ingest = ({ house }: TestHouse, ...texts: readonly string[]) =>
  withMunicipality(house.db, municipality, (tx) =>
    ingestItems(
      house,
      tx,
      { municipalityId: municipality, accountId },
      texts.map((text) => ({
        ...incoming(comment(text, text)),
        media: [{ name: 'media-1', mediaType: 'image/png', bytes: Buffer.alloc(100_000, text) }],
      })),
    ),
  )

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uppsikt-backup-'))
  before = await testHouse()
  after = await testHouse()
  municipality = await bareMunicipality(before)
  await ingest(before, 'snö', 'halka')
  await sealLog(before.house, municipality)
  before.house.keys.encrypt('hemligt', 'sammanhang')
})
afterAll(async () => {
  await before.close()
  await after.close()
  rmSync(folder, { recursive: true, force: true })
})

test('a copy made while items come in is of one moment, and what is restored verifies and goes on', async () => {
  const copy = join(folder, 'kopia')
  const secret = before.house.keys.encrypt('lösenord', 'konto')
  const making = makeBackup(openOf(before), copy)
  for (let n = 0; n < 20; n += 1) await ingest(before, `under tiden ${n}`)
  expect(await making).toMatchObject({ folder: copy, missing: 0 })
  expect(existsSync(`${copy}.part`)).toBe(false)

  await restoreBackup(openOf(after), copy)
  const report = await verifyArchive(after.house, municipality)
  expect(report.problems).toEqual([])
  expect(report.records).toBeGreaterThanOrEqual(2)
  expect(after.house.keys.decrypt(secret, 'konto')).toBe('lösenord')
  const kept = await after.house.keys.lastCheckpoint(municipality)
  expect(kept).toMatch(/^kommun1\.0a1b2c3d\/log\n2\n/)

  await ingest(after, 'efteråt')
  const sealed = await sealLog(after.house, municipality)
  expect(sealed?.size).toBeGreaterThan(2)
  expect((await verifyArchive(after.house, municipality)).problems).toEqual([])
  await expect(after.database.owner.query('DELETE FROM entry')).rejects.toThrow(/append-only/)
})

test('where the keys are left, a copy that is older than what they signed last signs nothing', async () => {
  const old = await testHouse()
  rmSync(join(old.folder, 'keys'), { recursive: true })
  await sealLog(before.house, municipality)
  cpSync(join(before.folder, 'keys'), join(old.folder, 'keys'), { recursive: true })
  await restoreBackup(openOf(old), join(folder, 'kopia'))
  await ingest(old, 'något annat')
  await expect(sealLog(old.house, municipality)).rejects.toThrow(/older than the key/)
  await old.close()
})

test('neither an installation that holds something nor a folder that does is written over', async () => {
  const copy = join(folder, 'kopia')
  await expect(restoreBackup(openOf(after), copy)).rejects.toThrow(/inte tom. Inget har rörts/)
  await expect(makeBackup(openOf(before), copy)).rejects.toThrow(/inte tom/)
})

test('a copy that was changed, or is not whole, is refused and leaves the installation empty', async () => {
  const copy = join(folder, 'skadad')
  await makeBackup(openOf(before), copy)
  const file = join(copy, 'tables', 'public.content.copy')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace('snö', 'slö'))
  const empty = await testHouse()
  rmSync(join(empty.folder, 'keys'), { recursive: true })
  await expect(restoreBackup(openOf(empty), copy)).rejects.toThrow(/Kopian är inte hel/)
  writeFileSync(file, text)
  const index = join(copy, 'backup.json')
  const said = readFileSync(index, 'utf8')
  writeFileSync(index, said.replace('0002_archive.sql', '0002_other.sql'))
  await expect(restoreBackup(openOf(empty), copy)).rejects.toThrow(/en annan version/)
  writeFileSync(index, said.slice(0, -9))
  await expect(restoreBackup(openOf(empty), copy)).rejects.toThrow(/skadad/)
  mkdirSync(join(folder, 'tom'))
  await expect(restoreBackup(openOf(empty), join(folder, 'tom'))).rejects.toThrow(/ingen hel kopia/)
  expect((await empty.database.owner.query('SELECT FROM municipality')).rowCount).toBe(0)
  writeFileSync(index, said)
  await restoreBackup(openOf(empty), copy)
  expect((await verifyArchive(empty.house, municipality)).problems).toEqual([])
  await empty.close()
})
