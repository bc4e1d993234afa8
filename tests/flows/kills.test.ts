import { expect, test } from 'vitest'
import { killCollectors } from '../support/faults/kills.ts'
import { chosenSeed } from '../support/random.ts'

test('five times kill -9 while collecting: nothing acknowledged is lost, nothing stands twice, the log holds', async () => {
  const result = await killCollectors(5, chosenSeed())
  process.stdout.write(`kills ${JSON.stringify(result)}\n`)
  expect(result.acknowledged).toBeGreaterThan(0)
  expect(result).toMatchObject({ fewer: 0, lost: 0, twice: 0, wrong: 0, problems: 0 })
})
