import { type Actor, authorize, may } from '../../../access/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import { type AccountId, type MunicipalityId, type PublicationId, Stop } from '../../../kernel/index.ts'
import { platformIn } from '../../../platforms/capabilities.ts'
import { type Account, isAllowed, listAccounts, platformDecisions } from '../../accounts/index.ts'
import { currentPolicy } from '../../policy/index.ts'
import { accountsSpokenFor } from '../../staffing/index.ts'
import { mediaOf } from '../media-store.ts'
import type { PlaceInUse } from '../rules.ts'
import { findPublication, placesOf } from '../store.ts'
import type { Around, Whole } from '../types.ts'

/** A publication with its accounts and files, and who may have to do with it. */

export interface Reach {
  readonly accounts: ReadonlyMap<AccountId, Account>
  /** The municipality's common film channel, where the policy names one that is in use (C8). */
  readonly filmChannel: Account | undefined
  /** By role, as owner or deputy, or named as one who speaks for the municipality there. */
  readonly mayWrite: (account: Account) => boolean
  /** Also the film channel, for whoever may publish anywhere: what is handed in to it leaves when its own people approve. */
  readonly mayHandIn: (account: Account) => boolean
  readonly mayRead: (account: Account) => boolean
}

export async function reachOf(tx: Tx, actor: Actor, now: Date): Promise<Reach> {
  const { municipalityId, staffId } = actor
  const accounts = new Map((await listAccounts(tx, municipalityId)).map((one) => [one.accountId, one]))
  const spoken = new Set(staffId ? await accountsSpokenFor(tx, municipalityId, staffId) : [])
  const mayWrite = (account: Account) =>
    may(actor, 'publishing.write', account) ||
    (may(actor, 'publishing.write') && spoken.has(account.accountId))
  const { settings } = await currentPolicy(tx, municipalityId, now)
  const named = accounts.get(settings.publishing.filmChannel as AccountId)
  const filmChannel = named?.state === 'active' ? named : undefined
  return {
    accounts,
    filmChannel,
    mayWrite,
    mayHandIn: (account) => mayWrite(account) || (account === filmChannel && may(actor, 'publishing.write')),
    mayRead: (account) => may(actor, 'publishing.read', account) || mayWrite(account),
  }
}

/** The accounts of a publication, in the order of their names. */
export const accountsIn = ({ places }: Whole, { accounts }: Pick<Reach, 'accounts'>): Account[] =>
  [...accounts.values()].filter((account) => places.some(({ accountId }) => accountId === account.accountId))

/** Without an account yet it is its author's, and those' who reach the whole municipality. */
const isOwn = (actor: Actor, { publication }: Whole): boolean =>
  actor.staffId !== undefined && publication.createdBy === actor.staffId

export function mayReadIt(actor: Actor, whole: Whole, reach: Reach): boolean {
  const accounts = accountsIn(whole, reach)
  return isOwn(actor, whole) || accounts.some(reach.mayRead) || may(actor, 'publishing.read', {})
}

/** May decide on it: all its accounts are within reach. */
export function mayWriteIt(actor: Actor, whole: Whole, reach: Reach): boolean {
  const accounts = accountsIn(whole, reach)
  return accounts.length === 0
    ? isOwn(actor, whole) || may(actor, 'publishing.write', {})
    : accounts.every(reach.mayWrite)
}

/** May write it and hand it in: its author, and whoever publishes on one of its accounts, also with the film channel among them. */
export function mayChangeIt(actor: Actor, whole: Whole, reach: Reach): boolean {
  if (mayWriteIt(actor, whole, reach)) return true
  const accounts = accountsIn(whole, reach)
  return (
    accounts.length > 0 &&
    accounts.every(reach.mayHandIn) &&
    (isOwn(actor, whole) || accounts.some(reach.mayWrite))
  )
}

/** @throws Stop('refused') as authorize does, naming nothing of it. */
const refuse = (actor: Actor, permission: 'publishing.read' | 'publishing.write', whole: Whole): void =>
  authorize(actor, permission, { ...(whole.places[0] && { accountId: whole.places[0].accountId }) })

export async function wholeOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  held = false,
): Promise<Whole> {
  const publication = await findPublication(tx, municipalityId, publicationId, held)
  if (!publication)
    throw new Stop(
      'notFound',
      'Inlägget finns inte. Det kan vara borttaget. Gå till Publicering och välj där.',
    )
  const ids = [publicationId]
  return {
    publication,
    places: await placesOf(tx, municipalityId, ids),
    media: await mediaOf(tx, municipalityId, ids),
  }
}

export interface Reached {
  readonly whole: Whole
  readonly reach: Reach
}

/** To be read. @throws Stop('notFound'), Stop('refused'). */
export async function readable(
  tx: Tx,
  actor: Actor,
  publicationId: PublicationId,
  now: Date,
): Promise<Reached> {
  const whole = await wholeOf(tx, actor.municipalityId, publicationId)
  const reach = await reachOf(tx, actor, now)
  if (!mayReadIt(actor, whole, reach)) refuse(actor, 'publishing.read', whole)
  return { whole, reach }
}

/** To be written or decided on, held until the transaction ends. @throws as readable. */
export async function writable(
  tx: Tx,
  actor: Actor,
  publicationId: PublicationId,
  now: Date,
  may: typeof mayWriteIt = mayWriteIt,
): Promise<Reached> {
  const whole = await wholeOf(tx, actor.municipalityId, publicationId, true)
  const reach = await reachOf(tx, actor, now)
  if (!may(actor, whole, reach))
    throw new Stop(
      'refused',
      'Du har inte behörighet att publicera på alla konton som inlägget gäller. Be den som ansvarar för kontot, eller kommunikationsavdelningen.',
    )
  return { whole, reach }
}

/** Each account of a publication with its platform. */
export async function placesInUse(
  tx: Tx,
  municipalityId: MunicipalityId,
  { platforms }: Around,
  { places }: Whole,
  accounts: ReadonlyMap<AccountId, Account>,
): Promise<PlaceInUse[]> {
  const decisions = await platformDecisions(tx, municipalityId)
  // In the order of the accounts, which is that of their names.
  return [...accounts.values()].flatMap((account) => {
    const place = places.find(({ accountId }) => accountId === account.accountId)
    if (!place) return []
    const platform = platformIn(platforms, account.platform)
    return [{ place, account, platform, isUsed: isAllowed(platform, decisions.get(platform.id)) }]
  })
}
