import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MastodonDouble, startMastodonDouble } from '../../doubles/mastodon/index.ts'
import { zipOf } from '../support/export-files.ts'

const program = join(import.meta.dirname, '../../bin/uppsikt')
let folder: string
let double: MastodonDouble
let account: string

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** The command as an operator runs it, with an installation of its own, and a port that another program has. */
function uppsikt(...args: readonly string[]): Promise<Ended> {
  const { port } = new URL(double.url)
  const env = { ...process.env, UPPSIKT_DATA: join(folder, 'data'), PORT: port }
  const child = spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (err += chunk))
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })))
}

const importing = (name: string, ...more: readonly string[]): Promise<Ended> =>
  uppsikt('import', 'mastodon', join(folder, name), '--account', account, ...more)

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'uppsikt-import-'))
  double = await startMastodonDouble({ handle: 'testkommun' })
  writeFileSync(join(folder, 'token'), double.token)
  const made = await uppsikt('municipality', 'add', 'Testkommun', '--policy', 'allman')
  expect(made).toMatchObject({ code: 0 })
  const words = ['--name', 'Testkommun', '--department', 'Kommunledning']
  const access = ['--setting', `server=${double.url}`, '--setting', 'handle=testkommun']
  const secret = ['--secret-file', `accessToken=${join(folder, 'token')}`]
  const added = await uppsikt('account', 'add', 'mastodon', ...words, ...access, ...secret)
  expect(added, added.err).toMatchObject({ code: 0 })
  account = added.out.trim()
  const otherwise = ['--setting', `server=${double.url}/`, '--setting', 'handle=Testkommun']
  const twice = await uppsikt('account', 'add', 'mastodon', ...words, ...otherwise, ...secret)
  expect(twice).toMatchObject({
    code: 3,
    err: expect.stringContaining('finns redan i registret: Testkommun'),
  })
}, 120_000)
afterAll(async () => {
  await double.close()
  rmSync(folder, { recursive: true, force: true })
})

test('import tells how far it is, again brings nothing, the archive verifies, and what is no archive is told', async () => {
  const actor = `${double.url}/users/testkommun`
  const orderedItems = Array.from({ length: 2_500 }, (_, n) => ({
    type: 'Create',
    object: {
      id: `${actor}/statuses/${n + 1}`,
      attributedTo: actor,
      to: ['https://www.w3.org/ns/activitystreams#Public'],
      content: `<p>Inlägg ${n}</p>`,
      published: '2025-09-07T18:20:30Z',
    },
  }))
  const outbox = JSON.stringify({ type: 'OrderedCollection', orderedItems })
  writeFileSync(join(folder, 'arkiv.zip'), await zipOf({ 'outbox.json': outbox }))
  const first = await importing('arkiv.zip')
  expect(first, first.err).toMatchObject({ code: 0 })
  expect(first.err).toMatch(/% läst, [\d\s]+ poster/)
  expect(first.err).toContain('2\u00a0500 nya, 0 fanns redan')
  expect(first.out.trim()).toMatch(/^[\w-]+$/)
  const again = await importing('arkiv.zip', '--json')
  expect(again).toMatchObject({ code: 0 })
  expect(JSON.parse(again.out)).toMatchObject({ new: 0, same: 2_500, notices: [] })
  writeFileSync(join(folder, 'brev.txt'), 'Hej, detta är ett brev.')
  const letter = await importing('brev.txt', '--json')
  expect(letter).toMatchObject({ code: 1 })
  expect(letter.err).toContain('inget arkiv från Mastodon')
  expect(JSON.parse(letter.out)).toMatchObject({ new: 0 })
  const whole = await zipOf({ 'outbox.json': outbox })
  writeFileSync(join(folder, 'halv.zip'), whole.subarray(0, whole.length / 2))
  const broken = await importing('halv.zip', '--json')
  expect(broken).toMatchObject({ code: 1 })
  expect(broken.err).toMatch(/halv\.zip är inte hel.*Hämta (den|exporten) igen/s)
  const missing = await importing('finns-inte.zip')
  expect([2, 3]).toContain(missing.code)
  expect(missing).toMatchObject({ out: '', err: expect.stringMatching(/finns-inte\.zip/) })
  expect(missing.err).not.toContain('    at ')
  const verified = await uppsikt('verify')
  expect(verified, verified.err).toMatchObject({ code: 0 })
})

/** As somebody sees it who stands at a terminal: `script` gives the command one. */
function atTerminal(command: string): Promise<string> {
  const env = { ...process.env, UPPSIKT_DATA: join(folder, 'data') }
  const child = spawn('script', ['-qec', command, '/dev/null'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  return new Promise((done) => child.on('close', () => done(out)))
}

test('at a terminal the progress is one line that is written over, from the first byte to the last', async () => {
  const words = [
    process.execPath,
    program,
    'import',
    'mastodon',
    join(folder, 'arkiv.zip'),
    '--account',
    account,
  ]
  const out = await atTerminal(words.join(' '))
  const bars = out.split('\r').filter((line) => line.includes('% läst'))
  expect(bars.length).toBeGreaterThan(2)
  expect(bars[0]).toMatch(/^█*░+ \d+\s% läst/)
  expect(bars.at(-1)).toMatch(/^█{24} 100\s% läst, 2\s500 poster/)
  expect(out).toContain('0 nya, 2\u00a0500 fanns redan')
})

test("another account's export is refused in words, also when its name is said to be another", async () => {
  const actor = `${double.url}/users/granne`
  const object = {
    id: `${actor}/statuses/9`,
    attributedTo: actor,
    content: '<p>Hej</p>',
    published: '2025-09-07T18:20:30Z',
  }
  const outbox = JSON.stringify({ type: 'OrderedCollection', orderedItems: [{ type: 'Create', object }] })
  writeFileSync(join(folder, 'grannen.zip'), await zipOf({ 'outbox.json': outbox }))
  const refused = await importing('grannen.zip', '--other-name')
  expect(refused).toMatchObject({ code: 3, out: '' })
  expect(refused.err).toMatch(/hör till ett annat konto \(.*granne.*\).*Inget togs in\. Välj rätt konto/s)
  expect(refused.err).not.toContain('    at ')
})

test('a port that is taken is told at the start, and the program ends', async () => {
  const started = await uppsikt('start')
  expect(started).toMatchObject({ code: 3, err: expect.stringContaining('Välj en annan med PORT') })
})
