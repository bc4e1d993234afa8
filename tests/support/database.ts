import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Kysely } from 'kysely'
import pg from 'pg'
import { clientConfig } from '../../src/infra/db/embedded/listen.ts'
import { appRole, ensureRoles, ownerRole, readPasswords } from '../../src/infra/db/embedded/roles.ts'
import { prepare, reach } from '../../src/infra/db/embedded/server.ts'
import { createDb, createPool, type Database, migrate } from '../../src/infra/db/index.ts'
import { silentLog } from '../../src/infra/log/index.ts'
import { clusterFolder, clusterVariable } from './cluster.ts'

const projectMigrations = fileURLToPath(new URL('../../migrations', import.meta.url))

/** A migrated database of one's own, thrown away afterwards. */
export interface TemporaryDatabase {
  /** Under the application's role, as the program has it. */
  readonly db: Kysely<Database>
  readonly pool: pg.Pool
  /** Under the owner's role: sees past row-level security; for setting up what a test begins with. */
  readonly owner: pg.Pool
  readonly appConfig: pg.PoolConfig
  readonly ownerConfig: pg.PoolConfig
  /** DATABASE_URL and DATABASE_OWNER_URL for a program that the test starts. */
  readonly url: string
  readonly ownerUrl: string
  /** Ends the pools and drops the database. */
  close(): Promise<void>
}

export interface TemporaryOptions {
  /** Folder of migrations; the program's own when not given. */
  readonly migrations?: string
}

/** Two municipalities, 1 and 2, each with its committees. */
export async function addTwoMunicipalities(
  { owner }: TemporaryDatabase,
  committees: (municipality: number) => readonly string[],
): Promise<void> {
  for (const id of [1, 2]) {
    await owner.query(
      `INSERT INTO municipality (municipality_id, name, slug, log_origin, created_at) VALUES ($1, $2, $2, $2, now())`,
      [id, `kommun${id}`],
    )
    for (const name of committees(id))
      await owner.query('INSERT INTO committee VALUES ($1, gen_random_uuid(), $2, true)', [id, name])
  }
}

/** May lose everything at a power cut, which no test outlives. */
const unsafeSettings = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  shared_buffers: '128MB',
  max_connections: '200',
}

interface Cluster {
  configFor(user: 'superuser' | 'owner' | 'app', database: string): pg.PoolConfig
}

const startCluster = async (): Promise<Cluster> => {
  const dataDir = process.env[clusterVariable] ?? clusterFolder().folder
  const prepared = await prepare({ dataDir, unsafe: { settings: unsafeSettings } })
  const passwords = readPasswords(prepared.paths.passwords)
  const { session, address } = await reach(prepared)
  await ensureRoles(session.client, passwords)
  await session.client.end()
  const users = { superuser: 'postgres', owner: ownerRole, app: appRole }
  return {
    configFor: (user, database) => clientConfig(address, users[user], passwords[user], database),
  }
}

let started: Promise<Cluster> | undefined
const cluster = (): Promise<Cluster> => {
  started ??= startCluster()
  return started
}

async function asSuperuser<T>(on: Cluster, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(on.configFor('superuser', 'postgres'))
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Any number, for "one worker at a time makes templates". */
const templateLock = 7_261_033

function templateName(migrations: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(migrations).sort())
    hash.update(name).update(readFileSync(join(migrations, name)))
  return `template_${hash.digest('hex').slice(0, 16)}`
}

/** A migrated database to copy from, made once a run; `datistemplate` says that it is finished. */
async function ensureTemplate(on: Cluster, client: pg.Client, migrations: string): Promise<string> {
  const name = templateName(migrations)
  const isFinished = async () =>
    (await client.query('SELECT FROM pg_database WHERE datname = $1 AND datistemplate', [name])).rowCount ===
    1
  if (await isFinished()) return name
  await client.query('SELECT pg_advisory_lock($1)', [templateLock])
  try {
    if (await isFinished()) return name
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${name} OWNER ${ownerRole}`)
    await migrate({ owner: on.configFor('owner', name), app: on.configFor('app', name), folder: migrations })
    await client.query(`ALTER DATABASE ${name} IS_TEMPLATE true`)
    return name
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [templateLock])
  }
}

const urlOf = ({ host, port, user, password, database }: pg.PoolConfig): string =>
  `postgresql://${user}:${String(password)}@${encodeURIComponent(host ?? '')}:${port}/${database}`

/**
 * A database of one's own in the PostgreSQL that this test run shares: copied from a migrated template (about 50 ms;
 * the first in a run waits about a second for the server). Close it in afterAll.
 */
export async function temporaryDatabase(options: TemporaryOptions = {}): Promise<TemporaryDatabase> {
  const on = await cluster()
  const name = `test_${randomBytes(6).toString('hex')}`
  await asSuperuser(on, async (client) => {
    const template = await ensureTemplate(on, client, options.migrations ?? projectMigrations)
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${ownerRole} STRATEGY FILE_COPY`)
  })
  const appConfig = on.configFor('app', name)
  const ownerConfig = on.configFor('owner', name)
  const pool = createPool(appConfig, silentLog)
  const owner = createPool({ ...ownerConfig, max: 3 }, silentLog)
  const db = createDb(pool)
  return {
    db,
    pool,
    owner,
    appConfig,
    ownerConfig,
    url: urlOf(appConfig),
    ownerUrl: urlOf(ownerConfig),
    async close() {
      await db.destroy()
      await owner.end()
      await asSuperuser(on, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
    },
  }
}
