import { sql } from 'kysely'
import { type Actor, authorize, scopeOf } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type MunicipalityId, Stop } from '../../kernel/index.ts'
import { platformIn } from '../../platforms/capabilities.ts'
import type { Access, Connection, Platform, Registration } from '../../platforms/contract.ts'
import { audit } from '../audit/index.ts'
import { requireAllowed } from './decisions.ts'
import { renewWith } from './refresh.ts'
import {
  findRegistration,
  findRegistrationId,
  type Given,
  keepRegistration,
  registrationSecrets,
  replaceRegistrationSecrets,
  secretsOfRegistration,
  splitByRegistration,
} from './registration.ts'
import { connectionOf, trialConnection } from './service.ts'
import { collectNow, listAccounts } from './store.ts'
import type { Account } from './types.ts'

/** The municipality's own apps at the platforms, as people meet them before they sign in through one. */

/** An app that the municipality has at a platform, as people choose among them. */
export interface App {
  readonly registrationId: string
  readonly settings: Registration['settings']
  /** How many accounts go through it. */
  readonly accounts: number
}

/** The municipality's apps at a platform, the one that most accounts go through first. */
export async function appsOf(house: House, actor: Actor, platform: Platform): Promise<readonly App[]> {
  authorize(actor, 'accounts.register')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const rows = await tx
      .selectFrom('platform_registration as app')
      .leftJoin('account', (join) =>
        join
          .onRef('account.municipality_id', '=', 'app.municipality_id')
          .onRef('account.registration_id', '=', 'app.registration_id'),
      )
      .select([
        'app.registration_id',
        'app.settings',
        sql<number>`count(account.account_id)::int`.as('accounts'),
      ])
      .where('app.municipality_id', '=', municipalityId)
      .where('app.platform', '=', platform.id)
      .groupBy(['app.municipality_id', 'app.registration_id'])
      .orderBy('accounts', 'desc')
      .orderBy('app.created_at')
      .execute()
    return rows.map(({ registration_id: registrationId, settings, accounts }) => ({
      registrationId,
      settings: settings as Record<string, string>,
      accounts,
    }))
  })
}

interface KeptApp {
  readonly platform: string
  readonly registration: Registration
  /** Its addresses may lie on a private network: the operator has entered an account through it with just these. */
  readonly privateAllowed: boolean
}

/** An app and the platform that it is at, by its id. @throws Stop('notFound'). */
export async function requireApp(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  registrationId: string,
): Promise<KeptApp> {
  const row = await tx
    .selectFrom('platform_registration as app')
    .select([
      'platform',
      (eb) =>
        eb
          .exists(
            eb
              .selectFrom('account')
              .select('account_id')
              .whereRef('account.municipality_id', '=', 'app.municipality_id')
              .whereRef('account.registration_id', '=', 'app.registration_id')
              .where('private_allowed', '=', true),
          )
          .as('private_allowed'),
    ])
    .where('municipality_id', '=', municipalityId)
    .where('registration_id', '=', registrationId)
    .executeTakeFirst()
  const registration =
    row && (await findRegistration(house, tx, municipalityId, row.platform, registrationId))
  if (!registration)
    throw new Stop('notFound', 'Den appen finns inte här. Gå till registret och välj Lägg till ett konto.')
  return { platform: row.platform, registration, privateAllowed: Boolean(row.private_allowed) }
}

/**
 * Where a person signs in. @throws Stop('invalid') for an app whose settings lead nowhere: without the app's id
 * (RFC 6749 §4.1.1) no platform lets anybody in, and its own words for it help nobody.
 */
export function signInAddress(
  platform: Platform,
  connection: Connection,
  asked: Parameters<Access['authorizeUrl']>[1],
): string {
  const address = addressIn(connection) && platform.access?.authorizeUrl(connection, asked)
  if (address && new URL(address).searchParams.get('client_id')) return address
  throw new Stop(
    'invalid',
    `Kommunens app hos ${platform.name} saknar sitt id, eller har en adress som inte är en webbadress. Lägg in appens uppgifter på nytt under Lägg till ett konto, så går det att logga in.`,
  )
}

/** Whether the settings that say where requests go are addresses, where they are given. */
const addressIn = ({ settings }: Connection): boolean =>
  [settings['api'], settings['server']].every((text) => !text || URL.canParse(text))

/**
 * Enters the municipality's own app at a platform, before any account goes through it.
 * @param instead an app that was entered wrongly, and that no account goes through: it is removed for this one, and its
 * secrets with it, since secrets are used with the settings that they were given with and no others.
 * @returns its id; that of the same app when it is here already.
 * @throws Stop('refused'); 'conflict'; 'notFound'; 'invalid', with the fields at fault, when something is missing or no
 * address.
 */
