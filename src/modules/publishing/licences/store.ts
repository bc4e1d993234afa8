import { sql } from 'kysely'
import type { Tx } from '../../../infra/db/index.ts'
import {
  type AccountId,
  type Day,
  type MunicipalityId,
  type PublicationId,
  type RecordId,
  type StaffId,
  Stop,
} from '../../../kernel/index.ts'
import { numberOf } from './rules.ts'
import type { Licence, NewLicence, Use } from './types.ts'

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx.selectFrom('picture_licence').selectAll().where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toLicence = (row: Row): Licence => ({
  licenceId: row.licence_id,
  number: numberOf(row),
  what: row.what,
  holder: row.holder,
  named: row.named,
  persons: row.persons,
  minors: row.minors,
  purpose: row.purpose,
  channels: row.channels,
  validUntil: row.valid_until,
  recordId: row.record_id,
  registeredBy: row.registered_by,
  registeredAt: row.registered_at,
  withdrawn:
    row.withdrawn_on === null ? null : { on: row.withdrawn_on, why: row.withdrawn_why, by: row.withdrawn_by },
})

/** All of them, the newest first. */
export async function licencesOf(tx: Tx, municipalityId: MunicipalityId): Promise<Licence[]> {
  const rows = await select(tx, municipalityId).orderBy('year', 'desc').orderBy('place', 'desc').execute()
  return rows.map(toLicence)
}

async function licenceOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  licenceId: string,
): Promise<Licence | undefined> {
  const row = await select(tx, municipalityId).where('licence_id', '=', licenceId).executeTakeFirst()
  return row && toLicence(row)
}

/** @throws Stop('notFound'). */
export async function requireLicence(
  tx: Tx,
  municipalityId: MunicipalityId,
  licenceId: string,
): Promise<Licence> {
  const licence = await licenceOf(tx, municipalityId, licenceId)
  if (!licence) throw new Stop('notFound', 'Tillståndet finns inte. Gå tillbaka till listan och välj där.')
  return licence
}

/** Those that a picture can be used under on a day, the newest first. */
export async function activeLicences(tx: Tx, municipalityId: MunicipalityId, today: Day): Promise<Licence[]> {
  const rows = await select(tx, municipalityId)
    .where('withdrawn_on', 'is', null)
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>=', today)]))
    .orderBy('year', 'desc')
    .orderBy('place', 'desc')
    .execute()
  return rows.map(toLicence)
}

/** The next number of the year; two who enter at once take turns. */
export async function nextPlace(tx: Tx, municipalityId: MunicipalityId, year: number): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('picture_licence'), ${municipalityId})`.execute(tx)
  const { last } = await tx
    .selectFrom('picture_licence')
    .select(({ fn }) => fn.max('place').as('last'))
    .where('municipality_id', '=', municipalityId)
    .where('year', '=', year)
    .executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}

export async function insertLicence(
  tx: Tx,
  municipalityId: MunicipalityId,
  licence: NewLicence & {
    readonly licenceId: string
    readonly year: number
    readonly place: number
    readonly recordId: RecordId | null
    readonly by: StaffId | null
    readonly at: Date
  },
): Promise<void> {
  await tx
    .insertInto('picture_licence')
    .values({
      municipality_id: municipalityId,
      licence_id: licence.licenceId,
      year: licence.year,
      place: licence.place,
      what: licence.what,
      holder: licence.holder,
      named: licence.named,
      persons: licence.persons,
      minors: licence.minors,
      purpose: licence.purpose,
      channels: licence.channels,
      valid_until: licence.validUntil,
      record_id: licence.recordId,
      registered_by: licence.by,
      registered_at: licence.at,
    })
    .execute()
}

/** @returns whether it was not withdrawn before. */
export async function setWithdrawn(
  tx: Tx,
  municipalityId: MunicipalityId,
  licenceId: string,
  withdrawn: { readonly on: Day; readonly why: string; readonly by: StaffId | null; readonly at: Date },
): Promise<boolean> {
  const done = await tx
    .updateTable('picture_licence')
    .set({
      withdrawn_on: withdrawn.on,
      withdrawn_why: withdrawn.why,
      withdrawn_by: withdrawn.by,
      withdrawn_at: withdrawn.at,
    })
    .where('municipality_id', '=', municipalityId)
    .where('licence_id', '=', licenceId)
    .where('withdrawn_on', 'is', null)
    .executeTakeFirst()
  return done.numUpdatedRows > 0n
}

/** Every publication with a picture under the licence, an account at a time; the newest first. */
export async function usesOf(tx: Tx, municipalityId: MunicipalityId, licenceId: string): Promise<Use[]> {
  const { rows } = await sql<{
    publication_id: PublicationId
    state: string
    title: string
    text: string
    account_id: AccountId | null
    account: string | null
    place_state: string | null
    permalink: string | null
    at: Date | null
  }>`
    SELECT p.publication_id, p.state, p.title, left(p.text, 200) AS text, place.account_id, account.name AS account, place.state AS place_state,
      place.permalink, coalesce(place.finished_at, p.planned_at) AS at
    FROM publication p
    LEFT JOIN publication_account place USING (municipality_id, publication_id)
    LEFT JOIN account ON account.municipality_id = place.municipality_id AND account.account_id = place.account_id
    WHERE p.municipality_id = ${municipalityId} AND p.state <> 'cancelled'
      AND EXISTS (SELECT FROM publication_media m WHERE m.municipality_id = p.municipality_id
        AND m.publication_id = p.publication_id AND m.licence_id = ${licenceId}::uuid)
    ORDER BY p.changed_at DESC, account.name LIMIT 500`.execute(tx)
  return rows.map((row) => ({
    publicationId: row.publication_id,
    state: row.state,
    title: row.title,
    text: row.text,
    accountId: row.account_id,
    account: row.account,
    placeState: row.place_state,
    permalink: row.permalink,
    at: row.at,
  }))
}

/** Under which licence pictures are used; null: none. */
export async function setPictureLicence(
  tx: Tx,
  municipalityId: MunicipalityId,
  mediaId: string,
  licenceId: string | null,
): Promise<void> {
  await tx
    .updateTable('publication_media')
    .set({ licence_id: licenceId })
    .where('municipality_id', '=', municipalityId)
    .where('media_id', '=', mediaId)
    .execute()
}
