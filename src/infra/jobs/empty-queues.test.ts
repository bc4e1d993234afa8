import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TemporaryDatabase, temporaryDatabase } from '../../../tests/support/database.ts'
import { withMunicipality } from '../db/index.ts'
import { silentLog } from '../log/index.ts'
import { removeEmptyQueues } from './empty-queues.ts'
import { queueJob, startJobs } from './index.ts'

let database: TemporaryDatabase

beforeAll(async () => {
  database = await temporaryDatabase()
})
afterAll(() => database.close())

const queue = (name: string, adding: () => Promise<void> = async () => undefined): Promise<void> =>
  withMunicipality(database.db, 1, async (tx) => {
    await queueJob(tx, 'try', { municipality: 1, event: { name } }, { key: name, queue: name })
    await adding()
  })

const names = async (): Promise<string[]> => {
  const { rows } = await database.owner.query('SELECT queue_name FROM graphile_worker._private_job_queues')
  return rows.map(({ queue_name }) => queue_name).sort()
}

test('a queue in which nothing stands is taken away, and none in which a job stands or is being put', async () => {
  const done = new Set<unknown>()
  const handlers = { try: async (_: unknown, { name }: { name?: unknown }) => void done.add(name) }
  const run = async (...wanted: string[]): Promise<void> => {
    const jobs = await startJobs(database.pool, handlers, silentLog, () => undefined)
    await expect.poll(() => wanted.every((name) => done.has(name)), { timeout: 10_000 }).toBe(true)
    await jobs.stop()
  }
  await queue('empty')
  await queue('both')
  await run('empty', 'both')
  await queue('waits')
  expect(await names()).toEqual(['both', 'empty', 'waits'])

  // Its row is there, its job not yet: the row must not go before the job has come.
  await queue('both', async () => {
    await expect(removeEmptyQueues(database.pool)).rejects.toThrow(/lock timeout/)
  })
  expect(await removeEmptyQueues(database.pool)).toBe(1)
  expect(await names()).toEqual(['both', 'waits'])
  done.clear()
  await run('both', 'waits')
  expect(await removeEmptyQueues(database.pool)).toBe(2)
})
