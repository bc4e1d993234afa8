import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leafHash } from '../entry.ts'
import { sha256 } from '../hash.ts'
import { emptyHead, grow, type LogHead, partialTiles, rootOf, treeFromTiles } from './tiles.ts'
import {
  type HashReader,
  rangeHash,
  subtreeConsistencyProof,
  subtreeInclusionProof,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './tree.ts'

const leaves = Array.from({ length: 700 }, (_, n) => leafHash(Buffer.from(`leaf ${n}`)))

// RFC 6962 §2.1, word by word, on slices of leaf hashes.
const node = (left: Buffer, right: Buffer) => sha256(Buffer.concat([Buffer.from([1]), left, right]))
const half = (n: number) => 2 ** (Math.ceil(Math.log2(n)) - 1)

function mth(d: readonly Buffer[]): Buffer {
  if (d.length === 0) return sha256(Buffer.alloc(0))
  if (d.length === 1) return d[0] ?? Buffer.alloc(0)
  const k = half(d.length)
  return node(mth(d.slice(0, k)), mth(d.slice(k)))
}

function path(m: number, d: readonly Buffer[]): Buffer[] {
  if (d.length <= 1) return []
  const k = half(d.length)
  return m < k
    ? [...path(m, d.slice(0, k)), mth(d.slice(k))]
    : [...path(m - k, d.slice(k)), mth(d.slice(0, k))]
}

function subproof(m: number, d: readonly Buffer[], complete: boolean): Buffer[] {
  if (m === d.length) return complete ? [] : [mth(d)]
  const k = half(d.length)
  return m <= k
    ? [...subproof(m, d.slice(0, k), complete), mth(d.slice(k))]
    : [...subproof(m - k, d.slice(k), false), mth(d.slice(0, k))]
}

/** A log grown in uneven batches, whose tiles lie in a map as they would in the database. */
function grownTo(size: number, batch: number): { head: LogHead; tiles: Map<string, Uint8Array> } {
  const tiles = new Map<string, Uint8Array>()
  let head = emptyHead
  while (head.size < size) {
    const grown = grow(head, leaves.slice(head.size, Math.min(size, head.size + batch)))
    for (const tile of grown.fullTiles) tiles.set(`${tile.level}/${tile.index}`, tile.hashes)
    head = grown.head
  }
  for (const tile of partialTiles(head)) tiles.set(`${tile.level}/${tile.index}`, tile.hashes)
  return { head, tiles }
}

describe('trees of 1 to 300 leaves, read from their tiles', () => {
  const sizes = Array.from({ length: 300 }, (_, n) => n + 1)

  test('have the root of RFC 6962, however the log was appended to', () => {
    for (const size of sizes) {
      const root = mth(leaves.slice(0, size))
      expect(rootOf(grownTo(size, 1 + (size % 97)).head).equals(root)).toBe(true)
      expect(grow(emptyHead, leaves.slice(0, size)).root.equals(root)).toBe(true)
    }
  })

  test('give the inclusion proofs of RFC 6962, and each holds for its own place only', async () => {
    for (const size of sizes) {
      const { head, tiles } = grownTo(size, 64)
      const tree = treeFromTiles(size, (level, index) => tiles.get(`${level}/${index}`))
      const root = rootOf(head)
      expect((await tree.root()).equals(root)).toBe(true)
      for (let index = size % 13; index < size; index += 13) {
        const leaf = leaves[index] ?? root
        const proof = await tree.inclusion(index)
        expect(Buffer.concat(proof).equals(Buffer.concat(path(index, leaves.slice(0, size))))).toBe(true)
        expect(verifyInclusion(leaf, index, size, root, proof)).toBe(true)
        expect(verifyInclusion(leaf, index + 1, size, root, proof)).toBe(false)
      }
    }
  })

  test('do not take an inner node for a leaf', async () => {
    for (const size of sizes.slice(1)) {
      const { head, tiles } = grownTo(size, 300)
      const [sibling, ...rest] = await treeFromTiles(size, (l, n) => tiles.get(`${l}/${n}`)).inclusion(0)
      const [leaf] = leaves
      if (leaf && sibling) {
        expect(verifyInclusion(node(leaf, sibling), 0, size, rootOf(head), rest)).toBe(false)
      }
    }
  })

  test('give the consistency proofs of RFC 6962', async () => {
    for (const size of sizes) {
      const { head, tiles } = grownTo(size, 64)
      const tree = treeFromTiles(size, (level, index) => tiles.get(`${level}/${index}`))
      for (let earlier = 1 + (size % 11); earlier <= size; earlier += 11) {
        const proof = await tree.consistency(earlier)
        expect(
          Buffer.concat(proof).equals(Buffer.concat(subproof(earlier, leaves.slice(0, size), true))),
        ).toBe(true)
        const before = mth(leaves.slice(0, earlier))
        expect(verifyConsistency(earlier, before, size, rootOf(head), proof)).toBe(true)
        expect(verifyConsistency(earlier, mth(leaves.slice(1, earlier + 1)), size, rootOf(head), proof)).toBe(
          false,
        )
      }
    }
  })
})

describe('growing', () => {
  test('by batches of any size ends in the same head and the same full tiles', () => {
    fc.assert(
      fc.property(fc.nat({ max: 700 }), fc.integer({ min: 1, max: 400 }), (size, batch) => {
        const [a, b] = [grownTo(size, batch), grownTo(size, 700)]
        expect(Buffer.compare(a.head.edge, b.head.edge)).toBe(0)
        expect([...a.tiles.keys()].sort()).toEqual([...b.tiles.keys()].sort())
      }),
      { numRuns: 40 },
    )
  })

  test('past 65 536 leaves fills tiles of the second level, and every proof still holds', async () => {
    const many = Array.from({ length: 66_000 }, (_, n) => leafHash(Buffer.from(String(n))))
    const { head, fullTiles, root } = grow(emptyHead, many)
    expect(fullTiles.filter(({ level }) => level === 1)).toHaveLength(1)
    const tiles = new Map(
      [...fullTiles, ...partialTiles(head)].map((t) => [`${t.level}/${t.index}`, t.hashes]),
    )
    const tree = treeFromTiles(many.length, (level, index) => tiles.get(`${level}/${index}`))
    for (const index of [0, 255, 256, 65_535, 65_536, 65_999]) {
      const proof = await tree.inclusion(index)
      expect(verifyInclusion(many[index] ?? root, index, many.length, root, proof)).toBe(true)
    }
    const proof = await tree.consistency(65_537)
    const before = grow(emptyHead, many.slice(0, 65_537)).root
    expect(verifyConsistency(65_537, before, many.length, root, proof)).toBe(true)
  })

  test('a head whose edge was damaged, and a tile that is missing, are not passed over', async () => {
    const { head } = grownTo(300, 300)
    expect(() => grow({ ...head, edge: head.edge.subarray(32) }, [])).toThrow(RangeError)
    expect(() => grow(head, [Buffer.alloc(31)])).toThrow(RangeError)
    await expect(treeFromTiles(300, () => undefined).inclusion(3)).rejects.toThrow('missing')
    await expect(treeFromTiles(300, () => Buffer.alloc(32)).inclusion(3)).rejects.toThrow('missing')
    await expect(treeFromTiles(300, () => undefined).inclusion(300)).rejects.toThrow(RangeError)
  })
})

describe('subtrees', () => {
  const read: HashReader = (level, index) => mth(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))
  const subtree = fc
    .record({
      size: fc.integer({ min: 1, max: 130 }),
      a: fc.nat({ max: 129 }),
      length: fc.integer({ min: 1, max: 130 }),
    })
    .map(({ size, a, length }) => {
      const cover = 2 ** Math.ceil(Math.log2(length))
      return { size, start: a - (a % cover), end: a - (a % cover) + length }
    })
    .filter(({ size, end }) => end <= size)

  test('are shown to stand in the tree, and their leaves in them', () => {
    fc.assert(
      fc.property(subtree, fc.nat(), ({ size, start, end }, pick) => {
        const [part, root] = [mth(leaves.slice(start, end)), mth(leaves.slice(0, size))]
        expect(Buffer.compare(rangeHash(start, end, read), part)).toBe(0)
        const proof = subtreeConsistencyProof(start, end, size, read)
        expect(verifySubtreeConsistency(start, end, size, part, root, proof)).toBe(true)
        expect(verifySubtreeConsistency(start, end, size, part, root, [...proof, part])).toBe(false)
        expect(verifySubtreeConsistency(start, end, size, part, root, [part, ...proof])).toBe(false)
        const index = start + (pick % (end - start))
        const inclusion = subtreeInclusionProof(index, start, end, read)
        expect(verifySubtreeInclusion(leaves[index] ?? part, index, start, end, part, inclusion)).toBe(true)
      }),
    )
  })
})
