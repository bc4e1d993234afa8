import type { Actor } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { acceptRecords, type Item } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { addStep, insertMeasure } from '../store.ts'
import type { Measure } from '../types.ts'

/**
 * A measure decided on, in the caller's transaction: its row, the decision as a record of type 4 about the version of
 * the item that was decided on, and, unless a second person is to approve it, the announcement by which the worker
 * carries it out.
 * @param batch the decision about several that it is part of.
 */
export async function decide(
  house: House,
  tx: Tx,
  actor: Actor,
  measure: Measure,
  item: Item,
  batch?: string,
): Promise<void> {
  const { municipalityId } = actor
  const { measureId, requestedAt: at } = measure
  const waits = measure.state === 'awaitsSecond'
  await insertMeasure(tx, municipalityId, measure)
  await acceptRecords(house, tx, municipalityId, [
    {
      recordId: measureId,
      version: 1,
      type: recordTypes.measure,
      fields: {
        about: [{ record: item.recordId, version: item.version }],
        step: 'ordered',
        measure: measure.kind,
        ground: measure.groundId ?? undefined,
        groundWording: measure.groundWording ?? undefined,
        note: measure.note || undefined,
        decidedBy: actor.name,
        decidedAt: at.toISOString(),
        policyVersion: measure.policyVersion,
        undoes: measure.undoes ?? undefined,
        number: measure.number ?? undefined,
        batch,
        awaits: waits ? 'second' : undefined,
      },
      parts: [],
    },
  ])
  await addStep(tx, municipalityId, {
    measureId,
    kind: 'ordered',
    at,
    recordId: measureId,
    recordVersion: 1,
    detail: '',
    staffId: measure.staffId,
  })
  await audit(
    tx,
    actor,
    `measures.${measure.kind}`,
    { kind: 'record', id: item.recordId },
    { measure: measureId, ground: measure.groundId },
    at,
  )
  if (!waits) await announce(tx, municipalityId, 'measure.requested', { measure: measureId }, at)
}
