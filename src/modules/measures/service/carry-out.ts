import type { Actor } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type Json, type MeasureId, newId, type RecordId } from '../../../kernel/index.ts'
import type {
  Answer,
  CollectedItem,
  Connection,
  Failure,
  ItemRef,
  Outcome,
  Platform,
} from '../../../platforms/contract.ts'
import { type Account, connectionOf, requireAccount } from '../../accounts/index.ts'
import {
  acceptRecords,
  type Item,
  ingestGone,
  ingestItems,
  type NewPart,
  requireItem,
} from '../../archive/index.ts'
import { openTask } from '../../tasks/index.ts'
import { isFulfilled } from '../rules.ts'
import { addStep, lockMeasure, moveMeasure } from '../store.ts'
import type { Measure, MeasureState } from '../types.ts'

interface Order {
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

/**
 * Takes an order as far as it goes: seal the state before → send → seal the answer → look, and seal what is seen.
 * Run again after a crash it goes on from the last state; once sent, it looks before it sends anything more.
 */
export async function carryOut(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  measureId: MeasureId,
): Promise<CarriedOut> {
  const order = await load(house, actor, platforms, measureId)
  if (!order) return undefined
  if (order.measure.state === 'sent' || order.measure.state === 'unknown') return lookUp(order, true)
  const sealed = order.measure.state === 'sealed' ? 'sealed' : await sealBefore(order)
  if (sealed !== 'sealed') return sealed
  return send(order)
}

function load(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  measureId: MeasureId,
): Promise<Order | undefined> {
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const measure = await lockMeasure(tx, actor.municipalityId, measureId)
    if (!measure || measure.finishedAt || measure.state === 'byHand') return undefined
    const item = await requireItem(tx, actor.municipalityId, measure.recordId)
    const account = await requireAccount(tx, actor.municipalityId, measure.accountId)
    const platform = platforms.get(account.platform)
    if (!platform) throw new Error(`the platform ${account.platform} is not in the catalogue`)
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

const refOf = (item: Item): ItemRef => ({
  platformId: item.platformId,
  kind: item.kind,
  ...(item.parent && { parent: item.parent }),
})

/** The item as the platform shows it now, in the archive before anything is changed. */
async function sealBefore(order: Order): Promise<'sealed' | CarriedOut> {
  const seen = await order.platform.collection.fetchItem(order.connection, refOf(order.item))
  if (!seen.ok) return stopped(order, seen.error)
  await withMunicipality(order.house.db, order.actor.municipalityId, async (tx) => {
    await ingestItems(order.house, tx, contextOf(order), [{ item: seen.value, media: [], refusals: [] }])
    const recordId = await seal(
      order,
      tx,
      'before',
      { stateBefore: seen.value.state },
      answerParts(seen.value.raw),
    )
    await addStep(tx, order.actor.municipalityId, stepOf(order, 'sealedBefore', recordId))
    await moveMeasure(tx, order.actor.municipalityId, order.measure.measureId, 'sealed', '', null)
  })
  return 'sealed'
}

async function send(order: Order): Promise<CarriedOut> {
  await withMunicipality(order.house.db, order.actor.municipalityId, async (tx) => {
    await addStep(tx, order.actor.municipalityId, stepOf(order, 'sent'))
    await moveMeasure(tx, order.actor.municipalityId, order.measure.measureId, 'sent', '', null)
  })
  const outcome = await orderTo(order)
  if (!outcome.ok) return stopped(order, outcome.error)
  await withMunicipality(order.house.db, order.actor.municipalityId, async (tx) => {
    const recordId = await seal(order, tx, 'answered', {}, answerParts(outcome.value))
    await addStep(tx, order.actor.municipalityId, stepOf(order, 'answered', recordId))
  })
  return lookUp(order, false)
}

function orderTo({ platform, connection, measure, item }: Order): Promise<Outcome<Answer>> {
  const ref = refOf(item)
  const moderation = platform.moderation
  const refused: Outcome<Answer> = {
    ok: false,
    error: { kind: 'rejected', detail: `${platform.name} saknar den här åtgärden` },
  }
  switch (measure.kind) {
    case 'removeAsTrash':
      return moderation?.remove?.(connection, ref, 'trash') ?? Promise.resolve(refused)
    case 'removeAsSpam':
      return moderation?.remove?.(connection, ref, 'spam') ?? Promise.resolve(refused)
    default:
      return moderation?.[measure.kind]?.(connection, ref) ?? Promise.resolve(refused)
  }
}

/** Looks at the platform: the order is done when the item is as it should be, and only then. */
async function lookUp(order: Order, afterUnknown: boolean): Promise<CarriedOut> {
  const seen = await order.platform.collection.fetchItem(order.connection, refOf(order.item))
  if (!seen.ok && seen.error.kind !== 'gone')
    return stopped(
      order,
      seen.error.kind === 'retryLater' ? seen.error : { kind: 'outcomeUnknown', detail: seen.error.detail },
    )
  const state = seen.ok ? seen.value.state : 'gone'
  if (isFulfilled(order.measure.kind, state)) {
    await finish(order, seen.ok ? seen.value : undefined, seen.ok ? '' : seen.error.detail)
    return undefined
  }
  if (afterUnknown) return resend(order)
  return stopped(order, {
    kind: 'outcomeUnknown',
    detail: 'Plattformen tog emot ordern, men visar det ännu som förut.',
  })
}

/** We have looked, and the order has not been carried out: sending it again is not blind. */
async function resend(order: Order): Promise<CarriedOut> {
  const tries = await withMunicipality(order.house.db, order.actor.municipalityId, async (tx) => {
    await addStep(tx, order.actor.municipalityId, stepOf(order, 'lookedUp'))
    const row = await tx
      .selectFrom('measure_step')
      .select((eb) => eb.fn.countAll<string>().as('sent'))
      .where('municipality_id', '=', order.actor.municipalityId)
      .where('measure_id', '=', order.measure.measureId)
      .where('kind', '=', 'sent')
      .executeTakeFirstOrThrow()
    return Number(row.sent)
  })
  if (tries >= 5)
    return stopped(order, {
      kind: 'rejected',
      detail: 'Ordern har skickats fem gånger utan att synas på plattformen.',
    })
  return send(order)
}

async function finish(order: Order, now: CollectedItem | undefined, confirmation: string): Promise<void> {
  const { house, actor, measure } = order
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    if (now) await ingestItems(house, tx, contextOf(order), [{ item: now, media: [], refusals: [] }])
    else await ingestGone(house, tx, contextOf(order), [{ ref: refOf(order.item), confirmation }])
    const recordId = await seal(
      order,
      tx,
      'confirmed',
      { stateAfter: now?.state ?? 'gone' },
      now ? answerParts(now.raw) : [],
    )
    await addStep(tx, actor.municipalityId, stepOf(order, 'confirmed', recordId))
    await moveMeasure(tx, actor.municipalityId, measure.measureId, 'done', '', house.clock.now())
  })
}

