import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { atMost, type Measured } from './support/result.ts'

/** From `npm run demo` on an installed tree and an empty data folder to the first page. */
export async function run(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'uppsikt-bench-'))
  const port = await freePort()
  const program = fileURLToPath(new URL('../bin/uppsikt', import.meta.url))
  const began = performance.now()
  const demo = spawn(process.execPath, [program, 'start', '--demo'], {
    env: { ...process.env, UPPSIKT_DATA: folder, PORT: String(port) },
    stdio: 'ignore',
  })
  try {
    while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 20))
    return [atMost('demo: first page on an empty folder', (performance.now() - began) / 1_000, 10, 's')]
  } finally {
    const gone = new Promise((resolve) => demo.once('exit', resolve))
    demo.kill('SIGINT')
    await gone
    rmSync(folder, { recursive: true, force: true })
  }
}

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/logga-in`).then(
    (answer) => answer.ok,
    () => false,
  )

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
