import { sql } from 'kysely'
import { type Actor, type Permission, scopeOf } from '../../access/index.ts'
import type { Tx } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import type { SecretPlace } from '../../infra/signing/secret-places.ts'
import { type MunicipalityId, newId, Stop } from '../../kernel/index.ts'
import type { Platform, Registration } from '../../platforms/contract.ts'

/** The municipality's own app at a platform, which many accounts share and webhooks come to. */

/** Settings and secrets as a person gives them: the registration's and the account's together. */
export type Given = Registration

type Values = Readonly<Record<string, string>>

/** Divides what is given between the registration and the account, as the platform's settings say. */
export function splitByRegistration(
  platform: Platform,
  given: Given,
): { readonly registration: Registration; readonly account: Registration } {
  const shared = new Set(platform.settings.filter((spec) => spec.registration).map(({ name }) => name))
  const pick = (values: Values, wanted: boolean): Values =>
    Object.fromEntries(Object.entries(values).filter(([name]) => shared.has(name) === wanted))
  const part = (wanted: boolean): Registration => ({
    settings: pick(given.settings, wanted),
    secrets: pick(given.secrets, wanted),
  })
  return { registration: part(true), account: part(false) }
}

/** Secrets that are kept for the registration with the settings given; none where there is no such registration. */
export async function registrationSecrets(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  platform: Platform,
  given: Given,
): Promise<Values> {
  const { settings } = splitByRegistration(platform, given).registration
  const known = await findRegistrationId(tx, municipalityId, platform, settings)
  return known ? secretsOfRegistration(house, tx, municipalityId, known) : {}
}

/** The registration with just these settings, if there is one. */
export async function findRegistrationId(
  tx: Tx,
  municipalityId: MunicipalityId,
  platform: Platform,
  settings: Values,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom('platform_registration')
    .select('registration_id')
    .where('municipality_id', '=', municipalityId)
    .where('platform', '=', platform.id)
    .where('settings', '=', JSON.stringify(settings))
    .executeTakeFirst()
  return row?.registration_id
}

/** The registration with its secrets; undefined when this municipality has none of that platform under the id. */
export async function findRegistration(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  platform: string,
  registrationId: string,
): Promise<Registration | undefined> {
  const row = await tx
    .selectFrom('platform_registration')
    .select('settings')
    .where('municipality_id', '=', municipalityId)
    .where('registration_id', '=', registrationId)
    .where('platform', '=', platform)
    .executeTakeFirst()
  return (
    row && {
      settings: row.settings as Record<string, string>,
      secrets: await secretsOfRegistration(house, tx, municipalityId, registrationId),
    }
  )
}

export async function secretsOfRegistration(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  registrationId: string,
): Promise<Record<string, string>> {
  const rows = await tx
    .selectFrom('registration_secret')
    .select(['name', 'ciphertext'])
    .where('municipality_id', '=', municipalityId)
    .where('registration_id', '=', registrationId)
    .execute()
  return Object.fromEntries(
    rows.map(({ name, ciphertext }) => [
      name,
      house.keys.decrypt(ciphertext, contextOf(municipalityId, registrationId, name)),
    ]),
  )
}

/**
 * The registration with the settings given, made when it is not there; secrets that are given replace those kept.
 * @returns its id, or null for a platform that has no registrations.
 * @throws Stop('refused') as replaceRegistrationSecrets.
 */
export async function keepRegistration(
  house: House,
  tx: Tx,
  actor: Actor,
  platform: Platform,
  given: Given,
): Promise<string | null> {
  const { municipalityId } = actor
  if (!platform.events && !platform.settings.some((spec) => spec.registration)) return null
  const { settings, secrets } = splitByRegistration(platform, given).registration
  const { registration_id: registrationId, made } = await tx
    .insertInto('platform_registration')
    .values({
      municipality_id: municipalityId,
      registration_id: newId(),
      platform: platform.id,
      settings: JSON.stringify(settings),
      created_at: house.clock.now(),
    })
    // An update that changes nothing: so that the row that is there is locked and its id comes back.
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'platform', 'settings']).doUpdateSet({ platform: platform.id }),
    )
    .returning(['registration_id', sql<boolean>`xmax = 0`.as('made')])
    .executeTakeFirstOrThrow()
  if (made) await writeSecrets(house, tx, municipalityId, registrationId, secrets)
  else await replaceRegistrationSecrets(house, tx, actor, 'accounts.register', registrationId, secrets)
  return registrationId
}

/**
 * New secrets for an app that accounts go through already, whoever's they are: hence for those alone whose permission
 * reaches the whole municipality. The same secret again changes nothing.
 * @throws Stop('refused').
 */
export async function replaceRegistrationSecrets(
  house: House,
  tx: Tx,
  actor: Actor,
  permission: Permission,
  registrationId: string,
  secrets: Values,
): Promise<void> {
  const { municipalityId } = actor
  const kept = await secretsOfRegistration(house, tx, municipalityId, registrationId)
  const changed = Object.fromEntries(Object.entries(secrets).filter(([name, value]) => kept[name] !== value))
  if (Object.keys(changed).length === 0) return
  if (scopeOf(actor, permission).kind !== 'all') {
    const names = Object.keys(changed).join(', ')
    throw new Stop(
      'refused',
      `${names} hör till kommunens app, som konton i flera förvaltningar kan gå genom, och bara den som har behörighet i hela kommunen kan byta det. Lämna fältet tomt, eller be kommunikationsavdelningen byta det.`,
    )
  }
  await writeSecrets(house, tx, municipalityId, registrationId, changed)
}

async function writeSecrets(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  registrationId: string,
  secrets: Values,
): Promise<void> {
  for (const [name, secret] of Object.entries(secrets)) {
    const ciphertext = house.keys.encrypt(secret, contextOf(municipalityId, registrationId, name))
    await tx
      .insertInto('registration_secret')
      .values({ municipality_id: municipalityId, registration_id: registrationId, name, ciphertext })
      .onConflict((conflict) =>
        conflict.columns(['municipality_id', 'registration_id', 'name']).doUpdateSet({ ciphertext }),
      )
      .execute()
  }
}

const contextOf = (municipalityId: MunicipalityId, registrationId: string, name: string): string =>
  `${municipalityId}/registration/${registrationId}/${name}`

export const registrationSecretsKept: SecretPlace = {
  ...{ table: 'registration_secret', column: 'ciphertext', key: ['registration_id', 'name'] },
  context: (municipalityId, registrationId = '', name = '') =>
    contextOf(municipalityId, registrationId, name),
}
