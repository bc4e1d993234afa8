import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, afterEach, expect, test } from 'vitest'
import { clusterFolder } from '../../../../tests/support/cluster.ts'
import { silentLog } from '../../log/index.ts'
import { createPool } from '../connect.ts'
import { isRoot } from './account.ts'
import { type EmbeddedOptions, type EmbeddedServer, openEmbedded } from './index.ts'
import { clusterPaths } from './paths.ts'
import { isServerOf, readPidFile } from './process.ts'

const program = fileURLToPath(new URL('../../../../tests/support/embedded-program.ts', import.meta.url))
const below = clusterFolder()
const root = below.folder
chmodSync(root, 0o755)
const programs: ChildProcess[] = []
const servers: EmbeddedServer[] = []
let folders = 0

const dataFolder = () => {
  folders += 1
  return join(root, `data${folders}`)
}

const open = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  const server = await openEmbedded(options)
  servers.push(server)
  return server
}

interface Started {
  readonly child: ChildProcess
  readonly said: Record<string, unknown>
}

async function start(options: object, env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, ...env },
  })
  programs.push(child)
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, said: JSON.parse(String(line)) }
}

/** As Ctrl-C does: to the program and everything in its process group. */
async function signalGroup(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit')
  process.kill(-Number(child.pid), signal)
  return (await exit)[0]
}

const isRunning = (dataDir: string): boolean => {
  const paths = clusterPaths(dataDir)
  const pid = readPidFile(paths)?.pid
  return pid !== undefined && isServerOf(pid, paths)
}

const logOf = (dataDir: string) => readFileSync(clusterPaths(dataDir).log, 'utf8')

