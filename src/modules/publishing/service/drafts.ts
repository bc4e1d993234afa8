import { type Actor, authorize } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  type AccountId,
  newId,
  numberText,
  type PublicationId,
  type RecordId,
  Stop,
} from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { requireLicence, setPictureLicence } from '../licences/store.ts'
import { addMedia, describeMedia, forgetBytes, removeMedia } from '../media-store.ts'
import { canBeStopped, canBeThrownAway, isOpenToChange, shownIn } from '../rules.ts'
import {
  addStep,
  deletePublication,
  insertPublication,
  placesOf,
  updatePublication,
  writePlaces,
} from '../store.ts'
import type { Content, NewMedia, Place, Publication, Step, StepKind, Whole } from '../types.ts'
import { sealOutcome } from './freeze.ts'
import { mayChangeIt, type Reach, reachOf, writable } from './whole.ts'

/** Writing: until it is approved a publication is changed as often as its authors like. */

export const stepBy = (house: House, actor: Actor, kind: StepKind, detail = ''): Step => ({
  kind,
  accountId: null,
  at: house.clock.now(),
  staffId: actor.staffId ?? null,
  detail,
})

const longest = { title: 200, text: 65_000, link: 2_000 }

export interface NewPublication {
  readonly title?: string
  readonly text: string
  readonly link?: string
  /** The news it is drafted from. */
  readonly origin?: { readonly url: string; readonly title: string }
  readonly accounts: readonly AccountId[]
}

/** A new draft. @throws Stop('refused') for an account where the actor may not publish. */
export async function startPublication(
  house: House,
  actor: Actor,
  draft: NewPublication,
): Promise<PublicationId> {
  authorize(actor, 'publishing.write')
  return withMunicipality(house.db, actor.municipalityId, (tx) => startIn(house, tx, actor, draft))
}

/** The same, in the transaction of what it is drafted from. */
export async function startIn(
  house: House,
  tx: Tx,
  actor: Actor,
  { title = '', text, link = '', origin, accounts }: NewPublication,
): Promise<PublicationId> {
  const { municipalityId, staffId } = actor
  const publicationId = newId<PublicationId>()
  const now = house.clock.now()
  const reach = await reachOf(tx, actor, now)
  const written = { ...checkedWords({ title, text, link }), plannedAt: null }
  await insertPublication(tx, municipalityId, {
    ...{ publicationId, origin: origin ?? null, createdBy: staffId ?? null, createdAt: now },
    ...written,
  })
  const chosen = accounts.map((accountId) => ({ accountId, ownText: null }))
  await writePlaces(tx, municipalityId, publicationId, newPlaces(reach, chosen, []))
  await addStep(tx, municipalityId, publicationId, stepBy(house, actor, 'written'))
  await audit(tx, actor, 'publishing.write', { kind: 'publication', id: publicationId }, {}, now)
  return publicationId
}

type Chosen = Pick<Place, 'accountId' | 'ownText'>

/** What the form of a draft holds. */
export interface Written extends Content {
  /** Which version the form was drawn from. */
  readonly version: number
  readonly places: readonly Chosen[]
  /** By the id of the picture. */
  readonly alts: ReadonlyMap<string, string>
  /** The licence it is used under, by the id of the picture; null: none. */
  readonly licences: ReadonlyMap<string, string | null>
  readonly removed: readonly string[]
  readonly added: readonly NewMedia[]
}

/** A new draft with all that its form holds: the whole of it, or nothing. @throws Stop. */
export async function startWritten(
  house: House,
  actor: Actor,
  written: Omit<Written, 'version'>,
): Promise<PublicationId> {
  authorize(actor, 'publishing.write')
  return withMunicipality(house.db, actor.municipalityId, async (tx) => {
    const { title, text, link, places } = written
    const accounts = places.map(({ accountId }) => accountId)
    const publicationId = await startIn(house, tx, actor, { title, text, link, accounts })
    await saveIn(house, tx, actor, publicationId, { ...written, version: 1 }, false)
    return publicationId
  })
}

/** Keeps what has been written; an approval that there was no longer counts. @throws Stop. */
export async function saveDraft(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  written: Written,
): Promise<void> {
  authorize(actor, 'publishing.write')
  const { municipalityId } = actor
  const gone = await withMunicipality(house.db, municipalityId, (tx) =>
    saveIn(house, tx, actor, publicationId, written),
  )
  for (const mediaId of gone) await forgetBytes(house, municipalityId, mediaId)
}

