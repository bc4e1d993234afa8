import type { AccountId, MunicipalityId, RecordId } from '../../src/kernel/index.ts'
import { bulkIngest } from '../../src/modules/archive/index.ts'
import { syntheticItems } from './items.ts'
import { timed } from './result.ts'
import { scratch } from './scratch.ts'

/** A process that only imports, as `uppsikt import` is one: so that its memory is its own (see import-process.ts). */
export interface ImportRequest {
  readonly municipalityId: number
  readonly accountId: string
  readonly count: number
  readonly seed: number
}

export interface ImportAnswer {
  readonly ms: number
  readonly taken: number
  /** The most that lay in memory, in bytes. */
  readonly resident: number
}

const place = await scratch(process.argv[2])
let resident = 0
const look = (): void => {
  resident = Math.max(resident, process.memoryUsage.rss())
}

async function take({ municipalityId, accountId, count, seed }: ImportRequest): Promise<ImportAnswer> {
  const context = {
    municipalityId: municipalityId as MunicipalityId,
    accountId: accountId as AccountId,
    importId: crypto.randomUUID() as RecordId,
  }
  const { ms, value } = await timed(() =>
    bulkIngest(place.house, place.owner, context, syntheticItems(count, seed), look),
  )
  return { ms, taken: value.new, resident }
}

process.on('message', (request: ImportRequest | 'end') => {
  if (request !== 'end') {
    void take(request).then((answer) => process.send?.(answer))
    return
  }
  void place.close().then(() => process.disconnect())
})
process.send?.('ready')
