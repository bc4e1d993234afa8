import { type Actor, authorize, may, scopeOf } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { dayOf, type PublicationId, type StaffId, Stop } from '../../../kernel/index.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { activeLicences } from '../licences/store.ts'
import type { Licence } from '../licences/types.ts'
import { mediaBytes, mediaOf } from '../media-store.ts'
import {
  canBeStopped,
  type Found,
  findingsOf,
  isByAuthor,
  isOpenToChange,
  type PlaceInUse,
} from '../rules.ts'
import { countWaiting, placesOf, publicationsSince, stepsOf } from '../store.ts'
import type { Around, Publication, Step, Whole } from '../types.ts'
import { needsSecond } from './approve.ts'
import { conditionsOf } from './conditions.ts'
import { accountsIn, mayReadIt, mayWriteIt, placesInUse, reachOf, readable } from './whole.ts'

/** A publication in a list. */
export interface Listed {
  readonly whole: Whole
  readonly accounts: readonly Account[]
  readonly by: string
}

export interface PublicationList {
  readonly listed: readonly Listed[]
  readonly mayWrite: boolean
}

/** What is being written, waits, is planned, and what was sent or changed since; as far as the actor may see. */
export async function listPublications(house: House, actor: Actor, since: Date): Promise<PublicationList> {
  authorize(actor, 'publishing.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const reach = await reachOf(tx, actor)
    const publications = await publicationsSince(tx, municipalityId, since)
    const ids = publications.map(({ publicationId }) => publicationId)
    const places = Map.groupBy(await placesOf(tx, municipalityId, ids), (one) => one.publicationId)
    const media = Map.groupBy(await mediaOf(tx, municipalityId, ids), (one) => one.publicationId)
    const wholes = publications
      .map((publication): Whole => {
        const { publicationId: id } = publication
        return { publication, places: places.get(id) ?? [], media: media.get(id) ?? [] }
      })
      .filter((whole) => mayReadIt(actor, whole, reach))
    const names = await staffNames(
      tx,
      municipalityId,
      wholes.flatMap(({ publication }) => writerOf(publication) ?? []),
    )
    return {
      mayWrite: [...reach.accounts.values()].some(reach.mayWrite),
      listed: wholes.map((whole) => ({
        whole,
        accounts: accountsIn(whole, reach),
        by: names.get(writerOf(whole.publication) ?? ('' as StaffId)) ?? 'Uppsikt',
      })),
    }
  })
}

const writerOf = ({ askedBy, changedBy, createdBy }: Publication): StaffId | null =>
  askedBy ?? changedBy ?? createdBy

export interface Opened {
  readonly whole: Whole
  readonly inUse: readonly PlaceInUse[]
  readonly findings: readonly Found[]
  readonly steps: readonly Step[]
  readonly names: ReadonlyMap<StaffId, string>
  /** Licences and consents that can be chosen for a picture. */
  readonly licences: readonly Licence[]
  /** Accounts that can be chosen. */
  readonly choices: readonly Account[]
  readonly needsSecond: boolean
  readonly can: {
    readonly change: boolean
    readonly approve: boolean
    /** It waits, and the one who looks has written it: somebody else must approve. */
    readonly waitsForOther: boolean
    readonly takeBack: boolean
    readonly finish: boolean
  }
}

/** One publication: what it says, what stops it, what will happen or has happened. @throws Stop. */
export async function openPublication(
  house: House,
  actor: Actor,
  around: Around,
  publicationId: PublicationId,
): Promise<Opened> {
  authorize(actor, 'publishing.read')
  const { municipalityId, staffId } = actor
  const now = house.clock.now()
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const { whole, reach } = await readable(tx, actor, publicationId)
    const inUse = await placesInUse(tx, municipalityId, around, whole, reach.accounts)
    const steps = await stepsOf(tx, municipalityId, publicationId)
    const { publication } = whole
    const mayWrite = mayWriteIt(actor, whole, reach)
    const people = [...steps.map((step) => step.staffId), publication.approvedBy].filter((id) => id !== null)
    const waits = publication.state === 'waiting'
    return {
      whole,
      inUse,
      findings: findingsOf(whole, inUse, await conditionsOf(tx, municipalityId, around, now), now),
      steps,
      names: await staffNames(tx, municipalityId, people),
      licences: await activeLicences(tx, municipalityId, dayOf(now)),
      choices: choicesOf([...reach.accounts.values()], reach.mayWrite),
      needsSecond: await needsSecond(tx, actor, now),
      can: {
        change: mayWrite && isOpenToChange(publication),
        approve: mayWrite && waits && !isByAuthor(publication, steps, staffId),
        waitsForOther: waits && isByAuthor(publication, steps, staffId),
        takeBack: mayWrite && canBeStopped(whole),
        finish: mayWrite && publication.state === 'sending',
      },
    }
  })
}

const choicesOf = (accounts: readonly Account[], mayWrite: (account: Account) => boolean): Account[] =>
  accounts.filter((account) => account.state === 'active' && !account.paused && mayWrite(account))

/** Accounts that a new publication can be on. */
export async function accountChoices(house: House, actor: Actor): Promise<readonly Account[]> {
  authorize(actor, 'publishing.write')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const reach = await reachOf(tx, actor)
    return choicesOf([...reach.accounts.values()], reach.mayWrite)
  })
}

/** The bytes of a file of a publication. @throws Stop('notFound'), Stop('refused'). */
export async function readMedia(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  mediaId: string,
): Promise<{ readonly bytes: Buffer; readonly mediaType: string }> {
  authorize(actor, 'publishing.read')
  const { municipalityId } = actor
  const file = await withMunicipality(house.db, municipalityId, async (tx) => {
    const { whole } = await readable(tx, actor, publicationId)
    return whole.media.find((one) => one.mediaId === mediaId)
  })
  if (!file) throw new Stop('notFound', 'Filen finns inte längre i inlägget. Gå tillbaka till inlägget.')
  return { bytes: await mediaBytes(house, municipalityId, mediaId), mediaType: file.mediaType }
}

/** The link of a publication, '' where it has none. @throws Stop('notFound'), Stop('refused'). */
export async function readLink(house: House, actor: Actor, publicationId: PublicationId): Promise<string> {
  authorize(actor, 'publishing.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const { whole } = await readable(tx, actor, publicationId)
    return whole.publication.link
  })
}

/** How many wait for somebody to approve them, on the accounts that the actor may publish on. */
export async function waitingPublications(house: House, actor: Actor): Promise<number> {
  authorize(actor, 'publishing.write')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    if (scopeOf(actor, 'publishing.write').kind === 'all') return countWaiting(tx, municipalityId, null)
    const accounts = await listAccounts(tx, municipalityId)
    const within = accounts.filter((account) => may(actor, 'publishing.write', account))
    return countWaiting(
      tx,
      municipalityId,
      within.map(({ accountId }) => accountId),
    )
  })
}
