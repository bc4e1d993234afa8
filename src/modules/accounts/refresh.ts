import type { Actor } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { announce } from '../../infra/jobs/outbox.ts'
import { type AccountId, type MunicipalityId, ok } from '../../kernel/index.ts'
import type { Failure, Outcome, Platform, Tokens } from '../../platforms/contract.ts'
import { whenText } from '../../web/index.ts'
import { audit } from '../audit/index.ts'
import { endsSoon, type Lasting, mustTell, renewAgainAt } from './access-rules.ts'
import { isAllowed, platformDecisions } from './decisions.ts'
import { splitByRegistration } from './registration.ts'
import { connectionOf, endOf, keepSecrets, requireAccount } from './service.ts'
import { writeAccess } from './store.ts'
import type { Account } from './types.ts'

/** How an account's access lasts, as its page tells. */
export interface AccessState extends Lasting {
  readonly failingSince: Date | null
}

export async function accessOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<AccessState | undefined> {
  const row = await tx
    .selectFrom('account_access')
    .select(['refreshed_at', 'ends_at', 'failing_since'])
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()
  return row && { refreshedAt: row.refreshed_at, endsAt: row.ends_at, failingSince: row.failing_since }
}

/** Accounts whose access is to be renewed, or whose end a person must be told of. */
export async function accessDue(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
): Promise<AccountId[]> {
  const { municipalityId } = actor
  const rows = await withMunicipality(house.db, municipalityId, async (tx) => {
    const decided = await platformDecisions(tx, municipalityId)
    const used = [...platforms.values()].filter(({ id }) => decided.get(id)?.allowed !== false)
    const renewing = used.filter(({ access }) => access?.refresh).map(({ id }) => id)
    return tx
      .selectFrom('account')
      .leftJoin('account_access as access', (join) =>
        join
          .onRef('access.municipality_id', '=', 'account.municipality_id')
          .onRef('access.account_id', '=', 'account.account_id'),
      )
      .select('account.account_id')
      .where('account.municipality_id', '=', municipalityId)
      .where('account.state', '=', 'active')
      .where('account.platform', 'in', used.length > 0 ? used.map(({ id }) => id) : [''])
      .where((eb) => {
        const due = eb('access.next_attempt_at', '<=', house.clock.now())
        if (renewing.length === 0) return due
        return eb.or([
          due,
          eb.and([eb('access.account_id', 'is', null), eb('account.platform', 'in', renewing)]),
        ])
      })
      .execute()
  })
  return rows.map((row) => row.account_id)
}

/** Renews an account's tokens when it is time, by the clock. What fails changes no secret. */
export async function refreshAccess(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
): Promise<void> {
  await renew(house, actor, platforms, accountId, isDue)
}

/**
 * Renews an account's tokens when they are about to end, before they are used: whether the clock's job has been done or
 * not. What fails changes no secret, and is told as by the clock; whoever uses the old ones then hears it from the
 * platform.
 * @returns whether they are new, so that a connection from before is of no use.
 */
export async function freshenAccess(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
): Promise<boolean> {
  const { municipalityId } = actor
  const now = house.clock.now()
  const isNeeded = await withMunicipality(house.db, municipalityId, async (tx) => {
    const known = await accessOf(tx, municipalityId, accountId)
    if (!known || !endsSoon(known, now)) return false
    const platform = platforms.get((await requireAccount(tx, municipalityId, accountId)).platform)
    const decisions = await platformDecisions(tx, municipalityId)
    return platform?.access?.refresh !== undefined && isAllowed(platform, decisions.get(platform.id))
  })
  return (
    isNeeded &&
    renew(house, actor, platforms, accountId, (row, at) => {
      if (!endsSoon({ refreshedAt: row.refreshed_at, endsAt: row.ends_at }, at)) return false
      // One that has failed is tried again when it was said to be, and no oftener.
      return row.failing_since === null || isDue(row, at)
    })
  )
}

type Row = Awaited<ReturnType<typeof lockAccess>>

const isDue = ({ next_attempt_at: at }: Row, now: Date): boolean => at !== null && at <= now

/**
 * Two at once would spend the same token twice, which a platform that rotates them answers by taking all of them back:
 * hence the row's lock, held until the new ones are kept.
 * @param wanted asked under the lock: another may have done it meanwhile.
 * @returns whether there are new ones.
 */
async function renew(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
  wanted: (row: Row, now: Date) => boolean,
): Promise<boolean> {
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const row = await lockAccess(tx, municipalityId, accountId, now)
    const account = await requireAccount(tx, municipalityId, accountId)
    const platform = platforms.get(account.platform)
    if (!platform || account.state !== 'active' || !wanted(row, now)) return false
    const connection = await connectionOf(house, tx, municipalityId, account)
    const state: State = {
      lasting: { refreshedAt: row.refreshed_at, endsAt: row.ends_at },
      failingSince: row.failing_since ?? now,
      told: row.told_at !== null,
    }
    if (!platform.access?.refresh) {
      await markEnding(tx, municipalityId, platform, account, state, now)
      return false
    }
    const got = await platform.access.refresh(connection)
    if (!got.ok) {
      await markFailing(tx, municipalityId, platform, account, state, got.error, now)
      return false
    }
    await keepRenewed(house, tx, actor, platform, account, got.value, state.told)
    return true
  })
}

