import { test } from 'vitest'
import { spoilAnswers } from '../support/answers/campaign.ts'
test('one', async () => {
  for (const id of (process.env['ONLY'] ?? '').split(',')) {
    const r = await spoilAnswers(Number(process.env['COUNT'] ?? 1000), Number(process.env['SEED']), [id])
    process.stdout.write(`RESULT ${id} ${JSON.stringify({ ...r, answers: undefined }, null, 1)}\n`)
  }
})
