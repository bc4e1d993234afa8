import sharp from 'sharp'
import { expect, test } from 'vitest'
import { photograph } from '../../../../../tests/support/pictures.ts'
import { lightOf } from '../../../../infra/pictures/index.ts'
import { bitsApart, isAmong, leastQuality, mostBitsApart, pdqOf } from './pdq.ts'

async function hashed(bytes: Buffer) {
  const seen = await lightOf(bytes)
  if (!seen.ok) throw new Error(seen.error)
  return pdqOf(seen.value)
}

test('a copy made smaller, saved worse, lighter, greyer, blurred or with a frame of a few points is the same picture', async () => {
  const original = await photograph(1)
  const { hash, quality } = await hashed(original)
  expect(quality).toBeGreaterThanOrEqual(leastQuality)
  for (const [name, copy] of Object.entries({
    smaller: sharp(original).resize(160).jpeg(),
    larger: sharp(original).resize(1500).webp(),
    worse: sharp(original).jpeg({ quality: 15 }),
    lighter: sharp(original).linear(1.1, 20).jpeg(),
    grey: sharp(original).greyscale().png(),
    blurred: sharp(original).blur(3).jpeg(),
    wider: sharp(original).resize(640, 360, { fit: 'fill' }).jpeg(),
    framed: sharp(original).extend({ top: 4, bottom: 4, left: 4, right: 4, background: '#fff' }).jpeg(),
  }))
    expect(bitsApart(hash, (await hashed(await copy.toBuffer())).hash), name).toBeLessThanOrEqual(
      mostBitsApart,
    )
})

test('seen in a mirror it is known too; another picture is another, by far', async () => {
  const first = await hashed(await photograph(1))
  const flopped = await hashed(
    await sharp(await photograph(1))
      .flop()
      .jpeg()
      .toBuffer(),
  )
  expect(bitsApart(first.mirrored, flopped.hash)).toBeLessThanOrEqual(mostBitsApart)
  expect(bitsApart(first.hash, flopped.hash)).toBeGreaterThan(mostBitsApart)
  for (let number = 2; number < 6; number += 1)
    expect(bitsApart(first.hash, (await hashed(await photograph(number))).hash)).toBeGreaterThan(90)
})

test('a picture of one colour has too little in it to be known by', async () => {
  const plain = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#888' } })
    .png()
    .toBuffer()
  expect((await hashed(plain)).quality).toBeLessThan(leastQuality)
})

test('pictures of a single point, a line, and an odd size are hashed without failing', async () => {
  for (const [width, height] of [
    [1, 1],
    [1, 900],
    [900, 1],
    [65, 127],
  ] as const) {
    const light = Uint8Array.from({ length: width * height }, (_, at) => (at * 37) % 256)
    const { hash } = pdqOf({ width, height, light })
    expect(hash).toHaveLength(32)
  }
})

test('one of many is found when it is near, and not when it is one bit too far', () => {
  const own = Buffer.alloc(32, 0b10110100)
  const others = Buffer.concat(Array.from({ length: 50 }, (_, at) => Buffer.alloc(32, at * 5 + 1)))
  const changed = (bits: number) => {
    const copy = Buffer.from(own)
    for (let bit = 0; bit < bits; bit += 1) copy[bit % 32] = (copy[bit % 32] ?? 0) ^ (1 << (bit >> 5))
    return copy
  }
  expect(bitsApart(own, changed(31))).toBe(31)
  expect(isAmong(Buffer.concat([others, changed(31)]), [Buffer.alloc(32), own])).toBe(true)
  expect(isAmong(Buffer.concat([others, changed(32)]), [own])).toBe(false)
  expect(isAmong(Buffer.alloc(0), [own])).toBe(false)
})
