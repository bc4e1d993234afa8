import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { fileBlobs } from '../../src/infra/blobs/index.ts'
import { createDb, createPool, migrate, openDatabase, withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { createHttp } from '../../src/infra/http/index.ts'
import { silentLog } from '../../src/infra/log/index.ts'
import { notConfigured } from '../../src/infra/mail/index.ts'
import { fileKeys } from '../../src/infra/signing/keys.ts'
import { type MunicipalityId, municipalityId, systemClock } from '../../src/kernel/index.ts'

/** A house on a PostgreSQL of its own, as durable as the real one, in a folder that is thrown away. */
export interface Scratch {
  readonly house: House
  readonly app: pg.PoolConfig
  readonly owner: pg.Pool
  readonly pool: pg.Pool
  readonly folder: string
  close(): Promise<void>
}

/** @param keep a folder that is to stay for another run; a scratch one when not given. */
export async function scratch(keep?: string): Promise<Scratch> {
  const folder = keep ?? mkdtempSync(join(tmpdir(), 'uppsikt-bench-'))
  const database = await openDatabase({ dataDir: folder })
  const { app, owner: ownerConfig } = database
  if (!ownerConfig) throw new Error('the embedded database has an owner')
  await migrate({
    owner: ownerConfig,
    app,
    folder: fileURLToPath(new URL('../../migrations', import.meta.url)),
  })
  const pool = createPool({ ...app, max: 10 }, silentLog)
  const owner = createPool({ ...ownerConfig, max: 4 }, silentLog)
  const house: House = {
    db: createDb(pool),
    clock: systemClock,
    blobs: fileBlobs(join(folder, 'blobs')),
    keys: fileKeys(join(folder, 'keys')),
    mailer: notConfigured,
    log: silentLog,
    http: (allowOrigins) => createHttp({ allowOrigins, userAgent: 'uppsikt', version: 'bench' }),
    software: 'uppsikt/bench',
    publicUrl: 'http://localhost:3000',
  }
  return {
    house,
    app,
    owner,
    pool,
    folder,
    async close() {
      await house.db.destroy()
      await owner.end()
      await database.close()
      if (!keep) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A bare municipality. */
export async function municipality({ house }: Scratch, id: number): Promise<MunicipalityId> {
  await withMunicipality(house.db, id, (tx) =>
    tx
      .insertInto('municipality')
      .values({
        municipality_id: id,
        name: `kommun${id}`,
        slug: `kommun${id}`,
        host: `kommun${id}.test`,
        log_origin: `kommun${id}.0a1b2c3d/log`,
        created_at: house.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
  return municipalityId(id)
}
