import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { createDb, createPool, migrate, openDatabase } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { silentLog } from '../../src/infra/log/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { houseOn } from '../../tests/support/house.ts'

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
  const house = houseOn(createDb(pool), folder, systemClock)
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
