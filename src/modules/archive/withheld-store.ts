import { sql } from 'kysely'
import { recordTypes } from '../../evidence/index.ts'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../kernel/index.ts'

export async function isWithheld(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<boolean> {
  return (await withheldOf(tx, municipalityId, [recordId])).length > 0
}

/** Those of the records that are shown to nobody. */
export async function withheldOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordIds: readonly RecordId[],
): Promise<RecordId[]> {
  if (recordIds.length === 0) return []
  const rows = await tx
    .selectFrom('withheld_record')
    .select('record_id')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', [...recordIds])
    .execute()
  return rows.map((row) => row.record_id)
}

export async function insertWithheld(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordIds: readonly RecordId[],
  since: Date,
): Promise<void> {
  await tx
    .insertInto('withheld_record')
    .values(recordIds.map((record_id) => ({ municipality_id: municipalityId, record_id, since })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function removeWithheld(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordIds: readonly RecordId[],
): Promise<void> {
  await tx
    .deleteFrom('withheld_record')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', [...recordIds])
    .execute()
}

/**
 * Records that name the record and may show it: what a measure saw and was answered, captures, reports. Reads the whole
 * archive: for the rare case alone.
 */
export async function recordsShowing(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<RecordId[]> {
  const { measure, drawnUp, capture } = recordTypes
  const rows = await tx
    .selectFrom('content')
    .innerJoin('entry', (join) =>
      join
        .onRef('entry.municipality_id', '=', 'content.municipality_id')
        .onRef('entry.record_id', '=', 'content.record_id')
        .onRef('entry.version', '=', 'content.version'),
    )
    .select('content.record_id')
    .distinct()
    .where('content.municipality_id', '=', municipalityId)
    .where('entry.type', 'in', [measure, drawnUp, capture])
    .where(sql<boolean>`content.fields::jsonb->>'about' LIKE ${`%${recordId}%`}`)
    .where(sql<boolean>`content.fields::jsonb->>'kind' IS DISTINCT FROM 'reply'`)
    .execute()
  return rows.map((row) => row.record_id)
}

export interface HeldPart {
  readonly recordId: RecordId
  readonly version: number
  readonly name: string
  readonly mediaType: string
  readonly bytes: number
  /** null: the bytes lie in the blob store. */
  readonly sha256: Buffer | null
}

/** Pictures, films and sound among the parts of some records. */
export async function mediaParts(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordIds: readonly RecordId[],
): Promise<HeldPart[]> {
  const rows = await tx
    .selectFrom('part')
    .select(['record_id', 'version', 'name', 'media_type', 'bytes'])
    .select(sql<Buffer | null>`sha256(content)`.as('sha256'))
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', [...recordIds])
    .where((eb) =>
      eb.or([
        eb('name', 'like', 'media-%'),
        eb('name', '=', 'capture'),
        eb('media_type', '~', '^(image|video|audio)/'),
      ]),
    )
    .orderBy('record_id')
    .orderBy('version')
    .orderBy('name')
    .execute()
  return rows.map((row) => ({
    recordId: row.record_id,
    version: row.version,
    name: row.name,
    mediaType: row.media_type,
    bytes: row.bytes,
    sha256: row.sha256,
  }))
}

/** Destroys what lies in the database of a part of a withheld record, and keeps its digest. */
export async function withdrawPart(
  tx: Tx,
  part: Pick<HeldPart, 'recordId' | 'version' | 'name'>,
  sha256InStore: Buffer | null,
  at: Date,
): Promise<void> {
  const { recordId, version, name } = part
  await sql`SELECT withdraw_part(${recordId}::uuid, ${version}, ${name}, ${sha256InStore}, ${at}::timestamptz)`.execute(
    tx,
  )
}
