import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import type pg from 'pg'
import { z } from 'zod'
import { Stop } from '../../../kernel/index.ts'

interface Passwords {
  readonly superuser: string
  readonly owner: string
  readonly app: string
}

const random = () => randomBytes(24).toString('base64url')

export const newPasswords = (): Passwords => ({ superuser: random(), owner: random(), app: random() })

/** Written once, on disk before the call returns, readable by its owner alone. */
export function writePasswords(file: string, passwords: Passwords): void {
  const descriptor = openSync(file, 'wx', 0o600)
  try {
    writeSync(descriptor, `${JSON.stringify(passwords, null, 2)}\n`)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

const shape = z.object({ superuser: z.string(), owner: z.string(), app: z.string() })

/** @throws Stop('unavailable') when the file is missing or damaged: without it nobody can sign in to the database. */
export function readPasswords(file: string): Passwords {
  try {
    return shape.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    const stop = new Stop('unavailable', withoutPasswords(file))
    stop.cause = cause
    throw stop
  }
}

/** What to do when the passwords are not those of the database. */
export const withoutPasswords = (file: string): string =>
  `Lösenorden till den inbyggda databasen i ${file} fattas, är skadade eller hör till en annan databas. Inget har ändrats. ` +
  'Lägg tillbaka filen från en kopia av datamappen, eller läs in en säkerhetskopia i en ny datamapp med "uppsikt restore".'

export const databaseName = 'uppsikt'
export const ownerRole = 'uppsikt_owner'
export const appRole = 'uppsikt_app'

const done = 'uppsikt: roles and database complete'
/** Lock so that two programs that start at once do not both create; any number, ours alone. */
const creationLock = 0x5550_0003

async function isComplete(superuser: pg.Client): Promise<boolean> {
  const { rows } = await superuser.query<{ note: string | null }>(
    "SELECT shobj_description(oid, 'pg_database') AS note FROM pg_database WHERE datname = $1",
    [databaseName],
  )
  return rows[0]?.note === done
}

async function createRole(superuser: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await superuser.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
  const verb = rowCount === 0 ? 'CREATE' : 'ALTER'
  await superuser.query(
    `${verb} ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION PASSWORD ${superuser.escapeLiteral(password)}`,
  )
}

/**
 * Makes the two roles and the database, once; a half-made attempt is completed. `uppsikt_owner` owns the database and
 * the tables (and so sees past row-level security: migrations, restore, bulk import); `uppsikt_app` owns nothing.
 */
export async function ensureRoles(superuser: pg.Client, passwords: Passwords): Promise<void> {
  if (await isComplete(superuser)) return
  await superuser.query('SELECT pg_advisory_lock($1)', [creationLock])
  try {
    if (await isComplete(superuser)) return
    await createRole(superuser, ownerRole, passwords.owner)
    await createRole(superuser, appRole, passwords.app)
    const { rowCount } = await superuser.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName])
    if (rowCount === 0) await superuser.query(`CREATE DATABASE ${databaseName} OWNER ${ownerRole}`)
    await superuser.query(`REVOKE ALL ON DATABASE ${databaseName} FROM PUBLIC`)
    await superuser.query(`GRANT CONNECT ON DATABASE ${databaseName} TO ${appRole}`)
    await superuser.query(`COMMENT ON DATABASE ${databaseName} IS '${done}'`)
  } finally {
    await superuser.query('SELECT pg_advisory_unlock($1)', [creationLock])
  }
}
