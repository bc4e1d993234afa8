/** Hashes in a full tile: tiles have height 8 (C2SP tlog-tiles). */
export const tileWidth = 256

/** C2SP tlog-tiles: a level is 0 to 63. */
const highestLevel = 63

/** Which tile, and how many of its hashes: 256 when full. */
interface TileAddress {
  readonly level: number
  readonly index: number
  readonly width: number
}

const shape = /^tile\/(0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/**
 * `tile/<L>/<N>` with `.p/<W>` for a partial tile; N in groups of three digits, all but the last after an x:
 * 1234067 → x001/x234/067.
 */
export function tilePath({ level, index, width }: TileAddress): string {
  const digits = String(index)
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0')
  const groups = padded.match(/\d{3}/g) ?? []
  const path = groups.map((group, n) => (n < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ''}`
}

/** The tile a path asks for, or undefined when it is not exactly such a path. */
export function parseTilePath(path: string): TileAddress | undefined {
  const [, level, groups, width] = shape.exec(path) ?? []
  if (level === undefined || groups === undefined) return undefined
  const address = {
    level: Number(level),
    index: Number(groups.replace(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  }
  const possible = address.level <= highestLevel && Number.isSafeInteger(address.index)
  return possible && tilePath(address) === path ? address : undefined
}

/** How many hashes a tile has in a tree of `size` leaves: 0 to 256. */
export function widthAt(size: number, level: number, index: number): number {
  const hashes = Math.floor(size / tileWidth ** level)
  return Math.max(0, Math.min(tileWidth, hashes - index * tileWidth))
}
