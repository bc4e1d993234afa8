import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { isObject, Stop } from '../../../kernel/index.ts'
import { makeFolder } from '../../files/index.ts'
import { accountForRoot, isRoot, type RunAs, type ServerAccount } from './account.ts'
import { type Binaries, type BinaryOptions, findBinaries } from './binaries.ts'
import { clusterExists, createCluster, refuseDamaged, removeStrays } from './create.ts'
import { type LaunchPlan, launch, removeStalePidFile, stopServer } from './launch.ts'
import { type Address, addressOf, clientConfig } from './listen.ts'
import { type ClusterPaths, clusterPaths } from './paths.ts'
import { isServerOf, readPidFile } from './process.ts'
import { readPasswords, withoutPasswords } from './roles.ts'
import { openSession, type Session } from './session.ts'
import { chownTree } from './tree.ts'

export interface ServerOptions extends BinaryOptions {
  readonly dataDir: string
  /** The list of users; handed in so that a machine without `postgres` can be tried. */
  readonly passwdFile?: string
  /** For tests only: may lose data at a power cut. */
  readonly unsafe?: { readonly settings: Readonly<Record<string, string>> }
}

/** All that is known before the server runs. */
export interface Prepared {
  readonly paths: ClusterPaths
  readonly binaries: Binaries
  readonly plan: LaunchPlan
}

export interface Reached {
  readonly session: Session
  readonly address: Address
  readonly pid: number
  /** false: the server was running already. */
  readonly startedByUs: boolean
}

const waitMilliseconds = 50
/** A server that stops, or what a killed one leaves behind, is gone within this time. */
const occupiedMilliseconds = 30_000

function accountOrRefuse(passwdFile: string | undefined): ServerAccount {
  const account = accountForRoot(passwdFile)
  if (account) return account
  throw new Stop(
    'unavailable',
    'Den inbyggda databasen kan inte köras som root, och datorn har ingen användare (postgres, nobody eller daemon) att köra den som. ' +
      'Starta Uppsikt som en vanlig användare, eller ange en egen PostgreSQL med DATABASE_URL.',
  )
}

/** @throws Stop('conflict') when another user's database lies there: without this it would look like a damaged one. */
function refuseStranger(paths: ClusterPaths): void {
  const stat = statSync(paths.home, { throwIfNoEntry: false })
  if (!stat || isRoot() || process.platform === 'win32' || stat.uid === process.getuid?.()) return
  throw new Stop(
    'conflict',
    `Databasen i ${paths.home} tillhör en annan användare (nummer ${stat.uid}). Starta Uppsikt som den användaren eller som root.`,
  )
}

/** Whoever owns the data folder runs the server; a folder copied by root is given to the server's user again. */
function runnerOf(paths: ClusterPaths, options: ServerOptions): RunAs | undefined {
  const stat = statSync(paths.cluster)
  if (!isRoot()) return undefined
  if (stat.uid !== 0) return { uid: stat.uid, gid: stat.gid }
  const { server } = accountOrRefuse(options.passwdFile)
  chownTree(paths.cluster, server)
  return server
}

/** @throws Stop('conflict') when the data were written by another major version; they are not touched. */
function refuseOtherVersion(paths: ClusterPaths, binaries: Binaries): void {
  const ofData = readFileSync(join(paths.cluster, 'PG_VERSION'), 'utf8').trim()
  const ofProgram = binaries.version.split('.')[0]
  if (ofData === ofProgram) return
  throw new Stop(
    'conflict',
    `Databasen i ${paths.home} är skriven av PostgreSQL ${ofData}, men det här Uppsikt har PostgreSQL ${ofProgram}. ` +
      'Inget har ändrats. Kör den version av Uppsikt som skrev den, eller läs in en säkerhetskopia i en ny datamapp.',
  )
}

