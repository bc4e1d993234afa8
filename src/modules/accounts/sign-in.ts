import { randomBytes } from 'node:crypto'
import { type Actor, authorize } from '../../access/index.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, type MunicipalityId, Stop } from '../../kernel/index.ts'
import type { Access, Connection, Platform } from '../../platforms/contract.ts'
import { municipalityOrigin } from '../organisation/index.ts'
import { requireApp, signInAddress } from './apps.ts'
import { requireAllowed } from './decisions.ts'
import { hashOf, keepReached } from './reached.ts'
import { connectionOf, renewSecrets, requireAccount, trialConnection } from './service.ts'

/** How long a person has at the platform, in milliseconds. */
const attemptLasts = 10 * 60_000

/** 256 random bits, 43 letters: also a PKCE verifier (RFC 7636 §4.1). */
const random = (): string => randomBytes(32).toString('base64url')

/** Where a platform sends people back after signing in; to be registered with the municipality's app there. */
export const redirectAddress = async (house: House, municipalityId: MunicipalityId): Promise<string> =>
  `${await municipalityOrigin(house, municipalityId)}/register/anslut/svar`

/** An account whose access is renewed, or the municipality's app through which a new account is connected. */
type SignInFor = { readonly accountId: AccountId } | { readonly registrationId: string }

const idOf = (one: SignInFor): string => ('accountId' in one ? one.accountId : one.registrationId)

const contextOf = (municipalityId: MunicipalityId, one: SignInFor): string =>
  `${municipalityId}/${idOf(one)}/access-attempt`

interface Place {
  readonly platform: Platform
  readonly access: Access
  readonly connection: Connection
  /** Swedish: what stands as it was when the sign-in fails, and what to do. */
  readonly again: string
}

/** @throws Stop('refused'); 'notFound'. */
async function placeOf(
  house: House,
  tx: Tx,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  one: SignInFor,
): Promise<Place> {
  const { municipalityId } = actor
  if ('accountId' in one) {
    const account = await requireAccount(tx, municipalityId, one.accountId)
    authorize(actor, 'accounts.connect', account)
    return {
      ...withSignIn(platforms, account.platform),
      connection: await connectionOf(house, tx, municipalityId, account),
      again: `Den gamla åtkomsten till ${account.name} är kvar som den var. Gå till kontot i registret för att försöka igen.`,
    }
  }
  authorize(actor, 'accounts.register')
  const app = await requireApp(house, tx, municipalityId, one.registrationId)
  const found = withSignIn(platforms, app.platform)
  await requireAllowed(tx, municipalityId, found.platform, 'Inget konto lades till.')
  const given = { platform: app.platform, name: '', department: '', ...app.registration }
  return {
    ...found,
    connection: trialConnection(house, given, app.privateAllowed),
    again: 'Inget konto har lagts till. Gå till registret, välj Lägg till ett konto och försök igen.',
  }
}

function withSignIn(
  platforms: ReadonlyMap<string, Platform>,
  id: string,
): Pick<Place, 'platform' | 'access'> {
  const platform = platforms.get(id)
  if (platform?.access) return { platform, access: platform.access }
  throw new Stop('notFound', 'Det går inte att logga in på den plattformen härifrån. Gå till kontots sida.')
}

/**
 * Begins a sign-in at a platform. State and verifier stay here, bound to the session that began it.
 * @returns the address to send the person to.
 * @throws Stop('refused'); 'notFound'; 'invalid' when the municipality's app is not known.
 */
export async function beginPlatformSignIn(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  one: SignInFor,
  session: string,
): Promise<string> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  const redirectUri = await redirectAddress(house, municipalityId)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const { platform, connection } = await placeOf(house, tx, actor, platforms, one)
    const [state, verifier] = [random(), random()]
    const challenge = hashOf(verifier).toString('base64url')
    const url = signInAddress(platform, connection, { redirectUri, state, challenge })
    const now = house.clock.now()
    await tx
      .deleteFrom('access_attempt')
      .where('municipality_id', '=', municipalityId)
      .where('expires_at', '<=', now)
      .execute()
    await tx
      .insertInto('access_attempt')
      .values({
        municipality_id: municipalityId,
        state_sha256: hashOf(state),
        session_sha256: hashOf(session),
        account_id: 'accountId' in one ? one.accountId : null,
        registration_id: 'accountId' in one ? null : one.registrationId,
        verifier_ciphertext: house.keys.encrypt(verifier, contextOf(municipalityId, one)),
        expires_at: new Date(now.getTime() + attemptLasts),
      })
      .execute()
    return url
  })
}

