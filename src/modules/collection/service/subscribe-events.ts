import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import type { Failure, Platform } from '../../../platforms/contract.ts'
import { connectionOf, isUsed, requireAccount } from '../../accounts/index.ts'
import { isLocal } from './push.ts'

/** So that a dead subscription rises again; sooner after a failure. Milliseconds. */
const renewAfter = 24 * 60 * 60_000
const retryAfter = 60 * 60_000

/**
 * Asks the platform, where it can, to send us the account's events. Polling goes on all the same. What it refuses stands
 * with the account and is told once; what it cannot answer now is told when it has lasted a day.
 */
export async function subscribeEvents(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
): Promise<void> {
  authorize(actor, 'collection.run')
  const { municipalityId } = actor
  const found = await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'collection.run', account)
    const platform = platforms.get(account.platform)
    if (!platform?.events?.subscribe || !account.registrationId) return undefined
    // Before the platform is asked, so that a slow answer is not asked for twice.
    await keep(house, tx, municipalityId, accountId, retryAfter)
    if (!(await isUsed(tx, municipalityId, platform)) || !canReachUs(house, account.settings))
      return undefined
    const connection = await connectionOf(house, tx, municipalityId, account)
    const lacks = platform.events.lacks?.(connection)
    if (lacks !== undefined) {
      await well(house, tx, municipalityId, accountId, lacks)
      return undefined
    }
    const callback = `${house.publicUrl}/webhooks/${platform.id}/${account.registrationId}`
    return { events: platform.events, connection, callback }
  })
  const answer = await found?.events.subscribe?.(found.connection, found.callback)
  if (!answer) return
  await withMunicipality(house.db, municipalityId, (tx) =>
    answer.ok
      ? well(house, tx, municipalityId, accountId)
      : refused(house, tx, municipalityId, accountId, answer.error),
  )
}

/** @param why no events come all the same (Swedish). */
async function well(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  why: string | null = null,
): Promise<void> {
  const before = await troubleOf(tx, municipalityId, accountId)
  await keep(house, tx, municipalityId, accountId, renewAfter, { since: null, text: why })
  if (before?.failing_since && before.failure_text)
    await announce(tx, municipalityId, 'account.recovered', { account: accountId }, house.clock.now())
}

async function refused(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  failure: Failure,
): Promise<void> {
  const now = house.clock.now()
  const before = await troubleOf(tx, municipalityId, accountId)
  const since = before?.failing_since ?? now
  const told = before?.failing_since ? before.failure_text : null
  const passes = failure.kind === 'retryLater' || failure.kind === 'outcomeUnknown'
  const tell = told !== null || !passes || now.getTime() - since.getTime() >= renewAfter
  await keep(house, tx, municipalityId, accountId, retryAfter, { since, text: tell ? failure.detail : null })
  if (!tell || told !== null) return
  const payload = { account: accountId, about: 'events', detail: failure.detail, at: now.toISOString() }
  await announce(tx, municipalityId, 'account.failing', payload, now)
}

const troubleOf = (tx: Tx, municipalityId: MunicipalityId, accountId: AccountId) =>
  tx
    .selectFrom('event_subscription')
    .select(['failing_since', 'failure_text'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()

/** @param trouble left as it is when it is not given. */
async function keep(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  wait: number,
  trouble?: { readonly since: Date | null; readonly text: string | null },
): Promise<void> {
  const change = {
    renew_at: new Date(house.clock.now().getTime() + wait),
    ...(trouble && { failing_since: trouble.since, failure_text: trouble.text }),
  }
  await tx
    .insertInto('event_subscription')
    .values({ municipality_id: municipalityId, account_id: accountId, ...change })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'account_id']).doUpdateSet(change))
    .execute()
}

/** A platform out in the world cannot call an installation that only answers on its own machine. */
export const canReachUs = (house: House, { api }: Readonly<Record<string, string>>): boolean =>
  !isLocal(house.publicUrl) || (api !== undefined && URL.canParse(api) && isLocal(api))

/** Active accounts whose events are to be asked for, for the first time or again. */
export async function eventsToRenew(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
): Promise<AccountId[]> {
  authorize(actor, 'collection.run')
  const telling = [...platforms.values()].flatMap(({ id, events }) => (events?.subscribe ? [id] : []))
  if (telling.length === 0) return []
  const rows = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    tx
      .selectFrom('account')
      .leftJoin('event_subscription as subscription', (join) =>
        join
          .onRef('subscription.municipality_id', '=', 'account.municipality_id')
          .onRef('subscription.account_id', '=', 'account.account_id'),
      )
      .select('account.account_id')
      .where('account.municipality_id', '=', actor.municipalityId)
      .where('account.state', '=', 'active')
      .where('account.platform', 'in', telling)
      .where((eb) =>
        eb.or([
          eb('subscription.renew_at', 'is', null),
          eb('subscription.renew_at', '<=', house.clock.now()),
        ]),
      )
      .execute(),
  )
  return rows.map((row) => row.account_id)
}
