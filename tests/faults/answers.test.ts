import { expect, test } from 'vitest'
import { spoilAnswers } from '../support/answers/campaign.ts'
import { chosenSeed } from '../support/faults/random.ts'

// SEED=… repeats a run.

test('10,000 spoiled answers over all platforms: nothing throws, nothing is lost, nothing is told that is not so', async () => {
  const { broken, ...counts } = await spoilAnswers(10_000, chosenSeed())
  process.stdout.write(`answers ${JSON.stringify(counts)}\n`)
  expect(broken).toEqual([])
  expect(counts.total).toBeGreaterThanOrEqual(10_000)
})
