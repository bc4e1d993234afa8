import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { describeError, Stop } from '../../kernel/index.ts'
import { grantRules, grantStatements } from './grants.ts'
import { type AppliedFile, type MigrationFile, pendingOf, readMigrations } from './migration-files.ts'
import { inTransaction } from './transaction.ts'

interface MigrateOptions {
  /** The owner of the tables. */
  readonly owner: pg.PoolConfig
  /** The application's connection: the role of its user is given what it needs. */
  readonly app: pg.PoolConfig
  /** Folder of NNNN_name.sql. */
  readonly folder: string
}

interface Migrated {
  /** Names of the files that were applied now. */
  readonly applied: readonly string[]
}

/** One migrator at a time; the next one waits and then finds nothing to do. */
const migratorLock = 0x5550_0004

const bookkeeping = [
  `CREATE TABLE IF NOT EXISTS schema_migration (
    name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  "COMMENT ON TABLE schema_migration IS 'read-only: which files of migrations/ have been applied'",
  `CREATE TABLE IF NOT EXISTS schema_grant (
    role text PRIMARY KEY, fingerprint text NOT NULL, granted_at timestamptz NOT NULL DEFAULT now())`,
  "COMMENT ON TABLE schema_grant IS 'owner-only: what the roles were last given'",
]

/** The package does not export its package.json, so it is read as a file. */
const queueVersion = (): string =>
  readFileSync(
    join(dirname(createRequire(import.meta.url).resolve('graphile-worker')), '..', 'package.json'),
    'utf8',
  )

/** Changes when a file is applied, the rules of the grants change, or the job queue is another version. */
const fingerprintOf = (files: readonly MigrationFile[]): string =>
  createHash('sha256')
    .update([grantRules, queueVersion(), ...files.map(({ checksum }) => checksum)].join('\n'))
    .digest('hex')

const hasTable = async (client: pg.Client, name: string): Promise<boolean> => {
  const { rows } = await client.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
    name,
  ])
  return rows[0]?.there === true
}

async function appliedFiles(client: pg.Client): Promise<AppliedFile[]> {
  if (!(await hasTable(client, 'public.schema_migration'))) return []
  const { rows } = await client.query<AppliedFile>(
    'SELECT name, checksum FROM schema_migration ORDER BY name',
  )
  return rows
}

async function isGranted(client: pg.Client, role: string, fingerprint: string): Promise<boolean> {
  if (!(await hasTable(client, 'public.schema_grant'))) return false
  const { rowCount } = await client.query('SELECT FROM schema_grant WHERE role = $1 AND fingerprint = $2', [
    role,
    fingerprint,
  ])
  return rowCount === 1
}

function refuseSameRole(ownerRole: string | undefined, appRole: string | undefined): string {
  if (appRole && appRole !== ownerRole) return appRole
  throw new Stop(
    'refused',
    `DATABASE_URL och DATABASE_OWNER_URL måste ha olika roller, men båda är "${ownerRole}". ` +
      'Programmets roll får inte äga tabellerna: då gäller inte skyddet mellan kommuner.',
  )
}

/**
 * Brings the schema up to the files: forward only, one statement a query, each file in a transaction of its own unless
 * it says otherwise; then the job queue's own schema; then what the application's role may do.
 * Quick (a few queries) when nothing is to be done. Safe to run from several programs at once.
 * @throws Stop('conflict') when a file was changed after it was applied, the database is newer than the program, or a
 *   statement fails (file and line are named; that file is undone); Stop('refused') when both roles are the same.
 */
export async function migrate({ owner, app, folder }: MigrateOptions): Promise<Migrated> {
  const files = readMigrations(folder)
  const client = new pg.Client(owner)
  // A lost connection, as when the disk is full, fails the query under way, which is thrown.
  client.on('error', () => {})
  const appRole = refuseSameRole(client.user, new pg.Client(app).user)
  await client.connect()
  try {
    const fingerprint = fingerprintOf(files)
    if (
      pendingOf(files, await appliedFiles(client)).length === 0 &&
      (await isGranted(client, appRole, fingerprint))
    ) {
      return { applied: [] }
    }
    await client.query('SELECT pg_advisory_lock($1)', [migratorLock])
    for (const statement of bookkeeping) await client.query(statement)
    const pending = pendingOf(files, await appliedFiles(client))
    for (const file of pending) await apply(client, file)
    await migrateQueue(owner)
    await grant(client, appRole, fingerprint)
    return { applied: pending.map(({ name }) => name) }
  } finally {
    // Ends the session and with it the lock.
    await client.end()
  }
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  const record = () =>
    client.query('INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)', [file.name, file.checksum])
  if (!file.inTransaction) {
    await runStatements(client, file)
    await record()
    return
  }
  await inTransaction(client, 'BEGIN', async () => {
    await runStatements(client, file)
    await record()
  })
}

async function runStatements(client: pg.Client, file: MigrationFile): Promise<void> {
  for (const { text, line } of file.statements) {
    try {
      await client.query(text)
    } catch (cause) {
      const undone = file.inTransaction ? 'Inget av filen är genomfört.' : 'Satserna före den är genomförda.'
      const stop = new Stop(
        'conflict',
        `Databasen kunde inte ändras: ${file.name} stannade vid satsen på rad ${line}. ${undone} Databasens svar: ${describeError(cause)}`,
      )
      stop.cause = cause
      throw stop
    }
  }
}

/** What the queue's migrator says is for its developers; failures are thrown. */
const silentLogger = new Logger(() => () => {})

async function migrateQueue(owner: pg.PoolConfig): Promise<void> {
  const pool = new pg.Pool({ ...owner, max: 1 })
  // A lost connection fails the query under way, which is thrown; an idle one is of no use to us.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  try {
    await runMigrations({ pgPool: pool, schema: 'graphile_worker', logger: silentLogger })
  } finally {
    await pool.end()
  }
}

async function grant(client: pg.Client, role: string, fingerprint: string): Promise<void> {
  await inTransaction(client, 'BEGIN', async () => {
    for (const statement of grantStatements(client.escapeLiteral(role))) await client.query(statement)
    await client.query(
      `INSERT INTO schema_grant (role, fingerprint) VALUES ($1, $2)
       ON CONFLICT (role) DO UPDATE SET fingerprint = excluded.fingerprint, granted_at = now()`,
      [role, fingerprint],
    )
  })
}

/**
 * Whether the database stands where the program's files do; for programs that have no owner's connection.
 * @throws Stop('conflict') when it does not, with what to run.
 */
export async function assertMigrated(pool: pg.Pool, folder: string): Promise<void> {
  const { rows } = await pool.query<{ there: boolean }>(
    "SELECT to_regclass('public.schema_migration') IS NOT NULL AS there",
  )
  const applied = rows[0]?.there
    ? (await pool.query<AppliedFile>('SELECT name, checksum FROM schema_migration')).rows
    : []
  const pending = pendingOf(readMigrations(folder), applied)
  if (pending.length === 0) return
  throw new Stop(
    'conflict',
    `Databasen är äldre än programmet: ${pending.length} ändringar väntar, den första är ${pending[0]?.name}. ` +
      'Kör "uppsikt migrate" med DATABASE_OWNER_URL, och starta sedan igen.',
  )
}
