import { type Actor, authorize } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MeasureId, RecordId } from '../../../kernel/index.ts'
import { measuresOf, stepsOf, unfinishedMeasures } from '../store.ts'
import type { Measure, MeasureStep } from '../types.ts'
import { itemWithin } from './within.ts'

/** An item's measures with their steps, oldest first. */
export async function historyOf(
  house: House,
  actor: Actor,
  recordId: RecordId,
): Promise<{ measure: Measure; steps: MeasureStep[] }[]> {
  authorize(actor, 'items.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    await itemWithin(tx, actor, recordId, 'items.read')
    const measures = await measuresOf(tx, actor.municipalityId, recordId)
    const steps = await stepsOf(
      tx,
      actor.municipalityId,
      measures.map((one) => one.measureId),
    )
    return measures.map((measure) => ({
      measure,
      steps: steps.filter((step) => step.measureId === measure.measureId),
    }))
  })
}

/** Orders to take up again when a worker starts. */
export const unfinished = async (house: House, actor: Actor): Promise<MeasureId[]> =>
  (
    await withMunicipality(house.db, actor.municipalityId, (tx) =>
      unfinishedMeasures(tx, actor.municipalityId),
    )
  ).map((measure) => measure.measureId)
