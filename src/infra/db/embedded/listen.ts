import { closeSync, constants, mkdtempSync, openSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import type { ClusterPaths } from './paths.ts'
import { type PidFile, readPidFile } from './process.ts'

/** A socket's whole name: at most 107 bytes on Linux, 103 on macOS. */
const socketNameBytes = 103
const fits = (folder: string) => Buffer.byteLength(join(folder, '.s.PGSQL.5432')) <= socketNameBytes

/** Where the server's socket lies when it cannot be named by descriptor: in the data folder, or a short private folder. */
export const shortSocketFolder = (paths: ClusterPaths): string =>
  fits(paths.cluster) ? paths.cluster : mkdtempSync(join(tmpdir(), 'uppsikt-'))

export interface Address {
  readonly host: string
  readonly port: number
  /** Call when nobody will connect any more. */
  release(): void
}

/** @returns where clients in this process reach the running server. */
export function addressOf(paths: ClusterPaths, running: PidFile | undefined = readPidFile(paths)): Address {
  const port = running?.port ?? 5432
  if (process.platform === 'win32') return { host: '127.0.0.1', port, release() {} }
  if (process.platform !== 'linux')
    return { host: running?.socketFolder || paths.cluster, port, release() {} }
  if (fits(paths.cluster)) return { host: paths.cluster, port, release() {} }
  const descriptor = openSync(paths.cluster, constants.O_RDONLY | constants.O_DIRECTORY)
  return { host: `/proc/self/fd/${descriptor}`, port, release: () => closeSync(descriptor) }
}

/**
 * How one role of ours reaches the server. `ssl` and `options` are set because pg otherwise takes them from the person's
 * environment (PGSSLMODE, PGOPTIONS), which is about some other server.
 */
export const clientConfig = (
  { host, port }: Pick<Address, 'host' | 'port'>,
  user: string,
  password: string,
  database: string,
): pg.PoolConfig => ({ host, port, user, password, database, ssl: false, options: '-c DateStyle=ISO' })
