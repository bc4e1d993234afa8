import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  addTwoMunicipalities,
  type TemporaryDatabase,
  temporaryDatabase,
} from '../../../tests/support/database.ts'
import { silentLog } from '../log/index.ts'
import { createPool, createWorkersDb, withMunicipality } from './connect.ts'

let database: TemporaryDatabase

beforeAll(async () => {
  database = await temporaryDatabase()
  await addTwoMunicipalities(database, (id) => [1, 2, 3].map((at) => `nämnd ${id}.${at}`))
})
afterAll(() => database.close())

/** On one connection, so that it is asked the same again. */
const onOne = () => createWorkersDb(createPool({ ...database.appConfig, max: 1 }, silentLog))

/** What PostgreSQL keeps on this connection of texts that contain a word. */
const kept = async (db: ReturnType<typeof onOne>, word: string): Promise<number> => {
  const { rows } = await sql<{ name: string }>`SELECT name FROM pg_prepared_statements
    WHERE statement LIKE ${`%${word}%`}`.execute(db)
  return rows.filter(({ name }) => name.startsWith('kept_')).length
}

test('a list of any length is one question, whose plan is kept, and each municipality gets its own rows', async () => {
  const db = onOne()
  const names = (municipality: number, wanted: readonly string[]) =>
    withMunicipality(db, municipality, (tx) =>
      tx
        .selectFrom('committee')
        .select('name')
        .where('name', 'in', [...wanted])
        .where('name', 'not in', ['nämnd 1.3', 'nämnd 2.3'])
        .orderBy('name')
        .execute(),
    ).then((rows) => rows.map(({ name }) => name))
  // More often than PostgreSQL plans by what is asked for (five times).
  for (let time = 0; time < 8; time += 1) {
    expect(await names(1, ['nämnd 1.1', 'nämnd 2.1', 'nämnd 1.3'])).toEqual(['nämnd 1.1'])
    expect(await names(2, ['nämnd 1.1', 'nämnd 2.1', 'nämnd 2.2', 'a "quoted", {x} \\'])).toEqual([
      'nämnd 2.1',
      'nämnd 2.2',
    ])
    expect(await names(1, [])).toEqual([])
  }
  expect(await kept(db, '"committee"')).toBe(1)
  await db.destroy()
})

test('what is asked once or twice is not kept', async () => {
  const db = onOne()
  for (const name of ['x', 'y'])
    await withMunicipality(db, 1, (tx) =>
      tx.selectFrom('committee').select('committee_id').where('name', '=', name).limit(7).execute(),
    )
  expect(await kept(db, '"committee"')).toBe(0)
  await db.destroy()
})

test('a table that is changed under a running program costs one failure, and no more', async () => {
  const db = onOne()
  await database.owner.query('CREATE TABLE changing (id int); INSERT INTO changing VALUES (1)')
  await database.owner.query('GRANT SELECT ON changing TO PUBLIC')
  const ask = async () => (await sql`SELECT * FROM changing WHERE id = ${1}`.execute(db)).rows
  for (let time = 0; time < 4; time += 1) expect(await ask()).toEqual([{ id: 1 }])
  await database.owner.query("ALTER TABLE changing ADD COLUMN more text DEFAULT 'm'")
  await expect(ask()).rejects.toThrow(/cached plan/)
  expect(await ask()).toEqual([{ id: 1, more: 'm' }])
  await db.destroy()
})
