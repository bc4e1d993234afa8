import { type Actor, authorize } from '../../../access/index.ts'
import { isUniqueViolation, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/outbox.ts'
import { type AccountId, limits } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import type {
  CollectedItem,
  Connection,
  Failure,
  ItemRef,
  Platform,
  RoundPage,
} from '../../../platforms/contract.ts'
import {
  type Account,
  connectionOf,
  countSharing,
  freshenAccess,
  requireAccount,
  requireAllowed,
} from '../../accounts/index.ts'
import { type IncomingItem, ingestGone, ingestItems, newOrChanged } from '../../archive/index.ts'
import { type Listing, Listings } from '../listing.ts'
import {
  dueForReconcile,
  failureText,
  hoursBetween,
  nextAttempt,
  type Pace,
  paceOf,
  rhythm,
} from '../rules.ts'
import { type CollectionState, changeState, countItems, markHours, missingRefs, stateOf } from '../store.ts'
import type { RoundReport } from '../types.ts'
import { recordFailure } from './failing.ts'
import { withMedia } from './media.ts'

const listings = new Listings()

/** How many vanished items are asked for singly in one round; the rest are asked for in the next. */
const confirmPerRound = 200

interface Round {
  readonly house: House
  readonly actor: Actor
  readonly account: Account
  readonly platform: Platform
  readonly connection: Connection
  readonly state: CollectionState
  readonly startedAt: Date
  readonly pace: Pace
  readonly reconcile: boolean
  readonly listing: Listing
  readonly announced: Set<string>
  counts: { new: number; changed: number; gone: number }
  complete: NonNullable<RoundPage['complete']> | undefined
  reported: number | undefined
  notBefore: Date | undefined
}

/**
 * One round for one account. What arrives before a failure stands; the failure is kept with the hour's gap and told.
 * Two rounds of the same account at once do no harm: see ingestItems.
 */
export async function collectAccount(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
): Promise<RoundReport> {
  await freshenAccess(house, actor, platforms, accountId)
  const round = await begin(house, actor, platforms, accountId)
  const failure = (await readPages(round)) ?? (await confirmGone(round))
  await finish(round, failure)
  return {
    id: accountId,
    ...round.counts,
    gap: failure !== undefined,
    error: failure ? failureText(round.platform.name, failure) : null,
  }
}

function begin(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
): Promise<Round> {
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'collection.run', account)
    const platform = platformIn(platforms, account.platform)
    await requireAllowed(tx, municipalityId, platform, 'Inget hämtas.')
    const startedAt = house.clock.now()
    const pace = paceOf(platform, await countSharing(tx, municipalityId, account.registrationId))
    // Before it is changed: when this round was to be.
    const state = await stateOf(tx, municipalityId, accountId)
    await changeState(tx, municipalityId, accountId, {
      nextAttemptAt: nextAttempt(startedAt, null, undefined, pace),
    })
    return {
      house,
      actor,
      account,
      platform,
      connection: await connectionOf(house, tx, municipalityId, account),
      state,
      startedAt,
      pace,
      reconcile: dueForReconcile(startedAt, state.lastReconciledAt, pace),
      listing: listings.begin(accountId, state.cursor, startedAt),
      announced: new Set<string>(),
      counts: { new: 0, changed: 0, gone: 0 },
      complete: undefined,
      reported: undefined,
      notBefore: undefined,
    }
  })
}

async function readPages(round: Round): Promise<Failure | undefined> {
  const { state, startedAt, reconcile } = round
  const since = state.lastReconciledAt
    ? new Date(startedAt.getTime() - rhythm.reconcileWindow).toISOString()
    : null
  const options = { cursor: state.cursor, mode: reconcile ? ('reconcile' as const) : ('new' as const), since }
  let pages = 0
  for await (const page of round.platform.collection.round(round.connection, options)) {
    if (!page.ok) return page.error
    await takePage(round, page.value)
    pages += 1
    const lasted = round.house.clock.now().getTime() - startedAt.getTime()
    // A server that answers as slowly as it may must not keep a worker for a day.
    if (pages >= limits.pagesPerRound || lasted >= limits.roundMilliseconds) return undefined
  }
  return undefined
}

