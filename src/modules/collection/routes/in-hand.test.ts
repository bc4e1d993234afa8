import { expect, test } from 'vitest'
import { inHand } from './in-hand.ts'

const kilobytes = (n: number): number => n * 1024

test('what there is no room for is not begun, and there is room again when one is done, however it went', async () => {
  const hold = inHand(kilobytes(40))
  const first = Promise.withResolvers<string>()
  const [one, two] = [hold(() => first.promise), hold(async () => 'two')]
  let begun = false
  const three = hold(async () => {
    begun = true
  })
  expect(await three).toBeUndefined()
  expect(begun).toBe(false)
  expect(await two).toBe('two')
  const failing = hold(() => Promise.reject(new Error('no disk')))
  await expect(failing).rejects.toThrow('no disk')
  expect(await hold(async () => 'four')).toBe('four')
  first.resolve('one')
  expect(await one).toBe('one')
})

test('a delivery’s bytes take room as they are read, and a large one leaves it to the small', async () => {
  const hold = inHand(kilobytes(100))
  const first = Promise.withResolvers<void>()
  const one = hold(async (takeRoom) => {
    expect(takeRoom(kilobytes(60))).toBe(true)
    expect(takeRoom(kilobytes(60))).toBe(false)
    await first.promise
  })
  expect(await hold(async (takeRoom) => takeRoom(kilobytes(10)))).toBe(false)
  expect(await hold(async (takeRoom) => takeRoom(kilobytes(5)))).toBe(true)
  first.resolve()
  await one
  expect(await hold(async (takeRoom) => takeRoom(kilobytes(80)))).toBe(true)
})