function makeDataDir(dataDir: string): void {
  try {
    makeFolder(dataDir)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (cause) {
    const stop = new Stop(
      'unavailable',
      `Datamappen ${dataDir} kan inte skapas eller läsas. Välj en mapp som du får skriva i med UPPSIKT_DATA.`,
    )
    stop.cause = cause
    throw stop
  }
}

/**
 * Finds the programs, and creates the cluster when there is none.
 * @throws Stop when that cannot be done, with what to do about it.
 */
export async function prepare(options: ServerOptions): Promise<Prepared> {
  const paths = clusterPaths(options.dataDir)
  makeDataDir(paths.dataDir)
  refuseStranger(paths)
  refuseDamaged(paths)
  await removeStrays(paths)
  if (!clusterExists(paths)) {
    const account = isRoot() ? accountOrRefuse(options.passwdFile) : undefined
    const binaries = await findBinaries(paths.dataDir, account?.initdb, options)
    await createCluster(paths, binaries, account, options.unsafe === undefined)
  }
  const as = runnerOf(paths, options)
  const binaries = await findBinaries(paths.dataDir, as, options)
  refuseOtherVersion(paths, binaries)
  return { paths, binaries, plan: { paths, binaries, as, ...options.unsafe } }
}

const superuserOf = (paths: ClusterPaths, address: Address): pg.ClientConfig =>
  clientConfig(address, 'postgres', readPasswords(paths.passwords).superuser, 'postgres')

/** The cluster's own number, from its control file (first eight bytes, in the machine's byte order). */
const systemIdentifier = (paths: ClusterPaths): bigint =>
  readFileSync(join(paths.cluster, 'global', 'pg_control')).readBigUInt64LE(0)

/** @returns undefined when no server of this cluster answers just now. */
async function connectToRunning(paths: ClusterPaths): Promise<Omit<Reached, 'startedByUs'> | undefined> {
  const file = readPidFile(paths)
  if (file?.status !== 'ready' || !isServerOf(file.pid, paths)) return undefined
  const address = addressOf(paths, file)
  const session = await openSession(superuserOf(paths, address)).catch((thrown: unknown) => {
    address.release()
    if (isObject(thrown) && String(thrown['code']).startsWith('28'))
      throw new Stop('unavailable', withoutPasswords(paths.passwords))
    throw thrown
  })
  if (!session) {
    address.release()
    return undefined
  }
  const { rows } = await session.client.query<{ id: string }>(
    'SELECT system_identifier AS id FROM pg_control_system()',
  )
  if (BigInt(rows[0]?.id ?? 0) === systemIdentifier(paths)) return { session, address, pid: file.pid }
  await session.client.end()
  address.release()
  throw new Stop('conflict', `En annan databas än den i ${paths.home} svarar. Stäng den och försök igen.`)
}

/**
 * Reaches the server of this cluster: one that runs is adopted (it may have outlived whoever started it), otherwise one
 * is started. Others may start and stop at the same time; then it looks again.
 * @throws Stop('conflict') when something unseen holds the folder, such as another container on a shared volume.
 */
export async function reach({ paths, plan }: Prepared): Promise<Reached> {
  let cleared = false
  for (let waited = 0; waited < occupiedMilliseconds; waited += waitMilliseconds) {
    const running = await connectToRunning(paths)
    if (running) return { ...running, startedByUs: false }
    const file = readPidFile(paths)
    const isComing = file !== undefined && process.platform === 'linux' && isServerOf(file.pid, paths)
    if (!isComing) {
      const launched = await launch(plan)
      if (launched.kind === 'started') {
        const own = await connectToRunning(paths).catch(async (thrown: unknown) => {
          await stopServer(paths, plan.binaries)
          throw thrown
        })
        if (own) return { ...own, startedByUs: true }
      } else if (launched.log !== 'flock' && !cleared) {
        cleared = removeStalePidFile(paths)
      }
    }
    await pause(waitMilliseconds)
  }
  throw new Stop(
    'conflict',
    `Datamappen ${paths.dataDir} hålls av en databas som inte går att nå, troligen från en annan behållare eller dator. ` +
      `Stoppa den först. Loggen finns i ${paths.log}.`,
  )
}
