import { sql } from 'kysely'
import { type Actor, authorize, scopeOf } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type MunicipalityId, Stop } from '../../kernel/index.ts'
import type { Access, Connection, Platform, Registration } from '../../platforms/contract.ts'
import { audit } from '../audit/index.ts'
import { requireAllowed } from './decisions.ts'
import {
  findRegistration,
  type Given,
  keepRegistration,
  registrationSecrets,
  splitByRegistration,
} from './registration.ts'
import { trialConnection } from './service.ts'

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

export interface KeptApp {
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

async function remove(house: House, tx: Tx, actor: Actor, registrationId: string): Promise<string> {
  if (!mayMendApps(actor))
    throw new Stop(
      'refused',
      'Appen hör till hela kommunen, och bara den som har behörighet i hela kommunen kan ta bort eller rätta den. Be kommunikationsavdelningen.',
    )
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

/** Whether somebody may take away or correct an app: it is the whole municipality's. */
export const mayMendApps = (actor: Actor): boolean => scopeOf(actor, 'accounts.register').kind === 'all'
