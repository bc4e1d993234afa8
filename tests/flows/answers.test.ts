import { expect, test } from 'vitest'
import { spoilAnswers } from '../support/answers/campaign.ts'

test('four hundred spoiled answers: nothing throws, nothing is lost, nothing is told that is not so', async () => {
  const { broken, total } = await spoilAnswers(400, 20_261_129)
  expect(broken).toEqual([])
  expect(total).toBeGreaterThanOrEqual(400)
})
