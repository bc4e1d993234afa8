import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { seriesShape } from '../rules.ts'
import { listSeries, writeSeries } from '../store.ts'
import type { Series } from '../types.ts'

/** The series that the municipality has named, for whoever enters. */
export async function readSeries(house: House, actor: Actor): Promise<Series[]> {
  authorize(actor, 'diary.register', {})
  return withMunicipality(house.db, actor.municipalityId, (tx) => listSeries(tx, actor.municipalityId))
}

/** Names a series, or changes its committee or where its numbers come from; numbers that were given stay. */
export async function saveSeries(house: House, actor: Actor, series: Series): Promise<void> {
  authorize(actor, 'diary.register', {})
  if (!seriesShape.test(series.series))
    throw new Stop('invalid', 'Seriens bokstäver går inte att använda.', {
      serie: 'Skriv högst tio stora bokstäver, till exempel KS',
    })
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await writeSeries(tx, municipalityId, series)
    const subject = { kind: 'diarySeries', id: series.series }
    await audit(tx, actor, 'diary.series', subject, { name: series.committee }, house.clock.now())
  })
}
