import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scratch } from './scratch.ts'

/** Linux counts processor time in hundredths of a second (proc_pid_stat(5), USER_HZ). */
const tickMilliseconds = 10

/** After the name in parentheses: state, parent, … utime, stime, and those of children that have ended. */
function statOf(pid: number | string): { readonly parent: number; readonly ms: number } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
    return { parent: Number(fields[1]), ms: ticks * tickMilliseconds }
  } catch {
    return undefined
  }
}

/** Milliseconds of processor time that this process and the whole of PostgreSQL have used; Linux only. */
export function processorTime({ folder }: Scratch): { readonly program: number; readonly database: number } {
  const { user, system } = process.cpuUsage()
  const file = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('postmaster.pid'),
  )
  const postmaster = Number(readFileSync(join(folder, file ?? ''), 'utf8').split('\n')[0])
  const backends = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => statOf(pid))
    .filter((stat) => stat?.parent === postmaster)
  const database = backends.reduce((sum, stat) => sum + (stat?.ms ?? 0), statOf(postmaster)?.ms ?? 0)
  return { program: (user + system) / 1000, database }
}
