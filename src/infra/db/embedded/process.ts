import { type BigIntStats, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { ClusterPaths } from './paths.ts'

/** What postmaster.pid says (one fact a line, in PostgreSQL's own order). */
export interface PidFile {
  readonly pid: number
  readonly port: number
  readonly socketFolder: string
  readonly status: string
}

/** @returns undefined when there is none, or it is not yet written in full. */
export function readPidFile(paths: ClusterPaths): PidFile | undefined {
  let text: string
  try {
    text = readFileSync(join(paths.cluster, 'postmaster.pid'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const [pid, , , port, socketFolder, , , status] = text.split('\n')
  if (!Number(pid)) return undefined
  return {
    pid: Number(pid),
    port: Number(port ?? 0),
    socketFolder: socketFolder ?? '',
    status: status?.trim() ?? '',
  }
}

/** Whether the process number is in use; by whom is another question. */
export function processExists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const hasProc = process.platform === 'linux'

/** A process that is dead but not yet taken down by its parent (state Z) does nothing more: it counts as gone. */
function isZombie(pid: number): boolean {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
  return state === 'Z' || state === 'X'
}

function worksIn(pid: number, folder: BigIntStats): boolean {
  try {
    if (isZombie(pid)) return false
    const cwd = statSync(`/proc/${pid}/cwd`, { bigint: true })
    return cwd.dev === folder.dev && cwd.ino === folder.ino
  } catch {
    // Gone between two looks, or another user's process: not one of ours in either case.
    return false
  }
}

/**
 * Whether the process is a server of this cluster and alive. Its working folder is the data folder (compared by device
 * and inode: names differ and process numbers are used again). Never signal a process for which this is false.
 * Without /proc only the number is known; then the system identifier is compared after connecting.
 */
export function isServerOf(pid: number, paths: ClusterPaths): boolean {
  if (!processExists(pid)) return false
  return hasProc ? worksIn(pid, statSync(paths.cluster, { bigint: true })) : true
}

/**
 * Whether any living process has the data folder as its working folder: a server, or orphans of one that was killed.
 * Where that cannot be seen the answer is yes: the careful one.
 */
export function anyProcessIn(paths: ClusterPaths): boolean {
  if (!hasProc) return true
  const folder = statSync(paths.cluster, { bigint: true })
  return readdirSync('/proc').some((name) => /^\d+$/.test(name) && worksIn(Number(name), folder))
}