export async function enterApp(
  house: House,
  actor: Actor,
  platform: Platform,
  given: Given,
  instead?: string,
): Promise<string> {
  authorize(actor, 'accounts.register')
  const { municipalityId } = actor
  const { registration } = splitByRegistration(platform, given)
  const here = await usedWith(house, actor, platform, registration)
  if (here) {
    const platforms = new Map([[platform.id, platform]])
    if (here.isNew) await changeAppSecrets(house, actor, platforms, here.registrationId, registration.secrets)
    return here.registrationId
  }
  return withMunicipality(house.db, municipalityId, async (tx) => {
    await requireAllowed(tx, municipalityId, platform, 'Appen lades inte in.')
    const kept = await registrationSecrets(house, tx, municipalityId, platform, registration)
    refuseLacking(platform, { ...registration.settings, ...kept, ...registration.secrets })
    const trial = { platform: platform.id, name: '', department: '', ...registration }
    signInAddress(platform, trialConnection(house, trial, false), {
      redirectUri: house.publicUrl,
      state: '',
      challenge: '',
    })
    const registrationId = await keepRegistration(house, tx, actor, platform, registration)
    if (!registrationId) throw new Error(`${platform.id} has a sign-in and no registration`)
    if (instead && instead !== registrationId) await remove(house, tx, actor, instead)
    const about = { kind: 'registration', id: registrationId }
    await audit(tx, actor, 'accounts.enterApp', about, { platform: platform.id }, house.clock.now())
    return registrationId
  })
}

/** An app with the same settings that accounts go through already, and whether what is given has a secret that is new. */
async function usedWith(
  house: House,
  actor: Actor,
  platform: Platform,
  { settings, secrets }: Registration,
): Promise<{ readonly registrationId: string; readonly isNew: boolean } | undefined> {
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const registrationId = await findRegistrationId(tx, municipalityId, platform, settings)
    if (!registrationId || (await through(tx, municipalityId, registrationId)).length === 0) return undefined
    const kept = await secretsOfRegistration(house, tx, municipalityId, registrationId)
    return { registrationId, isNew: Object.entries(secrets).some(([name, value]) => kept[name] !== value) }
  })
}

/** @throws Stop('invalid'), with the fields at fault. */
function refuseLacking(platform: Platform, values: Readonly<Record<string, string>>): void {
  const missing = platform.settings.filter(
    ({ name, required, registration: shared }) => shared && required && !values[name],
  )
  if (missing.length > 0)
    throw new Stop(
      'invalid',
      'Något saknas.',
      Object.fromEntries(missing.map(({ name, help }) => [name, `Fyll i det här. ${help}`])),
    )
}

/**
 * Takes away an app that no account goes through, with its secrets.
 * @returns the platform that it was at. @throws Stop('refused'); 'conflict'; 'notFound'.
 */
export async function removeApp(house: House, actor: Actor, registrationId: string): Promise<string> {
  authorize(actor, 'accounts.register')
  return withMunicipality(house.db, actor.municipalityId, (tx) => remove(house, tx, actor, registrationId))
}

function requireMayMend(actor: Actor): void {
  if (mayMendApps(actor)) return
  throw new Stop(
    'refused',
    'Appen hör till hela kommunen, och bara den som har behörighet i hela kommunen kan ändra eller ta bort den. Be kommunikationsavdelningen.',
  )
}

async function remove(house: House, tx: Tx, actor: Actor, registrationId: string): Promise<string> {
  requireMayMend(actor)
  const here = { municipality_id: actor.municipalityId, registration_id: registrationId }
  // Locked, so that no account is entered through it meanwhile.
  const app = await tx
    .selectFrom('platform_registration')
    .select('platform')
    .where((eb) => eb.and(here))
    .forUpdate()
    .executeTakeFirst()
  if (!app) throw new Stop('notFound', 'Den appen finns inte här. Den kan redan vara borttagen.')
  const account = await tx
    .selectFrom('account')
    .select('name')
    .where((eb) => eb.and(here))
    .executeTakeFirst()
  if (account)
    throw new Stop(
      'conflict',
      `${account.name} är anslutet genom appen, så den kan inte tas bort. Lägg in den rätta appen bredvid och anslut kontot genom den.`,
    )
  const delivery = await tx
    .selectFrom('webhook_delivery')
    .select('registration_id')
    .where((eb) => eb.and(here))
    .executeTakeFirst()
  if (delivery)
    throw new Stop(
      'conflict',
      'Plattformen har skickat meddelanden till appen, och de är allmänna handlingar. Därför står appen kvar.',
    )
  for (const table of [
    'access_attempt',
    'sign_in_reached',
    'registration_secret',
    'platform_registration',
  ] as const)
    await tx
      .deleteFrom(table)
      .where((eb) => eb.and(here))
      .execute()
  const about = { kind: 'registration', id: registrationId }
  await audit(tx, actor, 'accounts.removeApp', about, { platform: app.platform }, house.clock.now())
  return app.platform
}

