import { expect, test } from 'vitest'
import { spoilAnswers } from '../support/answers/campaign.ts'
import { spoilOrders } from '../support/answers/orders.ts'

test('four hundred spoiled answers: nothing throws, nothing is lost, nothing is told that is not so', async () => {
  const { broken, total } = await spoilAnswers(400, 20_261_129)
  expect(broken).toEqual([])
  expect(total).toBeGreaterThanOrEqual(400)
})

test('a hundred spoiled answers to orders: nothing is said twice, and no order is told otherwise than it went', async () => {
  const { broken, total } = await spoilOrders(100, 20_261_129)
  expect(broken).toEqual([])
  expect(total).toBeGreaterThanOrEqual(100)
})
