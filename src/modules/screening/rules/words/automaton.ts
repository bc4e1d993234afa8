import { symbolCount } from '../text/alphabet.ts'

/** A state's row: a next state per symbol, then its first hit. */
export const rowWidth = symbolCount + 1
const hitColumn = symbolCount

/**
 * Finds many words at once in one walk over the symbols (Aho and Corasick, 1975), as a full table:
 * one look-up per symbol whatever the words and the text. States are written as the offset of their row.
 */
export interface Automaton {
  /** Rows of `rowWidth`: the next state per symbol, and last the first hit that ends in this state, or -1. */
  readonly next: Int32Array
  /** States from this one on have hits, those before it have none: most steps need not look. */
  readonly firstHit: number
  /** Per hit: the pattern, and the next hit that ends at the same place, or -1. */
  readonly hitPattern: Int32Array
  readonly hitNext: Int32Array
}

/** @param patterns each non-empty; a pattern's number is its index. */
export function buildAutomaton(patterns: readonly Uint8Array[]): Automaton {
  let room = 1
  for (const pattern of patterns) room += pattern.length
  const trie = new Int32Array(room * rowWidth)
  trie[hitColumn] = -1
  const hits = new Hits()
  let end = rowWidth
  for (const [number, pattern] of patterns.entries()) {
    let state = 0
    for (const each of pattern) {
      const slot = state + each
      let to = trie[slot] ?? 0
      if (to === 0) {
        to = end
        trie[slot] = to
        trie[to + hitColumn] = -1
        end += rowWidth
      }
      state = to
    }
    trie[state + hitColumn] = hits.add(number, trie[state + hitColumn] ?? -1)
  }
  const { states, without } = lastThoseWithHits(trie, link(trie, end, hits))
  return {
    next: inOrder(trie, states),
    firstHit: (without + 1) * rowWidth,
    hitPattern: Int32Array.from(hits.patterns),
    hitNext: Int32Array.from(hits.nexts),
  }
}

class Hits {
  readonly patterns: number[] = []
  readonly nexts: number[] = []

  add(pattern: number, next: number): number {
    this.nexts.push(next)
    return this.patterns.push(pattern) - 1
  }

  /** Lets the list that starts at `first` go on with the list that starts at `rest`. */
  append(first: number, rest: number): number {
    if (first === -1 || rest === -1) return first === -1 ? rest : first
    let last = first
    for (let next = this.nexts[last] ?? -1; next !== -1; next = this.nexts[last] ?? -1) last = next
    this.nexts[last] = rest
    return first
  }
}

/**
 * Breadth first: a state's missing steps are those of the longest shorter ending it has.
 * @returns the states in that order, without the first.
 */
function link(trie: Int32Array, end: number, hits: Hits): Int32Array {
  const fallback = new Int32Array(end / rowWidth)
  const queue = new Int32Array(end / rowWidth)
  let tail = 0
  for (let each = 0; each < symbolCount; each += 1) {
    const to = trie[each] ?? 0
    if (to !== 0) {
      queue[tail] = to
      tail += 1
    }
  }
  for (let head = 0; head < tail; head += 1) {
    const state = queue[head] ?? 0
    const fall = fallback[state / rowWidth] ?? 0
    trie[state + hitColumn] = hits.append(trie[state + hitColumn] ?? -1, trie[fall + hitColumn] ?? -1)
    for (let each = 0; each < symbolCount; each += 1) {
      const to = trie[state + each] ?? 0
      const elsewhere = trie[fall + each] ?? 0
      if (to === 0) trie[state + each] = elsewhere
      else {
        fallback[to / rowWidth] = elsewhere
        queue[tail] = to
        tail += 1
      }
    }
  }
  return queue.subarray(0, tail)
}

/** @param states breadth first, which they stay on either side */
function lastThoseWithHits(
  trie: Int32Array,
  states: Int32Array,
): { readonly states: Int32Array; readonly without: number } {
  const hasHit = (state: number): boolean => trie[state + hitColumn] !== -1
  const before = states.filter((state) => !hasHit(state))
  const sorted = new Int32Array(states.length)
  sorted.set(before)
  sorted.set(states.filter(hasHit), before.length)
  return { states: sorted, without: before.length }
}

/** The same table with the states that are most walked, those near the first, next to each other in memory. */
function inOrder(trie: Int32Array, states: Int32Array): Int32Array {
  const moved = new Int32Array(trie.length / rowWidth)
  for (const [at, state] of states.entries()) moved[state / rowWidth] = (at + 1) * rowWidth
  const next = new Int32Array((states.length + 1) * rowWidth)
  for (let row = 0; row <= states.length; row += 1) {
    const from = row === 0 ? 0 : (states[row - 1] ?? 0)
    const to = row * rowWidth
    for (let each = 0; each < symbolCount; each += 1)
      next[to + each] = moved[(trie[from + each] ?? 0) / rowWidth] ?? 0
    next[to + hitColumn] = trie[from + hitColumn] ?? -1
  }
  return next
}