async function keepRenewed(
  house: House,
  tx: Tx,
  actor: Actor,
  platform: Platform,
  { accountId }: Account,
  tokens: Tokens,
  told: boolean,
): Promise<void> {
  const { municipalityId } = actor
  const now = house.clock.now()
  const own = splitByRegistration(platform, { settings: {}, secrets: tokens.secrets })
  await keepSecrets(house, tx, municipalityId, accountId, own.account.secrets)
  await writeAccess(tx, municipalityId, accountId, platform, { refreshedAt: now, endsAt: endOf(tokens) })
  await audit(tx, actor, 'accounts.refreshAccess', { kind: 'account', id: accountId }, {}, now)
  if (told) await announce(tx, municipalityId, 'account.recovered', { account: accountId }, now)
}

/**
 * Renews an account's tokens with secrets of its app that are not kept yet: where a renewal is what they are used for,
 * nothing else shows that they are right. What fails changes nothing.
 */
export async function renewWith(
  house: House,
  actor: Actor,
  platform: Platform,
  accountId: AccountId,
  appSecrets: Tokens['secrets'],
): Promise<Outcome<void>> {
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const row = await lockAccess(tx, municipalityId, accountId, house.clock.now())
    const account = await requireAccount(tx, municipalityId, accountId)
    const connection = await connectionOf(house, tx, municipalityId, account)
    const secrets = { ...connection.secrets, ...appSecrets }
    if (!platform.access?.refresh || !secrets['refreshToken']) return ok(undefined)
    const got = await platform.access.refresh({ ...connection, secrets })
    if (!got.ok) return got
    await keepRenewed(house, tx, actor, platform, account, got.value, row.told_at !== null)
    return ok(undefined)
  })
}

interface State {
  readonly lasting: Lasting
  readonly failingSince: Date
  readonly told: boolean
}

async function lockAccess(tx: Tx, municipalityId: MunicipalityId, accountId: AccountId, now: Date) {
  await tx
    .insertInto('account_access')
    .values({
      municipality_id: municipalityId,
      account_id: accountId,
      refreshed_at: now,
      next_attempt_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return tx
    .selectFrom('account_access')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

async function markFailing(
  tx: Tx,
  municipalityId: MunicipalityId,
  platform: Platform,
  account: Account,
  { lasting, failingSince, told }: State,
  failure: Failure,
  now: Date,
): Promise<void> {
  const tell = !told && mustTell(lasting, failingSince, failure, now)
  await change(tx, municipalityId, account.accountId, {
    failing_since: failingSince,
    next_attempt_at: renewAgainAt(lasting, failure, now),
    ...(tell && { told_at: now }),
  })
  if (tell) {
    const why = `Åtkomsten till ${platform.name} kunde inte förnyas. ${failure.detail}`
    await announceEnding(tx, municipalityId, account, `${why} ${untilText(lasting, now)}`, now)
  }
}

async function markEnding(
  tx: Tx,
  municipalityId: MunicipalityId,
  platform: Platform,
  account: Account,
  { lasting, told }: State,
  now: Date,
): Promise<void> {
  await change(tx, municipalityId, account.accountId, {
    failing_since: now,
    next_attempt_at: null,
    told_at: now,
  })
  const why = `Åtkomsten till ${platform.name} går inte att förnya av sig själv.`
  if (!told) await announceEnding(tx, municipalityId, account, `${why} ${untilText(lasting, now)}`, now)
}

const change = (
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  values: { failing_since: Date; next_attempt_at: Date | null; told_at?: Date },
) =>
  tx
    .updateTable('account_access')
    .set(values)
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()

/** Until when the old access works, and what to do before that. */
function untilText({ endsAt }: Lasting, now: Date): string {
  if (!endsAt) return 'Den som gäller nu kan sluta när som helst. Anslut kontot på nytt.'
  return endsAt > now
    ? `Den som gäller nu fungerar till ${whenText(endsAt, now)}. Anslut kontot på nytt före dess.`
    : `Den slutade gälla ${whenText(endsAt, now)}. Anslut kontot på nytt.`
}

const announceEnding = (
  tx: Tx,
  municipalityId: MunicipalityId,
  { accountId }: Account,
  detail: string,
  at: Date,
): Promise<void> =>
  announce(
    tx,
    municipalityId,
    'account.failing',
    { account: accountId, about: 'access', detail, at: at.toISOString() },
    at,
  )
