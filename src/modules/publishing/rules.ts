import { createHash } from 'node:crypto'
import { canonicalText } from '../../evidence/index.ts'
import { dayOf, type StaffId } from '../../kernel/index.ts'
import type { Draft, Pieces, Platform } from '../../platforms/contract.ts'
import type { Account } from '../accounts/index.ts'
import { check, type Finding, type PictureToCheck, type ToCheck } from './checks/index.ts'
import type { Media, Place, Publication, PublicationState, Step, Whole } from './types.ts'

/** The words of an account: its own where it has any. */
export const textFor = ({ text }: Pick<Publication, 'text'>, { ownText }: Pick<Place, 'ownText'>): string =>
  ownText ?? text

/** SHA-256, in hex, of all that is approved together: words, places, files, what they show, and the time. */
export function digestOf({ publication, places, media }: Whole): string {
  const { title, text, link, plannedAt } = publication
  const frozen = {
    title,
    text,
    link,
    plannedAt: plannedAt?.toISOString() ?? '',
    places: places
      .map(({ accountId, ownText }) => [accountId, ownText ?? ''])
      .sort(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    media: media.map(({ kind, sha256, alt, name }) => [kind, sha256, alt, name]),
  }
  return createHash('sha256').update(canonicalText(frozen)).digest('hex')
}

/**
 * Whether somebody has had a hand in what it says: two who change each other's words do not approve each other's, since
 * what one wrote may stand in what the other sends.
 */
export const isByAuthor = (
  { askedBy }: Pick<Publication, 'askedBy'>,
  steps: readonly Pick<Step, 'kind' | 'staffId'>[],
  staffId: StaffId | undefined,
): boolean =>
  staffId !== undefined &&
  (askedBy === staffId ||
    steps.some((step) => step.staffId === staffId && (step.kind === 'written' || step.kind === 'changed')))

/** What it says may be changed; what waits or is approved is taken back first. */
export const isOpenToChange = ({ state }: Pick<Publication, 'state'>): boolean =>
  state === 'draft' || state === 'held'

/** Somebody waits for it or has approved it, and nothing has left the house: it can be taken back or called off. */
export const canBeStopped = ({ publication: { state, approvedAt }, places }: Whole): boolean =>
  (['waiting', 'planned', 'held'].includes(state) || (state === 'draft' && approvedAt !== null)) &&
  places.every((place) => place.state === 'chosen')

/** A draft that was never approved is no record yet. */
export const canBeThrownAway = ({ state, approvedAt }: Publication): boolean =>
  state === 'draft' && approvedAt === null

/** Whether an account is done with. */
export const isSettled = ({ state }: Pick<Place, 'state'>): boolean =>
  state === 'published' || state === 'left'

/** Where a publication whose time has come stands by its accounts. */
export const stateByPlaces = (places: readonly Pick<Place, 'state'>[]): PublicationState =>
  places.every(isSettled) ? 'finished' : 'sending'

/** Something of it needs a person: the platform said no, or it is to be done by hand. */
export const needsPerson = ({ publication, places }: Whole): boolean =>
  publication.state === 'held' || places.some(({ state }) => state === 'failed' || state === 'byHand')

/** How it is done on an account: by its platform's interface, or by a person. */
export const wayOn = (
  account: Pick<Account, 'connected'>,
  platform: Platform | undefined,
): 'automatic' | 'byHand' => (platform?.publishing && account.connected ? 'automatic' : 'byHand')

/** Why nothing is published on an account now, in Swedish; undefined when it can be. */
export function closedTo(account: Account, isUsed: boolean): string | undefined {
  if (account.state === 'closed') return `${account.name} är avslutat.`
  if (account.paused) return `${account.name} är pausat: ${account.paused.reason}`
  return isUsed ? undefined : `Kommunen använder inte plattformen som ${account.name} finns på.`
}

export const picturesOf = (media: readonly Media[]): Media[] => media.filter(({ kind }) => kind === 'picture')
export const filmOf = (media: readonly Media[]): Media | undefined =>
  media.find(({ kind }) => kind === 'film')
export const thumbnailOf = (media: readonly Media[]): Media | undefined =>
  media.find(({ kind }) => kind === 'thumbnail')
/** What is shown under a licence or consent. */
export const shownIn = (media: readonly Media[]): Media[] =>
  media.filter(({ kind }) => kind === 'picture' || kind === 'thumbnail')
export const captionsOf = (media: readonly Media[]): Media | undefined =>
  media.find(({ kind }) => kind === 'captions')

/** What the checks go by beside the publication itself. */
export interface Conditions extends Required<Pick<ToCheck, 'websiteHosts' | 'licenceRequired'>> {
  /** The municipality's common film channel. */
  readonly filmChannel: Account | undefined
}

const pictureToCheck = ({ name, alt, licence }: Media): PictureToCheck => ({
  name,
  alt,
  ...(licence && { licence }),
})

/** What stands on one account, as the checks read it. */
function toCheck(
  { publication, media }: Whole,
  place: Place,
  platform: Platform,
  { websiteHosts, licenceRequired }: Conditions,
  now: Date,
): ToCheck {
  const { title, link } = publication
  const thumbnail = thumbnailOf(media)
  return {
    ...(title && { title }),
    text: textFor(publication, place),
    ...(link && { link }),
    pictures: picturesOf(media).map(pictureToCheck),
    ...(filmOf(media) && {
      video: {
        captions: captionsOf(media) !== undefined,
        ...(thumbnail && { thumbnail: pictureToCheck(thumbnail) }),
      },
    }),
    platform,
    ...{ websiteHosts, licenceRequired },
    // What is planned is shown on its day.
    today: dayOf(publication.plannedAt && publication.plannedAt > now ? publication.plannedAt : now),
  }
}

/** A finding with the accounts it is about; none: it is about the publication as a whole. */
export interface Found extends Finding {
  readonly accounts: readonly string[]
}

export interface PlaceInUse {
  readonly place: Place
  readonly account: Account
  readonly platform: Platform
  /** The municipality uses the platform. */
  readonly isUsed: boolean
}

const weights = ['stops', 'warns', 'fine'] as const

/** What the checks say of a publication, what stops it first; the same about several accounts is said once. */
export function findingsOf(
  whole: Whole,
  places: readonly PlaceInUse[],
  conditions: Conditions,
  now: Date,
): Found[] {
  const all = new Map<string, Found>()
  const add = (finding: Finding, account?: string) => {
    const key = `${finding.code}/${finding.says}/${finding.todo ?? ''}`
    const before = all.get(key)
    const accounts = [...(before?.accounts ?? []), ...(account ? [account] : [])]
    all.set(key, { ...finding, accounts })
  }
  for (const finding of ownFindings(whole, places, now)) add(finding)
  for (const finding of filmFindings(whole, conditions)) add(finding)
  for (const { place, account, platform } of places) {
    const found = check(toCheck(whole, place, platform, conditions, now))
    for (const finding of found) add(finding, account.name)
  }
  return [...all.values()].sort((a, b) => weights.indexOf(a.weight) - weights.indexOf(b.weight))
}

/** What no platform is needed to say. */
function ownFindings(
  { publication, places }: Whole,
  inUse: readonly PlaceInUse[],
  now: Date,
): readonly Finding[] {
  const stops = (code: string, says: string, todo: string): Finding => ({ code, weight: 'stops', says, todo })
  const closed = inUse.flatMap(({ account, isUsed }) => closedTo(account, isUsed) ?? [])
  const { plannedAt, state } = publication
  const isLate = plannedAt !== null && plannedAt < now && ['draft', 'held', 'waiting'].includes(state)
  const late: Finding =
    state === 'waiting'
      ? {
          code: 'late',
          weight: 'warns',
          says: 'Tiden har redan varit',
          todo: 'Godkänns det nu går det ut genast.',
        }
      : stops('late', 'Tiden har redan varit', 'Välj en senare tid, eller ta bort tiden.')
  return [
    ...(places.length === 0 ? [stops('noAccount', 'Inget konto är valt', 'Välj var inlägget ska ut.')] : []),
    ...(publication.text.trim() === ''
      ? [stops('noText', 'Texten saknas', 'Skriv vad inlägget ska säga.')]
      : []),
    ...(isLate ? [late] : []),
    ...closed.map((why) => stops('closed', why, 'Ta bort kontot.')),
  ]
}

/** C8: the municipality's films stand together on its film channel. */
function filmFindings({ places, media }: Whole, { filmChannel }: Conditions): readonly Finding[] {
  if (!filmChannel || !filmOf(media)) return []
  if (places.some(({ accountId }) => accountId === filmChannel.accountId)) return []
  return [
    {
      code: 'notFilmChannel',
      weight: 'warns',
      says: `Filmen läggs inte på ${filmChannel.name}`,
      todo: `Kommunens filmer samlas där. Välj ${filmChannel.name}, om filmen inte bara är för stunden.`,
    },
  ]
}

export const stopsIn = <One extends Finding>(findings: readonly One[]): One[] =>
  findings.filter(({ weight }) => weight === 'stops')

/** The files of a publication by their ids: a film to be read as it is sent, the rest as it is. */
export interface Contents {
  readonly bytes: ReadonlyMap<string, Uint8Array>
  readonly film: (film: Media) => Pieces
  /** Where a platform itself can fetch them. */
  readonly publicUrls: ReadonlyMap<string, string>
}

/** What the platform is handed. */
export function draftFor(
  { publication, media }: Whole,
  place: Place,
  { publishing }: Pick<Platform, 'publishing'>,
  contents: Contents,
): Draft {
  const { title, link } = publication
  const urlOf = ({ mediaId }: Media) => {
    const publicUrl = contents.publicUrls.get(mediaId)
    return publicUrl === undefined ? {} : { publicUrl }
  }
  const fileOf = (file: Media) => {
    const bytes = contents.bytes.get(file.mediaId)
    if (!bytes) throw new Error(`no bytes of ${file.mediaId}`)
    return { bytes, mediaType: file.mediaType, ...urlOf(file) }
  }
  const film = filmOf(media)
  const captions = captionsOf(media)
  const thumbnail = publishing?.limits.thumbnail && thumbnailOf(media)
  return {
    ...(title && { title }),
    text: textFor(publication, place),
    ...(link && { link }),
    images: picturesOf(media).map((picture) => ({ ...fileOf(picture), alt: picture.alt })),
    ...(film && {
      video: {
        ...{ mediaType: film.mediaType, ...contents.film(film), ...urlOf(film) },
        ...(thumbnail && { thumbnail: fileOf(thumbnail) }),
        ...(captions && { captions: { bytes: fileOf(captions).bytes, ...captionsType(captions), language } }),
      },
    }),
    language,
  }
}

const language = 'sv'

const captionsType = ({ mediaType }: Media): { readonly mediaType: 'text/vtt' | 'application/x-subrip' } => ({
  mediaType: mediaType === 'text/vtt' ? 'text/vtt' : 'application/x-subrip',
})
