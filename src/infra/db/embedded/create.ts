import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  constants,
  existsSync,
  fchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Stop } from '../../../kernel/index.ts'
import type { RunAs, ServerAccount } from './account.ts'
import type { Binaries } from './binaries.ts'
import { type FileLock, takeFileLock } from './file-lock.ts'
import { type ClusterPaths, clusterPaths } from './paths.ts'
import { processExists } from './process.ts'
import { newPasswords, writePasswords } from './roles.ts'
import { initdbArguments } from './settings.ts'
import { runToEnd } from './spawn.ts'
import { chownTree, syncFolder } from './tree.ts'

export const clusterExists = (paths: ClusterPaths): boolean => existsSync(join(paths.cluster, 'PG_VERSION'))

/** Tells this run of the program from an earlier one that had the same process number. */
const run = randomBytes(4).toString('hex')
let created = 0

/**
 * Clears away what a killed creation left: nobody holds its lock. Where locks are not to be had, its name tells the
 * process, which must be no more.
 */
export async function removeStrays(paths: ClusterPaths): Promise<void> {
  const prefix = `${basename(paths.home)}.new-`
  for (const name of readdirSync(paths.dataDir)) {
    if (!name.startsWith(prefix)) continue
    const [pid, ofRun] = name.slice(prefix.length).split('-')
    if (Number(pid) === process.pid && ofRun === run) continue
    const lock = await takeLockOf(clusterPaths(paths.dataDir, join(paths.dataDir, name)))
    if (!lock) continue
    lock.release()
    if (!lock.isReal && processExists(Number(pid))) continue
    rmSync(join(paths.dataDir, name), { recursive: true, force: true })
  }
}

/** @returns undefined also when the folder was renamed or removed in the meantime. */
async function takeLockOf(unfinished: ClusterPaths): Promise<FileLock | undefined> {
  try {
    return await takeFileLock(unfinished.lock)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** A new folder under a name of its own, and its lock, which others need to clear it away. */
async function unfinishedFolder(paths: ClusterPaths): Promise<{ fresh: ClusterPaths; lock: FileLock }> {
  for (;;) {
    created += 1
    const fresh = clusterPaths(paths.dataDir, `${paths.home}.new-${process.pid}-${run}-${created}`)
    mkdirSync(fresh.home, { mode: 0o700 })
    const lock = await takeLockOf(fresh)
    if (lock) return { fresh, lock }
    // Somebody took it for a leftover before it was locked: it is theirs to clear away.
  }
}

/** For initdb alone: on Linux it reads the opened file, which by then has no name any more. */
function openPassword(file: string, password: string, reader: RunAs | undefined): number {
  const descriptor = openSync(file, 'wx+', 0o600)
  writeSync(descriptor, password)
  if (reader) fchownSync(descriptor, reader.uid, reader.gid)
  return descriptor
}

async function runInitdb(
  paths: ClusterPaths,
  binaries: Binaries,
  as: RunAs | undefined,
  password: string,
  sync: boolean,
): Promise<void> {
  const args = [...initdbArguments, ...(sync ? [] : ['--no-sync'])]
  const secret = join(paths.home, 'password')
  const descriptors = [openPassword(secret, password, as)]
  const where = ['-D', paths.cluster, `--pwfile=${secret}`]
  if (process.platform === 'linux') {
    rmSync(secret)
    where.splice(0, 3, '-D', '/proc/self/fd/4', '--pwfile=/proc/self/fd/3')
    descriptors.push(openSync(paths.cluster, constants.O_RDONLY | constants.O_DIRECTORY))
  }
  const finished = await runToEnd(binaries.initdb, [...args, ...where], as, descriptors)
  for (const descriptor of descriptors) closeSync(descriptor)
  rmSync(secret, { force: true })
  if (finished.code !== 0) {
    throw new Stop(
      'unavailable',
      `Databasen kunde inte skapas i ${paths.dataDir}. Se efter att disken inte är full och försök igen.\n${finished.output.trim()}`,
    )
  }
}

/**
 * Creates the cluster under another name, on disk, and renames it: a killed creation never looks like a database.
 * Two processes may do it at once; the first to rename wins and the other uses what it made.
 * @param sync false only for tests.
 * @throws Stop('unavailable') when it cannot be created, with initdb's own words.
 */
export async function createCluster(
  paths: ClusterPaths,
  binaries: Binaries,
  account: ServerAccount | undefined,
  sync: boolean,
): Promise<void> {
  const { fresh, lock } = await unfinishedFolder(paths)
  try {
    mkdirSync(fresh.cluster, { mode: 0o700 })
    if (account) chownSync(fresh.cluster, account.initdb.uid, account.initdb.gid)
    const passwords = newPasswords()
    writePasswords(fresh.passwords, passwords)
    await runInitdb(fresh, binaries, account?.initdb, passwords.superuser, sync)
    if (account && account.server.uid !== account.initdb.uid) chownTree(fresh.cluster, account.server)
    if (sync) syncFolder(fresh.home)
    renameUnlessThere(fresh, paths)
  } finally {
    rmSync(fresh.home, { recursive: true, force: true })
    lock.release()
  }
  if (sync) syncFolder(paths.dataDir)
}

function renameUnlessThere(fresh: ClusterPaths, paths: ClusterPaths): void {
  try {
    renameSync(fresh.home, paths.home)
  } catch (error) {
    if (!clusterExists(paths)) throw error
  }
}

/** @throws Stop('conflict') when the folder is there without a database in it: never written over. */
export function refuseDamaged(paths: ClusterPaths): void {
  if (!statSync(paths.home, { throwIfNoEntry: false }) || clusterExists(paths)) return
  throw new Stop(
    'conflict',
    `Mappen ${paths.home} finns men innehåller ingen hel databas (cluster/PG_VERSION saknas). ` +
      'Inget har ändrats. Lägg tillbaka en säkerhetskopia, eller flytta undan mappen för att börja om.',
  )
}
