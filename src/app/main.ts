import { describeError, Stop } from '../kernel/index.ts'
import { run } from './cli/run.ts'
import { inWords } from './failures.ts'

/** Before the lines that only whoever develops the program can read. */
const ourFault =
  'Kommandot avbröts av ett fel i Uppsikt. Försök igen. Händer det en gång till, anmäl felet till den som utvecklar Uppsikt och skicka med raderna nedanför.'

// Whoever reads has had enough (`| head`): nothing is wrong, and nobody is left to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  process.exitCode = await run(process.argv.slice(2), process.env)
} catch (thrown) {
  // Exit codes: design/interfaces.md "The command".
  const known = thrown instanceof Stop ? thrown.message : inWords(thrown)
  process.stderr.write(`${known ?? `${ourFault}\n${describeError(thrown)}`}\n`)
  if (known === undefined && thrown instanceof Error) process.stderr.write(`${thrown.stack ?? ''}\n`)
  process.exitCode = thrown instanceof Stop && thrown.ending === 'invalid' ? 2 : 3
}
