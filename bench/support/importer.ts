import type { AccountId, MunicipalityId, RecordId } from '../../src/kernel/index.ts'
import { bulkIngest } from '../../src/modules/archive/index.ts'
import { type Apart, apart, whenApart } from './apart.ts'
import { syntheticItems } from './items.ts'
import { timed } from './result.ts'
import { type Scratch, scratch } from './scratch.ts'

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

/**
 * A process that only imports into the scratch folder, as `uppsikt import` is one, so that its memory is its own: with
 * the options that bin/uppsikt gives the program.
 */
export const importer = (folder: string): Promise<Apart<null, ImportRequest, ImportAnswer>> =>
  apart(import.meta.url, [folder], ['--max-semi-space-size=8'])

let resident = 0
const look = (): void => {
  resident = Math.max(resident, process.memoryUsage.rss())
}

async function take(
  place: Scratch,
  { municipalityId, accountId, count, seed }: ImportRequest,
): Promise<ImportAnswer> {
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

await whenApart(import.meta.url, async ([folder]) => {
  const place = await scratch(folder)
  return { told: null, work: (asked: ImportRequest) => take(place, asked), end: () => place.close() }
})
