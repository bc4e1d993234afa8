import { symbolCount } from '../text/alphabet.ts'

/**
 * Finds many words at once in one walk over the symbols (Aho and Corasick, 1975), as a full table:
 * one look-up per symbol whatever the words and the text. States are written as the offset of their row.
 */
export interface Automaton {
  readonly next: Int32Array
  /** Per state number: first hit that ends here, or -1. */
  readonly firstHit: Int32Array
  /** Per hit: the pattern, and the next hit that ends at the same place, or -1. */
  readonly hitPattern: Int32Array
  readonly hitNext: Int32Array
}

/** @param patterns each non-empty; a pattern's number is its index. */
export function buildAutomaton(patterns: readonly Uint8Array[]): Automaton {
  let room = 1
  for (const pattern of patterns) room += pattern.length
  const trie = new Int32Array(room * symbolCount)
  const firstHit = new Int32Array(room).fill(-1)
  let states = 1
  const ends = new Int32Array(patterns.length)
  for (const [number, pattern] of patterns.entries()) {
    let state = 0
    for (const each of pattern) {
      const slot = state + each
      let to = trie[slot] ?? 0
      if (to === 0) {
        to = states * symbolCount
        states += 1
        trie[slot] = to
      }
      state = to
    }
    ends[number] = state / symbolCount
  }
  const hits = new Hits()
  for (const [number, end] of ends.entries()) firstHit[end] = hits.add(number, firstHit[end] ?? -1)
  link(trie, firstHit, states, hits)
  return {
    next: trie.slice(0, states * symbolCount),
    firstHit: firstHit.slice(0, states),
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

/** Breadth first: a state's missing steps are those of the longest shorter ending it has. */
function link(trie: Int32Array, firstHit: Int32Array, states: number, hits: Hits): void {
  const fallback = new Int32Array(states)
  const queue = new Int32Array(states)
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
    const number = state / symbolCount
    const fall = fallback[number] ?? 0
    firstHit[number] = hits.append(firstHit[number] ?? -1, firstHit[fall / symbolCount] ?? -1)
    for (let each = 0; each < symbolCount; each += 1) {
      const to = trie[state + each] ?? 0
      const elsewhere = trie[fall + each] ?? 0
      if (to === 0) trie[state + each] = elsewhere
      else {
        fallback[to / symbolCount] = elsewhere
        queue[tail] = to
        tail += 1
      }
    }
  }
}
