import { expect, test } from 'vitest'
import { fillDisk } from '../support/faults/disk.ts'
import { killCollectors } from '../support/faults/kills.ts'
import { troublePlatform } from '../support/faults/platform.ts'
import { stopDatabase } from '../support/faults/stops.ts'
import { exactlyOnce, sendWebhooks } from '../support/faults/webhooks.ts'
import { chosenSeed } from '../support/random.ts'

// The full counts; `npm run test:faults`. SEED=… repeats a run.

const intact = { lost: 0, twice: 0, wrong: 0, problems: 0 }
const say = (what: string, result: unknown): boolean =>
  process.stdout.write(`${what} ${JSON.stringify(result)}\n`)

test('200 times kill -9 of the worker while collecting', async () => {
  const result = await killCollectors(200, chosenSeed())
  say('kills', result)
  expect(result).toMatchObject({ count: 200, fewer: 0, ...intact })
})

test('20 times immediate stop of PostgreSQL while collecting', async () => {
  const result = await stopDatabase(20, chosenSeed())
  say('stops', result)
  expect(result).toMatchObject({ count: 20, fewer: 0, ...intact })
})

test('a platform that answers 429, 500, nothing, half, twice and out of order, 160 rounds', async () => {
  const result = await troublePlatform(160, chosenSeed())
  say('platform', result)
  expect(result).toMatchObject({ silent: 0, ...intact })
})

test('five times a full disk while collecting', async () => {
  const result = await fillDisk(5, chosenSeed())
  say('disk', result)
  expect(result.refused).toBeGreaterThan(0)
  expect(result).toMatchObject({ count: 5, fewer: 0, ...intact })
})

test('webhooks: 100 000 of them, three in ten twice, one in ten forged, in disorder', async () => {
  const result = await sendWebhooks(Number(process.env['COUNT'] ?? 100_000), chosenSeed())
  say('webhooks', result)
  expect(result).toMatchObject(exactlyOnce(result.right))
})
