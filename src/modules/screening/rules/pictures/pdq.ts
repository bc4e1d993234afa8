/**
 * PDQ, the perceptual hash that hash lists of pictures are exchanged in: 256 bits of the picture's coarse pattern of
 * light, so that a copy that was made smaller, saved again or given other colours differs in few of them. Written from
 * Meta's published description (ThreatExchange, hashing/hashing.pdf); docs/decisions/0015-pictures.md says why this one.
 */

/** A picture's light, a value 0–255 for each point, row by row. */
export interface Grey {
  readonly width: number
  readonly height: number
  readonly light: Uint8Array
}

export interface Pdq {
  /** 32 bytes, the bit of the highest frequencies first, as lists write it. */
  readonly hash: Buffer
  /** The same of the picture seen in a mirror, which is a common disguise. */
  readonly mirrored: Buffer
  /** 0–100: how much there is in the picture to tell it by. */
  readonly quality: number
}

/** At most so many bits differ between copies of one picture; the figure that the description recommends. */
export const mostBitsApart = 31
/** A picture with less in it (one colour, a line of text on white) resembles too many others. */
export const leastQuality = 50

const side = 64
const kept = 16

/** The cosines of frequencies 1–16 over 64 points. */
const cosines = Array.from({ length: kept }, (_, frequency) =>
  Float64Array.from(
    { length: side },
    (_, at) => Math.sqrt(2 / side) * Math.cos((Math.PI / (2 * side)) * (frequency + 1) * (2 * at + 1)),
  ),
)

export function pdqOf(grey: Grey): Pdq {
  const small = shrunk(grey)
  const pattern = frequencies(small)
  const middle = medianOf(pattern)
  // In a mirror the odd frequencies along a row change their sign; index 0 is frequency 1.
  const mirrored = pattern.map((value, at) => ((at % kept) % 2 === 0 ? -value : value))
  return {
    hash: bitsAbove(pattern, middle),
    mirrored: bitsAbove(mirrored, medianOf(mirrored)),
    quality: qualityOf(small),
  }
}

const bytes = 32
const words = bytes / 4

/**
 * Whether one of many hashes, one after the other, is the same picture as one of those wanted. 200,000 are gone through
 * in some milliseconds: of two pictures half of the bits differ, so that most are left after the first words.
 */
export function isAmong(hashes: Uint8Array, wanted: readonly Uint8Array[]): boolean {
  const all = new Uint32Array(Uint8Array.from(hashes).buffer)
  return wanted.some((one) => {
    const own = new Uint32Array(Uint8Array.from(one).buffer)
    for (let first = 0; first < all.length; first += words)
      if (apart(all, first, own) <= mostBitsApart) return true
    return false
  })
}

/** How many bits differ between two hashes; no more is counted than makes them different pictures. */
export const bitsApart = (one: Uint8Array, other: Uint8Array): number =>
  apart(new Uint32Array(Uint8Array.from(one).buffer), 0, new Uint32Array(Uint8Array.from(other).buffer), 256)

function apart(all: Uint32Array, first: number, own: Uint32Array, most: number = mostBitsApart): number {
  let count = 0
  for (let word = 0; word < words && count <= most; word += 1)
    count += bitCount((all[first + word] ?? 0) ^ (own[word] ?? 0))
  return count
}

function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Smoothed twice each way by a window as wide as one of the 64 squares over two, and one point taken of each square. */
function shrunk({ width, height, light }: Grey): Float64Array {
  let from = Float64Array.from(light)
  let into = new Float64Array(light.length)
  const along = Math.ceil(width / (2 * side))
  const down = Math.ceil(height / (2 * side))
  for (let turn = 0; turn < 2; turn += 1) {
    for (let row = 0; row < height; row += 1) smooth(from, into, row * width, 1, width, along)
    for (let column = 0; column < width; column += 1) smooth(into, from, column, width, height, down)
  }
  into = new Float64Array(side * side)
  for (let row = 0; row < side; row += 1) {
    const y = Math.floor(((row + 0.5) * height) / side)
    for (let column = 0; column < side; column += 1) {
      into[row * side + column] = from[y * width + Math.floor(((column + 0.5) * width) / side)] ?? 0
    }
  }
  from = into
  return from
}

/** The mean of the points within the window around each point of a line; at the ends, of those there are. */
function smooth(
  from: Float64Array,
  into: Float64Array,
  first: number,
  step: number,
  length: number,
  window: number,
): void {
  const ahead = Math.floor((window + 2) / 2) - 1
  const behind = window - ahead - 1
  let sum = 0
  for (let at = 0; at < Math.min(ahead, length); at += 1) sum += from[first + at * step] ?? 0
  for (let at = 0; at < length; at += 1) {
    const enters = at + ahead
    const leaves = at - behind - 1
    if (enters < length) sum += from[first + enters * step] ?? 0
    if (leaves >= 0) sum -= from[first + leaves * step] ?? 0
    into[first + at * step] = sum / (Math.min(enters, length - 1) - Math.max(leaves, -1))
  }
}

/** The lowest 16 frequencies each way but the mean, by a cosine transform of the 64 by 64 points. */
function frequencies(small: Float64Array): number[] {
  const half = cosines.map((row) =>
    Float64Array.from({ length: side }, (_, column) => {
      let sum = 0
      for (let at = 0; at < side; at += 1) sum += (row[at] ?? 0) * (small[at * side + column] ?? 0)
      return sum
    }),
  )
  return half.flatMap((line) =>
    cosines.map((row) => row.reduce((sum, cosine, at) => sum + cosine * (line[at] ?? 0), 0)),
  )
}

/** Of an even number of values, the lower of the two in the middle. */
const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length / 2 - 1] ?? 0

function bitsAbove(values: readonly number[], middle: number): Buffer {
  const hash = Buffer.alloc(bytes)
  for (const [bit, value] of values.entries()) {
    if (value <= middle) continue
    const byte = bytes - 1 - (bit >> 3)
    hash[byte] = (hash[byte] ?? 0) | (1 << (bit & 7))
  }
  return hash
}

/** The sum of the steps in light between neighbours, in whole hundredths, over ninety. */
function qualityOf(small: Float64Array): number {
  let sum = 0
  const step = (one: number, other: number): number =>
    Math.abs(Math.trunc((((small[one] ?? 0) - (small[other] ?? 0)) * 100) / 255))
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const at = row * side + column
      if (row + 1 < side) sum += step(at, at + side)
      if (column + 1 < side) sum += step(at, at + 1)
    }
  }
  return Math.min(100, Math.floor(sum / 90))
}
