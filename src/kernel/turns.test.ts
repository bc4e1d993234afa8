import { expect, test } from 'vitest'
import { turns } from './turns.ts'

test('so many at a time, in their order, and one that fails gives its turn on', async () => {
  const two = turns(2)
  const done: number[] = []
  const ends: (() => void)[] = []
  let [now, most] = [0, 0]
  const one = (n: number) =>
    two.run(async () => {
      now += 1
      most = Math.max(most, now)
      await new Promise<void>((resolve) => ends.push(resolve))
      now -= 1
      done.push(n)
      if (n === 1) throw new Error('broken')
    })
  const all = [1, 2, 3, 4, 5].map((n) => one(n).catch(() => undefined))
  expect(two.full).toBe(true)
  while (done.length < 5) {
    ends.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(all)
  expect([most, done, two.full]).toEqual([2, [1, 2, 3, 4, 5], false])
})
