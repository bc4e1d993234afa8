import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import type { RunAs } from './account.ts'

/**
 * Only what the programs need: PGDATA, PGPORT, PGOPTIONS and the like of the person who starts us must not leak in.
 * SystemRoot is what Windows needs to load its own libraries.
 */
const cleanEnvironment: NodeJS.ProcessEnv = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  ...(process.platform === 'win32' && { SystemRoot: 'C:\\Windows' }),
}

/** Starts a program as the given user, in a folder everyone can reach. */
export const spawnAs = (
  file: string,
  args: readonly string[],
  as: RunAs | undefined,
  options: SpawnOptions,
): ChildProcess =>
  spawn(file, args, {
    cwd: process.platform === 'win32' ? 'C:\\' : '/',
    env: cleanEnvironment,
    windowsHide: true,
    ...(as && { uid: as.uid, gid: as.gid }),
    ...options,
  })

interface Finished {
  /** undefined when the program could not be started at all (not found, not allowed). */
  readonly code: number | undefined
  /** What it wrote, or why it could not be started. At most 64 kB. */
  readonly output: string
}

/**
 * Runs a short program to its end.
 * @param descriptors opened files handed on as descriptors 3, 4, …
 */
export function runToEnd(
  file: string,
  args: readonly string[],
  as: RunAs | undefined,
  descriptors: readonly number[] = [],
): Promise<Finished> {
  return new Promise((resolve) => {
    let output = ''
    const take = (chunk: Buffer) => {
      if (output.length < 65_536) output += chunk.toString('utf8')
    }
    const child = spawnAs(file, args, as, { stdio: ['ignore', 'pipe', 'pipe', ...descriptors] })
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.on('error', (error) => resolve({ code: undefined, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
