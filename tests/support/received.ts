import type { WebDeps } from '../../src/web/index.ts'

/** Files of forms, in memory; those that have not been dropped stand in `held`. */
export function inMemory(held = new Set<object>()): WebDeps['receive'] {
  return async (pieces) => {
    const read: Uint8Array<ArrayBuffer>[] = []
    for await (const piece of pieces) read.push(Uint8Array.from(piece))
    const file = {
      content: async () => new Blob(read),
      drop: async () => void held.delete(file),
    }
    held.add(file)
    return file
  }
}
