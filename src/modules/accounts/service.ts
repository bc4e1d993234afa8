import { type Actor, authorize } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { announce } from '../../infra/jobs/outbox.ts'
import type { SecretPlace } from '../../infra/signing/secret-places.ts'
import { type AccountId, type Json, type MunicipalityId, newId, Stop } from '../../kernel/index.ts'
import { isCollected } from '../../platforms/capabilities.ts'
import type { Connection, Platform, Tokens } from '../../platforms/contract.ts'
import { memoryQuota } from '../../platforms/quota.ts'
import { audit } from '../audit/index.ts'
import { departmentByName } from '../organisation/index.ts'
import { requireAllowed } from './decisions.ts'
import { storedQuota } from './quota.ts'
import {
  type Given,
  keepRegistration,
  registrationSecrets,
  replaceRegistrationSecrets,
  secretsOfRegistration,
  splitByRegistration,
} from './registration.ts'
import { collectNow, findAccount, forgetAccess, listAccounts, secretsOf, writeAccess } from './store.ts'
import type { Account, Entered, NewAccount } from './types.ts'

/**
 * Enters an account that is in use already. The settings are tried against the platform by the caller (platform.check)
 * before this; here they are checked for form and kept, the secrets encrypted.
 * @returns the new account's id.
 */
export async function registerAccount(
  house: House,
  actor: Actor,
  platform: Platform,
  input: NewAccount & Entered,
): Promise<AccountId> {
  authorize(actor, 'accounts.register')
  const { municipalityId } = actor
  const own = splitByRegistration(platform, input)
  const accountId = newId<AccountId>()
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await requireAllowed(tx, municipalityId, platform, 'Kontot lades inte till.')
    checkSettings(platform, {
      ...input,
      secrets: {
        ...(await registrationSecrets(house, tx, municipalityId, platform, input)),
        ...input.secrets,
      },
    })
    const departmentId = await departmentByName(tx, municipalityId, input.department)
    authorize(actor, 'accounts.register', { departmentId })
    const registrationId = await keepRegistration(house, tx, actor, platform, input)
    await tx
      .insertInto('account')
      .values({
        municipality_id: municipalityId,
        account_id: accountId,
        platform: platform.id,
        name: input.name,
        url: input.url ?? null,
        department_id: departmentId,
        purpose: input.purpose ?? '',
        audience: input.audience ?? null,
        blog: input.blog ?? platform.blog === 'mostly',
        settings: JSON.stringify(own.account.settings),
        registration_id: registrationId,
        private_allowed: actor.kind === 'system' || (input.privateAllowed ?? false),
        owner_staff_id: input.ownerStaffId ?? null,
        deputy_staff_id: input.deputyStaffId ?? null,
        created_at: now,
      })
      .execute()
    await keepSecrets(house, tx, municipalityId, accountId, own.account.secrets)
    if (input.endsAt !== undefined) {
      const lasting = { refreshedAt: now, endsAt: endOf({ endsAt: input.endsAt }) }
      await writeAccess(tx, municipalityId, accountId, platform, lasting)
    }
    // Where nothing can be collected there is no collection to be behind with: items are recorded by hand.
    if (isCollected(platform))
      await tx
        .insertInto('collection_state')
        .values({ municipality_id: municipalityId, account_id: accountId, next_attempt_at: now })
        .execute()
    await audit(
      tx,
      actor,
      'accounts.register',
      { kind: 'account', id: accountId },
      { platform: platform.id, name: input.name },
      now,
    )
    await announce(tx, municipalityId, 'account.registered', { account: accountId }, now)
  })
  return accountId
}

/** Whether settings lead to an account that the register has. @param own those of `given` that are the account's. */
function isSame(
  platform: Platform,
  given: Given,
  own: Given['settings'],
  known: Pick<Account, 'settings'>,
): boolean {
  if (platform.accountKey) return platform.accountKey(given.settings) === platform.accountKey(known.settings)
  const plainly = (value = ''): string => value.trim().toLowerCase()
  return Object.entries(own).every(([name, value]) => plainly(known.settings[name]) === plainly(value))
}