async function takePage(round: Round, page: RoundPage): Promise<void> {
  const { house, actor, account, connection } = round
  round.listing.take(page)
  if (round.reconcile) listings.keep(account.accountId, round.listing, page)
  for (const id of page.announcedGone ?? []) round.announced.add(id)
  if (page.complete) round.complete = page.complete
  if (page.notBefore) round.notBefore = page.notBefore
  if (page.reported) round.reported = page.reported.count
  const context = { municipalityId: actor.municipalityId, accountId: account.accountId }
  const unknown = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    newOrChanged(tx, context, page.items),
  )
  const incoming: IncomingItem[] = []
  for (const item of unknown) incoming.push(await withMedia(house, connection, item))
  const take = () =>
    withMunicipality(house.db, actor.municipalityId, async (tx) => {
      const outcome = await ingestItems(house, tx, context, incoming)
      await changeState(tx, actor.municipalityId, account.accountId, { cursor: page.cursor })
      return outcome
    })
  // Another round of the same account may have been first with an item; the second time it is known.
  const outcome = await take().catch((thrown: unknown) => {
    if (!isUniqueViolation(thrown)) throw thrown
    return take()
  })
  round.counts.new += outcome.new.length
  round.counts.changed += outcome.changed.length
}

/** Asks singly for each item that should have been in the round and was not, and for those announced as gone. */
async function confirmGone(round: Round): Promise<Failure | undefined> {
  const { house, actor, account, platform, connection, listing } = round
  const { municipalityId } = actor
  const complete = listing.whole ? round.complete : undefined
  const missing = await withMunicipality(house.db, municipalityId, (tx) =>
    missingRefs(
      tx,
      municipalityId,
      account.accountId,
      round.announced,
      complete && { ...complete, collectedBefore: listing.began },
      listing.seen,
    ),
  )
  const gone: { ref: ItemRef; confirmation: string }[] = []
  const there: CollectedItem[] = []
  for (const ref of missing.slice(0, confirmPerRound)) {
    const answer = await platform.collection.fetchItem(connection, ref)
    if (answer.ok) there.push(answer.value)
    else if (answer.error.kind === 'gone') gone.push({ ref, confirmation: answer.error.detail })
    // A single item that is refused says nothing of the account's access; it is asked for again in the next round.
    else if (answer.error.kind !== 'rejected') return answer.error
  }
  const context = { municipalityId, accountId: account.accountId }
  const unknown = await withMunicipality(house.db, municipalityId, (tx) => newOrChanged(tx, context, there))
  const back: IncomingItem[] = []
  for (const item of unknown) back.push(await withMedia(house, connection, item))
  await withMunicipality(house.db, municipalityId, async (tx) => {
    round.counts.gone += (await ingestGone(house, tx, context, gone)).length
    round.counts.changed += (await ingestItems(house, tx, context, back)).changed.length
  })
  return undefined
}

async function finish(round: Round, failure: Failure | undefined): Promise<void> {
  const { house, actor, account, platform, state, startedAt } = round
  const { municipalityId } = actor
  const now = house.clock.now()
  const items = round.counts.new + round.counts.changed + round.counts.gone
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if (failure) {
      const since = state.failingSince
      await recordFailure(tx, { account, municipalityId, platform, since, startedAt, now, items, failure })
      return
    }
    const mark = (hours: readonly Date[], found: Parameters<typeof markHours>[4]) =>
      markHours(tx, municipalityId, account.accountId, hours, found)
    const last = state.lastSuccessAt?.getTime() ?? now.getTime()
    const planned = state.failingSince ? 0 : state.nextAttemptAt.getTime() - last
    const every = Math.max(round.pace.newEvery, planned)
    const covered = new Date(last + every)
    const between = state.lastSuccessAt ? hoursBetween(state.lastSuccessAt, now) : []
    // Where the platform allows less than a round an hour, a round stands for the hours since the one before.
    const stoodFor = between.filter((one) => one < covered && every >= 3_600_000)
    await mark(stoodFor, { state: 'nothingNew', items: 0, reason: null })
    const quiet = hoursBetween(covered, now)
    const reason = state.failingSince
      ? 'Insamlingen stod still. Hämtat i efterhand.'
      : 'Uppsikt var inte igång. Hämtat i efterhand.'
    await mark(quiet, { state: 'gap', items: 0, reason, rounds: 0 })
    await mark([now], { state: items > 0 ? 'collected' : 'nothingNew', items, reason: null })
    await changeState(tx, municipalityId, account.accountId, {
      lastSuccessAt: now,
      ...(round.notBefore &&
        round.notBefore.getTime() - startedAt.getTime() > round.pace.newEvery && {
          nextAttemptAt: round.notBefore,
        }),
      failingSince: null,
      failure: null,
      failureText: null,
      ...(round.complete && {
        lastReconciledAt: startedAt,
        knownCount: await countItems(tx, municipalityId, account.accountId, round.complete),
      }),
      ...(round.complete && round.reported !== undefined && { reportedCount: round.reported }),
    })
    if (state.failingSince)
      await announce(tx, municipalityId, 'account.recovered', { account: account.accountId }, now)
  })
}
