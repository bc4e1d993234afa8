import { type Actor, authorize, may } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import {
  type Day,
  dayOf,
  type MunicipalityId,
  newId,
  type PublicationId,
  type RecordId,
  type StaffId,
  Stop,
} from '../../../kernel/index.ts'
import { acceptRecords, partBytes } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { staffNames } from '../../organisation/index.ts'
import { hold } from '../service/due.ts'
import { tellAuthor } from '../service/tell.ts'
import { reachOf, wholeOf } from '../service/whole.ts'
import { isShown, numberOf } from './rules.ts'
import { insertLicence, licencesOf, nextPlace, requireLicence, setWithdrawn, usesOf } from './store.ts'
import type { Licence, NewLicence, Use } from './types.ts'

/** Licences and consents belong to the municipality as a whole: a picture is used by more than one unit. */

export interface Paper {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

const part = 'paper'

/** Enters a licence or consent; the signed paper is sealed as a record under it. @throws Stop('invalid'). */
export async function registerLicence(
  house: House,
  actor: Actor,
  licence: NewLicence,
  paper: Paper | undefined,
): Promise<{ readonly licenceId: string; readonly number: string }> {
  authorize(actor, 'publishing.write')
  const { municipalityId, staffId = null } = actor
  const at = house.clock.now()
  const today = dayOf(at)
  if (licence.validUntil !== null && licence.validUntil < today)
    throw new Stop('invalid', 'Den sista dagen har redan varit.', { till: 'Välj en dag som kommer' })
  if (licence.named && licence.holder === '')
    throw new Stop('invalid', 'Det saknas vem som ska anges.', {
      upphov: 'Skriv vem som ska anges vid bilden',
    })
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const year = Number(today.slice(0, 4))
    const place = await nextPlace(tx, municipalityId, year)
    const number = numberOf({ year, place })
    const licenceId = newId()
    const recordId = paper
      ? await seal(house, tx, municipalityId, { ...licence, number, by: actor.name }, paper)
      : null
    await insertLicence(tx, municipalityId, {
      ...licence,
      ...{ licenceId, year, place, recordId, by: staffId, at },
    })
    await audit(tx, actor, 'licences.register', { kind: 'licence', id: licenceId }, { name: number }, at)
    return { licenceId, number }
  })
}

async function seal(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  about: NewLicence & { readonly number: string; readonly by: string },
  { bytes, mediaType }: Paper,
): Promise<RecordId> {
  const recordId = newId<RecordId>()
  const fields = {
    kind: 'pictureLicence',
    number: about.number,
    what: about.what,
    holder: about.holder || undefined,
    persons: about.persons,
    minors: about.minors,
    purpose: about.purpose,
    channels: about.channels,
    validUntil: about.validUntil ?? undefined,
    enteredBy: about.by,
  }
  await acceptRecords(house, tx, municipalityId, [
    { recordId, version: 1, type: recordTypes.collected, fields, parts: [{ name: part, mediaType, bytes }] },
  ])
  return recordId
}

export interface LicenceList {
  readonly licences: readonly Licence[]
  readonly names: ReadonlyMap<StaffId, string>
}

export async function readLicences(house: House, actor: Actor): Promise<LicenceList> {
  authorize(actor, 'licences.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const licences = await licencesOf(tx, municipalityId)
    const people = licences.flatMap(({ registeredBy }) => registeredBy ?? [])
    return { licences, names: await staffNames(tx, municipalityId, people) }
  })
}

export interface LicencePage {
  readonly licence: Licence
  /** As far as the actor may see. */
  readonly uses: readonly Use[]
  /** How many publications more there are, on accounts of others. */
  readonly elsewhere: number
  readonly names: ReadonlyMap<StaffId, string>
}

