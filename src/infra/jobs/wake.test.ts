import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TemporaryDatabase, temporaryDatabase } from '../../../tests/support/database.ts'
import { until } from '../../../tests/support/until.ts'
import { municipalityId } from '../../kernel/index.ts'
import { silentLog } from '../log/index.ts'
import { listenForWakes, startWaking } from './wake.ts'

let database: TemporaryDatabase
beforeAll(async () => {
  database = await temporaryDatabase()
})
afterAll(() => database?.close())

test('whoever listens is woken for each municipality, at once, and again after its connection was lost', async () => {
  const heard: number[] = []
  const { stop } = await listenForWakes(database.pool, silentLog, (id) => heard.push(id))
  const wake = startWaking(database.db, silentLog)
  for (const id of [1, 2, 1]) wake(municipalityId(id))
  await until('both are heard', async () => heard.length === 2, 2_000)
  expect(heard.sort()).toEqual([1, 2])
  await database.owner.query(`SELECT pg_notify('uppsikt_announced', 'nonsense')`)
  await database.owner.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE query = 'LISTEN uppsikt_announced' AND datname = current_database()`,
  )
  await until(
    'it is heard again',
    async () => {
      wake(municipalityId(3))
      return heard.includes(3)
    },
    15_000,
  )
  stop()
  expect(new Set(heard)).toEqual(new Set([1, 2, 3]))
})