/** The order goes no further now: what is kept, and when to go on. */
async function stopped(order: Order, failure: Failure): Promise<CarriedOut> {
  const { house, actor, measure } = order
  const now = house.clock.now()
  const final = failure.kind === 'rejected' || failure.kind === 'gone' || failure.kind === 'reauthorise'
  const sent = await withMunicipality(house.db, actor.municipalityId, async (tx) => {
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
    if (final) {
      await seal(order, tx, 'refused', { failure: failure.kind, detail: failure.detail }, [])
      await openTask(
        tx,
        actor.municipalityId,
        {
          kind: 'measureStuck',
          subjectId: measure.measureId,
          recordId: measure.recordId,
          accountId: measure.accountId,
          departmentId: order.account.departmentId,
          labels: [],
          urgency: 0,
          dueAt: now,
        },
        now,
      )
    }
    return wasSent
  })
  if (final) return undefined
  const wait =
    failure.kind === 'retryLater'
      ? failure.at.getTime()
      : now.getTime() + (sent ? lookAgainMilliseconds : lookAgainMilliseconds * 2)
  return { again: new Date(wait) }
}

const contextOf = ({ actor, account }: Order) => ({
  municipalityId: actor.municipalityId,
  accountId: account.accountId,
})

const stepOf = ({ house, measure }: Order, kind: string, recordId: RecordId | null = null) => ({
  measureId: measure.measureId,
  kind,
  at: house.clock.now(),
  recordId,
  recordVersion: recordId ? 1 : null,
  detail: '',
})

const answerParts = (answer: Answer): NewPart[] => [
  { name: 'raw', mediaType: answer.mediaType, bytes: answer.bytes },
  { name: 'answer', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(answer.answer)) },
]

/** One step of the order as a record of type 4 about the item and the decision. */
async function seal(
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
      parts,
    },
  ])
  return recordId
}
