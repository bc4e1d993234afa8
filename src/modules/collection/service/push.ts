import { randomBytes } from 'node:crypto'
import type { Actor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { queueJob } from '../../../infra/jobs/index.ts'
import type { SecretPlace } from '../../../infra/signing/secret-places.ts'
import type { AccountId, MunicipalityId } from '../../../kernel/index.ts'
import type { Platform } from '../../../platforms/contract.ts'
import { connectionOf, findAccount, requireAccount } from '../../accounts/index.ts'

/** Renewed well before the hub forgets us; hubs keep a subscription for days. */
const renewAfterMilliseconds = 24 * 60 * 60_000

/**
 * Asks the account's hub, where it has one, to tell us at once when something is new. Polling goes on all the same:
 * a push only makes the next round come sooner.
 */
export async function subscribePush(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
): Promise<void> {
  const { municipalityId } = actor
  const found = await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    const webhook = platforms.get(account.platform)?.webhook
    return webhook && { account, webhook, connection: await connectionOf(house, tx, municipalityId, account) }
  })
  if (!found) return
  const { account, webhook, connection } = found
  const offered = await webhook.discover(connection)
  if (!offered.ok || !offered.value || !canReachUs(house, offered.value.hub)) return
  const { hub, topic } = offered.value
  const secret = randomBytes(32).toString('hex')
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, (tx) =>
    keepSubscription(tx, municipalityId, accountId, {
      hub,
      topic,
      secret_ciphertext: house.keys.encrypt(secret, contextOf(municipalityId, accountId)),
      expires_at: new Date(now.getTime() + renewAfterMilliseconds),
    }),
  )
  const callback = `${house.publicUrl}/webhooks/${account.platform}/${accountId}`
  const answer = await webhook.subscribe(connection, { hub, topic, callback, secret })
  if (!answer.ok)
    house.log.warn(
      { account: accountId, reason: answer.error.detail },
      'the hub did not take the subscription',
    )
}

export const isLocal = (url: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname)

/** A hub out in the world cannot call an installation that only answers on its own machine. */
const canReachUs = (house: House, hub: string): boolean => !isLocal(house.publicUrl) || isLocal(hub)

const contextOf = (municipalityId: MunicipalityId, accountId: string): string =>
  `${municipalityId}/${accountId}/push`

export const pushSecrets: SecretPlace = {
  ...{ table: 'push_subscription', column: 'secret_ciphertext', key: ['account_id'] },
  context: (municipalityId, accountId = '') => contextOf(municipalityId, accountId),
}

interface Subscription {
  readonly hub: string
  readonly topic: string
  readonly secret_ciphertext: Buffer
  readonly expires_at: Date | null
}

async function keepSubscription(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  subscription: Subscription,
): Promise<void> {
  await tx
    .insertInto('push_subscription')
    .values({ municipality_id: municipalityId, account_id: accountId, ...subscription })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'account_id']).doUpdateSet(subscription))
    .execute()
}

export interface Push {
  readonly municipalityId: MunicipalityId
  readonly platform: string
  readonly accountId: AccountId
}

async function subscribed(house: House, push: Push): Promise<Subscription | undefined> {
  return withMunicipality(house.db, push.municipalityId, async (tx) => {
    const account = await findAccount(tx, push.municipalityId, push.accountId)
    if (account?.platform !== push.platform || account.state !== 'active') return undefined
    return tx
      .selectFrom('push_subscription')
      .select(['hub', 'topic', 'secret_ciphertext', 'expires_at'])
      .where('municipality_id', '=', push.municipalityId)
      .where('account_id', '=', push.accountId)
      .executeTakeFirst()
  })
}

/** The hub asks whether we meant it: the answer to give, or undefined when we did not. */
export async function answerHandshake(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  push: Push,
  query: URLSearchParams,
): Promise<string | undefined> {
  const webhook = platforms.get(push.platform)?.webhook
  const subscription = webhook && (await subscribed(house, push))
  return subscription && webhook.handshake(query, { topic: subscription.topic })
}

/**
 * Something is new, says somebody. With the right signature the account's next round comes now; the content itself is
 * not used: the round fetches it from where it stands (rules of motion, 2).
 * @returns whether the signature held.
 */
export async function takePush(
  house: House,
  platforms: ReadonlyMap<string, Platform>,
  push: Push,
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
): Promise<boolean> {
  const webhook = platforms.get(push.platform)?.webhook
  const subscription = webhook && (await subscribed(house, push))
  if (!subscription) return false
  const secret = house.keys.decrypt(
    subscription.secret_ciphertext,
    contextOf(push.municipalityId, push.accountId),
  )
  if (!webhook.verify(bytes, headers, secret)) return false
  const payload = { municipality: push.municipalityId, event: { account: push.accountId } }
  await withMunicipality(house.db, push.municipalityId, (tx) =>
    queueJob(tx, 'collection.collect', payload, {
      key: `collect/${push.accountId}`,
      queue: `collect/${push.accountId}`,
    }),
  )
  return true
}

/** Accounts whose subscription has run out, or that never had one and whose platform can push. */
export async function pushesToRenew(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
): Promise<AccountId[]> {
  const pushing = [...platforms.values()]
    .filter((platform) => platform.webhook)
    .map((platform) => platform.id)
  if (pushing.length === 0) return []
  const rows = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    tx
      .selectFrom('account')
      .innerJoin('push_subscription', (join) =>
        join
          .onRef('push_subscription.municipality_id', '=', 'account.municipality_id')
          .onRef('push_subscription.account_id', '=', 'account.account_id'),
      )
      .select('account.account_id')
      .where('account.municipality_id', '=', actor.municipalityId)
      .where('account.state', '=', 'active')
      .where('account.platform', 'in', pushing)
      .where('push_subscription.expires_at', '<=', house.clock.now())
      .execute(),
  )
  return rows.map((row) => row.account_id)
}
