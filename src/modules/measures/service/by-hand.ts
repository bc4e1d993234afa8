import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MeasureId, type MunicipalityId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import { type Account, requireAccount } from '../../accounts/index.ts'
import { acceptRecords, requireItem } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { groundsAt } from '../../policy/index.ts'
import { closeTasks, openTask } from '../../tasks/index.ts'
import { personDue } from '../rules.ts'
import { addStep, lockMeasure, moveMeasure } from '../store.ts'
import type { Measure } from '../types.ts'

/**
 * What a person is to do on the platform is a task until it is confirmed: a decision alone takes nothing from view.
 * Nothing where the measure is not done by hand.
 */
export async function askByHand(
  tx: Tx,
  municipalityId: MunicipalityId,
  { measureId, recordId, groundId, state }: Measure,
  { accountId, departmentId }: Account,
  now: Date,
): Promise<void> {
  if (state !== 'byHand') return
  const dueAt = personDue(groundsAt(now).find(({ id }) => id === groundId)?.group, now)
  const task = { kind: 'byHand', subjectId: measureId, recordId, accountId, departmentId } as const
  await openTask(tx, municipalityId, { ...task, labels: [], urgency: dueAt <= now ? 0 : 1, dueAt }, now)
}

/** A person says that the measure has been carried out on the platform by hand, with what shows it. */
export async function confirmByHand(
  house: House,
  actor: Actor,
  measureId: MeasureId,
  proof: {
    readonly note: string
    readonly picture?: { readonly bytes: Uint8Array; readonly mediaType: string }
  },
): Promise<void> {
  authorize(actor, 'measures.take')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const measure = await lockMeasure(tx, municipalityId, measureId)
    if (measure?.state !== 'byHand' || measure.finishedAt) {
      throw new Stop(
        'conflict',
        'Åtgärden väntar inte på att göras för hand. Ladda om sidan för att se läget.',
      )
    }
    const account = await requireAccount(tx, municipalityId, measure.accountId)
    authorize(actor, 'measures.take', account)
    const item = await requireItem(tx, municipalityId, measure.recordId)
    const now = house.clock.now()
    const recordId = newId<RecordId>()
    await acceptRecords(house, tx, municipalityId, [
      {
        recordId,
        version: 1,
        type: recordTypes.measure,
        fields: {
          about: [
            { record: item.recordId, version: item.version },
            { record: measureId, version: 1 },
          ],
          step: 'confirmedByHand',
          measure: measure.kind,
          note: proof.note,
          confirmedBy: actor.name,
        },
        // What nobody may see is not photographed either.
        parts: proof.picture && !item.withheld ? [{ name: 'capture', ...proof.picture }] : [],
      },
    ])
    await addStep(tx, municipalityId, {
      measureId,
      kind: 'confirmedByHand',
      at: now,
      recordId,
      recordVersion: 1,
      detail: proof.note,
      staffId: actor.staffId ?? null,
    })
    await moveMeasure(tx, municipalityId, measureId, 'done', '', now)
    const task = { kind: 'byHand', subjectId: measureId } as const
    await closeTasks(tx, municipalityId, task, 'carriedOut', actor.staffId ?? null, now)
    await audit(
      tx,
      actor,
      'measures.confirmByHand',
      { kind: 'record', id: item.recordId },
      { measure: measureId },
      now,
    )
  })
}
