import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sealLog, startVerifyThreads, verifyArchive } from '../src/modules/archive/index.ts'
import { bareMunicipality } from '../tests/support/house.ts'
import { importer } from './support/importer.ts'
import { atMost, type Measured, say, timed } from './support/result.ts'
import { scratch } from './support/scratch.ts'

const goalSeconds = 45
const goalRecords = 1_000_000

/** Every commitment, part, leaf, tile, checkpoint and item of a large archive made again, in two threads. */
export async function run(size = goalRecords): Promise<Measured[]> {
  const place = await scratch()
  try {
    const municipalityId = await bareMunicipality(place, 1)
    const imports = await importer(place.folder)
    await imports.ask({ municipalityId, accountId: randomUUID(), count: size, seed: 1 })
    await imports.end()
    await sealLog(place.house, municipalityId)
    await place.owner.query('VACUUM ANALYZE')
    const threads = startVerifyThreads(place.app, join(place.folder, 'blobs'), 2)
    const before = process.cpuUsage()
    const { ms, value } = await timed(() =>
      verifyArchive(place.house, municipalityId, threads.verifier, threads.atOnce),
    )
    const { user, system } = process.cpuUsage(before)
    await threads.close()
    if (value.records !== size || value.problems.length > 0)
      throw new Error(`${value.records} of ${size} verified, ${value.problems.length} problems`)
    say(
      `${size} records in ${(ms / 1000).toFixed(1)} s: ${Math.round((size * 1000) / ms)}/s; ${Math.round((user + system) / 1e6)} s of processor here, besides the database's`,
    )
    const bound = (goalSeconds * size) / goalRecords
    return [atMost(`verify of ${size} records, in two threads`, ms / 1000, bound, 's')]
  } finally {
    await place.close()
  }
}
