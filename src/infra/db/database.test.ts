import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Logger, run } from 'graphile-worker'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clusterVariable } from '../../../tests/support/cluster.ts'
import {
  addTwoMunicipalities,
  type TemporaryDatabase,
  temporaryDatabase,
} from '../../../tests/support/database.ts'
import { silentLog } from '../log/index.ts'
import { assertApplicationRole } from './application-role.ts'
import { createDb, createPool, onClient, withMunicipality } from './connect.ts'
import { readPasswords } from './embedded/roles.ts'

let database: TemporaryDatabase

beforeAll(async () => {
  database = await temporaryDatabase()
  await addTwoMunicipalities(database, (id) => [`nämnd${id}`])
})
afterAll(() => database.close())

test('without a municipality the application sees no row', async () => {
  expect(await database.db.selectFrom('committee').selectAll().execute()).toEqual([])
  expect((await database.pool.query('SELECT * FROM municipality')).rows).toEqual([])
})

test("with municipality 1 the application sees that municipality's rows and no other", async () => {
  const names = await withMunicipality(database.db, 1, (tx) =>
    tx.selectFrom('committee').select('name').execute(),
  )
  expect(names).toEqual([{ name: 'nämnd1' }])
})

test('a row of another municipality can be neither written, changed nor removed', async () => {
  const inOne = <T>(text: string) => withMunicipality(database.db, 1, (tx) => sql.raw<T>(text).execute(tx))
  await expect(inOne("INSERT INTO committee VALUES (2, gen_random_uuid(), 'inkräktare')")).rejects.toThrow(
    /row-level security/,
  )
  expect((await inOne("UPDATE committee SET name = 'x' WHERE municipality_id = 2")).numAffectedRows).toBe(0n)
  expect((await inOne('DELETE FROM committee WHERE municipality_id = 2')).numAffectedRows).toBe(0n)
})

test('the municipality of one transaction does not reach the next one on the same connection', async () => {
  const pool = createPool({ ...database.appConfig, max: 1 }, silentLog)
  const db = createDb(pool)
  const names = () => db.selectFrom('committee').select('name').execute()
  expect(
    await withMunicipality(db, 1, (tx) => tx.selectFrom('committee').select('name').execute()),
  ).toHaveLength(1)
  expect(await names()).toEqual([])
  await expect(withMunicipality(db, 2, () => Promise.reject(new Error('undone')))).rejects.toThrow('undone')
  expect(await names()).toEqual([])
  await db.destroy()
})

test('Kysely on a borrowed connection takes part in the transaction that the caller began there', async () => {
  const client = await database.pool.connect()
  try {
    await client.query("BEGIN; SET LOCAL app.municipality = '1'")
    const tx = onClient(client)
    await tx.updateTable('committee').set({ name: 'ändrad' }).where('municipality_id', '=', 1).execute()
    await client.query('ROLLBACK')
    await client.query("BEGIN; SET LOCAL app.municipality = '1'")
    expect(await tx.selectFrom('committee').select('name').execute()).toEqual([{ name: 'nämnd1' }])
    await client.query('COMMIT')
  } finally {
    client.release()
  }
})

test.each([0, -1, 1.5, Number.NaN, 2 ** 31])('%d is not a municipality and reaches no SQL', async (id) => {
  await expect(async () => withMunicipality(database.db, id, async () => 'reached')).rejects.toThrow(
    RangeError,
  )
})

test('what fails within withMunicipality is undone', async () => {
  const attempt = withMunicipality(database.db, 1, async (tx) => {
    await sql`INSERT INTO committee VALUES (1, gen_random_uuid(), 'ångras')`.execute(tx)
    throw new Error('stop')
  })
  await expect(attempt).rejects.toThrow('stop')
  const names = await withMunicipality(database.db, 1, (tx) =>
    tx.selectFrom('committee').select('name').execute(),
  )
  expect(names).toEqual([{ name: 'nämnd1' }])
})

test('every append-only table refuses UPDATE, DELETE and TRUNCATE to the application', async () => {
  const { rows } = await database.owner.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
       AND obj_description(oid) LIKE 'append-only%'`,
  )
  expect(rows.length).toBeGreaterThan(5)
  for (const { name } of rows) {
    for (const change of [
      `UPDATE ${name} SET municipality_id = 1`,
      `DELETE FROM ${name}`,
      `TRUNCATE ${name}`,
    ]) {
      await expect(database.pool.query(change), change).rejects.toMatchObject({ code: '42501' })
    }
  }
})

test('no table at all can be truncated, nor its policies or triggers changed, by the application', async () => {
  const denied = { code: '42501' }
  await expect(database.pool.query('TRUNCATE committee CASCADE')).rejects.toMatchObject(denied)
  await expect(database.pool.query('ALTER TABLE entry DISABLE TRIGGER ALL')).rejects.toMatchObject(denied)
  await expect(database.pool.query('DROP POLICY municipality ON committee')).rejects.toMatchObject(denied)
  await expect(database.pool.query('CREATE TABLE mine (a int)')).rejects.toMatchObject(denied)
  await expect(database.pool.query("UPDATE schema_migration SET checksum = ''")).rejects.toMatchObject(denied)
})

test('no table is without its policy, and what runs as the owner looks nowhere but where it is told', async () => {
  const { rows: open } = await database.owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT (c.relrowsecurity
       AND (SELECT array_agg(p.policyname::text || ' ' || p.cmd || ' ' || p.qual) FROM pg_policies p
             WHERE p.schemaname = 'public' AND p.tablename = c.relname)
         = ARRAY['municipality ALL (municipality_id = (NULLIF(current_setting(''app.municipality''::text, true), ''''::text))::integer)'])
     ORDER BY 1`,
  )
  expect(open.map(({ name }) => name)).toEqual(['schema_grant', 'schema_migration'])
  const { rows: functions } = await database.owner.query<{ name: string; path: string[]; bound: boolean }>(
    `SELECT proname AS name, proconfig AS path, prosrc LIKE '%current_setting(''app.municipality''%' AS bound
     FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef ORDER BY 1`,
  )
  expect(functions.filter(({ path }) => path?.join() !== 'search_path=public, pg_temp')).toEqual([])
  // Triggers, which are handed their rows; and which municipality a name or a webhook is for, and no more.
  expect(functions.filter(({ bound }) => !bound).map(({ name }) => name)).toEqual([
    'forget_learned',
    'forget_withheld',
    'municipality_directory',
    'municipality_of_webhook',
  ])
})