/** @returns the files whose bytes are to be forgotten when the change is kept. */
async function saveIn(
  house: House,
  tx: Tx,
  actor: Actor,
  publicationId: PublicationId,
  written: Written,
  isChange = true,
): Promise<string[]> {
  const { municipalityId } = actor
  const now = house.clock.now()
  const { whole, reach } = await writable(tx, actor, publicationId, now, mayChangeIt)
  requireOpen(whole.publication, written.version)
  const { title, text, link } = checkedWords(written)
  const places = newPlaces(reach, written.places, whole.places)
  const removed = await changeMedia(house, tx, actor, whole, written)
  await writePlaces(tx, municipalityId, publicationId, places)
  await updatePublication(tx, municipalityId, publicationId, {
    ...{ title, text, link, plannedAt: written.plannedAt },
    ...{ state: 'draft', detail: '', version: whole.publication.version + 1, askedBy: null },
    ...{ changedBy: actor.staffId ?? null, changedAt: now, approvedSha256: null },
  })
  if (isChange) {
    await addStep(tx, municipalityId, publicationId, stepBy(house, actor, 'changed'))
    await audit(tx, actor, 'publishing.write', { kind: 'publication', id: publicationId }, {}, now)
  }
  return removed
}

/** @throws Stop('conflict') when it may not be changed, or was changed by somebody else meanwhile. */
export function requireOpen(publication: Publication, version: number): void {
  if (!isOpenToChange(publication))
    throw new Stop(
      'conflict',
      'Inlägget väntar eller är godkänt, och kan inte ändras som det står. Välj Ändra inlägget, så behöver det godkännas igen.',
    )
  if (publication.version !== version)
    throw new Stop(
      'conflict',
      'Någon annan har ändrat inlägget sedan du öppnade det. Kopiera det du skrev, ladda om sidan och gör ändringen igen.',
    )
}

function checkedWords(written: Pick<Content, 'title' | 'text' | 'link'>): Omit<Content, 'plannedAt'> {
  const words = { title: written.title.trim(), text: written.text.trim(), link: written.link.trim() }
  const field = (Object.keys(longest) as (keyof typeof longest)[]).find(
    (name) => words[name].length > longest[name],
  )
  if (field)
    throw new Stop('invalid', 'Något är för långt. Korta det och spara igen.', {
      [field]: `Skriv högst ${numberText(longest[field])} tecken`,
    })
  if (words.link && !(URL.canParse(words.link) && /^https?:$/.test(new URL(words.link).protocol)))
    throw new Stop('invalid', 'Länken är ingen webbadress. Rätta den och spara igen.', {
      link: 'Kopiera länken från webbläsaren, med https framför',
    })
  return words
}

/** Places keep their record while they stay; those that are new are within reach. */
function newPlaces(reach: Reach, chosen: readonly Chosen[], before: readonly Place[]) {
  const kept = new Map(before.map((one) => [one.accountId, one.recordId]))
  return chosen.map(({ accountId, ownText }) => {
    const account = reach.accounts.get(accountId)
    if (!account || !reach.mayHandIn(account))
      throw new Stop(
        'refused',
        'Du har inte behörighet att publicera på ett av kontona du valde. Be den som ansvarar för kontot, eller kommunikationsavdelningen.',
      )
    return {
      accountId,
      recordId: kept.get(accountId) ?? newId<RecordId>(),
      ownText: ownText?.trim().slice(0, longest.text) || null,
    }
  })
}

const mostPictures = 10

/** @returns the files whose bytes are to be forgotten when the change is kept. */
async function changeMedia(
  house: House,
  tx: Tx,
  { municipalityId }: Actor,
  { publication, media }: Whole,
  { alts, licences, removed, added }: Written,
): Promise<string[]> {
  const stays = media.filter(({ mediaId }) => !removed.includes(mediaId))
  const goes = media.filter(({ mediaId }) => removed.includes(mediaId))
  refuseTogether([...stays, ...added])
  for (const { mediaId } of goes) await removeMedia(tx, municipalityId, mediaId)
  for (const { mediaId, alt, licence } of shownIn(stays)) {
    const chosen = licences.get(mediaId)
    if (chosen !== undefined && chosen !== (licence?.licenceId ?? null)) {
      if (chosen !== null) await requireLicence(tx, municipalityId, chosen)
      await setPictureLicence(tx, municipalityId, mediaId, chosen)
    }
    const text = alts.get(mediaId)?.trim().slice(0, 2_000)
    if (text !== undefined && text !== alt) await describeMedia(tx, municipalityId, mediaId, text)
  }
  let place = media.length
  for (const file of added) {
    await addMedia(house, tx, municipalityId, publication.publicationId, place, file)
    place += 1
  }
  return goes.map(({ mediaId }) => mediaId)
}

