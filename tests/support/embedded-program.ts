/**
 * A program that uses the embedded database, for tests that kill or signal it or run it as another user:
 *   node --import tsx tests/support/embedded-program.ts '{"dataDir": …, "as": {"uid": 1, "gid": 1}, …}'
 * Prints one line of JSON when it has the database, or when it is refused; ends in good order on SIGINT and SIGTERM.
 */
import pg from 'pg'
import { type EmbeddedOptions, openEmbedded } from '../../src/infra/db/embedded/index.ts'

interface Wish extends EmbeddedOptions {
  /** Become this user first, with everything already loaded: its own folders may be closed to that user. */
  readonly as?: { readonly uid: number; readonly gid: number }
}

const say = (answer: object): boolean => process.stdout.write(`${JSON.stringify(answer)}\n`)

async function main(): Promise<void> {
  const { as, ...options } = JSON.parse(process.argv[2] ?? '{}') as Wish
  if (as) {
    process.setgroups?.([])
    process.setgid?.(as.gid)
    process.setuid?.(as.uid)
  }
  const begun = performance.now()
  const server = await openEmbedded(options)
  const milliseconds = Math.round(performance.now() - begun)
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    await server.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end)
  const client = new pg.Client(server.app)
  await client.connect()
  const { rows } = await client.query('SELECT current_user AS "user"')
  await client.end()
  say({ pid: server.pid(), role: server.role, adopted: server.adopted, milliseconds, ...rows[0] })
  setInterval(() => {}, 1000)
}

main().catch((error: Error) => {
  say({ refused: error.message })
  process.exit(3)
})
