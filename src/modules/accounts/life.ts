import { type Actor, authorize } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { announce } from '../../infra/jobs/outbox.ts'
import { type AccountId, type DepartmentId, newId, type StaffId, Stop } from '../../kernel/index.ts'
import { isCollected } from '../../platforms/capabilities.ts'
import type { Platform } from '../../platforms/contract.ts'
import { audit, auditEach } from '../audit/index.ts'
import { departmentByName } from '../organisation/index.ts'
import { requireAllowed } from './decisions.ts'
import { type Given, keepRegistration, registrationSecrets, splitByRegistration } from './registration.ts'
import { beginAnew, checkSettings, keepSecrets, requireAccount } from './service.ts'
import { forgetSecrets, lockAccount, updateResponsible, worksHere } from './store.ts'
import type { AccountKind, ListedAccount } from './types.ts'

/** What changes an account after it is entered. Those whose names end in In stand in their caller's transaction. */

export interface People {
  readonly owner: StaffId | null
  readonly deputy: StaffId | null
}

/**
 * Appoints the account's owner (kontoansvarig) and deputy (ersättare); null says that nobody is appointed.
 * @throws Stop 'refused'; 'invalid' when it is the same person twice, somebody who does not work here,
 * or nobody after somebody: an owner who leaves hands over.
 */
export async function setResponsible(
  house: House,
  actor: Actor,
  accountId: AccountId,
  people: People,
): Promise<void> {
  authorize(actor, 'accounts.register')
  await withMunicipality(house.db, actor.municipalityId, (tx) =>
    appointIn(tx, actor, accountId, people, house.clock.now()),
  )
}

export async function appointIn(
  tx: Tx,
  actor: Actor,
  accountId: AccountId,
  people: People,
  now: Date,
): Promise<void> {
  const { municipalityId } = actor
  const { owner, deputy } = people
  const account = await requireAccount(tx, municipalityId, accountId)
  authorize(actor, 'accounts.register', account)
  if (!owner && account.ownerStaffId && account.state === 'active')
    throw new Stop('invalid', 'Ingen lämnar ett konto utan att någon tar över.', {
      owner: 'Välj vem som tar över ansvaret.',
    })
  if (owner && owner === deputy)
    throw new Stop('invalid', 'Ansvarig och ersättare ska vara två olika personer.', {
      deputy: 'Välj någon annan än den ansvariga',
    })
  for (const [field, id] of [['owner', owner] as const, ['deputy', deputy] as const]) {
    if (id && !(await worksHere(tx, municipalityId, id)))
      throw new Stop('invalid', 'Personen arbetar inte här, eller har slutat. Välj någon annan.', {
        [field]: 'Välj någon som arbetar här',
      })
  }
  await updateResponsible(tx, municipalityId, accountId, people)
  const about = { kind: 'account', id: accountId }
  await audit(tx, actor, 'accounts.setResponsible', about, { owner, deputy }, now)
}

const change = (tx: Tx, actor: Actor, accountId: AccountId, set: Readonly<Record<string, unknown>>) =>
  tx
    .updateTable('account')
    .set(set)
    .where('municipality_id', '=', actor.municipalityId)
    .where('account_id', '=', accountId)
    .execute()

/**
 * Says whom the account is for, and whether it is a blog.
 * @throws Stop 'refused'; 'notFound'.
 */
export async function setKind(
  house: House,
  actor: Actor,
  accountId: AccountId,
  kind: AccountKind,
): Promise<void> {
  authorize(actor, 'accounts.register')
  await withMunicipality(house.db, actor.municipalityId, (tx) =>
    setKindIn(tx, actor, accountId, kind, house.clock.now()),
  )
}

export async function setKindIn(
  tx: Tx,
  actor: Actor,
  accountId: AccountId,
  { audience, blog }: AccountKind,
  now: Date,
): Promise<void> {
  authorize(actor, 'accounts.register', await requireAccount(tx, actor.municipalityId, accountId))
  await change(tx, actor, accountId, { audience, blog })
  await audit(tx, actor, 'accounts.setKind', { kind: 'account', id: accountId }, { audience, blog }, now)
}

/** @throws Stop('refused'). */
export async function pauseIn(
  tx: Tx,
  actor: Actor,
  accountId: AccountId,
  reason: string,
  now: Date,
): Promise<void> {
  authorize(actor, 'accounts.close', await requireAccount(tx, actor.municipalityId, accountId))
  await change(tx, actor, accountId, { paused_at: now, paused_reason: reason })
}

/** @throws Stop('refused'). */
export async function resumeIn(tx: Tx, actor: Actor, accountId: AccountId): Promise<void> {
  authorize(actor, 'accounts.close', await requireAccount(tx, actor.municipalityId, accountId))
  await change(tx, actor, accountId, { paused_at: null, paused_reason: null })
}

/**
 * The account is closed: nothing more is collected, and what has been stays. Its secrets are forgotten.
 * @param reason shown to everyone. @throws Stop('refused').
 */
export async function closeIn(
  tx: Tx,
  actor: Actor,
  accountId: AccountId,
  reason: string,
  now: Date,
): Promise<void> {
  const { municipalityId } = actor
  authorize(actor, 'accounts.close', await requireAccount(tx, municipalityId, accountId))
  await change(tx, actor, accountId, { state: 'closed', closed_at: now, closed_reason: reason })
  await tx
    .deleteFrom('account_secret')
    .where('municipality_id', '=', municipalityId)
    .where('account_id', '=', accountId)
    .execute()
}