/** What the platform sent along when the person came back. */
interface SignInAnswer {
  readonly state: string
  readonly code: string
  /** Set when the person, or the platform, said no. */
  readonly error: string
}

/**
 * Ends a sign-in: exchanges the code. For an account the new tokens are tried against the platform and kept; for a new
 * one they wait, with what they reach, until somebody chooses (readReached).
 * @returns the account; undefined when one is to be chosen. @throws Stop 'invalid' for a state that is unknown, spent,
 * too old or of another session, and when the platform, or the trial, says no.
 */
export async function endPlatformSignIn(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  session: string,
  answer: SignInAnswer,
): Promise<AccountId | undefined> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  const { one, verifier } = await spendAttempt(house, municipalityId, session, answer.state)
  const { platform, access, connection, again } = await withMunicipality(house.db, municipalityId, (tx) =>
    placeOf(house, tx, actor, platforms, one),
  )
  if (answer.error || !answer.code)
    throw new Stop('invalid', `Inloggningen hos ${platform.name} avbröts. ${again}`)
  const redirectUri = await redirectAddress(house, municipalityId)
  const got = await access.exchange(connection, { code: answer.code, redirectUri, verifier })
  if (!got.ok)
    throw new Stop('invalid', `${platform.name} godtog inte inloggningen. ${got.error.detail} ${again}`)
  const tokens = got.value
  const secrets = { ...connection.secrets, ...tokens.secrets }
  const signedIn: Connection = { ...connection, secrets, memory: new Map() }
  if ('accountId' in one) {
    const tried = await platform.check(signedIn)
    if (!tried.ok)
      throw new Stop('invalid', `Provet mot ${platform.name} gick inte. ${tried.error.detail} ${again}`)
    await renewSecrets(house, actor, platform, one.accountId, tokens.secrets, tokens.endsAt)
    return one.accountId
  }
  const reached = await access.reached(signedIn)
  if (!reached.ok)
    throw new Stop(
      'invalid',
      `${platform.name} släppte in dig, men det finns inget att ansluta. ${reached.error.detail} ${again}`,
    )
  const kept = { tokens, accounts: reached.value }
  await withMunicipality(house.db, municipalityId, (tx) =>
    keepReached(house, tx, municipalityId, session, one.registrationId, kept),
  )
  return undefined
}

/** In a transaction of its own, so that it is spent whatever then happens. */
async function spendAttempt(
  house: House,
  municipalityId: MunicipalityId,
  session: string,
  state: string,
): Promise<{ readonly one: SignInFor; readonly verifier: string }> {
  const attempt = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .deleteFrom('access_attempt')
      .where('municipality_id', '=', municipalityId)
      .where('state_sha256', '=', hashOf(state))
      .where('session_sha256', '=', hashOf(session))
      .where('expires_at', '>', house.clock.now())
      .returning(['account_id', 'registration_id', 'verifier_ciphertext'])
      .executeTakeFirst(),
  )
  if (!attempt)
    throw new Stop(
      'invalid',
      'Inloggningen hos plattformen gäller inte: den är redan använd, äldre än tio minuter eller påbörjad i en annan webbläsare. Inget har ändrats. Börja om från registret: välj Lägg till ett konto, eller kontot och Anslut på nytt.',
    )
  const one: SignInFor = attempt.account_id
    ? { accountId: attempt.account_id }
    : { registrationId: attempt.registration_id ?? '' }
  return { one, verifier: house.keys.decrypt(attempt.verifier_ciphertext, contextOf(municipalityId, one)) }
}
