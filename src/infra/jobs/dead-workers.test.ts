import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TemporaryDatabase, temporaryDatabase } from '../../../tests/support/database.ts'
import { until } from '../../../tests/support/until.ts'
import { municipalityId } from '../../kernel/index.ts'
import { withMunicipality } from '../db/index.ts'
import { silentLog } from '../log/index.ts'
import { queueJob, startJobs } from './index.ts'

let database: TemporaryDatabase

beforeAll(async () => {
  database = await temporaryDatabase()
})
afterAll(() => database.close())

const municipality = municipalityId(1)
const queued = (name: string): Promise<void> =>
  withMunicipality(database.db, 1, (tx) =>
    queueJob(tx, 'try', { municipality, event: { name } }, { key: name, queue: name }),
  )

/** As a worker leaves them that was killed so long ago. */
async function takenBy(workerId: string, name: string, ago: string): Promise<void> {
  await queued(name)
  const at = 'locked_by = $1, locked_at = now() - $2::interval'
  await database.owner.query(`UPDATE graphile_worker._private_jobs SET ${at} WHERE key = $3`, [
    workerId,
    ago,
    name,
  ])
  await database.owner.query(`UPDATE graphile_worker._private_job_queues SET ${at} WHERE queue_name = $3`, [
    workerId,
    ago,
    name,
  ])
}

test('what a worker that was killed had in hand is done by another; what a living one has is left to it', async () => {
  const living = await database.owner.connect()
  await living.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', ['worker-living'])
  await takenBy('worker-killed', 'of the killed', '2 minutes')
  await takenBy('worker-living', 'of the living', '2 minutes')
  await takenBy('worker-new', 'of one that has just begun', '1 second')
  const done: unknown[] = []
  const jobs = await startJobs(
    database.pool,
    { try: async (_municipality, { name }) => void done.push(name ?? '') },
    silentLog,
    () => undefined,
  )
  await queued('of nobody')
  await until('both jobs', () => done.length === 2, 15_000)
  await jobs.stop()
  living.release(true)
  expect(done.toSorted()).toEqual(['of nobody', 'of the killed'])
})

test('the worker that runs is there for others', async () => {
  const finished = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const jobs = await startJobs(
    database.pool,
    {
      try: () => {
        begun.resolve()
        return finished.promise
      },
    },
    silentLog,
    () => undefined,
  )
  await queued('long')
  await begun.promise
  await expect
    .poll(async () => {
      const { rows } = await database.owner.query(
        `SELECT pg_try_advisory_xact_lock(hashtextextended(locked_by, 0)) AS dead
         FROM graphile_worker._private_jobs WHERE key = 'long'`,
      )
      return rows
    })
    .toEqual([{ dead: false }])
  finished.resolve()
  await jobs.stop()
})
