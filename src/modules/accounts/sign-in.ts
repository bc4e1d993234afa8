import { createHash, randomBytes } from 'node:crypto'
import { type Actor, authorize } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, type MunicipalityId, Stop } from '../../kernel/index.ts'
import type { Platform } from '../../platforms/contract.ts'
import { municipalityOrigin } from '../organisation/index.ts'
import { connectionOf, renewSecrets, requireAccount } from './service.ts'

/** How long a person has at the platform, in milliseconds. */
const attemptLasts = 10 * 60_000

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
/** 256 random bits, 43 letters: also a PKCE verifier (RFC 7636 §4.1). */
const random = (): string => randomBytes(32).toString('base64url')

const contextOf = (municipalityId: MunicipalityId, accountId: AccountId): string =>
  `${municipalityId}/${accountId}/access-attempt`

/** Where a platform sends people back after signing in; to be registered with the municipality's app there. */
export const redirectAddress = async (house: House, municipalityId: MunicipalityId): Promise<string> =>
  `${await municipalityOrigin(house, municipalityId)}/register/anslut/svar`

/**
 * Begins a sign-in at an account's platform. State and verifier stay here, bound to the session that began it.
 * @returns the address to send the person to.
 * @throws Stop('refused'); 'notFound'; 'invalid' when the municipality's app is not known.
 */
export async function beginPlatformSignIn(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
  session: string,
): Promise<string> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  const redirectUri = await redirectAddress(house, municipalityId)
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'accounts.connect', account)
    const platform = platforms.get(account.platform)
    if (!platform?.access)
      throw new Stop(
        'notFound',
        'Det går inte att logga in på den plattformen härifrån. Gå till kontots sida.',
      )
    const [state, verifier] = [random(), random()]
    const challenge = sha256(verifier).toString('base64url')
    const connection = await connectionOf(house, tx, municipalityId, account)
    const url = platform.access.authorizeUrl(connection, { redirectUri, state, challenge })
    // RFC 6749 §4.1.1: without the app's id no platform lets anybody in, and its own words for it help nobody.
    if (!new URL(url).searchParams.get('client_id'))
      throw new Stop(
        'invalid',
        `Kommunens app hos ${platform.name} saknas på kontot. Lägg till kontot på nytt med appens uppgifter, så går det att logga in.`,
      )
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
        state_sha256: sha256(state),
        session_sha256: sha256(session),
        account_id: accountId,
        verifier_ciphertext: house.keys.encrypt(verifier, contextOf(municipalityId, accountId)),
        expires_at: new Date(now.getTime() + attemptLasts),
      })
      .execute()
    return url
  })
}

/** What the platform sent along when the person came back. */
export interface SignInAnswer {
  readonly state: string
  readonly code: string
  /** Set when the person, or the platform, said no. */
  readonly error: string
}

/**
 * Ends a sign-in: exchanges the code, tries the new tokens against the platform and keeps them for the account.
 * @returns the account. @throws Stop 'invalid' for a state that is unknown, spent, too old or of another session,
 * and when the platform, or the trial, says no.
 */
export async function endPlatformSignIn(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  session: string,
  answer: SignInAnswer,
): Promise<AccountId> {
  authorize(actor, 'accounts.connect')
  const { municipalityId } = actor
  // Spent in a transaction of its own, so that it is spent whatever then happens.
  const attempt = await withMunicipality(house.db, municipalityId, (tx) =>
    tx
      .deleteFrom('access_attempt')
      .where('municipality_id', '=', municipalityId)
      .where('state_sha256', '=', sha256(answer.state))
      .where('session_sha256', '=', sha256(session))
      .where('expires_at', '>', house.clock.now())
      .returning(['account_id', 'verifier_ciphertext'])
      .executeTakeFirst(),
  )
  if (!attempt)
    throw new Stop(
      'invalid',
      'Inloggningen hos plattformen gäller inte: den är redan använd, äldre än tio minuter eller påbörjad i en annan webbläsare. Inget har ändrats. Gå till kontot i registret, välj Anslut på nytt och börja om.',
    )
  const accountId = attempt.account_id as AccountId
  const { account, connection } = await withMunicipality(house.db, municipalityId, async (tx) => {
    const found = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'accounts.connect', found)
    return { account: found, connection: await connectionOf(house, tx, municipalityId, found) }
  })
  const platform = platforms.get(account.platform)
  if (!platform?.access) throw new Error(`the platform ${account.platform} has no sign-in`)
  const again = `Den gamla åtkomsten till ${account.name} är kvar som den var. Gå till kontot i registret för att försöka igen.`
  if (answer.error || !answer.code)
    throw new Stop('invalid', `Inloggningen hos ${platform.name} avbröts. ${again}`)
  const verifier = house.keys.decrypt(attempt.verifier_ciphertext, contextOf(municipalityId, accountId))
  const redirectUri = await redirectAddress(house, municipalityId)
  const tokens = await platform.access.exchange(connection, { code: answer.code, redirectUri, verifier })
  if (!tokens.ok)
    throw new Stop('invalid', `${platform.name} godtog inte inloggningen. ${tokens.error.detail} ${again}`)
  const { secrets, endsAt } = tokens.value
  const tried = await platform.check({
    ...connection,
    secrets: { ...connection.secrets, ...secrets },
    memory: new Map(),
  })
  if (!tried.ok)
    throw new Stop('invalid', `Provet mot ${platform.name} gick inte. ${tried.error.detail} ${again}`)
  await renewSecrets(house, actor, platform, accountId, secrets, endsAt)
  return accountId
}
