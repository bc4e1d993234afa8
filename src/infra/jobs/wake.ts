import { type Kysely, sql } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { describeError, type MunicipalityId, municipalityId } from '../../kernel/index.ts'
import type { Database } from '../db/schema/index.ts'
import type { Log } from '../log/index.ts'

/**
 * Tells the workers that something was announced, so that they do not wait for their tick. Only a hint: what waits is in
 * the outbox, and the tick finds it when the hint is lost.
 */

const channel = 'uppsikt_announced'
/** Hints of the same moment go together. */
const gatherMilliseconds = 10
const againMilliseconds = 5_000

/**
 * Called after the commit of what was announced: a NOTIFY within the transaction would make all commits of the database
 * wait for each other (PostgreSQL, async.c: one lock is held over the commit).
 */
export function startWaking(db: Kysely<Database>, log: Log): (municipality: MunicipalityId) => void {
  const waiting = new Set<MunicipalityId>()
  const tell = async (): Promise<void> => {
    const all = [...waiting]
    waiting.clear()
    // A hint that a crash takes away costs a tick: no disk is waited for, nor kept from those who must wait.
    await sql`SELECT set_config('synchronous_commit', 'off', true), pg_notify(${channel}, id::text)
      FROM unnest(${all}::int[]) AS id`.execute(db)
  }
  return (municipality) => {
    if (waiting.size === 0)
      setTimeout(
        () => tell().catch((thrown) => log.warn({ reason: describeError(thrown) }, 'no worker was woken')),
        gatherMilliseconds,
      )
    waiting.add(municipality)
  }
}

/** Listens on a connection of its own until it is stopped; one that is lost is taken anew. */
export async function listenForWakes(
  pool: Pool,
  log: Log,
  onWake: (municipality: MunicipalityId) => void,
): Promise<{ stop(): void }> {
  let client: PoolClient | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const listen = async (): Promise<void> => {
    client = await pool.connect()
    client.on('notification', ({ payload = '' }) => {
      // Whoever may use the database may notify.
      if (/^[1-9]\d{0,8}$/.test(payload)) onWake(municipalityId(Number(payload)))
    })
    client.once('error', lost)
    await client.query(`LISTEN ${channel}`)
  }
  const lost = (thrown: unknown): void => {
    client?.release(true)
    client = undefined
    if (stopped) return
    log.warn({ reason: describeError(thrown) }, 'the worker hears of nothing for a while; its tick goes on')
    timer = setTimeout(() => listen().catch(lost), againMilliseconds)
  }
  await listen()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      // Not to the pool again: it listens still.
      client?.release(true)
    },
  }
}
