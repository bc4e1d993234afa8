import { digestBytes, sha256 } from '../hash.ts'

/**
 * The Merkle tree of RFC 6962 §2.1, and the subtrees of draft-ietf-plants-merkle-tree-certs. Sizes and indexes
 * are counted in leaves, up to 2^53. Proofs are made and checked by the same recursion as in the definitions.
 */

/** Gives the hash of the complete subtree over leaves [index·2^level, (index+1)·2^level). */
export type HashReader = (level: number, index: number) => Uint8Array

const nodeInput = Buffer.alloc(1 + 2 * digestBytes)
nodeInput[0] = 1

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + digestBytes)
  return sha256(nodeInput)
}

/** The root of the empty tree: SHA-256 of nothing. */
export const emptyRoot = (): Buffer => sha256(Buffer.alloc(0))

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** The largest power of two below n, for n of 2 and more: where RFC 6962 splits. */
function split(n: number): number {
  let k = 2 ** Math.floor(Math.log2(n))
  // The logarithm is rounded; near 2^53 it may be one off either way.
  while (k >= n) k /= 2
  while (k * 2 < n) k *= 2
  return k
}

/** A range is a subtree when it starts at a multiple of the smallest power of two that covers its length. */
function isSubtree(start: number, end: number): boolean {
  if (!isCount(start) || !isCount(end) || start >= end) return false
  const length = end - start
  return length === 1 || start % (2 * split(length)) === 0
}

/** MTH of the leaves [start, end), a subtree, from the hashes of complete subtrees. */
export function rangeHash(start: number, end: number, read: HashReader): Uint8Array {
  const length = end - start
  if (length === 1) return read(0, start)
  const half = split(length)
  if (half * 2 === length) return read(Math.log2(length), start / length)
  return nodeHash(rangeHash(start, start + half, read), rangeHash(start + half, end, read))
}

/** The root of a tree of `size` leaves. */
export const treeRoot = (size: number, read: HashReader): Buffer =>
  size === 0 ? emptyRoot() : Buffer.from(rangeHash(0, size, read))

/** The inclusion proof of a leaf in the tree of `size` leaves, lowest sibling first. @throws RangeError */
export const inclusionProof = (index: number, size: number, read: HashReader): Buffer[] =>
  subtreeInclusionProof(index, 0, size, read)

/** The inclusion proof of a leaf in the subtree [start, end). @throws RangeError when it is not in it. */
export function subtreeInclusionProof(index: number, start: number, end: number, read: HashReader): Buffer[] {
  if (!isSubtree(start, end) || !isCount(index) || index < start || index >= end) {
    throw new RangeError(`no leaf ${index} in a tree of the leaves ${start} to ${end}`)
  }
  const proof: Uint8Array[] = []
  let [low, high] = [start, end]
  while (high - low > 1) {
    const middle = low + split(high - low)
    if (index < middle) {
      proof.push(rangeHash(middle, high, read))
      high = middle
    } else {
      proof.push(rangeHash(low, middle, read))
      low = middle
    }
  }
  return proof.reverse().map((hash) => Buffer.from(hash))
}

/** The proof that the tree of `size2` leaves begins with the tree of `size1`. @throws RangeError */
export const consistencyProof = (size1: number, size2: number, read: HashReader): Buffer[] =>
  subtreeConsistencyProof(0, size1, size2, read)

/** The proof that the subtree [start, end) stands in the tree of `size` leaves. @throws RangeError */
export function subtreeConsistencyProof(
  start: number,
  end: number,
  size: number,
  read: HashReader,
): Buffer[] {
  if (!isSubtree(start, end) || !isCount(size) || end > size) {
    throw new RangeError(`no subtree ${start} to ${end} in a tree of ${size} leaves`)
  }
  const proof: Uint8Array[] = []
  let [low, high] = [0, size]
  while (low !== start || high !== end) {
    // A subtree that begins before the split and ends after it begins where the tree does: its right part is
    // what is left to prove.
    const middle = low + split(high - low)
    if (end <= middle) {
      proof.push(rangeHash(middle, high, read))
      high = middle
      continue
    }
    proof.push(rangeHash(low, middle, read))
    if (start < middle) return innerProof(middle, end, high, proof, read)
    low = middle
  }
  return proof.reverse().map((hash) => Buffer.from(hash))
}

