import { expect, test } from 'vitest'
import { type Killed, killCommand } from '../support/faults/commands.ts'
import { chosenSeed } from '../support/random.ts'

// SEED=… repeats a run; COUNT=… makes it shorter or longer.

test.each<Killed>(['backup', 'restore', 'bundle', 'migrate'])(
  'ten times kill -9 of %s: nothing half done under its name, and the same command again gets to its end',
  async (name) => {
    const result = await killCommand(name, Number(process.env['COUNT'] ?? 10), chosenSeed())
    process.stdout.write(`${name} ${JSON.stringify(result)}\n`)
    expect(result).toMatchObject({ half: [], stuck: [] })
    expect(result.killed).toBeGreaterThan(0)
    if (name === 'migrate') expect(result.within).toBeGreaterThan(0)
  },
)
