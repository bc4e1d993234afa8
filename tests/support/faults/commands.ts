import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openDatabase } from '../../../src/infra/db/index.ts'
import { root } from '../../house/tree.ts'
import { clusterFolder } from '../cluster.ts'
import { randomFrom } from '../random.ts'

interface Ended {
  readonly code: number | null
  readonly told: string
  readonly milliseconds: number
}

/** One command of the program as a process of its own; killed with -9 after some milliseconds, where it is to be. */
async function command(dataDir: string, args: readonly string[], killAfter?: number): Promise<Ended> {
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
  if (killAfter !== undefined) {
    await Promise.race([pause(killAfter), ended])
    child.kill('SIGKILL')
  }
  return { code: await ended, told, milliseconds: performance.now() - from }
}

export type Killed = 'backup' | 'restore' | 'bundle' | 'migrate'

/** What may not be: something half done under its own name, and a command that does not get further when it is run again. */
export interface CommandReport {
  readonly seed: number
  readonly killed: number
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
  let [killed, done] = [0, 0]
  try {
    const scene = await prepared(place.folder)
    let typical = 0
    for (let n = -1; n < count; n += 1) {
      const { dataDir, args, made } = scene.turn(name, n)
      // The first goes to its end, to tell how long it takes.
      const cut = await command(dataDir, args, n < 0 ? undefined : random() * typical)
      if (n < 0) typical = cut.milliseconds
      else if (cut.code === null) killed += 1
      else done += 1
      if (made && existsSync(made) && (await scene.broken(name, made))) half.push(`${n}: ${made}`)
      if (cut.code === null && made) rmSync(made, { recursive: true, force: true })
      const again = cut.code === 0 ? cut : await command(dataDir, args)
      if (again.code !== 0) stuck.push(`${n}: ${again.told.slice(0, 300)}`)
      if (made && (await scene.broken(name, made))) half.push(`${n}, at last: ${made}`)
      await scene.leave(name, dataDir)
    }
    const verified = await command(scene.dataDir, ['verify'])
    if (verified.code !== 0) half.push(`the installation itself: ${verified.told.slice(0, 300)}`)
    return { seed, killed, done, half, stuck }
  } finally {
    await place.remove()
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
