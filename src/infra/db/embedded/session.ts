import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { Stop } from '../../../kernel/index.ts'

/** Names our locks among the advisory locks of the database `postgres`. */
const lockClass = 0x5550
/** Shared by every program that uses the server; whoever gets it alone is the last one and may stop the server. */
const presence = 1
/** Held by the one program that works in the data folder. */
const ownership = 2

/** Seen in pg_stat_activity; tells a rival who holds the data folder. */
export const applicationName = `uppsikt@${hostname()}:${process.pid}`

/** One connection of our own, outside every pool, whose locks say that we are here. */
export interface Session {
  readonly client: pg.Client
  /** Resolves when the connection is lost. */
  readonly lost: Promise<void>
}

const tryLock = async (client: pg.Client, lock: string, key: number): Promise<boolean> => {
  const { rows } = await client.query<{ got: boolean }>(`SELECT ${lock}($1, $2) AS got`, [lockClass, key])
  return rows[0]?.got === true
}

/**
 * Connects as the superuser and says that we are here.
 * @returns undefined when the server cannot be reached or is about to stop: look again.
 * @throws what the server answers otherwise, such as a wrong password.
 */
export async function openSession(config: pg.ClientConfig): Promise<Session | undefined> {
  const client = new pg.Client({
    ...config,
    application_name: applicationName,
    connectionTimeoutMillis: 5000,
  })
  const lost = new Promise<void>((resolve) => {
    client.once('end', () => resolve())
    client.on('error', () => resolve())
  })
  try {
    await client.connect()
    if (await tryLock(client, 'pg_try_advisory_lock_shared', presence)) return { client, lost }
  } catch (error) {
    if (!isUnreachable(error)) throw error
  }
  await endQuietly(client)
  return undefined
}

/** Not there (yet), going down, or cut off: as opposed to an answer that will not change. */
export function isUnreachable(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (['57P01', '57P02', '57P03', '53300', '08006', '08001', '08003'].includes(code)) return true
  if (/^(ECONN|EPIPE|ENOENT|ETIMEDOUT)/.test(code)) return true
  return error instanceof Error && /connection.*(terminated|timeout)|timeout expired/i.test(error.message)
}

/** The connection may be broken already; then there is nothing left to end. */
export async function endQuietly(client: pg.Client): Promise<void> {
  try {
    await client.end()
  } catch (error) {
    if (!isUnreachable(error)) throw error
  }
}

interface Holder {
  readonly name: string
  readonly since: Date
}

async function holderOf(client: pg.Client): Promise<Holder | undefined> {
  const { rows } = await client.query<Holder>(
    `SELECT a.application_name AS name, a.backend_start AS since
       FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.classid = $1 AND l.objid = $2 AND l.granted`,
    [lockClass, ownership],
  )
  return rows[0]
}

const inStockholm = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'short',
})

function describeHolder(holder: Holder | undefined): string {
  const [, host, pid] = /^uppsikt@(.+):(\d+)$/.exec(holder?.name ?? '') ?? []
  if (!holder || !host || !pid) return 'ett annat program'
  return `ett Uppsikt som redan är igång (process ${pid} på datorn ${host}, sedan ${inStockholm.format(holder.since)})`
}

/**
 * Takes the data folder for this program alone. A holder that was just killed needs a moment to be noticed.
 * @throws Stop('conflict') naming whoever holds it.
 */
export async function takeOwnership(session: Session, dataDir: string): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if (await tryLock(session.client, 'pg_try_advisory_lock', ownership)) return
    await pause(50)
  }
  const holder = describeHolder(await holderOf(session.client))
  throw new Stop(
    'conflict',
    `Datamappen ${dataDir} används av ${holder}. Två kan inte arbeta i samma mapp. ` +
      'Stäng det andra först, eller välj en annan mapp med UPPSIKT_DATA.',
  )
}

/** @returns true when nobody else uses the server; from then on newcomers wait until it has stopped. */
export async function isLastOne(session: Session): Promise<boolean> {
  await session.client.query('SELECT pg_advisory_unlock_shared($1, $2)', [lockClass, presence])
  return tryLock(session.client, 'pg_try_advisory_lock', presence)
}