/** @throws Stop('conflict') when the register has the account already: all would be collected and looked at twice. */
export async function refuseTwice(
  house: House,
  actor: Actor,
  platform: Platform,
  input: Given,
): Promise<void> {
  authorize(actor, 'accounts.register')
  const own = splitByRegistration(platform, input).account.settings
  if (Object.keys(own).length === 0) return
  const all = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    listAccounts(tx, actor.municipalityId),
  )
  const same = all.find(
    (account) =>
      account.platform === platform.id && account.state === 'active' && isSame(platform, input, own, account),
  )
  if (same)
    throw new Stop(
      'conflict',
      `Kontot finns redan i registret: ${same.name}, ${same.department}. Inget lades till. Ska det få ett nytt lösenord lägger du in det på kontots sida, under Anslut på nytt.`,
    )
}

/**
 * Replaces an account's secrets after its access has failed; collection starts again at once.
 * @param endsAt ISO; null: they do not end; left out: nobody has said.
 */
export async function renewSecrets(
  house: House,
  actor: Actor,
  platform: Platform,
  accountId: AccountId,
  secrets: Readonly<Record<string, string>>,
  endsAt?: Tokens['endsAt'],
): Promise<void> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'accounts.connect', account)
    const own = splitByRegistration(platform, { settings: {}, secrets })
    await keepSecrets(house, tx, municipalityId, accountId, own.account.secrets)
    if (account.registrationId)
      await replaceRegistrationSecrets(
        house,
        tx,
        actor,
        'accounts.connect',
        account.registrationId,
        own.registration.secrets,
      )
    const now = house.clock.now()
    await beginAnew(tx, municipalityId, platform, accountId, endsAt, now)
    await audit(
      tx,
      actor,
      'accounts.renewSecrets',
      { kind: 'account', id: accountId },
      { names: Object.keys(secrets) },
      now,
    )
  })
}

/**
 * Access by new secrets: what failed before is forgotten, and the next round is due at once.
 * @param endsAt undefined: as it stands.
 */
export async function beginAnew(
  tx: Tx,
  municipalityId: MunicipalityId,
  platform: Platform,
  accountId: AccountId,
  endsAt: Tokens['endsAt'] | undefined,
  now: Date,
): Promise<void> {
  if (await forgetAccess(tx, municipalityId, accountId))
    await announce(tx, municipalityId, 'account.recovered', { account: accountId }, now)
  if (endsAt !== undefined) {
    const lasting = { refreshedAt: now, endsAt: endOf({ endsAt }) }
    await writeAccess(tx, municipalityId, accountId, platform, lasting)
  }
  await collectNow(tx, municipalityId, [accountId], now)
}

export const endOf = ({ endsAt }: Pick<Tokens, 'endsAt'>): Date | null =>
  endsAt === null ? null : new Date(endsAt)

/** @throws Stop('notFound'). */
export async function requireAccount(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
): Promise<Account> {
  const account = await findAccount(tx, municipalityId, accountId)
  if (!account)
    throw new Stop(
      'notFound',
      'Kontot finns inte, eller hör till en annan kommun. Gå till registret och välj kontot där.',
    )
  return account
}

/** Kept between calls in this process: session tokens of platforms, by account. */
const memories = new Map<string, Map<string, Json>>()

/** An account's access to its platform; its own origins may be private addresses where the operator entered it. */
export async function connectionOf(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  account: Account,
): Promise<Connection> {
  const secrets: Record<string, string> = account.registrationId
    ? await secretsOfRegistration(house, tx, municipalityId, account.registrationId)
    : {}
  for (const { name, ciphertext } of await secretsOf(tx, municipalityId, account.accountId)) {
    secrets[name] = house.keys.decrypt(ciphertext, secretContext(municipalityId, account.accountId, name))
  }
  const key = `${municipalityId}/${account.accountId}`
  const memory = memories.get(key) ?? new Map<string, Json>()
  memories.set(key, memory)
  return {
    settings: account.settings,
    secrets,
    http: house.http(account.privateAllowed ? originsOf(account.settings) : []),
    clock: house.clock,
    memory,
    quota: storedQuota(house, municipalityId, account.registrationId ?? account.accountId),
  }
}

/**
 * What is given, with those secrets of the municipality's registration at the platform that are kept already and were
 * not given anew.
 */
