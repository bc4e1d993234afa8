import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbedded } from '../../src/infra/db/embedded/index.ts'
import { createPool } from '../../src/infra/db/index.ts'
import { silentLog } from '../../src/infra/log/index.ts'
import { root } from '../house/tree.ts'
import { launchBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { type BlueskyServers, startBluesky } from './bluesky-servers.ts'
import { type Person, RealBluesky, type Ref } from './bluesky-world.ts'
import { startWordPress, type WordPressServer } from './wordpress-server.ts'
import { RealSite } from './wordpress-world.ts'

// The whole of it, as a stranger does it with the README's words: the program itself, real servers, a real browser.

let folder: string
let port: number
let blog: WordPressServer
let site: RealSite
let servers: BlueskyServers
let network: RealBluesky
let own: Person
let anna: Person
let program: ChildProcess
let browser: Browser
let page: Page
let thread: Ref
let post: number
let said = ''

const minute = 60_000
const environment = () => ({
  ...process.env,
  UPPSIKT_DATA: join(folder, 'data'),
  PORT: String(port),
  DATABASE_URL: '',
  DATABASE_OWNER_URL: '',
})

function uppsikt(...args: string[]): { code: number | null; out: string; told: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'bin/uppsikt'), ...args], {
    cwd: folder,
    env: environment(),
    encoding: 'utf8',
  })
  return { code: status, out: stdout.trim(), told: stderr.trim() }
}

