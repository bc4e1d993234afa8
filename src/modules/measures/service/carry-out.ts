import type { Actor } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MeasureId } from '../../../kernel/index.ts'
import type { Answer, CollectedItem, Outcome, Platform } from '../../../platforms/contract.ts'
import { freshenAccess } from '../../accounts/index.ts'
import { ingestGone, ingestItems } from '../../archive/index.ts'
import { isFulfilled } from '../rules.ts'
import { addStep, moveMeasure } from '../store.ts'
import {
  answerParts,
  type CarriedOut,
  contextOf,
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
  if (order.measure.kind === 'reply') return sendReply(order)
  if (order.measure.state === 'sent' || order.measure.state === 'unknown') return lookUp(order, true)
  const sealed = order.measure.state === 'sealed' ? 'sealed' : await sealBefore(order)
  if (sealed !== 'sealed') return sealed
  return send(order)
}

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
  if (order.platform.moderation?.answerConfirms) {
    await confirmByAnswer(order, outcome.value)
    return undefined
  }
  return lookUp(order, false)
}

/** The platform shows no state to look for: what it answered is the confirmation, and is sealed as such. */
async function confirmByAnswer(order: Order, answer: Answer): Promise<void> {
  const { house, actor, measure } = order
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const recordId = await seal(order, tx, 'confirmed', { confirmedBy: 'answer' }, answerParts(answer))
    await addStep(tx, actor.municipalityId, stepOf(order, 'confirmed', recordId))
    await moveMeasure(tx, actor.municipalityId, measure.measureId, 'done', '', house.clock.now())
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
      throw new Error('a reply is sent by sendReply')
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
  // Idempotent, and its answer is all that can confirm it: what is seen says nothing of the order.
  if (seen.ok && order.platform.moderation?.answerConfirms) return resend(order)
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
