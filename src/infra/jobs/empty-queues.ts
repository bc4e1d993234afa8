import type { Pool } from 'pg'
import { describeError } from '../../kernel/index.ts'
import { inTransaction } from '../db/index.ts'
import type { Log } from '../log/index.ts'

const everyMilliseconds = 15_000
/** Those that add jobs meanwhile wait behind us; rather than that, the next time will do. */
const patience = '100ms'

/**
 * The queue keeps a row for each name under which jobs have stood in turn, and locks every row that is free each time it
 * looks for a job (graphile-worker, getJobs.js, strategy 2, for "a small number of named queues"). Names are of accounts:
 * with thousands of them, looking would cost more than all the jobs. So the rows under which nothing stands are taken away.
 */
export function keepQueuesFew(pool: Pool, log: Log): { stop(): Promise<void> } {
  let removing: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    removing = removeEmptyQueues(pool).catch((thrown: unknown) =>
      log.info({ reason: describeError(thrown) }, 'empty queues stay until the next time'),
    )
  }, everyMilliseconds)
  return {
    async stop() {
      clearInterval(timer)
      await removing
    },
  }
}

/**
 * Whoever adds a job holds a lock on this table from before it looks up the queue's row until the job is committed; this one
 * waits for it, so that no job is left under a row that is gone, where it would never be found.
 * @returns how many were empty. @throws when somebody is adding one just now.
 */
export async function removeEmptyQueues(pool: Pool): Promise<number> {
  const client = await pool.connect()
  try {
    return await inTransaction(client, `BEGIN; SET LOCAL lock_timeout = '${patience}'`, async () => {
      await client.query('LOCK TABLE graphile_worker._private_job_queues IN SHARE ROW EXCLUSIVE MODE')
      const { rowCount } = await client.query(`
        DELETE FROM graphile_worker._private_job_queues AS queue WHERE locked_at IS NULL
           AND NOT EXISTS (SELECT FROM graphile_worker._private_jobs AS job WHERE job.job_queue_id = queue.id)`)
      return rowCount ?? 0
    })
  } finally {
    client.release()
  }
}
