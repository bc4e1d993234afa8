import { expect, test } from 'vitest'
import { silentLog } from '../infra/log/index.ts'
import { municipalityId } from '../kernel/index.ts'
import { eachAlone } from './worker.ts'

test('a municipality that cannot be worked for is told of, and the next ones are worked for', async () => {
  const all = [1, 2, 3].map((id) => ({ municipalityId: municipalityId(id) }))
  const [worked, told]: [number[], unknown[]] = [[], []]
  const log = { ...silentLog, error: (about: unknown) => told.push(about) }
  await eachAlone(log, all, async (id) => {
    if (id === 2) throw new Error('its key cannot be read')
    worked.push(id)
  })
  expect(worked).toEqual([1, 3])
  expect(told).toEqual([{ municipality: 2, reason: 'its key cannot be read' }])
})

test('what is done by the clock begins for ten municipalities at a time, over the time that all have', async () => {
  const all = Array.from({ length: 25 }, (_, n) => ({ municipalityId: municipalityId(n + 1) }))
  const shares: number[] = []
  await eachAlone(silentLog, all, async (_, share) => {
    shares.push(share)
  })
  expect(shares.slice(0, 10)).toEqual(Array(10).fill(0))
  expect(shares.slice(10, 20)).toEqual(Array(10).fill(0.4))
  expect(shares.slice(20)).toEqual(Array(5).fill(0.8))
})
