import type { ChildProcess } from 'node:child_process'
import { closeSync, constants, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Stop } from '../../../kernel/index.ts'
import type { RunAs } from './account.ts'
import type { Binaries } from './binaries.ts'
import { takeFileLock } from './file-lock.ts'
import { shortSocketFolder } from './listen.ts'
import type { ClusterPaths } from './paths.ts'
import { anyProcessIn, isServerOf, readPidFile } from './process.ts'
import { type Listen, serverArguments } from './settings.ts'
import { runToEnd, spawnAs } from './spawn.ts'

const logBytes = 10 * 1024 * 1024
const pollMilliseconds = 10
/** Replaying what was written before a crash is measured in seconds; past this something else is wrong. */
const startMilliseconds = 300_000
const stopMilliseconds = 20_000

/** started: ours, ready. occupied: another server, or what is left of one, has the folder. */
type Launched =
  | { readonly kind: 'started'; readonly pid: number }
  | { readonly kind: 'occupied'; readonly log: string }

export interface LaunchPlan {
  readonly paths: ClusterPaths
  readonly binaries: Binaries
  readonly as: RunAs | undefined
  /** More settings; tests only. */
  readonly settings?: Readonly<Record<string, string>>
}

function openLog(paths: ClusterPaths): number {
  if ((statSync(paths.log, { throwIfNoEntry: false })?.size ?? 0) > logBytes)
    renameSync(paths.log, `${paths.log}.1`)
  return openSync(paths.log, 'a', 0o600)
}

/** What the server has written since `from`, at most the last 2,000 characters. */
const logSince = (paths: ClusterPaths, from: number): string =>
  readFileSync(paths.log).subarray(from).toString('utf8').slice(-2000).trim()

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 0))
    })
  })
}

async function listenPlan(paths: ClusterPaths): Promise<Listen> {
  if (process.platform === 'win32') return { port: await freePort() }
  if (process.platform === 'linux') return { socketFolder: '/proc/self/fd/3', port: 5432 }
  return { socketFolder: shortSocketFolder(paths), port: 5432 }
}

/**
 * Starts `postgres` in a session of its own, so that Ctrl-C to us does not reach it, and waits until it is ready.
 * On Linux the data folder is handed over as an opened descriptor: parents that are closed to the server's user, and
 * paths longer than a socket's name may be, then do not matter.
 * @throws Stop('unavailable') with the end of its log when it does not start.
 */
export async function launch(plan: LaunchPlan): Promise<Launched> {
  const { paths } = plan
  // Inherited by the server and its processes: as long as any of them lives, nobody starts another, from anywhere.
  const lock = await takeFileLock(paths.lock)
  if (lock === undefined) return { kind: 'occupied', log: 'flock' }
  const folder = process.platform === 'win32' ? undefined : openSync(paths.cluster, constants.O_RDONLY)
  const log = openLog(paths)
  const before = statSync(paths.log).size
  try {
    const where = process.platform === 'linux' ? '/proc/self/fd/3' : paths.cluster
    const args = ['-D', where, ...serverArguments(await listenPlan(paths), plan.settings)]
    const child = spawnAs(plan.binaries.postgres, args, plan.as, {
      detached: true,
      stdio: ['ignore', log, log, folder ?? 'ignore', lock.descriptor],
    })
    const ended = await untilReady(child, paths)
    if (ended === undefined && child.pid !== undefined) return { kind: 'started', pid: child.pid }
    const said = logSince(paths, before)
    if (/lock file "[^"]*" already exists|pre-existing shared memory block/.test(said))
      return { kind: 'occupied', log: said }
    throw new Stop(
      'unavailable',
      `Den inbyggda databasen startade inte (${ended}). Hela loggen finns i ${paths.log}. Den slutar så här:\n${said}`,
    )
  } finally {
    for (const descriptor of [lock.descriptor, log, ...(folder === undefined ? [] : [folder])])
      closeSync(descriptor)
  }
}

/** @returns undefined when ready, otherwise how it ended. The file may be an old one: its pid must be the child's. */
async function untilReady(child: ChildProcess, paths: ClusterPaths): Promise<string | undefined> {
  let ended: string | undefined
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', (code, signal) => {
    ended = signal ?? `kod ${code}`
  })
  for (let waited = 0; waited < startMilliseconds; waited += pollMilliseconds) {
    await pause(pollMilliseconds)
    if (ended !== undefined) return ended
    const file = readPidFile(paths)
    if (file?.pid === child.pid && file?.status === 'ready') {
      child.unref()
      return undefined
    }
  }
  child.kill('SIGINT')
  return `inte klar på ${startMilliseconds / 1000} s`
}

/**
 * Removes a postmaster.pid that keeps a start from happening although no server is left: its number has been given to a
 * stranger. Done only when no process at all works in the data folder, for with the file goes PostgreSQL's own check.
 * @returns false when somebody is still there.
 */
export function removeStalePidFile(paths: ClusterPaths): boolean {
  if (anyProcessIn(paths)) return false
  for (const name of ['postmaster.pid', '.s.PGSQL.5432.lock'])
    rmSync(join(paths.cluster, name), { force: true })
  return true
}

async function untilGone(pid: number, paths: ClusterPaths, milliseconds: number): Promise<boolean> {
  for (let waited = 0; waited < milliseconds; waited += pollMilliseconds) {
    if (!isServerOf(pid, paths)) return true
    await pause(pollMilliseconds)
  }
  return false
}

/**
 * Stops the server of this cluster: politely (SIGINT: open transactions are undone, everything is written), and after
 * twenty seconds at once (SIGQUIT: the next start replays). Never SIGKILL. Does nothing when no server runs.
 */
export async function stopServer(paths: ClusterPaths, binaries: Binaries): Promise<void> {
  const pid = readPidFile(paths)?.pid
  if (pid === undefined || !isServerOf(pid, paths)) return
  if (process.platform === 'win32') {
    await runToEnd(binaries.pgCtl, ['stop', '-D', paths.cluster, '-m', 'fast'], undefined)
    return
  }
  for (const [signal, milliseconds] of [
    ['SIGINT', stopMilliseconds],
    ['SIGQUIT', 5000],
  ] as const) {
    if (!isServerOf(pid, paths)) return
    process.kill(pid, signal)
    if (await untilGone(pid, paths, milliseconds)) return
  }
  throw new Stop(
    'unavailable',
    `Den inbyggda databasen (process ${pid}) stannar inte. Data är inte skadade. Se ${paths.log}.`,
  )
}
