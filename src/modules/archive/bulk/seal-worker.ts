import { parentPort } from 'node:worker_threads'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { NewRecord } from '../types.ts'
import { sealBatch } from './seal-batch.ts'

/** The thread of sealer.ts: a batch in, its finished rows out, handed over without copying. */
export interface SealRequest {
  readonly id: number
  readonly municipalityId: MunicipalityId
  readonly records: readonly NewRecord[]
  readonly timeMs: number
}

parentPort?.on('message', ({ id, municipalityId, records, timeMs }: SealRequest) => {
  try {
    const sealed = sealBatch(municipalityId, records, timeMs)
    const buffers = [sealed.entries, sealed.contents, sealed.parts, sealed.leaves].map(
      (bytes) => bytes.buffer as ArrayBuffer,
    )
    parentPort?.postMessage({ id, sealed }, buffers)
  } catch (thrown) {
    parentPort?.postMessage({ id, error: thrown instanceof Error ? thrown.message : String(thrown) })
  }
})
