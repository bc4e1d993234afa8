import { parentPort, workerData } from 'node:worker_threads'
import type { PoolConfig } from 'pg'
import { fileBlobs } from '../../../../infra/blobs/index.ts'
// Not by the front door: what it brings costs each thread a second of loading.
import { createDb, createPool, withMunicipality } from '../../../../infra/db/connect.ts'
import { silentLog } from '../../../../infra/log/index.ts'
import type { MunicipalityId } from '../../../../kernel/index.ts'
import { type Range, type RangeReport, verifyRange } from './verify-range.ts'

/** A thread of verify-threads.ts: a range in, its report out; the leaves as one piece, handed over without copying. */
export interface ThreadSetup {
  readonly app: PoolConfig
  readonly blobFolder: string
}

export interface ThreadRequest {
  readonly id: number
  readonly municipalityId: MunicipalityId
  readonly logNumber: number
  readonly range: Range
}

export type ThreadAnswer =
  | { readonly id: number; readonly report: Omit<RangeReport, 'leaves'>; readonly leaves: Uint8Array }
  | { readonly id: number; readonly error: string }

const { app, blobFolder } = workerData as ThreadSetup
// Two: while one range is read, another is computed. A lost connection fails its range, and is said there.
const db = createDb(createPool({ ...app, max: 2 }, silentLog))
const blobs = fileBlobs(blobFolder)

async function verify({ id, municipalityId, logNumber, range }: ThreadRequest): Promise<void> {
  try {
    const { leaves, ...report } = await withMunicipality(db, municipalityId, (tx) =>
      verifyRange({ blobs }, tx, municipalityId, logNumber, range),
    )
    // Memory of its own, since Node's shared pool cannot be handed over.
    const together = new Uint8Array(leaves.length * 32)
    for (const [at, leaf] of leaves.entries()) together.set(leaf, at * 32)
    parentPort?.postMessage({ id, report, leaves: together }, [together.buffer])
  } catch (thrown) {
    parentPort?.postMessage({ id, error: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}

parentPort?.on('message', (request: ThreadRequest) => void verify(request))
