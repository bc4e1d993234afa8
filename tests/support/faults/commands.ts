import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { migrationsFolder } from '../../../src/app/compose.ts'
import { migrate, openDatabase } from '../../../src/infra/db/index.ts'
import { root } from '../../house/tree.ts'
import { clusterFolder } from '../cluster.ts'
import { type Random, randomFrom } from '../random.ts'
import { until } from '../until.ts'

interface Ended {
  readonly code: number | null
  readonly told: string
  readonly milliseconds: number
}

/** One command of the program as a process of its own; killed with -9 when its time has come, where it is to be. */
async function command(
  dataDir: string,
  args: readonly string[],
  itsTime?: () => Promise<unknown>,
): Promise<Ended> {
  const from = performance.now()
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(root, 'src/app/main.ts'), ...args],
    { env: { ...process.env, UPPSIKT_DATA: dataDir }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let told = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      told += text
    })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  if (itsTime) {
    await Promise.race([itsTime(), ended])
    child.kill('SIGKILL')
  }
  return { code: await ended, told, milliseconds: performance.now() - from }
}

export type Killed = 'backup' | 'restore' | 'bundle' | 'migrate'

/** What may not be: something half done under its own name, and a command that does not get further when it is run again. */
export interface CommandReport {
  readonly seed: number
  readonly killed: number
  /** Of those: with the statements of a migration done, and not yet kept. */
  readonly within: number
  /** Killed in vain: it was done already. */
  readonly done: number
  readonly half: readonly string[]
  readonly stuck: readonly string[]
}

/** kill -9 of a command at moments of chance over the time that it takes, and the same command again. */
export async function killCommand(name: Killed, count: number, seed: number): Promise<CommandReport> {
  const random = randomFrom(seed)
  const place = clusterFolder()
  const half: string[] = []
  const stuck: string[] = []
  let [killed, within, done] = [0, 0, 0]
  try {
    const scene = await prepared(place.folder)
    let typical = 0
    for (let n = -1; n < count; n += 1) {
      const { dataDir, args, made } = scene.turn(name, n)
      // The first goes to its end, to tell how long it takes.
      const isWithin = name === 'migrate' && n >= 0 && n % 2 === 0
      const cut = isWithin
        ? await cutWithin(dataDir, args, random)
        : await command(dataDir, args, n < 0 ? undefined : () => pause(random() * typical))
      if (n < 0) typical = cut.milliseconds
      else if (cut.code === null) killed += 1
      else done += 1
      if (isWithin && cut.code === null) within += 1
      if (made && existsSync(made) && (await scene.broken(name, made))) half.push(`${n}: ${made}`)
      if (cut.code === null && made) rmSync(made, { recursive: true, force: true })
      const again = cut.code === 0 ? cut : await command(dataDir, args)
      if (again.code !== 0) stuck.push(`${n}: ${again.told.slice(0, 300)}`)
      if (made && (await scene.broken(name, made))) half.push(`${n}, at last: ${made}`)
      await scene.leave(name, dataDir)
    }
    const verified = await command(scene.dataDir, ['verify'])
    if (verified.code !== 0) half.push(`the installation itself: ${verified.told.slice(0, 300)}`)
    return { seed, killed, within, done, half, stuck }
  } finally {
    await place.remove()
  }
}

/**
 * `migrate` killed with a migration by chance half done: its name is kept by us beforehand in a transaction that is open,
 * so with all its statements done the command waits there for us.
 * @throws Error when another number of migrations is kept afterwards than came before that one.
 */
async function cutWithin(dataDir: string, args: readonly string[], random: Random): Promise<Ended> {
  const database = await openDatabase({ dataDir })
  const holder = new pg.Client(database.owner ?? database.app)
  const numberOf = async (what: string): Promise<number> =>
    Number((await holder.query<{ n: string }>(`SELECT count(*) AS n FROM ${what}`)).rows[0]?.n)
  const others = 'pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()'
  const noFiles = mkdtempSync(join(dataDir, 'no-migrations-'))
  try {
    await holder.connect()
    await migrate({ owner: database.owner ?? {}, app: database.app, folder: noFiles })
    const files = readdirSync(migrationsFolder).sort()
    const before = Math.floor(random() * files.length)
    await holder.query('BEGIN')
    await holder.query("INSERT INTO schema_migration VALUES ($1, 'held')", [files[before]])
    const cut = await command(dataDir, args, () =>
      until('it waits', async () => (await numberOf('pg_locks WHERE NOT granted')) > 0, 60_000),
    )
    await holder.query('ROLLBACK')
    await until('nothing is left of it', async () => (await numberOf(others)) === 0, 60_000)
    const kept = await numberOf('schema_migration')
    if (kept !== before) throw new Error(`killed in ${files[before]}: ${kept} are kept, not ${before}`)
    return cut
  } finally {
    await holder.end()
    rmSync(noFiles, { recursive: true })
    await database.close()
  }
}

/** An installation with a record to prove, and a copy of it. */
async function prepared(folder: string) {
  const dataDir = join(folder, 'data')
  const must = async (...args: readonly string[]): Promise<string> => {
    const { code, told } = await command(dataDir, args)
    if (code !== 0) throw new Error(`${args.join(' ')}: ${told}`)
    return told
  }
  await must('municipality', 'add', 'Storlunda', '--policy', 'falun')
  await must('log', 'rotate-key', '--reason', 'En handling att bevisa')
  const record = await recordOf(dataDir)
  const copy = join(folder, 'copy')
  await must('backup', copy)
  mkdirSync(join(folder, 'made'))
  return {
    dataDir,
    turn(name: Killed, n: number) {
      const made = join(folder, 'made', `${n}`)
      const own = join(folder, `new${n}`)
      if (name === 'backup') return { dataDir, args: ['backup', made], made }
      if (name === 'bundle')
        return { dataDir, args: ['bundle', record, '--out', `${made}.zip`], made: `${made}.zip` }
      return { dataDir: own, args: name === 'restore' ? ['restore', copy] : ['migrate'], made: undefined }
    },
    /** Whether what stands under the name is not whole. */
    async broken(name: Killed, made: string): Promise<boolean> {
      if (name === 'bundle') return (await command(dataDir, ['verify-bundle', made])).code !== 0
      return !existsSync(join(made, 'backup.json'))
    },
    async leave(name: Killed, used: string): Promise<void> {
      if (name !== 'restore' && name !== 'migrate') return
      const { code, told } = await command(used, ['verify'])
      if (code !== 0) throw new Error(`${used} does not verify: ${told}`)
      rmSync(used, { recursive: true, force: true })
    },
  }
}

/** The id of some record in an installation's log. */
async function recordOf(dataDir: string): Promise<string> {
  const database = await openDatabase({ dataDir })
  const client = new pg.Client(database.owner ?? database.app)
  await client.connect()
  const { rows } = await client.query<{ id: string }>('SELECT record_id AS id FROM log_index LIMIT 1')
  await client.end()
  await database.close()
  if (!rows[0]) throw new Error('nothing is in the log')
  return rows[0].id
}
