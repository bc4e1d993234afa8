import sharp from 'sharp'
import { fail, ok, type Result } from '../../kernel/index.ts'

export { withoutPlace } from './film.ts'

/**
 * Reading pictures from outside, which are hostile until shown otherwise: the only place that decodes them. libvips is
 * given the five formats that platforms show and nothing else, a bound on points and on time, and one thread.
 */

/** A picture's light: a value 0–255 for each point, row by row. */
export interface Seen {
  readonly width: number
  readonly height: number
  readonly light: Uint8Array
}

const formats = ['Jpeg', 'Png', 'Webp', 'Gif', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`)

sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: [...formats, ...formats.map((name) => `${name}Buffer`)] })
sharp.cache(false)
sharp.concurrency(1)

/** A 50-megapixel camera; a larger one is a bomb or a map. */
const mostPoints = 50_000_000
const seconds = 10
/** What is asked of a picture's coarse pattern is the same in a picture of this size. */
const lightSide = 1024

const read = (bytes: Uint8Array) =>
  sharp(bytes, { limitInputPixels: mostPoints, failOn: 'error', sequentialRead: true, animated: false })
    .timeout({ seconds })
    .autoOrient()

/** A picture's light, made smaller; of one that moves, the first of its pictures. @returns why not, Swedish. */
export async function lightOf(bytes: Uint8Array): Promise<Result<Seen, string>> {
  return tried(async () => {
    const { data, info } = await read(bytes)
      .resize(lightSide, lightSide, { fit: 'fill', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    const { width, height, channels } = info
    const light = new Uint8Array(width * height)
    for (let at = 0; at < light.length; at += 1) {
      const first = at * channels
      const [red = 0, green = red, blue = red] =
        channels < 3 ? [data[first]] : data.subarray(first, first + 3)
      light[at] = Math.floor(0.299 * red + 0.587 * green + 0.114 * blue)
    }
    return { width, height, light }
  })
}

const shownSide = 960

/** A picture made anew to be shown: smaller, without what a camera wrote in it, and without what was hidden behind it. */
export const shownPicture = (bytes: Uint8Array): Promise<Result<Buffer, string>> =>
  tried(() =>
    read(bytes)
      .resize(shownSide, shownSide, { fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 80 })
      .toBuffer(),
  )

const publishedSide = 2048
/** What the strictest platform takes is 2 MB. */
const publishedBytes = 1_900_000

/**
 * A picture made anew to be published: JPEG, which every platform takes, turned as it is seen, at most 2048 points a side
 * and 1.9 MB, and without what a camera wrote in it, such as where it was taken.
 */
export async function publishablePicture(bytes: Uint8Array): Promise<Result<Buffer, string>> {
  const made = (side: number, quality: number) =>
    tried(() =>
      read(bytes)
        .resize(side, side, { fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#fff' })
        .toColourspace('srgb')
        .jpeg({ quality, mozjpeg: true })
        .toBuffer(),
    )
  const first = await made(publishedSide, 86)
  return first.ok && first.value.length > publishedBytes ? made(publishedSide / 2, 80) : first
}

async function tried<T>(work: () => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await work())
  } catch (thrown) {
    return fail(reasonOf(thrown instanceof Error ? thrown.message : ''))
  }
}

function reasonOf(message: string): string {
  if (/pixel limit/i.test(message)) return 'Bilden är större än 50 miljoner bildpunkter.'
  if (/timeout/i.test(message)) return `Bilden gick inte att läsa på ${seconds} sekunder.`
  if (/unsupported|operation is blocked/i.test(message))
    return 'Det är inte en bild i ett format som vi läser.'
  return 'Bilden är skadad och gick inte att läsa.'
}
