import { type Actor, authorize } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, Stop } from '../../kernel/index.ts'
import { platformIn } from '../../platforms/capabilities.ts'
import type { Platform, Registration } from '../../platforms/contract.ts'
import {
  type Account,
  mayStayPrivate,
  moveAccount,
  probeAccount,
  reachedKey,
  readReached,
  requireAccount,
  splitByRegistration,
  withKeptSecrets,
} from '../accounts/index.ts'
import { trial } from './service.ts'

/** An account that is connected already goes through another app of the municipality's from now on. */

/** What names the account at the platform stays as it is; what is given replaces all that belongs to the app. */
const asMoved = (platform: Platform, account: Account, given: Registration) => {
  const own = splitByRegistration(platform, { settings: account.settings, secrets: {} }).account.settings
  const { settings } = splitByRegistration(platform, given).registration
  return {
    platform: platform.id,
    name: account.name,
    department: account.department,
    settings: { ...own, ...settings },
    secrets: given.secrets,
  }
}

/**
 * Tries an account with an app and secrets that are all given anew, and moves it there when that works. Secrets that are
 * kept for an app with just these settings need not be given.
 * @throws Stop as moveAccount; 'invalid' with the platform's own words when the trial fails.
 */
export async function tryAndMove(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  accountId: AccountId,
  given: Registration,
): Promise<void> {
  authorize(actor, 'accounts.connect')
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountId),
  )
  authorize(actor, 'accounts.connect', account)
  const platform = platformIn(platforms, account.platform)
  const moved = await withKeptSecrets(house, actor, platform, asMoved(platform, account, given))
  const privateAllowed = mayStayPrivate(account, moved.settings)
  await trial(house, platform, moved, privateAllowed)
  await moveAccount(house, actor, platform, accountId, { ...moved, privateAllowed })
}

/**
 * Moves accounts in the register that the session's sign-in reached through another app, each with the tokens of that
 * sign-in. One that fails stops those after it; those before it have moved.
 * @throws Stop('notFound') when there is no sign-in to choose from; 'invalid' when none is chosen; as tryAndMove.
 */
export async function tryAndMoveReached(
  house: House,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  session: string,
  keys: readonly string[],
): Promise<void> {
  authorize(actor, 'accounts.register')
  const { platform, registration, registrationId, tokens, known, ...reached } = await readReached(
    house,
    actor,
    platforms,
    session,
  )
  const chosen = reached.accounts.filter((one) => keys.includes(reachedKey(one)))
  if (chosen.length === 0)
    throw new Stop('invalid', 'Inget konto flyttades.', { flytta: 'Välj vilka konton som ska flyttas.' })
  for (const one of chosen) {
    const account = known.get(reachedKey(one))
    if (!account || account.registrationId === registrationId) continue
    const moved = asMoved(platform, account, {
      settings: registration.settings,
      secrets: { ...registration.secrets, ...tokens.secrets, ...one.secrets },
    })
    const privateAllowed = reached.privateAllowed || mayStayPrivate(account, moved.settings)
    await trial(house, platform, moved, privateAllowed)
    await moveAccount(house, actor, platform, account.accountId, {
      ...moved,
      endsAt: tokens.endsAt,
      privateAllowed,
    })
    await probeAccount(house, actor, platforms, account.accountId)
  }
}