afterEach(async () => {
  for (const child of programs.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  for (const server of servers.splice(0)) await server.close()
})

afterAll(() => below.remove())

test('a first start takes about a second, a later one a tenth; passwords are for their owner alone', async () => {
  const dataDir = dataFolder()
  const times: number[] = []
  for (const _ of [1, 2]) {
    const begun = performance.now()
    const server = await open({ dataDir, exclusive: true })
    times.push(Math.round(performance.now() - begun))
    expect(server).toMatchObject({ role: 'owner', adopted: false })
    await server.close()
    expect(isRunning(dataDir)).toBe(false)
  }
  console.log(`embedded PostgreSQL: first start ${times[0]} ms, next start ${times[1]} ms`)
  expect(times[0]).toBeLessThan(8000)
  expect(times[1]).toBeLessThan(3000)
  const paths = clusterPaths(dataDir)
  for (const [path, mode] of [
    [paths.home, 0o700],
    [paths.cluster, 0o700],
    [paths.passwords, 0o600],
    [paths.log, 0o600],
  ] as const) {
    expect(statSync(path).mode & 0o777, path).toBe(mode)
  }
  expect(readdirSync(dataDir)).toEqual(['postgresql'])
})

test('the server asks for a password by scram, listens to no network, and sorts and stems as promised', async () => {
  const server = await open({ dataDir: dataFolder() })
  await expect(new pg.Client({ ...server.app, password: 'wrong' }).connect()).rejects.toMatchObject({
    code: '28P01',
  })
  const superuser = new pg.Client(server.superuser)
  await superuser.connect()
  const { rows } = await superuser.query(`
    SELECT current_setting('listen_addresses') AS listens, current_setting('data_checksums') AS checksums,
      current_setting('TimeZone') AS zone, current_setting('fsync') AS fsync,
      to_tsvector('förskolorna')::text AS stem, datcollate AS collate, datlocale AS locale,
      (SELECT count(*)::int FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256') AS others,
      (SELECT string_agg(w, ' ' ORDER BY w COLLATE "sv-SE-x-icu") FROM unnest('{ö,a,å,z,ä}'::text[]) w) AS sorted
    FROM pg_database WHERE datname = 'uppsikt'`)
  await superuser.end()
  expect(rows[0]).toEqual({
    listens: '',
    checksums: 'on',
    zone: 'UTC',
    fsync: 'on',
    stem: "'förskol':1",
    collate: 'C',
    locale: 'C.UTF-8',
    others: 0,
    sorted: 'a z å ä ö',
  })
})

test('the owner of the tables may create trusted extensions, and neither role may more than it should', async () => {
  const server = await open({ dataDir: dataFolder() })
  const owner = new pg.Client(server.owner)
  await owner.connect()
  await owner.query('CREATE EXTENSION btree_gin')
  const { rows } = await owner.query(
    `SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS much
       FROM pg_roles WHERE rolname LIKE 'uppsikt%' ORDER BY 1`,
  )
  await owner.end()
  expect(rows).toEqual([
    { rolname: 'uppsikt_app', much: false },
    { rolname: 'uppsikt_owner', much: false },
  ])
  const app = new pg.Client(server.app)
  await app.connect()
  await expect(app.query('CREATE TABLE mine (a int)')).rejects.toMatchObject({ code: '42501' })
  await app.end()
})

test('a second start on the same data says who holds it; a second client is let in; the last to leave stops it', async () => {
  const dataDir = dataFolder()
  const first = await start({ dataDir, exclusive: true })
  const second = await start({ dataDir, exclusive: true })
  expect(second.said['refused']).toMatch(
    new RegExp(
      `^Datamappen .*data\\d+ används av ett Uppsikt som redan är igång \\(process ${first.child.pid} på`,
    ),
  )
  const guest = await open({ dataDir })
  expect(guest).toMatchObject({ role: 'guest', adopted: true })
  expect(guest.pid()).toBe(first.said['pid'])
  expect(await signalGroup(first.child, 'SIGINT')).toBe(0)
  const client = new pg.Client(guest.app)
  await client.connect()
  await client.end()
  expect(guest.pid()).toBe(first.said['pid'])
  await guest.close()
  expect(isRunning(dataDir)).toBe(false)
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s to the whole process group ends in good order',
  async (signal) => {
    const dataDir = dataFolder()
    const { child } = await start({ dataDir, exclusive: true })
    expect(isRunning(dataDir)).toBe(true)
    expect(await signalGroup(child, signal)).toBe(0)
    expect(isRunning(dataDir)).toBe(false)
    expect(logOf(dataDir)).toMatch(/database system is shut down\s*$/)
  },
)

test('a server that outlived its program is adopted: the same process, and the folder can be owned again', async () => {
  const dataDir = dataFolder()
  const { child, said } = await start({ dataDir, exclusive: true })
  const exit = once(child, 'exit')
  child.kill('SIGKILL')
  await exit
  expect(isRunning(dataDir)).toBe(true)
  const server = await open({ dataDir, exclusive: true })
  expect(server).toMatchObject({ role: 'owner', adopted: true })
  expect(server.pid()).toBe(said['pid'])
  await server.close()
  expect(isRunning(dataDir)).toBe(false)
})

test.runIf(process.platform === 'linux')(
  'nothing of our environment reaches the server or its clients',
  async () => {
    const settings = {
      PGPORT: '1',
      PGDATA: '/nowhere',
      PGOPTIONS: '-c fsync=off',
      PGSSLMODE: 'require',
      UPPSIKT_SECRET: 'hemligt',
    }
    const { said } = await start({ dataDir: dataFolder() }, settings)
    expect(said).toMatchObject({ user: 'uppsikt_app' })
    const environment = readFileSync(`/proc/${said['pid']}/environ`, 'utf8').split('\0').filter(Boolean)
    const names = environment.map((entry) => entry.split('=')[0])
    expect(names.filter((name) => Object.hasOwn(settings, name ?? '') && name !== 'PGDATA')).toEqual([])
    expect(environment).not.toContain('PGDATA=/nowhere')
  },
)

test('two first starts at once share one server and leave no half-made folder', async () => {
  const dataDir = dataFolder()
  const [one, two] = await Promise.all([open({ dataDir }), open({ dataDir })])
  expect(one?.pid()).toBe(two?.pid())
  expect(readdirSync(dataDir)).toEqual(['postgresql'])
})

test('a server that is stopped at once is started again under the same program, and its pool goes on', async () => {
  const dataDir = dataFolder()
  const lost: string[] = []
  const server = await open({ dataDir, exclusive: true, onLost: (why) => lost.push(why.message) })
  const pool = createPool(server.app, silentLog)
  await pool.query('SELECT 1')
  const before = server.pid()
  process.kill(before, 'SIGQUIT')
  const patience = { timeout: 15_000 }
  await expect.poll(() => server.pid(), patience).not.toBe(before)
  const one = () =>
    pool.query('SELECT 1 AS one').then(
      ({ rows }) => rows[0]?.one,
      () => 0,
    )
  await expect.poll(one, patience).toBe(1)
  await expect(openEmbedded({ dataDir, exclusive: true })).rejects.toMatchObject({ ending: 'conflict' })
  expect(lost).toEqual([])
  await pool.end()
})

test('a pid file whose number now belongs to a stranger does not stop a start', async () => {
  const dataDir = dataFolder()
  await (await open({ dataDir })).close()
  const { cluster } = clusterPaths(dataDir)
  const { uid, gid } = statSync(cluster)
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore', ...(isRoot() && { uid, gid }) })
  programs.push(stranger)
  const stale = [stranger.pid, '/proc/self/fd/3', '1', '5432', '/proc/self/fd/3', '', '1 1', 'ready   ', '']
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock']) {
    writeFileSync(join(cluster, name), stale.join('\n'), { mode: 0o600 })
    if (isRoot()) chownSync(join(cluster, name), uid, gid)
  }
  const server = await open({ dataDir })
  expect(server.adopted).toBe(false)
  expect(stranger.exitCode).toBeNull()
})

test('data of another major version are refused and not touched', async () => {
  const dataDir = dataFolder()
  await (await open({ dataDir })).close()
  const file = join(clusterPaths(dataDir).cluster, 'PG_VERSION')
  writeFileSync(file, '17\n')
  const log = logOf(dataDir)
  await expect(openEmbedded({ dataDir })).rejects.toThrow(/skriven av PostgreSQL 17.*har PostgreSQL 18/)
  expect(logOf(dataDir)).toBe(log)
})

test('what a killed creation leaves is cleared away, and a folder without a database is never written over', async () => {
  const dataDir = dataFolder()
  mkdirSync(join(dataDir, 'postgresql.new-999999999-aaaa-1', 'cluster'), { recursive: true })
  await (await open({ dataDir })).close()
  expect(readdirSync(dataDir)).toEqual(['postgresql'])
  rmSync(join(clusterPaths(dataDir).cluster, 'PG_VERSION'))
  await expect(openEmbedded({ dataDir })).rejects.toThrow(/ingen hel databas/)
})

test('a path longer than a socket may be named works', async () => {
  const dataDir = join(dataFolder(), 'å'.repeat(60), 'b'.repeat(60))
  const server = await open({ dataDir })
  const client = new pg.Client(server.app)
  await client.connect()
  await client.end()
})