function done(...args: string[]): string {
  const { code, out, told } = uppsikt(...args)
  if (code !== 0) throw new Error(`uppsikt ${args.join(' ')}: ${code} ${told}`)
  return out
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

async function stop(): Promise<void> {
  if (!program || program.exitCode !== null) return
  const gone = new Promise((resolve) => program.once('exit', resolve))
  program.kill('SIGINT')
  await gone
}

function secret(name: string, value: string): string {
  const path = join(folder, name)
  writeFileSync(path, `${value}\n`, { mode: 0o600 })
  return `password=${path}`
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uppsikt främling åäö '))
  port = await freePort()
  blog = await startWordPress()
  site = new RealSite(blog)
  servers = await startBluesky()
  network = new RealBluesky(servers)
  own = await network.person('kommunen')
  anna = await network.person('anna')
  browser = await launchBrowser()
}, 600_000)
afterAll(async () => {
  await browser?.close()
  await stop()
  await servers?.stop()
  blog?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const account = (...args: string[]) =>
  ['account', 'add', ...args, '--municipality', 'falun', '--department', 'Kommunledning'] as const
const addBlog = () =>
  account(
    ...['wordpress', '--name', 'Bloggen', '--setting', `url=${blog.url}`],
    ...['--setting', `username=${blog.username}`, '--secret-file', secret('wp.txt', blog.password)],
  )

test('a municipality, a person and two accounts are added with the commands of the README', async () => {
  const early = uppsikt(...addBlog())
  expect([early.code, early.told]).toEqual([3, expect.stringContaining('Det finns ingen kommun')])
  done('municipality', 'add', 'Falun', '--policy', 'falun')
  const link = done(
    ...['staff', 'add', '--municipality', 'falun', '--email', 'anna@example.se', '--name', 'Anna Berg'],
    ...['--role', 'headOfCommunications'],
  )
  done(...addBlog())
  const twice = uppsikt(...addBlog())
  expect([twice.code, twice.told]).toEqual([3, expect.stringContaining('Kontot finns redan')])
  const password = secret('bsky.txt', await network.appPassword(own))
  done(
    ...account('bluesky', '--name', 'Kommunen', '--setting', `service=${servers.pds}`),
    ...['--setting', `appview=${servers.appview}`, '--setting', `handle=${own.handle}`],
    ...['--secret-file', password],
  )
  program = spawn(process.execPath, [join(root, 'bin/uppsikt'), 'start'], {
    cwd: folder,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  program.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  await until('it is up', async () => said.includes('Uppsikt är igång'), minute)
  page = await browser.newPage()
  await page.goto(link)
  await page.getByRole('button').first().click()
  await page.waitForURL(/\/oversikt/)
})

test('what people write on both is in the queue within a minute', async () => {
  post = await site.addPost('Torget byggs om')
  thread = await network.post(own, 'Torget byggs om')
  await site.writeInForm(post, 'Kim', 'När är ni klara med torget?')
  await network.reply(anna, thread.uri, 'Varför bygger ni om torget?')
  const began = performance.now()
  await page.goto(`http://localhost:${port}/ko`)
  await until(
    'both stand in the queue',
    async () => {
      await page.reload()
      const words = (await page.textContent('main')) ?? ''
      return words.includes('klara med torget') && words.includes('bygger ni om torget')
    },
    minute,
  )
  console.log(`in the queue after ${((performance.now() - began) / 1_000).toFixed(1)} s`)
})

const comment = (): string[] =>
  blog
    .sql("select comment_ID, comment_approved from wp_comments where comment_content like 'När är ni%'")
    .trim()
    .split('\t')

let record: string

test('one is hidden in the browser, and held on the real server', async () => {
  await page.getByRole('link', { name: /Kim/ }).first().click()
  await page.getByRole('link', { name: 'Dölj' }).first().click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByLabel(/^Olaga hot/).check()
  await dialog.getByRole('button', { name: 'Genomför åtgärden' }).click()
  await until('it is held on the blog', async () => comment()[1] === '0', minute)
  const hits = JSON.parse(done('search', 'klara med torget', '--json')) as { hits: { id: string }[] }
  record = hits.hits[0]?.id ?? ''
})

test('its bundle is accepted by a verifier that shares no line with us', async () => {
  const bundle = join(folder, 'bevis.zip')
  await until(
    'it has its place in the log',
    async () => uppsikt('bundle', record, '--out', bundle).code === 0,
    2 * minute,
  )
  const script = join(root, 'tests/contracts/verify_bundle.py')
  const verdict = spawnSync('python3', [script, bundle], { encoding: 'utf8' })
  expect([verdict.status, verdict.stdout]).toEqual([0, expect.stringMatching(/^ok: \d+ records/)])
  expect(uppsikt('verify-bundle', bundle).code).toBe(0)
})

test('an access that is withdrawn is told of; with a new one, what was written meanwhile comes', async () => {
  blog.php('WP_Application_Passwords::delete_all_application_passwords(1);')
  await site.writeInForm(post, 'Lo', 'Skrivet medan ingen såg')
  const lost = uppsikt('collect', '--json')
  expect(lost.code).toBe(1)
  expect(lost.out).toContain('godtar inte användarnamnet eller applösenordet')
  await page.goto(`http://localhost:${port}/oversikt`)
  expect(await page.textContent('main')).toContain('Bloggen')
  const password = blog.php(
    "echo WP_Application_Passwords::create_new_application_password(1, ['name'=>'igen'])[0];",
  )
  await page.goto(`http://localhost:${port}/register`)
  await page.getByRole('link', { name: 'Bloggen' }).first().click()
  await page.getByRole('link', { name: 'Anslut på nytt' }).first().click()
  await page.getByLabel('Lösenord för program').fill(password)
  await page.getByRole('button', { name: 'Prova och anslut' }).click()
  await until(
    'what was written meanwhile is there',
    async () => {
      const { total } = JSON.parse(done('search', 'medan ingen såg', '--json')) as { total: number }
      return total > 0
    },
    2 * minute,
  )
  const { code } = uppsikt('collect', '--json')
  expect(code).toBe(0)
})

test('one byte is flipped in the database, and verify names the record', async () => {
  expect(uppsikt('verify').code).toBe(0)
  await stop()
  const server = await openEmbedded({ dataDir: join(folder, 'data') })
  const pool = createPool(server.owner, silentLog)
  await pool.query('ALTER TABLE part DISABLE TRIGGER USER')
  const { rowCount } = await pool.query(
    "UPDATE part SET content = set_byte(content, 5, get_byte(content, 5) # 1) WHERE record_id = $1 AND version = 1 AND name = 'raw'",
    [record],
  )
  await pool.query('ALTER TABLE part ENABLE TRIGGER USER')
  await pool.end()
  await server.close()
  expect(rowCount).toBe(1)
  const { code, told } = uppsikt('verify')
  expect([code, told]).toEqual([1, expect.stringContaining(record)])
})
