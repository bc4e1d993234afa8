import type { Pool, PoolClient } from 'pg'
import { describeError } from '../../kernel/index.ts'
import type { Log } from '../log/index.ts'

/** A lock this young may belong to a worker that has not said yet that it is there. */
const youngest = '1 minute'
const lookEveryMilliseconds = 30_000

interface RollCall {
  /** The workers of this process are there, under one name: their jobs are nobody else's until the process ends. */
  join(workerId: string): void
  stop(): Promise<void>
}

/**
 * A worker that is killed, or loses its power, leaves its jobs and its named queues locked; the queue itself lets go of
 * them after four hours, in which an account would stand still. Each worker therefore holds an advisory lock while its
 * process lives, and what is locked by one that holds none is let go of. A job may so run twice, which jobs may.
 * @param pool one of its connections is kept.
 */
export function callTheRoll(pool: Pool, log: Log): RollCall {
  const own = new Set<string>()
  let client: Promise<PoolClient> | undefined

  const holding = (): Promise<PoolClient> => {
    client ??= hold(pool, own, () => {
      client = undefined
    })
    return client
  }
  const letGo = async (): Promise<void> => {
    try {
      const { rows } = await (await holding()).query(letGoOfTheDead, [[...own], youngest])
      if (rows.length > 0) log.warn({ workers: rows.length }, 'jobs of workers that are gone are let go of')
    } catch (thrown) {
      client = undefined
      log.warn({ reason: describeError(thrown) }, 'workers that are gone could not be looked for')
    }
  }
  let looking = letGo()
  const timer = setInterval(() => {
    looking = looking.then(letGo)
  }, lookEveryMilliseconds)

  return {
    join(workerId) {
      own.add(workerId)
      // Where the connection is lost, the next look takes a new one and all locks with it.
      looking = looking.then(async () => {
        const held = await holding()
        await held.query(lock, [[workerId]])
      }, letGo)
      looking.catch(() => undefined)
    },
    async stop() {
      clearInterval(timer)
      await looking.catch(() => undefined)
      const held = await client?.catch(() => undefined)
      held?.release(true)
    },
  }
}

async function hold(pool: Pool, own: ReadonlySet<string>, onLost: () => void): Promise<PoolClient> {
  const client = await pool.connect()
  client.once('error', onLost)
  await client.query(lock, [[...own]])
  return client
}

const lock = `SELECT pg_advisory_lock(hashtextextended(id, 0)) FROM unnest($1::text[]) AS id`

/** Trying takes the lock of a worker that is gone until the statement ends, so that two do not let go of the same. */
const letGoOfTheDead = `
  WITH holder AS MATERIALIZED (
    SELECT DISTINCT locked_by FROM (
      SELECT locked_by, locked_at FROM graphile_worker._private_jobs
      UNION ALL SELECT locked_by, locked_at FROM graphile_worker._private_job_queues) AS locked
    WHERE locked_by <> ALL ($1::text[]) AND locked_at < now() - $2::interval),
  dead AS MATERIALIZED (SELECT locked_by FROM holder WHERE pg_try_advisory_xact_lock(hashtextextended(locked_by, 0)))
  SELECT graphile_worker.force_unlock_workers(ARRAY[locked_by]) FROM dead`