/** One of them, and everything that has been published or is planned under it. @throws Stop('notFound'). */
export async function readLicence(house: House, actor: Actor, licenceId: string): Promise<LicencePage> {
  authorize(actor, 'licences.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const licence = await requireLicence(tx, municipalityId, licenceId)
    const people = [licence.registeredBy, licence.withdrawn?.by].flatMap((id) => id ?? [])
    const { accounts, mayRead } = await reachOf(tx, actor, house.clock.now())
    const all = await usesOf(tx, municipalityId, licenceId)
    const uses = all.filter(({ accountId }) => {
      const account = accountId && accounts.get(accountId)
      return account ? mayRead(account) : may(actor, 'publishing.read', {})
    })
    const seen = new Set(uses.map(({ publicationId }) => publicationId))
    const unseen = all.filter(({ publicationId }) => !seen.has(publicationId))
    return {
      licence,
      uses,
      elsewhere: new Set(unseen.map(({ publicationId }) => publicationId)).size,
      names: await staffNames(tx, municipalityId, people),
    }
  })
}

/** The signed paper; that it was read is kept, for it names people. @throws Stop('notFound'). */
export async function readPaper(house: House, actor: Actor, licenceId: string): Promise<Paper> {
  authorize(actor, 'licences.read')
  const { municipalityId } = actor
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const { recordId, number } = await requireLicence(tx, municipalityId, licenceId)
    const paper =
      recordId && (await partBytes(house, tx, municipalityId, { recordId, version: 1, name: part }))
    if (!paper) throw new Stop('notFound', 'Det finns inget underskrivet papper till det här tillståndet.')
    const about = { kind: 'licence', id: licenceId }
    await audit(tx, actor, 'licences.readPaper', about, { name: number }, house.clock.now())
    return paper
  })
}

/**
 * Somebody has taken a consent back, or a licence has been called off. What is planned under it is held at once, and
 * whoever stands behind what is shown is told to take it down.
 * @throws Stop('invalid'), Stop('conflict'), Stop('notFound').
 */
export async function withdrawLicence(
  house: House,
  actor: Actor,
  licenceId: string,
  { on, why }: { readonly on: Day; readonly why: string },
): Promise<void> {
  authorize(actor, 'publishing.write')
  const { municipalityId, staffId = null } = actor
  const at = house.clock.now()
  if (on > dayOf(at))
    throw new Stop('invalid', 'Dagen har inte varit än.', { dag: 'Välj i dag eller en dag som har varit' })
  await withMunicipality(house.db, municipalityId, async (tx) => {
    const { number } = await requireLicence(tx, municipalityId, licenceId)
    if (!(await setWithdrawn(tx, municipalityId, licenceId, { on, why, by: staffId, at })))
      throw new Stop('conflict', 'Tillståndet är redan återkallat. Ladda om sidan.')
    await audit(
      tx,
      actor,
      'licences.withdraw',
      { kind: 'licence', id: licenceId },
      { name: number, day: on },
      at,
    )
    const uses = Map.groupBy(await usesOf(tx, municipalityId, licenceId), (use) => use.publicationId)
    for (const [publicationId, places] of uses)
      await stopUse(house, tx, municipalityId, publicationId, places, number)
  })
}

/** What is planned is held at once; what is shown already is for a person to take down. */
async function stopUse(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  places: readonly Use[],
  number: string,
): Promise<void> {
  const now = house.clock.now()
  const whole = await wholeOf(tx, municipalityId, publicationId, true)
  // What waits for approval is stopped by the checks, which whoever approves meets.
  if (whole.publication.state === 'planned')
    await hold(
      house,
      tx,
      municipalityId,
      whole,
      `Tillståndet ${number} är återkallat. Byt bilden, eller ta bort den.`,
      now,
    )
  if (places.some(isShown))
    await tellAuthor(tx, municipalityId, whole, {
      thing: `takeDown/${number}`,
      subject: 'Ta ner en bild',
      line: 'Tillståndet till en bild i ett publicerat inlägg är återkallat. Ta ner inlägget, eller byt bilden.',
      now,
    })
}
