import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, PublicationId, StaffId } from '../../kernel/index.ts'
import type { Content, Place, PlaceState, Publication, PublicationState, Step, StepKind } from './types.ts'

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx.selectFrom('publication').selectAll().where('municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toPublication = (row: Row): Publication => ({
  publicationId: row.publication_id,
  title: row.title,
  text: row.text,
  link: row.link,
  origin: row.origin_url === null ? null : { url: row.origin_url, title: row.origin_title ?? '' },
  plannedAt: row.planned_at,
  state: row.state as PublicationState,
  detail: row.detail,
  version: row.version,
  createdBy: row.created_by,
  createdAt: row.created_at,
  changedBy: row.changed_by,
  changedAt: row.changed_at,
  askedBy: row.asked_by,
  approvedBy: row.approved_by,
  approvedAt: row.approved_at,
  approvedSha256: row.approved_sha256?.toString('hex') ?? null,
})

/** @param held until the transaction ends: whoever else changes it waits. */
export async function findPublication(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  held: boolean,
): Promise<Publication | undefined> {
  const row = await select(tx, municipalityId)
    .where('publication_id', '=', publicationId)
    .$if(held, (query) => query.forUpdate())
    .executeTakeFirst()
  return row && toPublication(row)
}

/** Those that are not finished, those that were changed since, and those that are to leave from then on; newest first. */
export async function publicationsSince(
  tx: Tx,
  municipalityId: MunicipalityId,
  since: Date,
): Promise<Publication[]> {
  const rows = await select(tx, municipalityId)
    .where((eb) =>
      eb.or([
        eb('state', 'not in', ['finished', 'cancelled']),
        eb('changed_at', '>=', since),
        eb('planned_at', '>=', since),
      ]),
    )
    .orderBy('changed_at', 'desc')
    .limit(500)
    .execute()
  return rows.map(toPublication)
}

/** Approved, and their time has come; those that another worker holds are left to it. */
export async function duePublications(
  tx: Tx,
  municipalityId: MunicipalityId,
  now: Date,
): Promise<Publication[]> {
  const rows = await select(tx, municipalityId)
    .where('state', '=', 'planned')
    .where('planned_at', '<=', now)
    .orderBy('planned_at')
    .limit(50)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map(toPublication)
}

/** Accounts of publications on their way out, where the worker has something left to do. */
export async function placesOnTheWay(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<Pick<Place, 'publicationId' | 'accountId'>[]> {
  const rows = await tx
    .selectFrom('publication_account as place')
    .innerJoin('publication', (join) =>
      join
        .onRef('publication.municipality_id', '=', 'place.municipality_id')
        .onRef('publication.publication_id', '=', 'place.publication_id'),
    )
    .select(['place.publication_id', 'place.account_id'])
    .where('place.municipality_id', '=', municipalityId)
    .where('publication.state', '=', 'sending')
    .where('place.state', 'in', ['chosen', 'sent', 'unknown'])
    .execute()
  return rows.map((row) => ({
    publicationId: row.publication_id,
    accountId: row.account_id,
  }))
}

export async function insertPublication(
  tx: Tx,
  municipalityId: MunicipalityId,
  one: Pick<Publication, 'publicationId' | 'origin' | 'createdBy' | 'createdAt'> & Content,
): Promise<void> {
  await tx
    .insertInto('publication')
    .values({
      municipality_id: municipalityId,
      publication_id: one.publicationId,
      title: one.title,
      text: one.text,
      link: one.link,
      origin_url: one.origin?.url ?? null,
      origin_title: one.origin?.title ?? null,
      planned_at: one.plannedAt,
      created_by: one.createdBy,
      created_at: one.createdAt,
      changed_by: one.createdBy,
      changed_at: one.createdAt,
    })
    .execute()
}

/** What is changed of a publication; what is left out stays as it is. */
export interface Change extends Partial<Content> {
  readonly state?: PublicationState
  readonly detail?: string
  readonly version?: number
  readonly changedBy?: StaffId | null
  readonly changedAt?: Date
  readonly askedBy?: StaffId | null
  readonly approvedBy?: StaffId | null
  readonly approvedAt?: Date | null
  readonly approvedSha256?: string | null
}

export async function updatePublication(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  change: Change,
): Promise<void> {
  const { approvedSha256 } = change
  await tx
    .updateTable('publication')
    .set({
      title: change.title,
      text: change.text,
      link: change.link,
      planned_at: change.plannedAt,
      state: change.state,
      detail: change.detail,
      version: change.version,
      changed_by: change.changedBy,
      changed_at: change.changedAt,
      asked_by: change.askedBy,
      approved_by: change.approvedBy,
      approved_at: change.approvedAt,
      approved_sha256:
        typeof approvedSha256 === 'string' ? Buffer.from(approvedSha256, 'hex') : approvedSha256,
    })
    .where('municipality_id', '=', municipalityId)
    .where('publication_id', '=', publicationId)
    .execute()
}

export async function deletePublication(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
): Promise<void> {
  await tx
    .deleteFrom('publication')
    .where('municipality_id', '=', municipalityId)
    .where('publication_id', '=', publicationId)
    .execute()
}

/** Accounts of publications, each with the item that a collection has found it as. */
export async function placesOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationIds: readonly PublicationId[],
): Promise<Place[]> {
  if (publicationIds.length === 0) return []
  const rows = await tx
    .selectFrom('publication_account as place')
    .leftJoin('item', (join) =>
      join
        .onRef('item.municipality_id', '=', 'place.municipality_id')
        .onRef('item.account_id', '=', 'place.account_id')
        .onRef('item.platform_id', '=', 'place.platform_id'),
    )
    .selectAll('place')
    .select('item.record_id as found_as')
    .where('place.municipality_id', '=', municipalityId)
    .where('place.publication_id', 'in', [...publicationIds])
    .orderBy('place.account_id')
    .execute()
  return rows.map((row) => ({
    publicationId: row.publication_id,
    accountId: row.account_id,
    recordId: row.record_id,
    ownText: row.own_text,
    state: row.state as PlaceState,
    detail: row.detail,
    platformId: row.platform_id,
    permalink: row.permalink,
    finishedAt: row.finished_at,
    foundAs: row.found_as,
  }))
}

