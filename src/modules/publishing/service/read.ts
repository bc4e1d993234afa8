import { type Actor, authorize, may, scopeOf } from '../../../access/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, dayOf, type PublicationId, type StaffId, Stop } from '../../../kernel/index.ts'
import type { Pieces } from '../../../platforms/contract.ts'
import { type Account, listAccounts } from '../../accounts/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { activeLicences } from '../licences/store.ts'
import type { Licence } from '../licences/types.ts'
import { mediaOf, mediaPieces } from '../media-store.ts'
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
import {
  accountsIn,
  mayChangeIt,
  mayReadIt,
  mayWriteIt,
  placesInUse,
  type Reach,
  reachOf,
  readable,
} from './whole.ts'

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
    const reach = await reachOf(tx, actor, house.clock.now())
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

/** Accounts that can be chosen. */
export interface AccountChoices {
  readonly choices: readonly Account[]
  /** The one of them that films are handed in to, where the one who writes may not publish on it. */
  readonly handedIn: Account | undefined
}

export interface Opened extends AccountChoices {
  readonly whole: Whole
  readonly inUse: readonly PlaceInUse[]
  readonly findings: readonly Found[]
  readonly steps: readonly Step[]
  readonly names: ReadonlyMap<StaffId, string>
  /** Licences and consents that can be chosen for a picture. */
  readonly licences: readonly Licence[]
  readonly needsSecond: boolean
  readonly can: {
    readonly change: boolean
    readonly approve: boolean
    /** It waits, and the one who looks has written it: somebody else must approve. */
    readonly waitsForOther: boolean
    readonly takeBack: boolean
    /** On which accounts something is left for the one who looks. */
    readonly finish: readonly AccountId[]
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
    const { whole, reach } = await readable(tx, actor, publicationId, now)
    const inUse = await placesInUse(tx, municipalityId, around, whole, reach.accounts)
    const steps = await stepsOf(tx, municipalityId, publicationId)
    const { publication } = whole
    const mayChange = mayChangeIt(actor, whole, reach)
    const people = [...steps.map((step) => step.staffId), publication.approvedBy].filter((id) => id !== null)
    const waits = publication.state === 'waiting'
    return {
      whole,
      inUse,
      findings: findingsOf(whole, inUse, await conditionsOf(tx, municipalityId, around, now, reach), now),
      steps,
      names: await staffNames(tx, municipalityId, people),
      licences: await activeLicences(tx, municipalityId, dayOf(now)),
      ...choicesOf(reach),
      needsSecond: !mayWriteIt(actor, whole, reach) || (await needsSecond(tx, actor, now)),
      can: {
        change: mayChange && isOpenToChange(publication),
        approve: mayWriteIt(actor, whole, reach) && waits && !isByAuthor(publication, steps, staffId),
        waitsForOther: waits && isByAuthor(publication, steps, staffId),
        takeBack: mayChange && canBeStopped(whole),
        finish:
          mayChange && publication.state === 'sending'
            ? accountsIn(whole, reach)
                .filter(reach.mayWrite)
                .map(({ accountId }) => accountId)
            : [],
      },
    }
  })
}

function choicesOf({ accounts, filmChannel, mayWrite, mayHandIn }: Reach): AccountChoices {
  const isOpen = (account: Account) => account.state === 'active' && !account.paused && mayHandIn(account)
  return {
    choices: [...accounts.values()].filter(isOpen),
    handedIn: filmChannel && isOpen(filmChannel) && !mayWrite(filmChannel) ? filmChannel : undefined,
  }
}

/** Accounts that a new publication can be on. */
export async function accountChoices(house: House, actor: Actor): Promise<AccountChoices> {
  authorize(actor, 'publishing.write')
  return withMunicipality(house.db, actor.municipalityId, async (tx) =>
    choicesOf(await reachOf(tx, actor, house.clock.now())),
  )
}

/** A file of a publication, read as it is sent. @throws Stop('notFound'), Stop('refused'). */
export async function readMedia(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  mediaId: string,
): Promise<Pieces & { readonly mediaType: string }> {
  authorize(actor, 'publishing.read')
  const { municipalityId } = actor
  const file = await withMunicipality(house.db, municipalityId, async (tx) => {
    const { whole } = await readable(tx, actor, publicationId, house.clock.now())
    return whole.media.find((one) => one.mediaId === mediaId)
  })
  if (!file) throw new Stop('notFound', 'Filen finns inte längre i inlägget. Gå tillbaka till inlägget.')
  return { ...mediaPieces(house, municipalityId, file), mediaType: file.mediaType }
}

/** The link of a publication, '' where it has none. @throws Stop('notFound'), Stop('refused'). */
export async function readLink(house: House, actor: Actor, publicationId: PublicationId): Promise<string> {
  authorize(actor, 'publishing.read')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const { whole } = await readable(tx, actor, publicationId, house.clock.now())
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
