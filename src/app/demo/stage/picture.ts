import { crc32, deflateSync } from 'node:zlib'
import type { Scene } from '../story.ts'

type Colour = readonly [red: number, green: number, blue: number]

interface Palette {
  readonly sky: Colour
  readonly low: Colour
  readonly sun: Colour
  readonly far: Colour
  readonly near: Colour
}

const palettes: Readonly<Record<Scene, Palette>> = {
  gata: palette('c9d6dc', 'eef0ea', 'f4e2b0', '8d9aa0', '5d666b'),
  park: palette('cfe3ea', 'f3f1dc', 'f7e3a1', '8fae7d', '55794f'),
  vatten: palette('bcd9e6', 'e8f0ee', 'f6ead0', '6f9bb0', '3f6f8a'),
  hus: palette('d8dfe8', 'f4eee4', 'f2dcae', 'b98a6b', '8a5a44'),
  kväll: palette('22304d', '6a5a75', 'f0c27a', '2b3348', '171d2b'),
  snö: palette('c4d3e2', 'eef3f7', 'f5ead2', 'dfe8ef', 'f7fafc'),
}

function palette(...hex: readonly [string, string, string, string, string]): Palette {
  const [sky, low, sun, far, near] = hex.map(colour) as [Colour, Colour, Colour, Colour, Colour]
  return { sky, low, sun, far, near }
}

function colour(hex: string): Colour {
  const value = Number.parseInt(hex, 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

const width = 480
const height = 300
const shades = 16
const [sunAt, farAt, nearAt] = [shades, shades + 1, shades + 2]

/** A plain landscape as a PNG: the demo's pictures are invented too, and weigh some thousand bytes. */
export function picture(scene: Scene, random: () => number): Uint8Array {
  const [sunX, sunY] = [80 + random() * 320, 60 + random() * 60]
  const [phase, swing] = [random() * 6, 14 + random() * 18]
  const hill = (at: number, length: number, turn: number, rise: number): Uint16Array =>
    Uint16Array.from({ length: width }, (_, x) => at + Math.sin(x / length + turn) * rise)
  const ridge = hill(190, 70, phase, swing)
  const bank = hill(240, 110, phase * 2, swing * 0.6)
  // Each row begins with its filter, 0: the pixels are numbers of colours, and pack well as they are.
  const rows = new Uint8Array(height * (1 + width))
  for (let y = 0; y < height; y++) {
    const shade = Math.min(shades - 1, Math.floor((y * shades) / 200))
    const halfSun = 26 ** 2 - (y - sunY) ** 2
    for (let x = 0; x < width; x++) {
      const sky = (x - sunX) ** 2 < halfSun ? sunAt : shade
      rows[y * (1 + width) + 1 + x] = y > (bank[x] ?? 0) ? nearAt : y > (ridge[x] ?? 0) ? farAt : sky
    }
  }
  return png(rows, coloursOf(palettes[scene]))
}

/** The shades of the sky from high to low, then sun, far hills and near ones. */
function coloursOf({ sky, low, sun, far, near }: Palette): Buffer {
  const shade = (step: number): number[] =>
    sky.map((value, n) => Math.round(value + (((low[n] ?? 0) - value) * step) / (shades - 1)))
  return Buffer.from([...Array.from({ length: shades }, (_, step) => shade(step)), sun, far, near].flat())
}

function png(rows: Uint8Array, colours: Buffer): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const data = deflateSync(rows, { level: 1 })
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('PLTE', colours),
    chunk('IDAT', data),
    chunk('IEND'),
  ])
}

function chunk(name: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const frame = Buffer.alloc(4)
  frame.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([frame, named, sum])
}