/** Replaces the accounts of a publication that nothing of has been sent. */
export async function writePlaces(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  places: readonly Pick<Place, 'accountId' | 'recordId' | 'ownText'>[],
): Promise<void> {
  await tx
    .deleteFrom('publication_account')
    .where('municipality_id', '=', municipalityId)
    .where('publication_id', '=', publicationId)
    .execute()
  if (places.length === 0) return
  await tx
    .insertInto('publication_account')
    .values(
      places.map(({ accountId, recordId, ownText }) => ({
        municipality_id: municipalityId,
        publication_id: publicationId,
        account_id: accountId,
        record_id: recordId,
        own_text: ownText,
      })),
    )
    .execute()
}

export async function movePlace(
  tx: Tx,
  municipalityId: MunicipalityId,
  { publicationId, accountId }: Pick<Place, 'publicationId' | 'accountId'>,
  change: Partial<Pick<Place, 'state' | 'detail' | 'platformId' | 'permalink' | 'finishedAt'>>,
): Promise<void> {
  await tx
    .updateTable('publication_account')
    .set({
      state: change.state,
      detail: change.detail,
      platform_id: change.platformId,
      permalink: change.permalink,
      finished_at: change.finishedAt,
    })
    .where('municipality_id', '=', municipalityId)
    .where('publication_id', '=', publicationId)
    .where('account_id', '=', accountId)
    .execute()
}

export async function addStep(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
  step: Step,
): Promise<void> {
  await tx
    .insertInto('publication_step')
    .values({
      municipality_id: municipalityId,
      publication_id: publicationId,
      account_id: step.accountId,
      kind: step.kind,
      at: step.at,
      staff_id: step.staffId,
      detail: step.detail,
    })
    .execute()
}

/** Oldest first. */
export async function stepsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  publicationId: PublicationId,
): Promise<Step[]> {
  const rows = await tx
    .selectFrom('publication_step')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .where('publication_id', '=', publicationId)
    .orderBy('step_id')
    .execute()
  return rows.map((row) => ({
    kind: row.kind as StepKind,
    accountId: row.account_id,
    at: row.at,
    staffId: row.staff_id,
    detail: row.detail,
  }))
}

/** How many wait for somebody else than the one who asked, on these accounts (null: on all). */
export async function countWaiting(
  tx: Tx,
  municipalityId: MunicipalityId,
  accounts: readonly AccountId[] | null,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM publication p
    WHERE p.municipality_id = ${municipalityId} AND p.state = 'waiting'
      AND (${accounts ? [...accounts] : null}::uuid[] IS NULL OR EXISTS (SELECT FROM publication_account a
        WHERE a.municipality_id = p.municipality_id AND a.publication_id = p.publication_id
          AND a.account_id = ANY(${accounts ? [...accounts] : null}::uuid[])))`.execute(tx)
  return rows[0]?.count ?? 0
}
