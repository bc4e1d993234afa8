import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileBlobs } from '../../src/infra/blobs/index.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { silentLog } from '../../src/infra/log/index.ts'
import { notConfigured } from '../../src/infra/mail/index.ts'
import { fileKeys } from '../../src/infra/signing/keys.ts'
import { type Clock, type MunicipalityId, municipalityId, settableClock } from '../../src/kernel/index.ts'
import { type TemporaryDatabase, temporaryDatabase } from './database.ts'

export interface TestHouse {
  readonly house: House & { readonly clock: ReturnType<typeof settableClock> }
  readonly database: TemporaryDatabase
  /** Holds keys and blobs. */
  readonly folder: string
  close(): Promise<void>
}

/** A house without mail whose keys and blobs lie in the folder. */
export const houseOn = <C extends Clock>(db: House['db'], folder: string, clock: C) => ({
  db,
  clock,
  blobs: fileBlobs(join(folder, 'blobs')),
  keys: fileKeys(join(folder, 'keys')),
  mailer: notConfigured,
  log: silentLog,
  http: (allowOrigins: readonly string[]) =>
    createHttp({ allowOrigins, userAgent: 'uppsikt', version: 'test' }),
  software: 'uppsikt/test',
  publicUrl: 'http://localhost:3000',
})

/** A house on a database of its own, with a clock that stands still until it is moved. */
export async function testHouse(now = new Date('2026-11-19T08:00:00Z')): Promise<TestHouse> {
  const database = await temporaryDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'uppsikt-test-'))
  return {
    house: houseOn(database.db, folder, settableClock(now)),
    database,
    folder,
    async close() {
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A bare municipality: its row, and nothing else. */
export async function bareMunicipality(
  { house }: { readonly house: House },
  id = 1,
  slug = `kommun${id}`,
): Promise<MunicipalityId> {
  const municipality = municipalityId(id)
  await withMunicipality(house.db, municipality, (tx) =>
    tx
      .insertInto('municipality')
      .values({
        municipality_id: id,
        name: slug,
        slug,
        host: `${slug}.test`,
        log_origin: `${slug}.0a1b2c3d/log`,
        created_at: house.clock.now(),
      })
      .execute(),
  )
  return municipality
}
