import { expect, test } from 'vitest'
import { turns, turnsEach } from './turns.ts'

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

test('what waits under one key holds up no other key, and a key that is done with is begun anew', async () => {
  const each = turnsEach(2)
  const begun: string[] = []
  const ends: (() => void)[] = []
  const one = (key: string) =>
    each.run(key, () => {
      begun.push(key)
      return new Promise<void>((resolve) => ends.push(resolve))
    })
  const all = ['a', 'a', 'a', 'b'].map(one)
  expect(begun).toEqual(['a', 'a', 'b'])
  while (begun.length < 4 || ends.length > 0) {
    ends.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  await Promise.all(all)
  expect(begun).toEqual(['a', 'a', 'b', 'a'])
  const again = one('a')
  expect(begun).toHaveLength(5)
  ends.shift()?.()
  await again
})
