import { digestBytes } from '../hash.ts'
import { tileWidth, widthAt } from './tile-path.ts'
import { consistencyProof, emptyRoot, type HashReader, inclusionProof, nodeHash, treeRoot } from './tree.ts'

const tileLevels = 8
const tileBytes = tileWidth * digestBytes

/** Where a log stands: enough to append to it and to know its root, without reading any tile. */
export interface LogHead {
  /** Leaves. */
  readonly size: number
  /** The hashes of the partial tile of each level, lowest level first; how many of each follows from the size. */
  readonly edge: Uint8Array
}

export interface Tile {
  readonly level: number
  readonly index: number
  /** 32 bytes for each hash; 8192 when the tile is full. */
  readonly hashes: Buffer
}

export const emptyHead: LogHead = { size: 0, edge: new Uint8Array(0) }

/** Hands out a tile's hashes, at least `width` of them (a fuller tile will do). */
type ReadTile = (
  level: number,
  index: number,
  width: number,
) => Uint8Array | undefined | Promise<Uint8Array | undefined>

/** The partial tiles of a head, empty ones left out. @throws RangeError when edge and size do not agree. */
export function partialTiles(head: LogHead): Tile[] {
  const edge = Buffer.from(head.edge)
  const tiles: Tile[] = []
  let from = 0
  for (let level = 0; tileWidth ** level <= head.size; level += 1) {
    const index = Math.floor(head.size / tileWidth ** (level + 1))
    const to = from + widthAt(head.size, level, index) * digestBytes
    if (to > from) tiles.push({ level, index, hashes: edge.subarray(from, to) })
    from = to
  }
  if (from !== edge.length) throw new RangeError('the edge of the log does not agree with its size')
  return tiles
}

/** The root of the tree that the head stands for. */
export function rootOf(head: LogHead): Buffer {
  if (head.size === 0) return emptyRoot()
  const partial = new Map(partialTiles(head).map((tile) => [tile.level, tile]))
  return treeRoot(head.size, (level, index) => {
    const place = placeOf(level, index)
    const tile = partial.get(place.level)
    if (tile?.index !== place.index) throw new Error('the root of a log stands in its partial tiles')
    return hashIn(tile.hashes, place)
  })
}

/**
 * Appends leaf hashes. Pure: the caller stores the new head and the tiles that became full.
 * @param leaves each 32 bytes, in the order of the log. @throws RangeError on other lengths.
 */
export function grow(
  head: LogHead,
  leaves: readonly Uint8Array[],
): { readonly head: LogHead; readonly fullTiles: Tile[]; readonly root: Buffer } {
  if (leaves.some((leaf) => leaf.length !== digestBytes)) throw new RangeError('a leaf hash is 32 bytes')
  const before = new Map(partialTiles(head).map((tile) => [tile.level, tile.hashes]))
  const fullTiles: Tile[] = []
  const edge: Buffer[] = []
  let added: readonly Uint8Array[] = leaves
  for (let level = 0; added.length > 0 || before.has(level) || tileWidth ** level <= head.size; level += 1) {
    const hashes = Buffer.concat([before.get(level) ?? Buffer.alloc(0), ...added])
    const first = Math.floor(head.size / tileWidth ** (level + 1))
    const full = Math.floor(hashes.length / tileBytes)
    const above: Buffer[] = []
    for (let n = 0; n < full; n += 1) {
      const tile = hashes.subarray(n * tileBytes, (n + 1) * tileBytes)
      fullTiles.push({ level, index: first + n, hashes: tile })
      above.push(hashIn(tile, { offset: 0, count: tileWidth }))
    }
    edge.push(hashes.subarray(full * tileBytes))
    added = above
  }
  const grown = { size: head.size + leaves.length, edge: Buffer.concat(edge) }
  return { head: grown, fullTiles, root: rootOf(grown) }
}

/**
 * A tree of `size` leaves that is read through its tiles. Each tile is read once for as long as the object lives.
 * Its methods throw an Error when a tile is missing or too short, and RangeError outside the tree.
 */
export function treeFromTiles(size: number, readTile: ReadTile) {
  const tiles = new Map<string, Promise<Uint8Array>>()

  const load = (level: number, index: number): Promise<Uint8Array> => {
    const key = `${level}/${index}`
    const loading = tiles.get(key) ?? readWhole(readTile, level, index, widthAt(size, level, index))
    tiles.set(key, loading)
    return loading
  }

  /** Runs the computation twice: once to learn which tiles it needs, once with them. */
  async function computed<T>(compute: (read: HashReader) => T): Promise<T> {
    const needed = new Map<string, { level: number; index: number }>()
    const nothing = Buffer.alloc(digestBytes)
    compute((level, index) => {
      const place = placeOf(level, index)
      needed.set(`${place.level}/${place.index}`, place)
      return nothing
    })
    const loaded = new Map(
      await Promise.all(
        [...needed].map(async ([key, { level, index }]) => [key, await load(level, index)] as const),
      ),
    )
    return compute((level, index) => {
      const place = placeOf(level, index)
      return hashIn(loaded.get(`${place.level}/${place.index}`) ?? nothing, place)
    })
  }

  return {
    root: (): Promise<Buffer> => computed((read) => treeRoot(size, read)),
    /** The inclusion proof of the leaf at `index`. */
    inclusion: (index: number): Promise<Buffer[]> => computed((read) => inclusionProof(index, size, read)),
    /** The proof that this tree begins with its first `earlier` leaves. */
    consistency: (earlier: number): Promise<Buffer[]> =>
      computed((read) => consistencyProof(earlier, size, read)),
  }
}

async function readWhole(
  readTile: ReadTile,
  level: number,
  index: number,
  width: number,
): Promise<Uint8Array> {
  const hashes = await readTile(level, index, width)
  if (!hashes || hashes.length < width * digestBytes || hashes.length % digestBytes !== 0) {
    throw new Error(`the tile ${level}/${index} of the log is missing or shorter than ${width} hashes`)
  }
  return hashes
}

/** In which tile the complete subtree (level, index) lies, and over how many of its hashes. */
function placeOf(level: number, index: number) {
  const count = 2 ** (level % tileLevels)
  const first = index * count
  return {
    level: Math.floor(level / tileLevels),
    index: Math.floor(first / tileWidth),
    offset: first % tileWidth,
    count,
  }
}

function hashIn(
  hashes: Uint8Array,
  { offset, count }: { readonly offset: number; readonly count: number },
): Buffer {
  let row: Uint8Array[] = []
  for (let n = offset; n < offset + count; n += 1) {
    row.push(hashes.subarray(n * digestBytes, (n + 1) * digestBytes))
  }
  while (row.length > 1) {
    const above: Buffer[] = []
    for (let n = 1; n < row.length; n += 2) above.push(nodeHash(row[n - 1] ?? emptyHash, row[n] ?? emptyHash))
    row = above
  }
  return Buffer.from(row[0] ?? emptyHash)
}

const emptyHash = new Uint8Array(digestBytes)
