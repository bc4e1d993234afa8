import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MeasureId, newId, readableCode, Stop, wallTime } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import type { Platform } from '../../../platforms/contract.ts'
import type { Item } from '../../archive/index.ts'
import { isRecordedByHand } from '../../collection/index.ts'
import { choosableGrounds, currentPolicy } from '../../policy/index.ts'
import { closeTasks } from '../../tasks/index.ts'
import {
  isAlready,
  isOpen,
  isRemoval,
  isReply,
  needsGround,
  needsSecond,
  personDue,
  waitsForPerson,
  wayOf,
} from '../rules.ts'
import { measuresOf } from '../store.ts'
import type { Measure, MeasureKind, MeasureRequest } from '../types.ts'
import { askByHand } from './by-hand.ts'
import { decide } from './decide.ts'
import { madeAlready } from './meanwhile.ts'
import { askSecond } from './second/ask.ts'
import { itemWithin } from './within.ts'

/**
 * Decides on a measure. Nothing leaves the house here: the decision is recorded with its ground as it is worded today,
 * and the worker carries it out (carry-out.ts), sealing the state before first.
 */
export function requestMeasure(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  request: MeasureRequest,
): Promise<Measure> {
  authorize(actor, 'measures.take')
  return withMunicipality(house.db, actor.municipalityId, (tx) =>
    takeMeasure(house, tx, actor, platforms, request),
  )
}

/** The same, in the transaction of what else is kept of it. */
export async function takeMeasure(
  house: House,
  tx: Tx,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  request: MeasureRequest,
): Promise<Measure> {
  authorize(actor, 'measures.take')
  const { municipalityId, staffId } = actor
  if (!staffId) throw new Error('a measure is decided by a person')
  const { item, account } = await itemWithin(tx, actor, request.recordId, permissionFor(request.kind), true)
  const platform = platformIn(platforms, account.platform)
  const now = house.clock.now()
  const measures = await measuresOf(tx, municipalityId, item.recordId)
  const made = request.seen && (await madeAlready(tx, actor, request.seen, measures, isSameAs(request), now))
  if (made) return made
  refuseWhatCannotBe(item, platform, request, measures)
  const policy = await currentPolicy(tx, municipalityId, now)
  const ground = choosableGrounds(policy.settings, now).find((one) => one.id === request.groundId)
  if (needsGround(request.kind) && !ground) {
    throw new Stop('invalid', 'Välj på vilken grund du gör det här. Grunden sparas med beviset.', {
      groundId: 'Välj en grund',
    })
  }
  const waits = needsSecond(policy.settings, platform, request.kind, ground?.group)
  const measure: Measure = {
    measureId: newId<MeasureId>(),
    recordId: item.recordId,
    recordVersion: item.version,
    accountId: item.accountId,
    kind: request.kind,
    groundId: ground?.id ?? null,
    groundWording: ground?.wording ?? null,
    note: request.note,
    policyVersion: policy.version,
    staffId,
    requestedAt: now,
    state: waits ? 'awaitsSecond' : firstState(platform, request.kind, item),
    detail: '',
    finishedAt: null,
    undoes: request.undoes ?? null,
    number: ground?.group === 'house' ? `K-${wallTime(now).year}-${readableCode(8)}` : null,
  }
  await decide(house, tx, actor, measure, item, request.batch)
  if (waits) await askSecond(tx, municipalityId, measure, account, personDue(ground?.group, now))
  else {
    await closeTasks(tx, municipalityId, { recordIds: [item.recordId] }, 'measured', staffId, now)
    await askByHand(tx, municipalityId, measure, account, now)
  }
  return measure
}

export function permissionFor(kind: MeasureKind) {
  if (isReply(kind)) return 'dialogue.reply' as const
  return isRemoval(kind) ? ('measures.remove' as const) : ('measures.take' as const)
}

/** Where an order begins that nothing holds back: with us, or with a person at the platform. */
export const firstState = (platform: Platform, kind: MeasureKind, item: Item): 'requested' | 'byHand' =>
  wayOf(platform, kind) === 'automatic' && !isRecordedByHand(item) ? 'requested' : 'byHand'

const isSameAs =
  ({ kind, groundId, note, undoes }: MeasureRequest) =>
  (one: Measure): boolean =>
    one.kind === kind &&
    one.note === note &&
    one.undoes === (undoes ?? null) &&
    one.groundId === (groundId ?? null)

/** @param measures the item's, oldest first. */
function refuseWhatCannotBe(
  item: Item,
  platform: Platform,
  request: MeasureRequest,
  measures: readonly Measure[],
): void {
  if (wayOf(platform, request.kind) === 'unavailable') {
    throw new Stop(
      'invalid',
      `${platform.name} har inget sätt att göra det här, varken genom Uppsikt eller för hand. Välj en annan åtgärd.`,
    )
  }
  if (item.withheld)
    throw new Stop('conflict', 'Innehållet är spärrat. Följ stegen i ärendet, de säger vad som kan göras.')
  if (request.version !== undefined && request.version !== item.version)
    throw new Stop(
      'conflict',
      'Det har ändrats sedan du öppnade sidan. Läs det som står nu och ta ställning igen.',
    )
  if (item.state === 'gone')
    throw new Stop('conflict', 'Det finns inte längre på plattformen. Det är redan sparat i arkivet.')
  // What the word filter has hidden is hidden again, by a person and with a ground: the order does no harm twice.
  if (isAlready(platform, request.kind, item.state, measures) && !waitsForPerson(measures))
    throw new Stop('conflict', 'Det är redan gjort på plattformen. Ladda om sidan för att se läget.')
  const running = measures.find((one) => isOpen(one.state) && !isReply(one.kind))
  if (running)
    throw new Stop(
      'conflict',
      'En annan åtgärd på samma inlägg är inte klar. Vänta tills den är klar och försök igen.',
    )
}
