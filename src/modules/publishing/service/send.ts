import { systemActor } from '../../../access/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, type MunicipalityId, type PublicationId, turns } from '../../../kernel/index.ts'
import type { Failure, Outcome, Platform, Published, Publishing } from '../../../platforms/contract.ts'
import { type Account, connectionOf, freshenAccess, isUsed, requireAccount } from '../../accounts/index.ts'
import { audit } from '../../audit/index.ts'
import { mediaBytes, mediaPieces } from '../media-store.ts'
import { closedTo, digestOf, draftFor, filmOf, stateByPlaces, wayOn } from '../rules.ts'
import { addStep, movePlace, placesOf, stepsOf, updatePublication } from '../store.ts'
import type { Around, Media, Place, PlaceState, StepKind, Whole } from '../types.ts'
import { sealOutcome } from './freeze.ts'
import { addressesFor } from './share.ts'
import { tellAuthor } from './tell.ts'
import { wholeOf } from './whole.ts'

/** What is left to do after this run: nothing, or the same again at a time. */
export type Sent = { readonly again: Date } | undefined

/** One publication on its way out on one account. */
interface Order {
  readonly house: House
  readonly municipalityId: MunicipalityId
  readonly whole: Whole
  readonly place: Place
  readonly account: Account
  readonly platform: Platform
}

const lookAgainMilliseconds = 15_000
/** What has not come out so long after its time is not sent any more: it may be news of yesterday. */
const longestWait = 24 * 60 * 60_000
/** Each holds a piece of its film in memory, and a line, for minutes. One that comes beyond is sent when there is room. */
const filmsLeaving = turns(2)
/** Answers that were lost, one after another, before a person takes over. */
const mostLost = 5

/**
 * Job for an account whose publication is due. The words were sealed when they were approved. What may have left the
 * house before, in a run that was cut off or had no answer, is looked up before anything is sent.
 */
export async function sendTo(
  house: House,
  municipalityId: MunicipalityId,
  around: Around,
  publicationId: PublicationId,
  accountId: AccountId,
): Promise<Sent> {
  await freshenAccess(house, systemActor(municipalityId), around.platforms, accountId)
  const order = await load(house, municipalityId, around, publicationId, accountId)
  if (!order) return undefined
  const { platform, account, place } = order
  const { publishing } = platform
  const found = publishing && place.state !== 'chosen' ? await lookUp(order, publishing) : undefined
  if (found?.ok) return keep(order, found.value)
  if (found && found.error.kind !== 'gone') return stopped(order, found.error)
  const refusal = await refusalOf(order)
  if (refusal) return fail(order, refusal)
  if (!publishing || wayOn(account, platform) === 'byHand') return leaveToPerson(order)
  const isFilm = filmOf(order.whole.media) !== undefined
  if (isFilm && filmsLeaving.full)
    return { again: new Date(house.clock.now().getTime() + lookAgainMilliseconds) }
  const outcome = await (isFilm
    ? filmsLeaving.run(() => publish(order, publishing))
    : publish(order, publishing))
  return outcome.ok ? keep(order, outcome.value) : stopped(order, outcome.error)
}

function load(
  house: House,
  municipalityId: MunicipalityId,
  { platforms }: Around,
  publicationId: PublicationId,
  accountId: AccountId,
): Promise<Order | undefined> {
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const whole = await wholeOf(tx, municipalityId, publicationId)
    const place = whole.places.find((one) => one.accountId === accountId)
    const waits: readonly PlaceState[] = ['chosen', 'sent', 'unknown']
    if (whole.publication.state !== 'sending' || !place || !waits.includes(place.state)) return undefined
    const account = await requireAccount(tx, municipalityId, accountId)
    const platform = platforms.get(account.platform)
    return platform && { house, municipalityId, whole, place, account, platform }
  })
}

/** Why it is not sent after all, in Swedish; undefined when it is. */
async function refusalOf({ house, municipalityId, whole, account, platform }: Order) {
  if (digestOf(whole) !== whole.publication.approvedSha256)
    return 'Inlägget är inte längre det som godkändes.'
  const used = await withMunicipality(house.db, municipalityId, (tx) => isUsed(tx, municipalityId, platform))
  return closedTo(account, used)
}

/** That it leaves is kept before it leaves. */
async function publish(order: Order, publishing: Publishing): Promise<Outcome<Published>> {
  const { connection, draft } = await toSend(order)
  await move(order, 'sent', 'sent', '')
  return publishing.publish(connection, draft, order.place.recordId)
}

/**
 * It may be out already, whatever has happened since. Only when the platform says that it is not ('gone') is it sent
 * again, and never without end.
 */
async function lookUp(order: Order, publishing: Publishing): Promise<Outcome<Published>> {
  const { house, municipalityId, place } = order
  const { publicationId } = place
  const { connection, draft } = await toSend(order)
  const found = await publishing.findPublished(connection, place.recordId, draft)
  if (found.ok) return found
  const { kind, detail } = found.error
  if (kind !== 'gone') return kind === 'retryLater' ? found : refused('outcomeUnknown', detail)
  const lost = await withMunicipality(house.db, municipalityId, async (tx) => {
    await addStep(tx, municipalityId, publicationId, stepOf(order, 'lookedUp', ''))
    const steps = await stepsOf(tx, municipalityId, publicationId)
    return steps.filter((step) => step.kind === 'unknown' && step.accountId === place.accountId).length
  })
  return lost < mostLost
    ? found
    : refused('rejected', `Inlägget har skickats ${lost} gånger utan att synas på ${order.platform.name}.`)
}

const refused = (kind: 'rejected' | 'outcomeUnknown', detail: string): Outcome<never> => ({
  ok: false,
  error: { kind, detail },
})

