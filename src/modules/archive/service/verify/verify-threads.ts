import { Worker } from 'node:worker_threads'
import type { PoolConfig } from 'pg'
import type { RangeVerifier } from './verify.ts'
import type { RangeReport } from './verify-range.ts'
import type { ThreadAnswer, ThreadRequest, ThreadSetup } from './verify-worker.ts'

interface VerifyThreads {
  readonly verifier: RangeVerifier
  /** How many ranges to have under way: one for each thread, and one that waits. */
  readonly atOnce: number
  close(): Promise<void>
}

/**
 * Verifies ranges in threads of their own, each with its own connection.
 * @param app the application's role: verification sees what the application sees.
 * @param blobFolder where the large parts lie.
 */
export function startVerifyThreads(app: PoolConfig, blobFolder: string, count: number): VerifyThreads {
  const setup: ThreadSetup = { app, blobFolder }
  const threads = Array.from({ length: count }, () => startThread(setup))
  let turn = 0
  return {
    atOnce: count * 2,
    verifier: (municipalityId, logNumber, range) => {
      const thread = threads[turn % threads.length]
      turn += 1
      if (!thread) throw new RangeError('at least one thread')
      return thread.verify({ id: turn, municipalityId, logNumber, range })
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()))
    },
  }
}

interface Waiter {
  readonly resolve: (report: RangeReport) => void
  readonly reject: (error: Error) => void
}

function startThread(setup: ThreadSetup) {
  // The program is run through tsx, which a new thread does not inherit.
  const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), {
    execArgv: ['--import', import.meta.resolve('tsx')],
    workerData: setup,
    // A range's rows die young where there is room for them to.
    resourceLimits: { maxYoungGenerationSizeMb: 128 },
  })
  const waiting = new Map<number, Waiter>()
  const fail = (error: Error): void => {
    for (const waiter of waiting.values()) waiter.reject(error)
    waiting.clear()
  }
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`a thread of the verification ended (${code})`)))
  worker.on('message', (answer: ThreadAnswer) => {
    const waiter = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('error' in answer) waiter?.reject(new Error(answer.error))
    else waiter?.resolve({ ...answer.report, leaves: divided(answer.leaves) })
  })
  return {
    verify: (request: ThreadRequest): Promise<RangeReport> =>
      new Promise((resolve, reject) => {
        waiting.set(request.id, { resolve, reject })
        worker.postMessage(request)
      }),
    close: async (): Promise<void> => {
      await worker.terminate()
    },
  }
}

function divided(leaves: Uint8Array): Buffer[] {
  const all = Buffer.from(leaves.buffer, leaves.byteOffset, leaves.length)
  return Array.from({ length: all.length / 32 }, (_, at) => all.subarray(at * 32, at * 32 + 32))
}
