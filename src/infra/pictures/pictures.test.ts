import sharp from 'sharp'
import { expect, test } from 'vitest'
import { lightOf, shownPicture } from './index.ts'

const red = (format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff') =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#c00' } })
    .toFormat(format)
    .toBuffer()

test('the formats that platforms show are read, and nothing else reaches the decoder', async () => {
  for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
    const seen = await lightOf(await red(format))
    expect(seen, format).toMatchObject({ ok: true, value: { width: 40, height: 20 } })
    // 0.299 of the red.
    if (seen.ok) expect(Math.abs((seen.value.light[0] ?? 0) - 61), format).toBeLessThan(4)
  }
  const others = [
    await red('tiff'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    Buffer.from('%PDF-1.4'),
    Buffer.from('GIF89a'),
    Buffer.from(''),
    Buffer.from('/etc/passwd'),
  ]
  for (const bytes of others) expect((await lightOf(bytes)).ok).toBe(false)
})

test('cut, spoilt and far too large pictures are refused with a reason', async () => {
  const whole = await sharp({
    create: {
      width: 400,
      height: 300,
      channels: 3,
      background: '#fff',
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    },
  })
    .jpeg()
    .toBuffer()
  expect(await lightOf(whole.subarray(0, whole.length / 2))).toEqual({
    ok: false,
    error: 'Bilden är skadad och gick inte att läsa.',
  })
  const bomb = await sharp({ create: { width: 8_000, height: 8_000, channels: 3, background: '#fff' } })
    .png()
    .toBuffer()
  expect(await lightOf(bomb)).toEqual({ ok: false, error: 'Bilden är större än 50 miljoner bildpunkter.' })
  for (let at = 20; at < whole.length; at += Math.ceil(whole.length / 12)) {
    const spoilt = Buffer.from(whole)
    spoilt[at] = (spoilt[at] ?? 0) ^ 0x55
    await lightOf(spoilt)
  }
})

test('what is shown is made anew: smaller, and without what the camera wrote', async () => {
  const taken = await sharp({ create: { width: 2_000, height: 1_000, channels: 3, background: '#0c0' } })
    .withExif({ IFD0: { Artist: 'Hemlig Fotograf' } })
    .jpeg()
    .toBuffer()
  expect(taken.includes('Hemlig Fotograf')).toBe(true)
  const shown = await shownPicture(taken)
  if (!shown.ok) throw new Error(shown.error)
  expect(await sharp(shown.value).metadata()).toMatchObject({ format: 'webp', width: 960, height: 480 })
  expect(shown.value.includes('Hemlig')).toBe(false)
})
