import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { createInterface } from 'node:readline'
import { installPackages } from './debian.ts'

export interface BlueskyServers {
  readonly pds: string
  readonly appview: string
  /** When everything that has been written is indexed and told of. */
  settle(): Promise<void>
  stop(): Promise<void>
}

const here = import.meta.dirname

/** The Node that better-sqlite3 was compiled for, which is the one that ran `npm install` here, not always ours. */
function ableNode(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const candidates = [...folders.map((folder) => join(folder, 'node')), '/usr/bin/node', process.execPath]
  const trial = "new (require('better-sqlite3'))(':memory:')"
  for (const node of new Set(candidates.filter(existsSync))) {
    if (spawnSync(node, ['-e', trial], { cwd: here, stdio: 'ignore' }).status === 0) return node
  }
  throw new Error(
    'better-sqlite3 runs under no Node here. Run npm --prefix tests/real rebuild better-sqlite3.',
  )
}

/** Bluesky's own PDS, app view, Ozone and PLC directory. Takes some seconds. */
export async function startBluesky(): Promise<BlueskyServers> {
  if (!existsSync(join(here, 'node_modules'))) {
    throw new Error('The real servers are not installed. Run npm run test:real.')
  }
  // The app view keeps its queues there.
  await installPackages(['redis-server'], ['/usr/bin/redis-server'])
  const child = spawn(ableNode(), [join(here, 'bluesky-network.mjs')], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  let said = ''
  child.stderr.on('data', (data: Buffer) => {
    said = `${said}${data}`.slice(-4_000)
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<Record<string, unknown>> => {
    const line = await lines.next()
    if (line.done) throw new Error(`Bluesky's servers ended: ${said}`)
    return JSON.parse(line.value) as Record<string, unknown>
  }
  const { pds, appview } = await nextLine()
  return {
    pds: String(pds),
    appview: String(appview),
    settle: async () => {
      child.stdin.write('\n')
      await nextLine()
    },
    stop: async () => {
      child.stdin.end()
      await ended
    },
  }
}
