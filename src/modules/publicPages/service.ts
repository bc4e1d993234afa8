import { type Actor, authorize } from '../../access/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import { type AccountId, type MunicipalityId, newId, Stop } from '../../kernel/index.ts'
import { requireAccount } from '../accounts/index.ts'
import { audit } from '../audit/index.ts'
import { processings } from '../compliance/index.ts'
import { currentPolicy } from '../policy/index.ts'
import { checkedSettings, isWebAddress } from './rules.ts'
import {
  deleteLink,
  findLogotype,
  insertLink,
  type Logotype,
  politicianLinks,
  publicAccounts,
  publicLook,
  saveLook,
  saveWatched,
} from './store.ts'
import type { PoliticianLink, PublicList, PublicLookOf, PublicProcessing, PublicSettings } from './types.ts'

/** The municipality's accounts and what it says of them, for anyone. */
export const readPublicList = (house: House, municipalityId: MunicipalityId): Promise<PublicList> =>
  withMunicipality(house.db, municipalityId, async (tx) => {
    const accounts = await publicAccounts(tx, municipalityId)
    return {
      active: accounts.filter(({ state }) => state === 'active'),
      closed: accounts.filter(({ state }) => state === 'closed'),
      politicians: await politicianLinks(tx, municipalityId),
      policy: (await currentPolicy(tx, municipalityId, house.clock.now())).settings,
      look: await publicLook(tx, municipalityId),
    }
  })

/** What is done with personal data, account by account, for anyone (A9). */
export const readPublicProcessing = (
  house: House,
  municipalityId: MunicipalityId,
): Promise<readonly PublicProcessing[]> =>
  withMunicipality(house.db, municipalityId, async (tx) => {
    const stated = await processings(tx, municipalityId)
    const accounts = await publicAccounts(tx, municipalityId)
    return accounts
      .filter(({ state }) => state === 'active')
      .map((account) => ({ account, stated: stated.get(account.id) }))
  })

/** How the public pages look, for anyone. */
export const readLook = (house: House, municipalityId: MunicipalityId): Promise<PublicLookOf> =>
  withMunicipality(house.db, municipalityId, (tx) => publicLook(tx, municipalityId))

export const readLogotype = (house: House, municipalityId: MunicipalityId): Promise<Logotype | undefined> =>
  withMunicipality(house.db, municipalityId, (tx) => findLogotype(tx, municipalityId))

/**
 * Changes what the public pages say and how they look.
 * @param logotype null takes it away; undefined leaves the one there is.
 * @throws Stop('refused'); Stop('invalid') with fields, for a colour that cannot be read too.
 */
export async function changePublicPages(
  house: House,
  actor: Actor,
  given: PublicSettings,
  logotype: Logotype | null | undefined,
): Promise<void> {
  authorize(actor, 'publicPages.change', {})
  const settings = checkedSettings(given)
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    await saveLook(tx, municipalityId, settings, logotype, actor.staffId ?? null, now)
    const about = { kind: 'publicPages', id: String(municipalityId) }
    await audit(tx, actor, 'publicPages.change', about, { logotype: logotype !== undefined }, now)
  })
}

/** A politician with a seat may have a link to an own channel (R16). @returns its id. @throws Stop('invalid'). */
export async function addPolitician(
  house: House,
  actor: Actor,
  link: Omit<PoliticianLink, 'linkId'>,
): Promise<string> {
  authorize(actor, 'publicPages.change', {})
  if (!isWebAddress(link.url))
    throw new Stop('invalid', 'Adressen går inte att använda.', {
      url: 'Skriv adressen till kanalen, till exempel https://exempel.se/namn.',
    })
  const { municipalityId } = actor
  const linkId = newId<string>()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    await insertLink(tx, municipalityId, { ...link, linkId }, actor.staffId ?? null, now)
    const about = { kind: 'politicianLink', id: linkId }
    await audit(tx, actor, 'publicPages.addPolitician', about, { name: link.name, url: link.url }, now)
  })
  return linkId
}

/** @throws Stop('notFound'). */
export async function removePolitician(house: House, actor: Actor, linkId: string): Promise<void> {
  authorize(actor, 'publicPages.change', {})
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    if (!(await deleteLink(tx, municipalityId, linkId)))
      throw new Stop('notFound', 'Länken är redan borttagen. Gå tillbaka till inställningarna.')
    const about = { kind: 'politicianLink', id: linkId }
    await audit(tx, actor, 'publicPages.removePolitician', about, {}, house.clock.now())
  })
}

/** That the actor may change what one account shows, before a form about it. @throws Stop. */
export async function requireChangeable(house: House, actor: Actor, accountId: AccountId): Promise<void> {
  authorize(actor, 'publicPages.change')
  const account = await withMunicipality(house.db, actor.municipalityId, (tx) =>
    requireAccount(tx, actor.municipalityId, accountId),
  )
  authorize(actor, 'publicPages.change', account)
}

/** The hours when one account is watched, as the public is told them. @throws Stop('notFound'). */
export async function changeWatched(
  house: House,
  actor: Actor,
  accountId: AccountId,
  watched: string,
): Promise<void> {
  authorize(actor, 'publicPages.change')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const account = await requireAccount(tx, municipalityId, accountId)
    authorize(actor, 'publicPages.change', account)
    await saveWatched(tx, municipalityId, accountId, watched)
    const about = { kind: 'account', id: accountId }
    await audit(tx, actor, 'publicPages.changeWatched', about, { watched }, house.clock.now())
  })
}
