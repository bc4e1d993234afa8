import type { Actor } from '../../../access/index.ts'
import { recordTypes, sha256 } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type Json, type MeasureId, newId, type RecordId } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import type { Answer, Connection, Failure, ItemRef, Platform } from '../../../platforms/contract.ts'
import { type Account, connectionOf, requireAccount } from '../../accounts/index.ts'
import { acceptRecords, type Item, type NewPart, requireItem } from '../../archive/index.ts'
import { closeTasks, openTask, unanswer } from '../../tasks/index.ts'
import { isReply } from '../rules.ts'
import { addStep, lockMeasure, moveMeasure } from '../store.ts'
import type { Measure, MeasureState } from '../types.ts'

/** A measure on its way out, with all it needs. */
export interface Order {
  readonly house: House
  readonly actor: Actor
  readonly measure: Measure
  readonly item: Item
  readonly account: Account
  readonly platform: Platform
  readonly connection: Connection
}

/** What is left to do after this run: nothing, or the same again at a time. */
export type CarriedOut = { readonly again: Date } | undefined

const lookAgainMilliseconds = 15_000
/** Past this a person is told that what was decided has not happened. */
const patienceMilliseconds = 10 * 60_000

/** undefined when there is nothing left to do, or a person does it. */
export function load(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  measureId: MeasureId,
): Promise<Order | undefined> {
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const measure = await lockMeasure(tx, actor.municipalityId, measureId)
    if (!measure || measure.finishedAt || measure.state === 'byHand' || measure.state === 'awaitsSecond')
      return undefined
    const item = await requireItem(tx, actor.municipalityId, measure.recordId)
    const account = await requireAccount(tx, actor.municipalityId, measure.accountId)
    const platform = platformIn(platforms, account.platform)
    return {
      house,
      actor,
      measure,
      item,
      account,
      platform,
      connection: await connectionOf(house, tx, actor.municipalityId, account),
    }
  })
}

export const refOf = (item: Item): ItemRef => ({
  platformId: item.platformId,
  kind: item.kind,
  ...(item.parent && { parent: item.parent }),
})

/** The order goes no further now: what is kept, and when to go on. */
export async function stopped(order: Order, failure: Failure): Promise<CarriedOut> {
  const { house, actor, measure } = order
  const now = house.clock.now()
  const final = failure.kind === 'rejected' || failure.kind === 'gone' || failure.kind === 'reauthorise'
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const current = await lockMeasure(tx, actor.municipalityId, measure.measureId)
    const wasSent = current?.state === 'sent' || current?.state === 'unknown'
    const state: MeasureState = final
      ? 'refused'
      : wasSent && failure.kind !== 'retryLater'
        ? 'unknown'
        : wasSent
          ? 'sent'
          : (current?.state ?? measure.state)
    await addStep(tx, actor.municipalityId, { ...stepOf(order, 'failed'), detail: failure.detail })
    await moveMeasure(tx, actor.municipalityId, measure.measureId, state, failure.detail, final ? now : null)
    if (final) await seal(order, tx, 'refused', { failure: failure.kind, detail: failure.detail }, [])
    const again =
      failure.kind === 'retryLater'
        ? failure.at
        : new Date(now.getTime() + lookAgainMilliseconds * (wasSent ? 1 : 2))
    const isLong = again.getTime() - measure.requestedAt.getTime() > patienceMilliseconds
    if (final || isLong) await askSomebody(order, tx, final, now)
    return final ? undefined : { again }
  })
}

/**
 * What was decided has not happened: somebody is to know, also while it is tried again. A question whose answer was
 * refused waits for its answer as before.
 */
async function askSomebody(
  { actor, measure, account }: Order,
  tx: Tx,
  final: boolean,
  now: Date,
): Promise<void> {
  const { municipalityId } = actor
  const { measureId, recordId, kind } = measure
  if (final && isReply(kind) && (await unanswer(tx, municipalityId, recordId))) {
    await closeTasks(
      tx,
      municipalityId,
      { kind: 'measureStuck', subjectId: measureId },
      'declined',
      null,
      now,
    )
    return
  }
  const { accountId, departmentId } = account
  const task = { kind: 'measureStuck', subjectId: measureId, recordId, accountId, departmentId } as const
  await openTask(tx, municipalityId, { ...task, labels: [], urgency: isReply(kind) ? 1 : 0, dueAt: now }, now)
}

/** The order is finished, and nobody waits for it any longer. */
export async function ended(
  { house, actor, measure }: Order,
  tx: Tx,
  state: 'done' | 'overtaken',
  detail: string,
): Promise<void> {
  const { municipalityId } = actor
  const { measureId } = measure
  const now = house.clock.now()
  await moveMeasure(tx, municipalityId, measureId, state, detail, now)
  const task = { kind: 'measureStuck', subjectId: measureId } as const
  await closeTasks(tx, municipalityId, task, state === 'done' ? 'carriedOut' : 'gone', null, now)
}

export const contextOf = ({ actor, account }: Order) => ({
  municipalityId: actor.municipalityId,
  accountId: account.accountId,
})

export const stepOf = ({ house, measure }: Order, kind: string, recordId: RecordId | null = null) => ({
  measureId: measure.measureId,
  kind,
  at: house.clock.now(),
  recordId,
  recordVersion: recordId ? 1 : null,
  detail: '',
  staffId: null,
})

export const answerParts = (answer: Answer): NewPart[] => [
  { name: 'raw', mediaType: answer.mediaType, bytes: answer.bytes },
  { name: 'answer', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(answer.answer)) },
]

/** What of an answer is kept with a step: the whole of it, or, of what nobody may see, its digest alone. */
export const answered = (
  { item }: Order,
  answer: Answer,
): { readonly fields: Record<string, Json>; readonly parts: NewPart[] } =>
  item.withheld
    ? { fields: { answerSha256: sha256(answer.bytes).toString('hex') }, parts: [] }
    : { fields: {}, parts: answerParts(answer) }

/** One step of the order as a record of type 4 about the item and the decision. */
export async function seal(
  order: Order,
  tx: Parameters<typeof acceptRecords>[1],
  step: string,
  fields: Record<string, Json>,
  parts: NewPart[],
): Promise<RecordId> {
  const recordId = newId<RecordId>()
  const current = await requireItem(tx, order.actor.municipalityId, order.item.recordId)
  await acceptRecords(order.house, tx, order.actor.municipalityId, [
    {
      recordId,
      version: 1,
      type: recordTypes.measure,
      fields: {
        about: [
          { record: current.recordId, version: current.version },
          { record: order.measure.measureId, version: 1 },
        ],
        step,
        measure: order.measure.kind,
        ...fields,
      },
      // Somebody may have withheld it while the order was on its way.
      parts: current.withheld ? [] : parts,
    },
  ])
  return recordId
}