test('a role that sees past row-level security is refused, also when it only may become such a role', async () => {
  await assertApplicationRole(database.pool)
  await expect(assertApplicationRole(database.owner)).rejects.toMatchObject({ ending: 'refused' })
  const superuser = new pg.Client(superuserConfig())
  await superuser.connect()
  const pool = new pg.Pool({ ...database.appConfig, user: 'uppsikt_member', password: 'x' })
  try {
    await superuser.query("CREATE ROLE uppsikt_member LOGIN PASSWORD 'x'")
    await assertApplicationRole(pool)
    for (const [give, take] of [
      ['ALTER ROLE uppsikt_member BYPASSRLS', 'ALTER ROLE uppsikt_member NOBYPASSRLS'],
      ['ALTER ROLE uppsikt_member SUPERUSER', 'ALTER ROLE uppsikt_member NOSUPERUSER'],
      ['GRANT uppsikt_owner TO uppsikt_member', 'REVOKE uppsikt_owner FROM uppsikt_member'],
    ] as const) {
      await superuser.query(give)
      await expect(assertApplicationRole(pool), give).rejects.toThrow(/startar inte.*uppsikt_member/)
      await superuser.query(take)
    }
  } finally {
    await pool.end()
    await superuser.query('DROP ROLE IF EXISTS uppsikt_member')
    await superuser.end()
  }
})

function superuserConfig(): pg.ClientConfig {
  const host = String(database.appConfig.host)
  const { superuser } = readPasswords(`${host.replace(/cluster$/, '')}passwords.json`)
  return { ...database.appConfig, user: 'postgres', password: superuser }
}

test('the job queue works under the application role: queued in a transaction, run, failed and tried again', async () => {
  const seen: unknown[] = []
  let allDone: () => void = () => {}
  const done = new Promise<void>((resolve) => {
    allDone = resolve
  })
  const runner = await run({
    pgPool: database.pool,
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 100,
    logger: new Logger(() => () => {}),
    crontab: '* * * * * listen ?fill=1m',
    taskList: {
      async listen(payload, helpers) {
        if (helpers.job.attempts === 1 && helpers.job.key === 'k') throw new Error('first attempt fails')
        seen.push(payload)
        if (seen.some((one) => JSON.stringify(one).includes('queued'))) allDone()
      },
    },
  })
  try {
    await withMunicipality(database.db, 1, async (tx) => {
      await sql`SELECT graphile_worker.add_job('listen', '{"kind":"queued"}'::json, queue_name => 'one', job_key => 'k')`.execute(
        tx,
      )
      await sql`SELECT graphile_worker.add_job('listen', '{"kind":"queued again"}'::json, queue_name => 'one', job_key => 'k')`.execute(
        tx,
      )
    })
    await done
    expect(seen).toContainEqual({ kind: 'queued again' })
    expect(seen).not.toContainEqual({ kind: 'queued' })
  } finally {
    await runner.stop()
  }
})

test('bigint is a number while it is exact and refused when it is not; a date stays a date', async () => {
  const { rows } = await database.pool.query("SELECT 9007199254740991 AS big, date '2026-03-29' AS day")
  expect(rows).toEqual([{ big: Number.MAX_SAFE_INTEGER, day: '2026-03-29' }])
  await expect(database.pool.query('SELECT 9007199254740993 AS big')).rejects.toThrow(RangeError)
})

test('the pool goes on after its connections were cut', async () => {
  await database.pool.query('SELECT 1')
  const superuser = new pg.Client(superuserConfig())
  await superuser.connect()
  await superuser.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )
  await superuser.end()
  await expect
    .poll(async () => {
      const answer = await database.pool.query('SELECT 1 AS one').catch(() => undefined)
      return answer?.rows[0]?.one
    })
    .toBe(1)
})

test('the addresses given to programs lead to the same database under the same roles', async () => {
  for (const [url, role] of [
    [database.url, 'uppsikt_app'],
    [database.ownerUrl, 'uppsikt_owner'],
  ]) {
    const client = new pg.Client({ connectionString: url ?? '' })
    await client.connect()
    const { rows } = await client.query('SELECT current_user AS role, current_database() AS name')
    expect(rows).toEqual([{ role, name: database.appConfig.database }])
    await client.end()
  }
})

test('a test run that is killed leaves neither a server nor data behind', async () => {
  const support = new URL('../../../tests/support/database.ts', import.meta.url).href
  const script = `
    import { temporaryDatabase } from '${support}'
    console.log((await temporaryDatabase()).appConfig.host)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [clusterVariable]: undefined },
  })
  const [host] = (await once(createInterface({ input: child.stdout }), 'line')) as [string]
  const pid = Number(readFileSync(`${host}/postmaster.pid`, 'utf8').split('\n')[0])
  expect(host).not.toBe(database.appConfig.host)
  expect(() => process.kill(pid, 0)).not.toThrow()
  child.kill('SIGKILL')
  await expect.poll(() => existsSync(host), { timeout: 10_000 }).toBe(false)
})
