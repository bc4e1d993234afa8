export const seed = 0x811c9dc5

/** One more symbol of what is hashed (FNV-1a, 32 bits). */
export const step = (hash: number, symbol: number): number => Math.imul(hash ^ symbol, 0x01000193)

export function hashOf(symbols: Uint8Array, from: number, to: number): number {
  let hash = seed
  for (let at = from; at < to; at += 1) hash = step(hash, symbols[at] ?? 0)
  return hash
}
