import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { connectionOf, isUsed, requireAccount } from '../../accounts/index.ts'
import { isLocal } from './push.ts'

/** So that a dead subscription rises again; sooner after a failure. Milliseconds. */
const renewAfter = 24 * 60 * 60_000
const retryAfter = 60 * 60_000

/** Asks the platform, where it can, to send us the account's events. Polling goes on all the same. */
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
    await renewAt(house, tx, municipalityId, accountId, retryAfter)
    if (!(await isUsed(tx, municipalityId, platform)) || !canReachUs(house, account.settings))
      return undefined
    const connection = await connectionOf(house, tx, municipalityId, account)
    const callback = `${house.publicUrl}/webhooks/${platform.id}/${account.registrationId}`
    return { events: platform.events, connection, callback }
  })
  const answer = await found?.events.subscribe?.(found.connection, found.callback)
  if (answer?.ok)
    await withMunicipality(house.db, municipalityId, (tx) =>
      renewAt(house, tx, municipalityId, accountId, renewAfter),
    )
  else if (answer)
    house.log.warn(
      { account: accountId, reason: answer.error.detail },
      'the platform did not take the subscription',
    )
}

async function renewAt(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  wait: number,
): Promise<void> {
  const renew_at = new Date(house.clock.now().getTime() + wait)
  await tx
    .insertInto('event_subscription')
    .values({ municipality_id: municipalityId, account_id: accountId, renew_at })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'account_id']).doUpdateSet({ renew_at }))
    .execute()
}

/** A platform out in the world cannot call an installation that only answers on its own machine. */
const canReachUs = (house: House, { api }: Readonly<Record<string, string>>): boolean =>
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
  return rows.map((row) => row.account_id as AccountId)
}
