import { type Kysely, sql } from 'kysely'
import type { Json, MunicipalityId } from '../../kernel/index.ts'
import { type Tx, withMunicipality } from '../db/index.ts'
import type { Database } from '../db/schema/index.ts'

/** Event → the jobs that listen to it. */
export type Listeners = ReadonlyMap<string, readonly string[]>

export interface Relaying {
  readonly listeners: Listeners
  /**
   * Jobs that are told of all announcements at once, as {all: [payload…]}: for what comes so often that a job each would
   * cost more than the work.
   */
  readonly together: ReadonlySet<string>
  /** Jobs that go before others that wait. */
  readonly first: ReadonlySet<string>
}

/** Lower numbers are run first; 0 is the usual. */
const firstPriority = -10

export interface JobOptions {
  /** A job that waits under the same key is replaced, so that saying it twice does it once. */
  readonly key?: string
  readonly runAt?: Date
  /** Jobs in one queue run one at a time. */
  readonly queue?: string
  /** A job that waits under the same key keeps its time. */
  readonly keepTime?: true
  /** It goes before others that wait. */
  readonly first?: true
}

/** Queues a job, in the caller's transaction. Handlers are idempotent: a job runs at least once. */
export async function queueJob(tx: Tx, name: string, payload: Json, options: JobOptions = {}): Promise<void> {
  await sql`SELECT graphile_worker.add_job(
    identifier => ${name}, payload => ${JSON.stringify(payload)}::json, queue_name => ${options.queue ?? null},
    run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.key ?? null},
    job_key_mode => ${options.keepTime ? 'preserve_run_at' : 'replace'}, max_attempts => 25,
    priority => ${options.first ? firstPriority : 0})`.execute(tx)
}

const batchSize = 200

interface Announced {
  readonly outbox_id: number
  readonly event: string
  readonly payload: Json
}

/**
 * Moves announcements from the municipality's outbox to the job queue. Two relays at once share the rows between
 * them; one that dies in the middle leaves them, and the key makes a second telling the same job.
 * @param which first: those alone that start a job that goes first.
 * @returns how many it moved.
 */
export async function relay(
  db: Kysely<Database>,
  municipalityId: MunicipalityId,
  relaying: Relaying,
  which: 'all' | 'first',
): Promise<number> {
  let moved = 0
  for (;;) {
    const some = await relayBatch(db, municipalityId, relaying, which)
    moved += some
    if (some < batchSize) return moved
  }
}

function relayBatch(
  db: Kysely<Database>,
  municipalityId: MunicipalityId,
  { listeners, together, first }: Relaying,
  which: 'all' | 'first',
): Promise<number> {
  const wanted = [...listeners.keys()].filter((event) => listeners.get(event)?.some((job) => first.has(job)))
  return withMunicipality(db, municipalityId, async (tx) => {
    const { rows } = await sql<Announced>`DELETE FROM outbox WHERE (municipality_id, outbox_id) IN (
        SELECT municipality_id, outbox_id FROM outbox WHERE municipality_id = ${municipalityId}
           AND (${which === 'all'} OR event = ANY(${wanted}))
         ORDER BY outbox_id LIMIT ${batchSize} FOR UPDATE SKIP LOCKED)
      RETURNING outbox_id, event, payload`.execute(tx)
    if (rows.length === 0) return 0
    const specs = jobsOf(rows, listeners, together).map(({ job, event, about }) => ({
      identifier: job,
      payload: { municipality: municipalityId, event },
      job_key: `${job}/${municipalityId}/${about}`,
      priority: first.has(job) ? firstPriority : 0,
      max_attempts: 25,
    }))
    await sql`SELECT count(*) FROM graphile_worker.add_jobs((SELECT array_agg(spec)
      FROM json_populate_recordset(NULL::graphile_worker.job_spec, ${JSON.stringify(specs)}::json) AS spec))`.execute(
      tx,
    )
    return rows.length
  })
}

/** One job for each announcement and listener; `about` tells them apart. */
function jobsOf(
  announced: readonly Announced[],
  listeners: Listeners,
  together: ReadonlySet<string>,
): { readonly job: string; readonly event: Json; readonly about: number }[] {
  const inOrder = [...announced].sort((a, b) => a.outbox_id - b.outbox_id)
  const told = inOrder.flatMap(({ outbox_id: about, event, payload }) =>
    (listeners.get(event) ?? []).map((job) => ({ job, event: payload, about })),
  )
  const singly = told.filter(({ job }) => !together.has(job))
  const joined = Map.groupBy(
    told.filter(({ job }) => together.has(job)),
    ({ job }) => job,
  )
  for (const [job, all] of joined)
    singly.push({ job, event: { all: all.map(({ event }) => event) }, about: all[0]?.about ?? 0 })
  return singly
}
