import { type Kysely, sql } from 'kysely'
import type { Json, MunicipalityId } from '../../kernel/index.ts'
import { type Tx, withMunicipality } from '../db/index.ts'
import type { Database } from '../db/schema/index.ts'

/** Event → the jobs that listen to it. */
export type Listeners = ReadonlyMap<string, readonly string[]>

export interface JobOptions {
  /** A job that waits under the same key is replaced, so that saying it twice does it once. */
  readonly key?: string
  readonly runAt?: Date
  /** Jobs in one queue run one at a time. */
  readonly queue?: string
  /** A job that waits under the same key keeps its time. */
  readonly keepTime?: true
}

/** Queues a job, in the caller's transaction. Handlers are idempotent: a job runs at least once. */
export async function queueJob(tx: Tx, name: string, payload: Json, options: JobOptions = {}): Promise<void> {
  await sql`SELECT graphile_worker.add_job(
    identifier => ${name}, payload => ${JSON.stringify(payload)}::json, queue_name => ${options.queue ?? null},
    run_at => ${options.runAt ?? null}::timestamptz, job_key => ${options.key ?? null},
    job_key_mode => ${options.keepTime ? 'preserve_run_at' : 'replace'}, max_attempts => 25)`.execute(tx)
}

const batchSize = 200

/**
 * Moves announcements from the municipality's outbox to the job queue. Two relays at once share the rows between
 * them; one that dies in the middle leaves them, and the key makes a second telling the same job.
 * @returns how many announcements were moved.
 */
export function relay(
  db: Kysely<Database>,
  municipalityId: MunicipalityId,
  listeners: Listeners,
): Promise<number> {
  return withMunicipality(db, municipalityId, async (tx) => {
    const rows = await tx
      .selectFrom('outbox')
      .select(['outbox_id', 'event', 'payload'])
      .where('municipality_id', '=', municipalityId)
      .orderBy('outbox_id')
      .limit(batchSize)
      .forUpdate()
      .skipLocked()
      .execute()
    for (const row of rows) {
      for (const job of listeners.get(row.event) ?? []) {
        const payload = { municipality: municipalityId, event: row.payload }
        await queueJob(tx, job, payload, { key: `${job}/${municipalityId}/${row.outbox_id}` })
      }
    }
    if (rows.length > 0) {
      await tx
        .deleteFrom('outbox')
        .where('municipality_id', '=', municipalityId)
        .where(
          'outbox_id',
          'in',
          rows.map((row) => row.outbox_id),
        )
        .execute()
    }
    return rows.length
  })
}
