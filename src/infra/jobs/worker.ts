import { Logger, run } from 'graphile-worker'
import type { Pool } from 'pg'
import { isObject, type Json, type MunicipalityId, municipalityId } from '../../kernel/index.ts'
import type { Log } from '../log/index.ts'

/** A background job: idempotent, for it may run more than once. What it throws is tried again, later and later. */
export type JobHandler = (
  municipalityId: MunicipalityId,
  event: { readonly [key: string]: Json },
) => Promise<void>

/** Most jobs wait for a platform or the database, not for each other. */
const atOnce = 8

/**
 * Runs jobs until it is stopped; stopping waits for those that are under way.
 * @param onDone told of the municipality when a job has been done: it may have announced something.
 */
export async function startJobs(
  pool: Pool,
  handlers: Readonly<Record<string, JobHandler>>,
  log: Log,
  onDone: (municipality: MunicipalityId) => void,
): Promise<{ stop(): Promise<void> }> {
  const taskList = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      async (payload: unknown): Promise<void> => {
        if (
          !isObject(payload) ||
          typeof payload['municipality'] !== 'number' ||
          !isObject(payload['event'])
        ) {
          throw new Error(`the job ${name} was queued without a municipality`)
        }
        const municipality = municipalityId(payload['municipality'])
        await handler(municipality, payload['event'] as { [key: string]: Json })
        onDone(municipality)
      },
    ]),
  )
  const runner = await run({
    pgPool: pool,
    taskList,
    concurrency: atOnce,
    pollInterval: 1_000,
    noHandleSignals: true,
    logger: new Logger(() => (level, message) => {
      if (level === 'error') log.error({ message }, 'job failed')
      else if (level === 'warning') log.warn({ message }, 'jobs')
    }),
  })
  return { stop: () => runner.stop() }
}
