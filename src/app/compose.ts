import { join } from 'node:path'
import type { Pool, PoolConfig } from 'pg'
import { fileBlobs } from '../infra/blobs/index.ts'
import {
  assertApplicationRole,
  assertMigrated,
  createDb,
  createPool,
  migrate,
  openDatabase,
} from '../infra/db/index.ts'
import type { House } from '../infra/house.ts'
import { createHttp } from '../infra/http/index.ts'
import { standardLog } from '../infra/log/index.ts'
import { createMailer } from '../infra/mail/index.ts'
import { fileKeys } from '../infra/signing/keys.ts'
import { type Clock, Stop, systemClock } from '../kernel/index.ts'
import { refuseUnfinished } from './backup/format.ts'
import { type Config, projectRoot } from './config.ts'

/** A house that stands, with what only the composition root may touch. */
export interface OpenHouse {
  readonly house: House
  readonly config: Config
  /** The background work's own connections, so that those who ask the web do not wait for it. */
  readonly pool: Pool
  /** For threads, which need connections of their own. */
  readonly database: PoolConfig
  readonly blobFolder: string
  /** As the owner of the tables, for migrate, restore and bulk import; undefined when no owner is configured. */
  readonly owner: Pool | undefined
  close(): Promise<void>
}

export interface OpenOptions {
  /** Whether this process must be alone in running the installation's embedded database: start, web, work. */
  readonly exclusive?: boolean
  /** Brings the schema up first. */
  readonly migrate?: boolean
  /** Fills it from a backup: nothing else may be done in an installation that was filled by half. */
  readonly restores?: boolean
  readonly clock?: Clock
}

export const migrationsFolder = join(projectRoot, 'migrations')

/** Nothing of Uppsikt is older: a clock that shows an earlier day has lost its time, as computers do at a power cut. */
const earliest = new Date('2026-01-01T00:00:00Z')

/** @throws Stop('unavailable'): what is sealed keeps its time for ever, and each hour since then would be a gap. */
export function refuseLostClock(now: Date): void {
  if (now >= earliest) return
  throw new Stop(
    'unavailable',
    `Datorns klocka går fel: den visar ${now.toISOString().slice(0, 10)}. Inget har gjorts. Ställ klockan och försök igen.`,
  )
}

/** Puts the house together. @throws Stop when the database cannot be reached or the role sees too much. */
export async function openHouse(config: Config, options: OpenOptions = {}): Promise<OpenHouse> {
  const clock = options.clock ?? systemClock
  refuseLostClock(clock.now())
  if (!options.restores) refuseUnfinished(config)
  const database = await openDatabase({
    ...(config.databaseUrl && { databaseUrl: config.databaseUrl }),
    ...(config.databaseOwnerUrl && { ownerUrl: config.databaseOwnerUrl }),
    dataDir: config.dataDir,
    exclusive: options.exclusive ?? false,
    // What has been acknowledged is on disk; without the data folder nothing more may be.
    onLost: (why) => {
      process.stderr.write(`${why.message}\n`)
      process.exit(3)
    },
  })
  const log = standardLog(config.logLevel)
  const pool = createPool(database.app, log)
  const background = createPool(database.app, log)
  const owner = database.owner && createPool({ ...database.owner, max: 4 }, log)
  const close = async (): Promise<void> => {
    await pool.end()
    await background.end()
    await owner?.end()
    await database.close()
  }
  try {
    // The embedded database belongs to this program, which keeps it up to date; another one is migrated by its operator.
    if (owner && (options.migrate || !config.databaseUrl)) {
      await migrate({
        owner: database.owner ?? {},
        app: database.app,
        folder: migrationsFolder,
      })
    }
    await assertApplicationRole(pool)
    await assertMigrated(pool, migrationsFolder)
  } catch (thrown) {
    await close()
    throw thrown
  }
  const blobFolder = join(config.dataDir, 'blobs')
  const house: House = {
    db: createDb(pool),
    clock,
    blobs: fileBlobs(blobFolder),
    keys: fileKeys(join(config.dataDir, 'keys')),
    mailer: createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom }),
    log,
    http: (allowOrigins) => createHttp({ allowOrigins, userAgent: 'uppsikt', version: config.version }),
    pictureClassifier: config.pictureClassifier && {
      ...config.pictureClassifier,
      http: createHttp({ allowOrigins: [], onlyInside: true, userAgent: 'uppsikt', version: config.version }),
    },
    software: config.software,
    publicUrl: config.publicUrl,
  }
  return { house, config, pool: background, database: database.app, blobFolder, owner, close }
}