const rowsTogether = 500

/**
 * Enters accounts that are in use and that nobody has connected yet.
 * @returns their ids, in order. @throws Stop('refused') also for a department out of reach.
 */
export async function enterIn(
  tx: Tx,
  actor: Actor,
  listed: readonly ListedAccount[],
  now: Date,
): Promise<AccountId[]> {
  authorize(actor, 'accounts.register')
  const { municipalityId } = actor
  const departments = new Map<string, DepartmentId>()
  for (const { department } of listed) {
    if (departments.has(department)) continue
    const departmentId = await departmentByName(tx, municipalityId, department)
    authorize(actor, 'accounts.register', { departmentId })
    departments.set(department, departmentId)
  }
  const rows = listed.map((one) => ({
    municipality_id: municipalityId,
    account_id: newId<AccountId>(),
    platform: one.platform,
    name: one.name,
    short_name: one.shortName,
    url: one.url,
    department_id: departments.get(one.department) as DepartmentId,
    purpose: one.purpose,
    audience: one.audience,
    blog: one.blog,
    owner_staff_id: one.ownerStaffId,
    deputy_staff_id: one.deputyStaffId,
    connected: false,
    created_at: now,
  }))
  for (let at = 0; at < rows.length; at += rowsTogether) {
    const together = rows.slice(at, at + rowsTogether)
    await tx.insertInto('account').values(together).execute()
    const done = together.map(({ account_id: id, platform, name }) => ({
      subject: { kind: 'account', id },
      detail: { platform, name, connected: false },
    }))
    await auditEach(tx, actor, 'accounts.register', done, now)
  }
  return rows.map(({ account_id }) => account_id)
}

/**
 * Connects an account that stands in the register without a connection: collection begins at once. The settings are
 * tried against the platform by the caller (platform.check) before this.
 * @throws Stop 'refused', also for a platform that the municipality does not use; 'notFound'; 'conflict' when it is
 * connected or closed.
 */
export async function connectAccount(
  house: House,
  actor: Actor,
  platform: Platform,
  accountId: AccountId,
  given: Given & { readonly url: string },
): Promise<void> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'accounts.connect', account)
    if (account.connected || account.state !== 'active')
      throw new Stop('conflict', 'Kontot är redan anslutet, eller avslutat. Gå till kontots sida.')
    await requireAllowed(tx, municipalityId, platform, 'Kontot anslöts inte.')
    const kept = await registrationSecrets(house, tx, municipalityId, platform, given)
    checkSettings(platform, { settings: given.settings, secrets: { ...kept, ...given.secrets } })
    const own = splitByRegistration(platform, given)
    const registrationId = await keepRegistration(house, tx, actor, platform, given)
    await change(tx, actor, accountId, {
      settings: JSON.stringify(own.account.settings),
      registration_id: registrationId,
      url: account.url ?? given.url,
      connected: true,
      private_allowed: actor.kind === 'system',
    })
    await keepSecrets(house, tx, municipalityId, accountId, own.account.secrets)
    if (isCollected(platform))
      await tx
        .insertInto('collection_state')
        .values({ municipality_id: municipalityId, account_id: accountId, next_attempt_at: now })
        .execute()
    await audit(tx, actor, 'accounts.connect', { kind: 'account', id: accountId }, {}, now)
    await announce(tx, municipalityId, 'account.registered', { account: accountId }, now)
  })
}

/** What an account is moved to: the app's settings and secrets, and the account's own new secrets, all given anew. */
export interface Moved extends Given {
  /** ISO; null: they do not end; left out: nobody has said. */
  readonly endsAt?: string | null
  readonly privateAllowed: boolean
}

/**
 * Moves an account to another app of the municipality's, or to other settings of the same. Nothing that was kept for it
 * goes along: old secrets are forgotten, since they were given with other settings. What it is called at the platform
 * stays, so that it is the same account. The new ones are tried by the caller (platform.check) before this.
 * @throws Stop 'refused'; 'notFound'; 'conflict' when it is not connected, or closed.
 */
export async function moveAccount(
  house: House,
  actor: Actor,
  platform: Platform,
  accountId: AccountId,
  moved: Moved,
): Promise<void> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await lockAccount(tx, municipalityId, accountId)
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'accounts.connect', account)
    if (!account.connected || account.state !== 'active')
      throw new Stop('conflict', 'Kontot är inte anslutet, eller avslutat. Gå till kontots sida.')
    await requireAllowed(tx, municipalityId, platform, 'Kontot flyttades inte.')
    const registrationId = await keepRegistration(house, tx, actor, platform, moved)
    await change(tx, actor, accountId, {
      registration_id: registrationId,
      private_allowed: moved.privateAllowed,
    })
    await forgetSecrets(tx, municipalityId, accountId)
    const own = splitByRegistration(platform, moved).account
    await keepSecrets(house, tx, municipalityId, accountId, own.secrets)
    await beginAnew(tx, municipalityId, platform, accountId, moved.endsAt, now)
    const about = { kind: 'account', id: accountId }
    await audit(tx, actor, 'accounts.move', about, { from: account.registrationId, to: registrationId }, now)
    // Its events are asked for anew, at the new app's address.
    await announce(tx, municipalityId, 'account.registered', { account: accountId }, now)
  })
}
