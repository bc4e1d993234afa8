import { systemActor } from '../../../access/index.ts'
import { isUniqueViolation, type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import type { CollectedItem, Connection, Failure, Platform } from '../../../platforms/contract.ts'
import { type Account, connectionOf, findAccount, freshenAccess, isUsed } from '../../accounts/index.ts'
import {
  type GoneItem,
  type IncomingItem,
  ingestGone,
  ingestItems,
  newOrChanged,
} from '../../archive/index.ts'
import { removeNamed, type WaitingItem, waitingItems } from '../event-store.ts'
import { type CollectionState, markHours, stateOf } from '../store.ts'
import { recordFailure } from './failing.ts'
import { heardOf } from './heard.ts'
import { withMedia } from './media.ts'
import { queueItems } from './take-events.ts'

/** How many named items are asked for side by side: a platform far away takes a tenth of a second for each. */
const sideBySide = 40

/** Steps of one job; the rest in the next, so that a worker that is to stop need not wait for all. */
const stepsPerJob = 10

/** Whose named items. */
interface Whose {
  readonly house: House
  readonly platforms: ReadonlyMap<string, Platform>
  readonly municipalityId: MunicipalityId
  readonly accountId: AccountId
}

interface Work extends Pick<Whose, 'house' | 'municipalityId'> {
  readonly account: Account
  readonly platform: Platform
  readonly connection: Connection
  readonly state: CollectionState
  readonly startedAt: Date
  readonly named: readonly WaitingItem[]
}

interface Asked extends Work {
  readonly there: ReadonlyMap<CollectedItem, WaitingItem>
  readonly gone: readonly { readonly named: WaitingItem; readonly confirmation: string }[]
  readonly done: readonly WaitingItem[]
  readonly failure: Failure | undefined
}

/**
 * Asks the platform for the items that events have named, each singly, and takes in what it answers; while some are taken
 * in, the next are asked for. One that was gone before it could be fetched is recorded as the deliveries told of it:
 * nothing else knows. A failure is the account's as in a round: what is left waits until the account is asked again, and
 * the round may find it before that.
 */
export async function takeItems(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<void> {
  await freshenAccess(house, systemActor(municipalityId), platforms, accountId)
  const whose = { house, platforms, municipalityId, accountId }
  let asked = await askNext(whose, [])
  for (let step = 1; asked; step++) {
    const goesOn = step < stepsPerJob && !asked.failure
    const next = goesOn ? askNext(whose, asked.named) : undefined
    ;[asked] = await Promise.all([next, takeIn(asked, goesOn)])
  }
}

/** @param but those that are being taken in. */
async function askNext(whose: Whose, but: readonly WaitingItem[]): Promise<Asked | undefined> {
  const work = await begin(whose, but)
  return work && ask(work)
}

function begin(
  { house, platforms, municipalityId, accountId }: Whose,
  but: readonly WaitingItem[],
): Promise<Work | undefined> {
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await findAccount(tx, municipalityId, accountId)
    const platform = account && platforms.get(account.platform)
    const named = await waitingItems(tx, municipalityId, accountId, sideBySide, but)
    if (!account || !platform || named.length === 0) return undefined
    if (account.state !== 'active' || !(await isUsed(tx, municipalityId, platform))) {
      await removeNamed(tx, municipalityId, accountId, named)
      if (named.length === sideBySide) await queueItems(tx, municipalityId, accountId)
      return undefined
    }
    const state = await stateOf(tx, municipalityId, accountId)
    const startedAt = house.clock.now()
    if (state.failingSince && state.nextAttemptAt > startedAt) {
      await queueItems(tx, municipalityId, accountId, state.nextAttemptAt)
      return undefined
    }
    const connection = await connectionOf(house, tx, municipalityId, account)
    return { house, municipalityId, account, platform, connection, state, startedAt, named }
  })
}

async function ask(work: Work): Promise<Asked> {
  const { platform, connection, named } = work
  const there = new Map<CollectedItem, WaitingItem>()
  const gone: { named: WaitingItem; confirmation: string }[] = []
  const done: WaitingItem[] = []
  let failure: Failure | undefined
  const answers = await Promise.all(
    named.map(async (one) => ({ one, answer: await platform.collection.fetchItem(connection, one.ref) })),
  )
  for (const { one, answer } of answers) {
    if (answer.ok) there.set(answer.value, one)
    else if (answer.error.kind === 'gone') gone.push({ named: one, confirmation: answer.error.detail })
    // A single item that is refused says nothing of the account's access; a round may still show it.
    else if (answer.error.kind !== 'rejected') {
      failure ??= answer.error
      continue
    }
    done.push(one)
  }
  return { ...work, there, gone, done, failure }
}

/** @param goesOn this job asks for what is left. */
async function takeIn(asked: Asked, goesOn: boolean): Promise<void> {
  const { house, municipalityId, account, connection } = asked
  const context = { municipalityId, accountId: account.accountId }
  const unknown = await withMunicipality(house.db, municipalityId, (tx) =>
    newOrChanged(tx, context, [...asked.there.keys()]),
  )
  const incoming: IncomingItem[] = []
  for (const item of unknown) incoming.push(await withMedia(house, connection, item))
  const take = () => withMunicipality(house.db, municipalityId, (tx) => finish(tx, asked, incoming, goesOn))
  // A round of the same account may have been first with an item; the second time it is known.
  await take().catch((thrown: unknown) => {
    if (!isUniqueViolation(thrown)) throw thrown
    return take()
  })
}

async function finish(
  tx: Tx,
  asked: Asked,
  incoming: readonly IncomingItem[],
  goesOn: boolean,
): Promise<void> {
  const { house, municipalityId, account, platform, state, startedAt } = asked
  const { accountId } = account
  const context = { municipalityId, accountId }
  const heard = await heardOf(tx, municipalityId, asked, [
    ...incoming.flatMap(({ item }) => asked.there.get(item) ?? []),
    ...asked.gone.map(({ named: one }) => one),
  ])
  const withDelivery = incoming.map((one) => ({ ...one, parts: heard(asked.there.get(one.item)).parts }))
  const gone = asked.gone.map(
    ({ named: one, confirmation }): GoneItem => ({ ref: one.ref, confirmation, ...heard(one) }),
  )
  const taken = await ingestItems(house, tx, context, withDelivery)
  const items = taken.new.length + taken.changed.length + (await ingestGone(house, tx, context, gone)).length
  await removeNamed(tx, municipalityId, accountId, asked.done)
  const now = house.clock.now()
  if (asked.failure) {
    const { failure } = asked
    const since = state.failingSince
    const again = await recordFailure(tx, {
      account,
      municipalityId,
      platform,
      since,
      startedAt,
      now,
      items,
      failure,
    })
    await queueItems(tx, municipalityId, accountId, again)
    return
  }
  if (items > 0)
    await markHours(tx, municipalityId, accountId, [now], {
      state: 'collected',
      items,
      reason: null,
      rounds: 0,
    })
  if (!goesOn) await queueItems(tx, municipalityId, accountId)
}
