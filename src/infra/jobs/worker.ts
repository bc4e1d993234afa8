import { EventEmitter } from 'node:events'
import { Logger, type Runner, run, type WorkerEvents } from 'graphile-worker'
import type { Pool } from 'pg'
import { isObject, type Json, type MunicipalityId, municipalityId } from '../../kernel/index.ts'
import { createPool } from '../db/index.ts'
import type { Log } from '../log/index.ts'
import { callTheRoll } from './dead-workers.ts'
import { keepQueuesFew } from './empty-queues.ts'

/** A background job: idempotent, for it may run more than once. What it throws is tried again, later and later. */
export type JobHandler = (
  municipalityId: MunicipalityId,
  event: { readonly [key: string]: Json },
) => Promise<void>

/**
 * The prompt ones share the database with whoever asks the web: more of them at once end no sooner, and make those wait.
 * Ten orders a second to a platform that takes 100 ms, asked before and after each, are three or four at a time. The patient
 * ones mostly wait for others.
 */
const atOnce = { prompt: 9, patient: 12 }

/**
 * A runner takes a few jobs at a time and hands them out, and crosses off together those that end in the same moment:
 * asking for each, whenever anything was queued, three of four times in vain, was a fifth of PostgreSQL's work. What it
 * holds while all are busy it gives back soon, for another process to take.
 */
const taking = { localQueue: { size: 4, ttl: 5_000 }, completeJobBatchDelay: 0 }

/** Of the queue's own: what it notes is short. Two listen for new jobs, and one holds the workers' locks. */
const connections = 6

/**
 * The queue takes and crosses off jobs on connections of its own, so that it never waits for the jobs themselves. What it
 * notes there is not waited for until it is on disk: a job that is forgotten to be done is done again.
 */
const queuePool = ({ options }: Pool, log: Log): Pool =>
  createPool(
    {
      ...options,
      // Not among what is spread: the pool hides it.
      password: options.password,
      max: connections,
      options: '-c synchronous_commit=off',
    },
    log,
  )

/**
 * Runs jobs until it is stopped; stopping waits for those that are under way.
 * @param pool whose database it is.
 * @param patient jobs that may wait for others' servers for long: a dozen that never end, whoever's they are, must not
 * keep the others from being done, so they have workers of their own.
 * @param onDone told when a job of a municipality's has been done: it may have announced something.
 */
export async function startJobs(
  pool: Pool,
  handlers: Readonly<Record<string, JobHandler>>,
  log: Log,
  onDone: (municipality: MunicipalityId, job: string) => void,
  patient: ReadonlySet<string> = new Set(),
): Promise<{ stop(): Promise<void> }> {
  const tasks = Object.fromEntries(
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
        onDone(municipality, name)
      },
    ]),
  )
  const own = queuePool(pool, log)
  const roll = callTheRoll(own, log)
  const queues = keepQueuesFew(own, log)
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => roll.join(workerPool.id))
  const start = (taskList: typeof tasks, concurrency: number): Promise<Runner> =>
    run({
      preset: { worker: taking },
      pgPool: own,
      events,
      taskList,
      concurrency,
      pollInterval: 1_000,
      noHandleSignals: true,
      logger: new Logger(() => (level, message) => {
        if (level === 'error') log.error({ message }, 'job failed')
        // That it has fewer connections than jobs is as we want it.
        else if (level === 'warning' && !message.includes('maxPoolSize')) log.warn({ message }, 'jobs')
      }),
    })
  const those = (waits: boolean): typeof tasks =>
    Object.fromEntries(Object.entries(tasks).filter(([name]) => patient.has(name) === waits))
  const runners = await Promise.all([
    start(those(false), atOnce.prompt),
    ...(patient.size > 0 ? [start(those(true), atOnce.patient)] : []),
  ])
  return {
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()))
      await roll.stop()
      await queues.stop()
      // The last jobs may still wait to be crossed off, and a pool that ends leaves those that wait.
      while (own.waitingCount > 0) await new Promise((resolve) => setTimeout(resolve, 10))
      await own.end()
    },
  }
}
