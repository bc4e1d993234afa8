import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TemporaryDatabase, temporaryDatabase } from '../../../tests/support/database.ts'
import { assertMigrated, migrate } from './migrate.ts'

const empty = mkdtempSync(join(tmpdir(), 'uppsikt-no-migrations-'))
let folder: string
let database: TemporaryDatabase

beforeAll(() => writeFileSync(join(empty, '0001_nothing.sql'), '-- nothing\n'))
afterAll(() => rmSync(empty, { recursive: true }))
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uppsikt-migrations-'))
  file('0001_nothing.sql', '-- nothing\n')
  database = await temporaryDatabase({ migrations: empty })
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await database.close()
})

const file = (name: string, sql: string) => writeFileSync(join(folder, name), sql)
const run = () => migrate({ owner: database.ownerConfig, app: database.appConfig, folder })
const tables = async () => {
  const { rows } = await database.owner.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'schema\\_%' ORDER BY 1",
  )
  return rows.map(({ name }) => name)
}
const mayDo = async (table: string) => {
  const { rows } = await database.owner.query<{ may: string }>(
    `SELECT string_agg(p, ' ' ORDER BY n) AS may
       FROM unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE}'::text[]) WITH ORDINALITY AS x(p, n)
      WHERE has_table_privilege('uppsikt_app', $1, p)`,
    [table],
  )
  return rows[0]?.may
}

test('each file is applied once, in order, and a second run does nothing', async () => {
  file('0002_one.sql', "CREATE TABLE one (a int);\nCOMMENT ON TABLE one IS 'a;b';")
  file('0003_two.sql', 'CREATE TABLE two AS SELECT * FROM one;')
  await expect(assertMigrated(database.pool, folder)).rejects.toThrow(/2 ändringar väntar.*0002_one/)
  expect(await run()).toEqual({ applied: ['0002_one.sql', '0003_two.sql'] })
  expect(await run()).toEqual({ applied: [] })
  expect(await tables()).toEqual(['one', 'two'])
  await assertMigrated(database.pool, folder)
})

test('a file that was changed after it was applied is refused, whatever the line endings are', async () => {
  file('0002_one.sql', 'CREATE TABLE one (\n a int);')
  await run()
  file('0002_one.sql', 'CREATE TABLE one (\r\n a int);')
  expect(await run()).toEqual({ applied: [] })
  file('0002_one.sql', 'CREATE TABLE one (\n a bigint);')
  await expect(run()).rejects.toThrow(/0002_one.*redan gjord/)
})

test('a database that is newer than the program, and a file put in before applied ones, are refused', async () => {
  file('0005_five.sql', 'CREATE TABLE five (a int);')
  await run()
  file('0004_late.sql', 'CREATE TABLE late (a int);')
  await expect(run()).rejects.toThrow(/0004_late.*lägre nummer/)
  rmSync(join(folder, '0004_late.sql'))
  rmSync(join(folder, '0005_five.sql'))
  await expect(run()).rejects.toThrow(/nyare än programmet.*0005_five/)
  expect(await tables()).toEqual(['five'])
})

test('a file that fails is undone as a whole and named with its line; those before it stand', async () => {
  file('0002_good.sql', 'CREATE TABLE good (a int);')
  file('0003_bad.sql', 'CREATE TABLE bad (a int);\n\nINSERT INTO nowhere VALUES (1);\n')
  await expect(run()).rejects.toThrow(/0003_bad\.sql.*rad 3.*nowhere/)
  expect(await tables()).toEqual(['good'])
  file('0003_bad.sql', 'CREATE TABLE bad (a int);')
  expect(await run()).toEqual({ applied: ['0003_bad.sql'] })
})

test('a file that says so runs outside a transaction', async () => {
  file('0002_one.sql', 'CREATE TABLE one (a int);')
  file('0003_index.sql', '-- no transaction\nCREATE INDEX CONCURRENTLY one_a ON one (a);')
  expect(await run()).toMatchObject({ applied: ['0002_one.sql', '0003_index.sql'] })
})

test('two programs that migrate at once do each file once', async () => {
  file('0002_one.sql', 'CREATE TABLE one (a int); SELECT pg_sleep(0.3);')
  const both = await Promise.all([run(), run()])
  expect(both.flatMap(({ applied }) => applied)).toEqual(['0002_one.sql'])
})

test("what the application may do follows the tables' comments, also when a comment changes later", async () => {
  file(
    '0002_tables.sql',
    `CREATE TABLE plain (a int); CREATE TABLE kept (a int); CREATE TABLE shown (a int); CREATE TABLE hidden (a int);
     CREATE TABLE parts (a int) PARTITION BY LIST (a); CREATE TABLE part1 PARTITION OF parts FOR VALUES IN (1);
     CREATE VIEW seen AS SELECT * FROM plain; CREATE TABLE "Odd name" (id serial);
     COMMENT ON TABLE kept IS 'append-only: why'; COMMENT ON TABLE shown IS 'read-only: why';
     COMMENT ON TABLE hidden IS 'owner-only: why'; GRANT ALL ON hidden, kept TO PUBLIC;`,
  )
  await run()
  expect(await mayDo('plain')).toBe('SELECT INSERT UPDATE DELETE')
  expect(await mayDo('parts')).toBe('SELECT INSERT UPDATE DELETE')
  expect(await mayDo('kept')).toBe('SELECT INSERT')
  expect(await mayDo('shown')).toBe('SELECT')
  expect(await mayDo('seen')).toBe('SELECT')
  expect(await mayDo('hidden')).toBeNull()
  expect(await mayDo('part1')).toBeNull()
  await database.pool.query('INSERT INTO "Odd name" DEFAULT VALUES')
  file('0003_stricter.sql', "COMMENT ON TABLE plain IS 'append-only: now kept'")
  await run()
  expect(await mayDo('plain')).toBe('SELECT INSERT')
})

test('the same role for both is refused, and so is a file with a wrong name', async () => {
  const owner = database.ownerConfig
  await expect(migrate({ owner, app: owner, folder })).rejects.toMatchObject({ ending: 'refused' })
  file('2_short.sql', 'SELECT 1')
  await expect(run()).rejects.toThrow(/NNNN_name/)
})
