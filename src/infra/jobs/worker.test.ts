import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TemporaryDatabase, temporaryDatabase } from '../../../tests/support/database.ts'
import type { Tx } from '../db/index.ts'
import { silentLog } from '../log/index.ts'
import { queueJob, startJobs } from './index.ts'

let database: TemporaryDatabase
beforeAll(async () => {
  database = await temporaryDatabase()
})
afterAll(() => database.close())

test('jobs that wait for slow servers, however many and whoever they are, keep no other from being done', async () => {
  const release = Promise.withResolvers<void>()
  const done = Promise.withResolvers<number>()
  for (let n = 0; n < 40; n += 1)
    await queueJob(database.db as unknown as Tx, 'round', { municipality: 1, event: {} })
  await queueJob(database.db as unknown as Tx, 'order', { municipality: 2, event: {} })
  let waiting = 0
  const jobs = await startJobs(
    database.pool,
    {
      round: () => {
        waiting += 1
        return release.promise
      },
      order: async (municipality) => done.resolve(municipality),
    },
    silentLog,
    () => undefined,
    new Set(['round']),
  )
  expect(await done.promise).toBe(2)
  await expect.poll(() => waiting).toBeGreaterThan(5)
  release.resolve()
  await jobs.stop()
})
