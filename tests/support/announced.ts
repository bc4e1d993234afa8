import { jobHandlers, listeners } from '../../src/app/jobs.ts'
import { withMunicipality } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import type { Json, MunicipalityId } from '../../src/kernel/index.ts'

/**
 * What the relay and the worker would do with what has been announced, at once and until nothing more is announced.
 * @param wanted jobs whose names begin so.
 */
export async function runAnnounced(
  house: House,
  municipalityId: MunicipalityId,
  wanted: readonly string[],
): Promise<void> {
  const handlers = jobHandlers(house, new Map())
  for (;;) {
    const rows = await withMunicipality(house.db, municipalityId, (tx) =>
      tx.deleteFrom('outbox').returning(['event', 'payload']).execute(),
    )
    if (rows.length === 0) return
    for (const { event, payload } of rows)
      for (const job of listeners.get(event) ?? [])
        if (wanted.some((begins) => job.startsWith(begins)))
          await handlers[job]?.(municipalityId, payload as { [key: string]: Json })
  }
}
