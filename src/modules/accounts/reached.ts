import { type Actor, authorize } from '../../access/index.ts'
import { sha256 } from '../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type MunicipalityId, Stop } from '../../kernel/index.ts'
import { platformIn } from '../../platforms/capabilities.ts'
import type { Platform, Reached, Registration, Tokens } from '../../platforms/contract.ts'
import { requireApp } from './apps.ts'
import { listAccounts } from './store.ts'
import type { Account } from './types.ts'

/** How long the tokens of a sign-in wait for somebody to choose, in milliseconds. */
const waits = 30 * 60_000

interface Kept {
  readonly tokens: Tokens
  readonly accounts: readonly Reached[]
}

/** What a session's last sign-in reached. */
export interface SignInReached extends Kept {
  readonly platform: Platform
  readonly registrationId: string
  readonly registration: Registration
  readonly privateAllowed: boolean
  /** Those that are in the register already, by their keys. */
  readonly known: ReadonlyMap<string, Account>
}

/** Names an account among those that a sign-in reached, also when the list has changed meanwhile. */
export const reachedKey = ({ settings }: Pick<Reached, 'settings'>): string =>
  new URLSearchParams(settings).toString()

export const hashOf = (text: string): Buffer => sha256(Buffer.from(text, 'utf8'))

const contextOf = (municipalityId: MunicipalityId, session: string): string =>
  `${municipalityId}/${hashOf(session).toString('hex')}/sign-in-reached`

/** What the session reached before is forgotten. */
export async function keepReached(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  session: string,
  registrationId: string,
  kept: Kept,
): Promise<void> {
  const now = house.clock.now()
  await tx
    .deleteFrom('sign_in_reached')
    .where('municipality_id', '=', municipalityId)
    .where((eb) => eb.or([eb('expires_at', '<=', now), eb('session_sha256', '=', hashOf(session))]))
    .execute()
  await tx
    .insertInto('sign_in_reached')
    .values({
      municipality_id: municipalityId,
      session_sha256: hashOf(session),
      registration_id: registrationId,
      reached_ciphertext: house.keys.encrypt(JSON.stringify(kept), contextOf(municipalityId, session)),
      expires_at: new Date(now.getTime() + waits),
    })
    .execute()
}

/** What the session's last sign-in reached. @throws Stop('notFound') when there is none, or its time is out. */
export async function readReached(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  session: string,
): Promise<SignInReached> {
  authorize(actor, 'accounts.register')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const row = await tx
      .selectFrom('sign_in_reached')
      .select(['registration_id', 'reached_ciphertext'])
      .where('municipality_id', '=', municipalityId)
      .where('session_sha256', '=', hashOf(session))
      .where('expires_at', '>', house.clock.now())
      .executeTakeFirst()
    if (!row)
      throw new Stop(
        'notFound',
        'Det finns ingen inloggning att välja konto från: den är redan använd, äldre än en halvtimme eller gjord i en annan webbläsare. Inget har ändrats. Gå till registret, välj Lägg till ett konto och logga in hos plattformen igen.',
      )
    const app = await requireApp(house, tx, municipalityId, row.registration_id)
    const platform = platformIn(platforms, app.platform)
    const kept = JSON.parse(
      house.keys.decrypt(row.reached_ciphertext, contextOf(municipalityId, session)),
    ) as Kept
    const accounts = await listAccounts(tx, municipalityId)
    const own = accounts.filter((one) => one.platform === platform.id && one.state === 'active')
    const known = kept.accounts.flatMap((one): [string, Account][] => {
      const account = own.find(({ settings }) => isSame(settings, one.settings))
      return account ? [[reachedKey(one), account]] : []
    })
    return {
      ...kept,
      platform,
      registrationId: row.registration_id,
      registration: app.registration,
      privateAllowed: app.privateAllowed,
      known: new Map(known),
    }
  })
}

const isSame = (account: Readonly<Record<string, string>>, reached: Reached['settings']): boolean =>
  Object.entries(reached).every(([name, value]) => account[name]?.toLowerCase() === value.toLowerCase())

/** The tokens are not kept here longer than they are needed. */
export async function forgetReached(house: House, actor: Actor, session: string): Promise<void> {
  authorize(actor, 'accounts.register')
  await withMunicipality(house.db, actor.municipalityId, (tx) =>
    tx
      .deleteFrom('sign_in_reached')
      .where('municipality_id', '=', actor.municipalityId)
      .where('session_sha256', '=', hashOf(session))
      .execute(),
  )
}
