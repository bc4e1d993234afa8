import { type Actor, authorize, may } from '../../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { Stop, type TaskId } from '../../../../kernel/index.ts'
import type { Platform } from '../../../../platforms/contract.ts'
import { type Account, listAccounts } from '../../../accounts/index.ts'
import { type Item, requireItem } from '../../../archive/index.ts'
import { awaitingSecond } from '../../store.ts'
import type { Measure } from '../../types.ts'
import { permissionFor } from '../request.ts'
import { answerSecond, refuseWhatNoLongerHolds, type SecondAnswer } from './answer.ts'

/** A measure that a colleague has decided on, and that the reader may approve or refuse. */
interface Waiting {
  readonly taskId: TaskId
  readonly measure: Measure
  readonly account: Account
}

/** The tasks of what waits for a second person that the actor may be. */
export async function waitingForSecond(house: House, actor: Actor): Promise<TaskId[]> {
  authorize(actor, 'tasks.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) =>
    (await waiting(tx, actor)).map(({ taskId }) => taskId),
  )
}

async function waiting(tx: Tx, actor: Actor): Promise<Waiting[]> {
  const { municipalityId, staffId } = actor
  if (!staffId || !may(actor, 'measures.take')) return []
  const all = await awaitingSecond(tx, municipalityId, staffId)
  if (all.length === 0) return []
  const accounts = new Map(
    (await listAccounts(tx, municipalityId)).map((account) => [account.accountId, account]),
  )
  return all.flatMap(({ taskId, measure }) => {
    const account = accounts.get(measure.accountId)
    return account && may(actor, permissionFor(measure.kind), account) ? { taskId, measure, account } : []
  })
}

/** One of several to approve, as it stands now. */
export interface SecondCandidate extends Waiting {
  readonly item: Item
  /** Why it cannot be approved any longer, Swedish. */
  readonly whyNot: string | undefined
}

/** What a person has chosen to answer, to be read first. What no longer waits for that person is left out. */
export async function secondsChosen(
  house: House,
  actor: Actor,
  chosen: readonly TaskId[],
): Promise<SecondCandidate[]> {
  authorize(actor, 'measures.take')
  const now = house.clock.now()
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const found: SecondCandidate[] = []
    for (const one of await waiting(tx, actor)) {
      if (!chosen.includes(one.taskId)) continue
      const item = await requireItem(tx, actor.municipalityId, one.measure.recordId)
      const whyNot = await refuseWhatNoLongerHolds(tx, actor, one.measure, item, now).then(
        () => undefined,
        (thrown: unknown) => {
          if (thrown instanceof Stop) return thrown.message
          throw thrown
        },
      )
      found.push({ ...one, item, whyNot })
    }
    return found
  })
}

/**
 * The same answer to several, each in a transaction of its own: one that cannot be approved any longer stops none of the
 * others. What a colleague has answered meanwhile is passed over.
 * @throws Stop('invalid') with field 'reason', before anything is answered.
 */
export async function answerSeconds(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  chosen: readonly TaskId[],
  answer: SecondAnswer,
): Promise<{ readonly done: number; readonly passedOver: number }> {
  authorize(actor, 'measures.take')
  let done = 0
  for (const { measure } of await secondsChosen(house, actor, chosen)) {
    try {
      await answerSecond(house, actor, platforms, measure.measureId, answer)
      done += 1
    } catch (thrown) {
      if (!(thrown instanceof Stop) || thrown.ending !== 'conflict') throw thrown
    }
  }
  return { done, passedOver: chosen.length - done }
}
