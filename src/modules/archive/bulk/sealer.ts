import { Worker } from 'node:worker_threads'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { NewRecord } from '../types.ts'
import type { SealedBatch } from './seal-batch.ts'
import type { Emptied, SealRequest } from './seal-worker.ts'

/** Seals batches in another thread, so that the database and the hashing have a core each. */
export interface Sealer {
  seal(municipalityId: MunicipalityId, records: readonly NewRecord[], timeMs: number): Promise<SealedBatch>
  /** A batch that has been written: its memory is used for another. */
  giveBack(sealed: SealedBatch): void
  close(): Promise<void>
}

export function startSealer(): Sealer {
  // The program is run through tsx, which a new thread does not inherit.
  const worker = new Worker(new URL('./seal-worker.ts', import.meta.url), {
    execArgv: ['--import', import.meta.resolve('tsx')],
    resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 64 },
  })
  const waiting = new Map<
    number,
    { resolve: (sealed: SealedBatch) => void; reject: (error: Error) => void }
  >()
  let next = 0
  worker.on('message', (answer: { id: number; sealed?: SealedBatch; error?: string }) => {
    const waiter = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (answer.sealed) waiter?.resolve(answer.sealed)
    else waiter?.reject(new Error(answer.error))
  })
  worker.on('error', (error) => {
    for (const waiter of waiting.values()) waiter.reject(error)
    waiting.clear()
  })
  return {
    seal(municipalityId, records, timeMs) {
      const id = next
      next += 1
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject })
        worker.postMessage({ id, municipalityId, records, timeMs } satisfies SealRequest)
      })
    },
    giveBack({ entries, contents, parts }) {
      const emptied = [...entries, ...contents, ...parts]
      const buffers = emptied.map(({ buffer }) => buffer as ArrayBuffer)
      worker.postMessage({ emptied } satisfies Emptied, buffers)
    },
    async close() {
      await worker.terminate()
    },
  }
}
