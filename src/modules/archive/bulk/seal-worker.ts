import { parentPort } from 'node:worker_threads'
import { Pieces } from '../../../infra/db/copy-format.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import type { NewRecord } from '../types.ts'
import { sealBatch } from './seal-batch.ts'

/** The thread of sealer.ts: a batch in, its finished rows out, handed over without copying; their memory comes back. */
export interface SealRequest {
  readonly id: number
  readonly municipalityId: MunicipalityId
  readonly records: readonly NewRecord[]
  readonly timeMs: number
}

export interface Emptied {
  readonly emptied: readonly Uint8Array[]
}

const pieces = new Pieces()

parentPort?.on('message', (message: SealRequest | Emptied) => {
  if ('emptied' in message) pieces.giveBack(message.emptied)
  else seal(message)
})

function seal({ id, municipalityId, records, timeMs }: SealRequest): void {
  try {
    const sealed = sealBatch(municipalityId, records, timeMs, pieces)
    const { entries, contents, parts, leaves } = sealed
    const buffers = [...entries, ...contents, ...parts, leaves].map((bytes) => bytes.buffer as ArrayBuffer)
    parentPort?.postMessage({ id, sealed }, buffers)
  } catch (thrown) {
    parentPort?.postMessage({ id, error: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}