function innerProof(
  start: number,
  end: number,
  size: number,
  proof: Uint8Array[],
  read: HashReader,
): Buffer[] {
  let [low, high] = [start, size]
  while (high !== end) {
    const middle = low + split(high - low)
    if (end <= middle) {
      proof.push(rangeHash(middle, high, read))
      high = middle
    } else {
      proof.push(rangeHash(low, middle, read))
      low = middle
    }
  }
  proof.push(rangeHash(low, high, read))
  return proof.reverse().map((hash) => Buffer.from(hash))
}

const areHashes = (hashes: readonly Uint8Array[]): boolean =>
  hashes.every((hash) => hash.length === digestBytes)

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** True when the leaf stands at `index` of the tree with that size and root, and the proof shows exactly so. */
export const verifyInclusion = (
  leaf: Uint8Array,
  index: number,
  size: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean => verifySubtreeInclusion(leaf, index, 0, size, root, proof)

/** As `verifyInclusion`, in the subtree [start, end) with that root. */
export function verifySubtreeInclusion(
  leaf: Uint8Array,
  index: number,
  start: number,
  end: number,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isSubtree(start, end) || !isCount(index) || index < start || index >= end) return false
  if (!areHashes([leaf, root, ...proof])) return false
  const sides = turns(index, start, end)
  if (sides.length !== proof.length) return false
  const top = proof.reduce(
    (hash, sibling, n) => (sides[n] === 'left' ? nodeHash(hash, sibling) : nodeHash(sibling, hash)),
    leaf,
  )
  return same(top, root)
}

/** On which side of each split the leaf stands, the lowest split first. */
function turns(index: number, start: number, end: number): ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = []
  let [low, high] = [start, end]
  while (high - low > 1) {
    const middle = low + split(high - low)
    if (index < middle) {
      sides.push('left')
      high = middle
    } else {
      sides.push('right')
      low = middle
    }
  }
  return sides.reverse()
}

/** True when the tree (size2, root2) begins with the tree (size1, root1); never of an empty tree. */
export const verifyConsistency = (
  size1: number,
  root1: Uint8Array,
  size2: number,
  root2: Uint8Array,
  proof: readonly Uint8Array[],
): boolean => size1 > 0 && verifySubtreeConsistency(0, size1, size2, root1, root2, proof)

/**
 * True when the subtree [start, end) with `part` as its root stands in the tree (size, root). An empty subtree
 * stands in every tree, and shows nothing.
 */
export function verifySubtreeConsistency(
  start: number,
  end: number,
  size: number,
  part: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): boolean {
  if (!isCount(start) || !isCount(size) || end > size) return false
  if (start === end) return proof.length === 0 && same(part, emptyRoot())
  if (!isSubtree(start, end)) return false
  if (start === 0 && end === size) return proof.length === 0 && same(part, root)
  if (!areHashes([part, root, ...proof])) return false
  const rest = [...proof]
  const found = rebuild({ start, end, size, known: true }, part, rest)
  return found !== undefined && rest.length === 0 && same(found.part, part) && same(found.root, root)
}

interface Rebuilding {
  readonly start: number
  readonly end: number
  readonly size: number
  /** Whether the subtree's own root is the one that the verifier holds. */
  readonly known: boolean
}

/** SUBTREE_SUBPROOF read backwards: the last hash of the proof belongs to the uppermost split. */
function rebuild(
  at: Rebuilding,
  part: Uint8Array,
  rest: Uint8Array[],
): { part: Uint8Array; root: Uint8Array } | undefined {
  if (at.start === 0 && at.end === at.size) {
    const hash = at.known ? part : rest.pop()
    return hash && { part: hash, root: hash }
  }
  const sibling = rest.pop()
  if (!sibling) return undefined
  const half = split(at.size)
  if (at.end <= half) {
    const left = rebuild({ ...at, size: half }, part, rest)
    return left && { part: left.part, root: nodeHash(left.root, sibling) }
  }
  const inner = at.start >= half
  const right = rebuild(
    {
      start: inner ? at.start - half : 0,
      end: at.end - half,
      size: at.size - half,
      known: at.known && inner,
    },
    part,
    rest,
  )
  if (!right) return undefined
  return {
    part: inner ? right.part : nodeHash(sibling, right.part),
    root: nodeHash(sibling, right.root),
  }
}