export async function withKeptSecrets<T extends Given>(
  house: House,
  actor: Actor,
  platform: Platform,
  input: T,
): Promise<T> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  const kept = await withMunicipality(house.db, municipalityId, (tx) =>
    registrationSecrets(house, tx, municipalityId, platform, input),
  )
  return { ...input, secrets: { ...kept, ...input.secrets } }
}

/** Where the platform sends an account's events; undefined where it sends none. */
export async function webhookAddress(
  house: House,
  actor: Actor,
  platform: Platform,
  accountId: AccountId,
): Promise<string | undefined> {
  authorize(actor, 'accounts.read')
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountId),
  )
  return platform.events && account.registrationId
    ? `${house.publicUrl}/webhooks/${platform.id}/${account.registrationId}`
    : undefined
}

/**
 * A connection from settings that are not stored yet, for trying them out.
 * @param privateAllowed only for the operator at the machine.
 */
export const trialConnection = (house: House, input: NewAccount, privateAllowed: boolean): Connection => ({
  settings: input.settings,
  secrets: input.secrets,
  http: house.http(privateAllowed ? originsOf(input.settings) : []),
  clock: house.clock,
  memory: new Map(),
  quota: memoryQuota(house.clock),
})

/**
 * Whether what an account is moved to may lie on a private network: only where the operator entered the account, and
 * only the addresses that it had then.
 */
export const mayStayPrivate = (account: Account, settings: Given['settings']): boolean =>
  account.privateAllowed &&
  originsOf(settings).every((origin) => originsOf(account.settings).includes(origin))

const originsOf = (settings: Readonly<Record<string, string>>): string[] =>
  Object.values(settings).flatMap((value) => (URL.canParse(value) ? [new URL(value).origin] : []))

const secretContext = (municipalityId: MunicipalityId, accountId: string, name: string): string =>
  `${municipalityId}/${accountId}/${name}`

export const accountSecrets: SecretPlace = {
  ...{ table: 'account_secret', column: 'ciphertext', key: ['account_id', 'name'] },
  context: (municipalityId, accountId = '', name = '') => secretContext(municipalityId, accountId, name),
}

export async function keepSecrets(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  secrets: Readonly<Record<string, string>>,
): Promise<void> {
  memories.delete(`${municipalityId}/${accountId}`)
  for (const [name, secret] of Object.entries(secrets)) {
    const ciphertext = house.keys.encrypt(secret, secretContext(municipalityId, accountId, name))
    await tx
      .insertInto('account_secret')
      .values({ municipality_id: municipalityId, account_id: accountId, name, ciphertext })
      .onConflict((conflict) =>
        conflict.columns(['municipality_id', 'account_id', 'name']).doUpdateSet({ ciphertext }),
      )
      .execute()
  }
}

/** @throws Stop('invalid') for a setting that the platform has not, that is missing, or that is no web address and should be. */
export function checkSettings(platform: Platform, input: Given): void {
  const given = { ...input.settings, ...input.secrets }
  const unknown = Object.keys(given).find((name) => !platform.settings.some((spec) => spec.name === name))
  if (unknown) {
    const names = platform.settings.map((spec) => spec.name).join(', ')
    throw new Stop(
      'invalid',
      `${platform.name} har ingen inställning som heter ${unknown}. Det som finns är: ${names}.`,
      { [unknown]: 'Okänd inställning' },
    )
  }
  const missing = platform.settings.find((spec) => spec.required && !given[spec.name])
  if (missing)
    throw new Stop('invalid', `${missing.name} saknas för ${platform.name}. ${missing.help}`, {
      [missing.name]: missing.help,
    })
  const misspelt = platform.settings.find(
    ({ name, address }) => address && given[name] && !isWebAddress(given[name] ?? ''),
  )
  if (misspelt) {
    const words = 'Skriv hela adressen, som den står i webbläsaren, med https:// framför.'
    throw new Stop('invalid', `${misspelt.name} för ${platform.name} är ingen webbadress. ${words}`, {
      [misspelt.name]: words,
    })
  }
}

const isWebAddress = (text: string): boolean =>
  URL.canParse(text.trim()) && /^https?:$/.test(new URL(text.trim()).protocol)
