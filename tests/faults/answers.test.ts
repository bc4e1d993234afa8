import { expect, test } from 'vitest'
import { spoilAnswers } from '../support/answers/campaign.ts'
import { spoilCollector } from '../support/answers/collector.ts'
import { spoilOrders } from '../support/answers/orders.ts'
import { testHouse } from '../support/house.ts'
import { chosenSeed } from '../support/random.ts'

// SEED=… repeats a run.

test('10,000 spoiled answers over all platforms: nothing throws, nothing is lost, nothing is told that is not so', async () => {
  const { broken, ...counts } = await spoilAnswers(10_000, chosenSeed())
  process.stdout.write(`answers ${JSON.stringify(counts)}\n`)
  expect(broken).toEqual([])
  expect(counts.total).toBeGreaterThanOrEqual(10_000)
})

test('3,000 spoiled answers to orders: nothing is said twice, and no order is told otherwise than it went', async () => {
  const { broken, ...counts } = await spoilOrders(3_000, chosenSeed())
  process.stdout.write(`orders ${JSON.stringify(counts)}\n`)
  expect(broken).toEqual([])
  expect(counts.total).toBeGreaterThanOrEqual(3_000)
})

test('300 spoiled answers through the collector into PostgreSQL: it ends as the platforms are', async () => {
  const place = await testHouse()
  const { broken, total } = await spoilCollector(place, 300, chosenSeed())
  await place.close()
  process.stdout.write(`collector ${total}\n`)
  expect(broken).toEqual([])
  expect(total).toBeGreaterThanOrEqual(300)
})