async function toSend({ house, municipalityId, whole, place, account, platform }: Order) {
  const connection = await withMunicipality(house.db, municipalityId, (tx) =>
    connectionOf(house, tx, municipalityId, account),
  )
  const publicUrls = await addressesFor(house, municipalityId, account, whole.media)
  const bytes = new Map<string, Uint8Array>()
  for (const { mediaId, kind } of whole.media)
    if (kind !== 'film') bytes.set(mediaId, await mediaBytes(house, municipalityId, mediaId))
  const film = (media: Media) => mediaPieces(house, municipalityId, media)
  return { connection, draft: draftFor(whole, place, platform, { bytes, film, publicUrls }) }
}

const stepOf = ({ house, place }: Order, kind: StepKind, detail: string) => ({
  kind,
  accountId: place.accountId,
  at: house.clock.now(),
  staffId: null,
  detail,
})

const move = (order: Order, state: PlaceState, kind: StepKind, detail: string): Promise<void> =>
  withMunicipality(order.house.db, order.municipalityId, async (tx) => {
    await movePlace(tx, order.municipalityId, order.place, { state, detail })
    await addStep(tx, order.municipalityId, order.place.publicationId, stepOf(order, kind, detail))
  })

/** An account is done with, well or not: the publication is finished when all of them are published or left. */
export async function settle(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  now: Date,
): Promise<void> {
  const state = stateByPlaces(await placesOf(tx, municipalityId, [publicationId]))
  await updatePublication(tx, municipalityId, publicationId, { state, changedAt: now })
}

async function keep(order: Order, { platformId, permalink, answer }: Published): Promise<undefined> {
  const { house, municipalityId, place } = order
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    // Held, so that accounts that are done at the same moment see each other.
    await wholeOf(tx, municipalityId, place.publicationId, true)
    await sealOutcome(
      ...([house, tx, municipalityId, place] as const),
      { platformId, permalink, publishedAt: now.toISOString() },
      [
        { name: 'raw', mediaType: answer.mediaType, bytes: answer.bytes },
        { name: 'answer', mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(answer.answer)) },
      ],
    )
    await movePlace(tx, municipalityId, place, {
      ...{ state: 'published', detail: '', platformId, permalink: permalink ?? null, finishedAt: now },
    })
    await addStep(tx, municipalityId, place.publicationId, stepOf(order, 'published', ''))
    await settle(tx, municipalityId, place.publicationId, now)
    const about = { kind: 'publication', id: place.publicationId }
    await audit(
      tx,
      systemActor(municipalityId),
      'publishing.publish',
      about,
      { account: place.accountId },
      now,
    )
  })
  return undefined
}

/** The platform has not taken it: whether it is tried again, looked up, or left to a person. */
async function stopped(order: Order, failure: Failure): Promise<Sent> {
  const { house, whole, place } = order
  if (failure.kind === 'rejected' || failure.kind === 'reauthorise' || failure.kind === 'gone')
    return fail(order, failure.detail)
  const now = house.clock.now()
  const again = failure.kind === 'retryLater' ? failure.at : new Date(now.getTime() + lookAgainMilliseconds)
  const began = whole.publication.plannedAt ?? now
  if (failure.kind === 'retryLater' && again.getTime() - began.getTime() > longestWait)
    return fail(order, `${failure.detail} Vi har försökt i ett dygn och försöker inte mer.`)
  const isUnknown = failure.kind === 'outcomeUnknown'
  // What a platform puts off may be half done there: it is looked for before the next try.
  if (isUnknown || place.detail !== failure.detail)
    await move(order, isUnknown ? 'unknown' : 'sent', isUnknown ? 'unknown' : 'waits', failure.detail)
  return { again }
}

/** It is not published there, and a person is told. */
async function fail(order: Order, why: string): Promise<undefined> {
  const { house, municipalityId, whole, place, account } = order
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await wholeOf(tx, municipalityId, place.publicationId, true)
    await sealOutcome(house, tx, municipalityId, place, { refusedAt: now.toISOString(), refusal: why })
    await movePlace(tx, municipalityId, place, { state: 'failed', detail: why, finishedAt: now })
    await addStep(tx, municipalityId, place.publicationId, stepOf(order, 'failed', why))
    await settle(tx, municipalityId, place.publicationId, now)
    await tellAuthor(tx, municipalityId, whole, {
      thing: `failed/${place.accountId}/${now.toISOString()}`,
      subject: `Ett inlägg kom inte ut på ${account.name}`,
      line: 'Inlägget är inte publicerat där. Läs varför, och försök igen, publicera det för hand eller låt bli.',
      ...{ account, now },
    })
  })
  return undefined
}

/** The platform takes nothing from here: whoever wrote it is told that it is time. */
async function leaveToPerson(order: Order): Promise<undefined> {
  const { house, municipalityId, whole, place, account, platform } = order
  const now = house.clock.now()
  await withMunicipality(house.db, municipalityId, async (tx) => {
    await wholeOf(tx, municipalityId, place.publicationId, true)
    await movePlace(tx, municipalityId, place, { state: 'byHand' })
    await addStep(tx, municipalityId, place.publicationId, stepOf(order, 'byHand', ''))
    await settle(tx, municipalityId, place.publicationId, now)
    await tellAuthor(tx, municipalityId, whole, {
      thing: `byHand/${place.accountId}`,
      subject: `Dags att publicera på ${account.name}`,
      line: `${platform.name} tar inte emot inlägg härifrån. Öppna inlägget, följ stegen och klistra in länken när det ligger ute.`,
      ...{ account, now },
    })
  })
  return undefined
}
