import type { Actor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MeasureId } from '../../../kernel/index.ts'
import type { Answer, CollectedItem, Outcome, Platform } from '../../../platforms/contract.ts'
import { freshenAccess } from '../../accounts/index.ts'
import { ingestGone, ingestItems, ingestState, requireItem } from '../../archive/index.ts'
import { isFulfilled, isRemoval, isReply } from '../rules.ts'
import { addStep, moveMeasure } from '../store.ts'
import {
  answered,
  type CarriedOut,
  contextOf,
  ended,
  load,
  type Order,
  refOf,
  seal,
  stepOf,
  stopped,
} from './order.ts'
import { sendReply } from './reply.ts'

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
  const order = await freshOrder(house, actor, platforms, measureId)
  if (!order) return undefined
  if (isReply(order.measure.kind)) return sendReply(order)
  if (wasSent(order)) return lookUp(order, true)
  const sealed = order.measure.state === 'sealed' ? 'sealed' : await sealBefore(order)
  if (sealed !== 'sealed') return sealed
  return send(order)
}

/** Whether it had left the house when this run began. */
const wasSent = ({ measure }: Order): boolean => measure.state === 'sent' || measure.state === 'unknown'

/** The order, with an access that does not end while it is carried out. */
async function freshOrder(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  measureId: MeasureId,
): Promise<Order | undefined> {
  const order = await load(house, actor, platforms, measureId)
  if (!order) return undefined
  const renewed = await freshenAccess(house, actor, platforms, order.account.accountId)
  return renewed ? load(house, actor, platforms, measureId) : order
}

/** The item as the platform shows it now, in the archive before anything is changed; what is withheld is not fetched. */
async function sealBefore(order: Order): Promise<'sealed' | CarriedOut> {
  const { item } = order
  const seen = item.withheld
    ? undefined
    : await order.platform.collection.fetchItem(order.connection, refOf(item))
  if (seen && !seen.ok)
    return seen.error.kind === 'gone' ? gone(order, seen.error.detail, false) : stopped(order, seen.error)
  await withMunicipality(order.house.db, order.actor.municipalityId, async (tx) => {
    if (seen)
      await ingestItems(order.house, tx, contextOf(order), [{ item: seen.value, media: [], refusals: [] }])
    const { fields, parts } = seen ? answered(order, seen.value.raw) : { fields: {}, parts: [] }
    const stateBefore = seen?.value.state ?? item.state
    const recordId = await seal(order, tx, 'before', { stateBefore, ...fields }, parts)
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
  if (!outcome.ok)
    return outcome.error.kind === 'gone'
      ? gone(order, outcome.error.detail, wasSent(order))
      : stopped(order, outcome.error)
  await withMunicipality(order.house.db, order.actor.municipalityId, async (tx) => {
    const { fields, parts } = answered(order, outcome.value)
    const recordId = await seal(order, tx, 'answered', fields, parts)
    await addStep(tx, order.actor.municipalityId, stepOf(order, 'answered', recordId))
  })
  if (order.platform.moderation?.answerConfirms) {
    await confirmByAnswer(order, outcome.value)
    return undefined
  }
  return lookUp(order, false)
}

/** The platform shows no state to look for: what it answered is the confirmation, and is sealed as such. */
async function confirmByAnswer(order: Order, answer: Answer): Promise<void> {
  const { house, actor } = order
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const { fields, parts } = answered(order, answer)
    const recordId = await seal(order, tx, 'confirmed', { confirmedBy: 'answer', ...fields }, parts)
    await addStep(tx, actor.municipalityId, stepOf(order, 'confirmed', recordId))
    await ended(order, tx, 'done', '')
  })
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
    case 'reply':
    case 'privateReply':
      throw new Error('a reply is sent by sendReply')
    default:
      return moderation?.[measure.kind]?.(connection, ref) ?? Promise.resolve(refused)
  }
}

/** Looks at the platform: the order is done when the item is as it should be, and only then. */
async function lookUp(order: Order, afterUnknown: boolean): Promise<CarriedOut> {
  const { kind } = order.measure
  const seen = await order.platform.collection.fetchItem(order.connection, refOf(order.item))
  if (!seen.ok && seen.error.kind !== 'gone')
    return stopped(
      order,
      seen.error.kind === 'retryLater' ? seen.error : { kind: 'outcomeUnknown', detail: seen.error.detail },
    )
  if (!seen.ok) return gone(order, seen.error.detail, true)
  // Idempotent, and its answer is all that can confirm it: what is seen says nothing of the order.
  if (order.platform.moderation?.answerConfirms) return resend(order)
  if (!isReply(kind) && isFulfilled(kind, seen.value.state)) return finish(order, seen.value, '')
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

/**
 * It is not there. A removal that may have been carried out is done; its steps tell whether it was ours (takenAwayBy).
 * A hiding leaves it there, so that somebody else has taken it away; as what is gone before an order has left.
 * @param sentBefore an order had left the house before we were told so.
 */
const gone = (order: Order, confirmation: string, sentBefore: boolean): Promise<undefined> =>
  isRemoval(order.measure.kind) && sentBefore
    ? finish(order, undefined, confirmation)
    : overtaken(order, confirmation)

async function finish(
  order: Order,
  now: CollectedItem | undefined,
  confirmation: string,
): Promise<undefined> {
  const { house, actor } = order
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await takeIn(order, tx, now, confirmation)
    const { fields, parts } = now ? answered(order, now.raw) : { fields: {}, parts: [] }
    const stateAfter = now?.state ?? 'gone'
    const recordId = await seal(order, tx, 'confirmed', { stateAfter, ...fields }, parts)
    await addStep(tx, municipalityId, stepOf(order, 'confirmed', recordId))
    await ended(order, tx, 'done', '')
  })
}

/** How it stands now, as the item's next version. */
async function takeIn(
  order: Order,
  tx: Tx,
  now: CollectedItem | undefined,
  confirmation: string,
): Promise<void> {
  const { house, actor, item } = order
  if (!now) await ingestGone(house, tx, contextOf(order), [{ ref: refOf(item), confirmation }])
  else if (item.withheld) {
    const current = await requireItem(tx, actor.municipalityId, item.recordId)
    if (current.state !== now.state) await ingestState(house, tx, actor.municipalityId, current, now.state)
  } else await ingestItems(house, tx, contextOf(order), [{ item: now, media: [], refusals: [] }])
}

/** It had gone before the order was carried out: the author, or the platform, was first. Nothing is left to do. */
async function overtaken(order: Order, confirmation: string): Promise<undefined> {
  const { house, actor } = order
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await takeIn(order, tx, undefined, confirmation)
    const recordId = await seal(order, tx, 'overtaken', { stateAfter: 'gone', confirmation }, [])
    await addStep(tx, municipalityId, { ...stepOf(order, 'overtaken', recordId), detail: confirmation })
    await ended(order, tx, 'overtaken', confirmation)
  })
}