/** No platform takes everything together: pictures, or a film with its captions and its thumbnail. */
function refuseTogether(media: readonly Pick<NewMedia, 'kind'>[]): void {
  const count = (kind: NewMedia['kind']) => media.filter((one) => one.kind === kind).length
  const fault =
    (count('picture') > mostPictures && `Välj högst ${mostPictures} bilder`) ||
    (count('film') > 1 && 'Välj en film. Ta bort den som finns om du vill byta') ||
    (count('captions') > 1 && 'Välj en fil med undertexter. Ta bort den som finns om du vill byta') ||
    (count('picture') > 0 && count('film') > 0 && 'Välj antingen bilder eller en film, inte båda') ||
    (count('thumbnail') > 1 && 'Välj en omslagsbild. Ta bort den som finns om du vill byta') ||
    (count('thumbnail') > 0 && count('film') === 0 && 'Omslagsbilden hör till en film. Välj filmen också') ||
    (count('captions') > 0 && count('film') === 0 && 'Undertexterna hör till en film. Välj filmen också')
  if (fault) throw new Stop('invalid', `${fault}. Inget har sparats.`, { filer: fault })
}

/** Nothing has left the house: it becomes a draft again, or is called off, and an approval no longer counts. */
export async function takeBack(
  house: House,
  actor: Actor,
  publicationId: PublicationId,
  to: 'draft' | 'cancelled',
): Promise<void> {
  authorize(actor, 'publishing.write')
  const { municipalityId } = actor
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const { whole } = await writable(tx, actor, publicationId, now, mayChangeIt)
    const places = await placesOf(tx, municipalityId, [publicationId])
    if (!canBeStopped({ ...whole, places }))
      throw new Stop(
        'conflict',
        'Inlägget är redan på väg ut och går inte att stoppa här. Se hur det gick på sidan, och ta bort det på plattformen om det behövs.',
      )
    const { approvedAt, plannedAt } = whole.publication
    if (approvedAt)
      for (const place of places)
        await sealOutcome(house, tx, municipalityId, place, {
          takenBackBy: actor.name,
          takenBackAt: now.toISOString(),
        })
    await updatePublication(tx, municipalityId, publicationId, {
      ...{ state: to, detail: '', version: whole.publication.version + 1, askedBy: null },
      // What was to leave at once has no time of its own.
      ...(plannedAt && plannedAt <= now && { plannedAt: null }),
      ...{ approvedBy: null, approvedAt: null, approvedSha256: null, changedAt: now },
    })
    const kind = to === 'draft' ? 'takenBack' : 'cancelled'
    await addStep(tx, municipalityId, publicationId, stepBy(house, actor, kind))
    await audit(tx, actor, `publishing.${kind}`, { kind: 'publication', id: publicationId }, {}, now)
  })
}

/** Throws a draft away that nobody has approved: it was never a record. */
export async function throwAway(house: House, actor: Actor, publicationId: PublicationId): Promise<void> {
  authorize(actor, 'publishing.write')
  const { municipalityId } = actor
  const media = await withMunicipality(house.db, municipalityId, async (tx) => {
    const now = house.clock.now()
    const { whole } = await writable(tx, actor, publicationId, now, mayChangeIt)
    if (!canBeThrownAway(whole.publication))
      throw new Stop('conflict', 'Inlägget är inget utkast längre, så det kan inte kastas. Ladda om sidan.')
    await deletePublication(tx, municipalityId, publicationId)
    const about = { kind: 'publication', id: publicationId }
    await audit(tx, actor, 'publishing.throwAway', about, {}, now)
    return whole.media
  })
  for (const { mediaId } of media) await forgetBytes(house, municipalityId, mediaId)
}