/** An app that accounts go through, as its own page shows it: which secrets are kept, never what they are. */
export interface AppInUse {
  readonly registrationId: string
  readonly platform: Platform
  readonly settings: Registration['settings']
  readonly secretNames: readonly string[]
  readonly accounts: readonly Account[]
  /** Where the platform sends its events; undefined where it sends none. */
  readonly callback: string | undefined
}

/** @throws Stop('refused'); 'notFound'. */
export async function readApp(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  registrationId: string,
): Promise<AppInUse> {
  authorize(actor, 'accounts.register')
  requireMayMend(actor)
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const { platform: id, registration } = await requireApp(house, tx, municipalityId, registrationId)
    const platform = platformIn(platforms, id)
    return {
      registrationId,
      platform,
      settings: registration.settings,
      secretNames: Object.keys(registration.secrets),
      accounts: await through(tx, municipalityId, registrationId),
      callback: platform.events && `${house.publicUrl}/webhooks/${id}/${registrationId}`,
    }
  })
}

const through = async (tx: Tx, municipalityId: MunicipalityId, registrationId: string): Promise<Account[]> =>
  (await listAccounts(tx, municipalityId)).filter(
    (account) => account.registrationId === registrationId && account.state === 'active',
  )

/**
 * New secrets for an app that accounts go through, with its settings as they are, so that nothing that is kept is sent
 * anywhere new. They hold from when an account has been let in with them; what fails changes nothing.
 * @throws Stop('refused'); 'notFound'; 'invalid', with the fields at fault, when nothing is new or no account is let in.
 */
export async function changeAppSecrets(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  registrationId: string,
  given: Registration['secrets'],
): Promise<void> {
  authorize(actor, 'accounts.register')
  const { platform, accounts } = await readApp(house, actor, platforms, registrationId)
  const { municipalityId } = actor
  const names = platform.settings.filter((spec) => spec.secret && spec.registration).map(({ name }) => name)
  const secrets = Object.fromEntries(Object.entries(given).filter(([name]) => names.includes(name)))
  if (Object.keys(secrets).length === 0)
    throw new Stop('invalid', 'Inget byttes.', {
      [names[0] ?? '']: 'Skriv den nya hemligheten, som den står hos plattformen.',
    })
  await withMunicipality(house.db, municipalityId, (tx) =>
    requireAllowed(tx, municipalityId, platform, 'Inget byttes.'),
  )
  await requireLetIn(house, actor, platform, accounts, secrets)
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await replaceRegistrationSecrets(house, tx, actor, 'accounts.register', registrationId, secrets)
    const now = house.clock.now()
    const ids = accounts.map(({ accountId }) => accountId)
    await collectNow(tx, municipalityId, ids, now)
    const about = { kind: 'registration', id: registrationId }
    const changed = { platform: platform.id, names: Object.keys(secrets) }
    await audit(tx, actor, 'accounts.changeAppSecrets', about, changed, now)
  })
}

/** At least one of the accounts must be let in; where none is connected yet, the first sign-in shows it. */
async function requireLetIn(
  house: House,
  actor: Actor,
  platform: Platform,
  accounts: readonly Account[],
  secrets: Registration['secrets'],
): Promise<void> {
  let refusal: string | undefined
  for (const account of accounts.filter(({ connected }) => connected)) {
    const connection = await withMunicipality(house.db, actor.municipalityId, (tx) =>
      connectionOf(house, tx, actor.municipalityId, account),
    )
    const tried = { ...connection, secrets: { ...connection.secrets, ...secrets }, memory: new Map() }
    const checked = await platform.check(tried)
    const answer = checked.ok ? await renewWith(house, actor, platform, account.accountId, secrets) : checked
    if (answer.ok) return
    refusal ??= `${account.name}: ${answer.error.detail}`
  }
  if (refusal !== undefined)
    throw new Stop(
      'invalid',
      `Provet mot ${platform.name} gick inte med det nya, så inget byttes. ${refusal}`,
    )
}

/** Whether somebody may take away or correct an app: it is the whole municipality's. */
export const mayMendApps = (actor: Actor): boolean => scopeOf(actor, 'accounts.register').kind === 'all'
