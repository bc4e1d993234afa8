import { assertMigrated } from '../../infra/db/index.ts'
import { Stop } from '../../kernel/index.ts'
import { catalogue } from '../../platforms/catalogue.ts'
import { migrationsFolder, type OpenHouse, openHouse } from '../compose.ts'
import type { Config } from '../config.ts'
import { refuseDemo } from '../demo/state.ts'
import { startWeb, type Web } from '../http.ts'
import { startWorker, type Worker } from '../worker.ts'
import { parse } from './arguments.ts'
import { type Command, tell } from './command.ts'

interface Running {
  readonly web?: Web
  readonly worker?: Worker
}

/** Runs until the operator, or the machine, says stop: then ends what is under way, and the database last. */
async function serve(
  config: Config,
  begin: (open: OpenHouse) => Promise<Running>,
  options: { readonly migrate?: boolean } = {},
): Promise<number> {
  const asked = untilAsked()
  const open = await openHouse(config, { exclusive: true, ...options })
  try {
    // Where its owner has not let us bring it up to date, somebody must have.
    await assertMigrated(open.pool, migrationsFolder)
    // A beginning may take its time, as the demo's past does: whoever will not wait for it need not.
    const running = await Promise.race([begin(open), asked])
    if (running) {
      if (running.web) tell(`Uppsikt är igång på ${running.web.url}`)
      else tell('Uppsikts bakgrundsarbete är igång.')
      await asked
      await running.web?.stop()
      await running.worker?.stop()
      return 0
    }
  } finally {
    await open.close()
  }
  // Cut off as by a kill, which the next start knows how to go on from; but the database has been stopped in good order.
  tell('Avbrutet innan allt var igång. Nästa start tar vid.')
  return process.exit(0)
}

/**
 * The first word to stop: Ctrl C, the machine's, or that the terminal was closed. Those after it change nothing: npm and
 * bin/uppsikt pass on what the terminal has already said, and an end that is cut off leaves the database running.
 */
const untilAsked = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve())
  })

/** `start`: web and work in one process; `--demo` with the invented municipality. */
export const start: Command = async (args, config) => {
  const given = parse(args, 'start [--demo]', { demo: 'flag' }, [0, 0])
  if (!given.flag('demo')) await refuseDemo(config.dataDir)
  return serve(
    config,
    async (open) => {
      if (given.flag('demo')) {
        const { startDemo } = await import('../demo/index.ts')
        return startDemo(open)
      }
      return startBoth(open, config)
    },
    { migrate: true },
  )
}

/** The pages first: a port that is taken is told before any work has begun. */
async function startBoth(open: OpenHouse, config: Config): Promise<Running> {
  const web = await startWeb(open)
  try {
    return { web, worker: await startWorker(open, catalogue, config.tsaUrl) }
  } catch (thrown) {
    await web.stop()
    throw thrown
  }
}

/** `web`: the pages alone. */
export const web: Command = async (args, config) => {
  parse(args, 'web', {}, [0, 0])
  needsOwnDatabase(config, 'web')
  return serve(config, async (open) => ({ web: await startWeb(open) }))
}

/** `work`: the background work alone. */
export const work: Command = async (args, config) => {
  parse(args, 'work', {}, [0, 0])
  needsOwnDatabase(config, 'work')
  return serve(config, async (open) => ({ worker: await startWorker(open, catalogue, config.tsaUrl) }))
}

/** Two processes share a database that belongs to neither of them. */
function needsOwnDatabase(config: Config, name: string): void {
  if (!config.databaseUrl) {
    throw new Stop(
      'invalid',
      `${name} behöver DATABASE_URL. Med den inbyggda databasen kör du "uppsikt start", som gör allt i en process.`,
    )
  }
}
