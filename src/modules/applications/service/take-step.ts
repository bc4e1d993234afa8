import type { Actor } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { type AccountId, type Json, newId, type RecordId } from '../../../kernel/index.ts'
import { acceptRecords, type NewPart } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { insertStep } from '../store.ts'
import type { StepKind } from '../types.ts'

export interface NewStep {
  readonly kind: StepKind
  readonly applicationId?: string
  readonly accountId?: AccountId
  readonly detail: { readonly [key: string]: Json }
  /** What shows it: a picture, a document. */
  readonly parts?: readonly NewPart[]
}

/**
 * A step in the life of an account, in its caller's transaction: kept, sealed as a decision (type 11) under the same id,
 * written in the trail, and announced so that the next person is told.
 */
export async function takeStep(house: House, tx: Tx, actor: Actor, step: NewStep): Promise<RecordId> {
  const { municipalityId } = actor
  const now = house.clock.now()
  const stepId = newId<RecordId>()
  const { kind, applicationId = null, accountId = null, detail, parts = [] } = step
  await acceptRecords(house, tx, municipalityId, [
    {
      recordId: stepId,
      version: 1,
      type: recordTypes.decision,
      fields: {
        decision: `life.${kind}`,
        application: applicationId ?? undefined,
        account: accountId ?? undefined,
        ...withoutNulls(detail),
        takenBy: actor.name,
        takenAt: now.toISOString(),
      },
      parts,
    },
  ])
  const staffId = actor.staffId ?? null
  await insertStep(tx, municipalityId, { stepId, kind, applicationId, accountId, detail, staffId, at: now })
  const subject = accountId
    ? { kind: 'account', id: accountId }
    : { kind: 'application', id: applicationId ?? '' }
  await audit(tx, actor, `applications.${kind}`, subject, { record: stepId }, now)
  await announce(tx, municipalityId, 'application.stepDone', { step: stepId }, now)
  return stepId
}

/** A field of a record holds something or is not there. */
const withoutNulls = (detail: NewStep['detail']): NewStep['detail'] =>
  Object.fromEntries(Object.entries(detail).filter(([, value]) => value !== null))
