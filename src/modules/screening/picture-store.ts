import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { Picture, PictureFinding } from './types.ts'

/** A picture or film of an item's version, by the archive's key. */
export interface PicturePart {
  readonly recordId: RecordId
  readonly version: number
  readonly part: string
}

/** Parts beside what is known of them as pictures. */
const partsWithPictures = (tx: Tx) =>
  tx
    .selectFrom('part')
    .leftJoin('picture', (join) =>
      join
        .onRef('picture.municipality_id', '=', 'part.municipality_id')
        .onRef('picture.record_id', '=', 'part.record_id')
        .onRef('picture.version', '=', 'part.version')
        .onRef('picture.part', '=', 'part.name'),
    )

/** A media part whose hashes are not known, or were never got further than begun. */
export async function partsToLookAt(
  tx: Tx,
  municipalityId: MunicipalityId,
  records: readonly { readonly recordId: RecordId; readonly version: number }[],
): Promise<(PicturePart & { readonly begunBefore: boolean })[]> {
  if (records.length === 0) return []
  const rows = await partsWithPictures(tx)
    .select(['part.record_id', 'part.version', 'part.name', 'picture.failure'])
    .where('part.municipality_id', '=', municipalityId)
    .where('part.record_id', 'in', [...new Set(records.map(({ recordId }) => recordId))])
    .where('part.name', 'like', 'media-%')
    .where((eb) => eb.or([eb('picture.part', 'is', null), eb('picture.failure', '=', begun)]))
    .orderBy('part.name')
    .execute()
  const wanted = new Map(records.map(({ recordId, version }) => [recordId, version]))
  return rows
    .filter((row) => wanted.get(row.record_id) === row.version)
    .map((row) => ({
      recordId: row.record_id,
      version: row.version,
      part: row.name,
      begunBefore: row.failure === begun,
    }))
}

/** What stands as the failure while a picture is looked at, and of one that ended the process the last time. */
export const begun = 'Bilden läses.'
export const interrupted = 'Bilden gick inte att läsa: förra försöket avbröts.'

export async function keepPicture(
  tx: Tx,
  municipalityId: MunicipalityId,
  key: PicturePart,
  hashes: { readonly sha256: Buffer; readonly md5: Buffer; readonly pdq: Buffer | null },
  found: { readonly failure: string | null; readonly findings: readonly PictureFinding[] },
  at: Date,
): Promise<void> {
  const change = {
    ...hashes,
    failure: found.failure,
    findings: JSON.stringify(found.findings),
    labels: labelsIn(found.findings),
    at,
  }
  await tx
    .insertInto('picture')
    .values({
      municipality_id: municipalityId,
      record_id: key.recordId,
      version: key.version,
      part: key.part,
      ...change,
    })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'record_id', 'version', 'part']).doUpdateSet(change),
    )
    .execute()
}

const labelsIn = (findings: readonly PictureFinding[]): string[] => [
  ...new Set(findings.map(({ label }) => label)),
]

/** What the classifier says, beside what is known; or why it says nothing. */
export async function keepJudgement(
  tx: Tx,
  municipalityId: MunicipalityId,
  key: PicturePart,
  judged: { readonly findings: readonly PictureFinding[]; readonly notJudged: string | null },
): Promise<void> {
  await tx
    .updateTable('picture')
    .set({
      findings: sql<string>`picture.findings || ${JSON.stringify(judged.findings)}::jsonb`,
      labels: sql<string[]>`picture.labels || ${labelsIn(judged.findings)}::text[]`,
      not_judged: judged.notJudged,
    })
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', key.recordId)
    .where('version', '=', key.version)
    .where('part', '=', key.part)
    .execute()
}

/** Those of the records that have pictures or films in any version. */
export async function withPictures(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordIds: readonly RecordId[],
): Promise<ReadonlySet<RecordId>> {
  if (recordIds.length === 0) return new Set()
  const rows = await tx
    .selectFrom('part')
    .select('record_id')
    .distinct()
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', [...recordIds])
    .where('name', 'like', 'media-%')
    .execute()
  return new Set(rows.map((row) => row.record_id))
}

/** The pictures and films of a version, or of the last before it that had any; also those not looked at yet. */
export async function picturesOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
  version: number,
): Promise<Picture[]> {
  const rows = await partsWithPictures(tx)
    .leftJoin('picture_mark as mark', (join) =>
      join
        .onRef('mark.municipality_id', '=', 'picture.municipality_id')
        .onRef('mark.sha256', '=', 'picture.sha256')
        .on('mark.withdrawn_at', 'is', null),
    )
    .select([
      'part.version',
      'part.name',
      'part.media_type',
      'picture.sha256',
      'picture.findings',
      'picture.failure',
      'picture.not_judged',
      'mark.mark_id',
    ])
    .where('part.municipality_id', '=', municipalityId)
    .where('part.record_id', '=', recordId)
    .where('part.version', '=', (eb) =>
      eb
        .selectFrom('part as last')
        .select((inner) => inner.fn.max('last.version').as('version'))
        .whereRef('last.municipality_id', '=', 'part.municipality_id')
        .whereRef('last.record_id', '=', 'part.record_id')
        .where('last.version', '<=', version)
        .where('last.name', 'like', 'media-%'),
    )
    .where('part.name', 'like', 'media-%')
    .orderBy(sql`length(part.name)`)
    .orderBy('part.name')
    .execute()
  return rows.map((row) => ({
    version: row.version,
    part: row.name,
    mediaType: row.media_type,
    looked: row.sha256 !== null && row.failure !== begun,
    findings: (row.findings ?? []) as unknown as PictureFinding[],
    failure: row.failure === begun ? null : row.failure,
    notJudged: row.not_judged,
    marked: row.mark_id !== null,
  }))
}

/** What pictures are held against by what they show: marks and lists, each with its hashes. */
export interface NearHashes {
  readonly finding: PictureFinding
  readonly hashes: Buffer
}

export async function nearHashes(tx: Tx, municipalityId: MunicipalityId): Promise<NearHashes[]> {
  const marks = await tx
    .selectFrom('picture_mark')
    .select(['mark_id', 'measure_kind', 'measured_at', 'pdq'])
    .where('municipality_id', '=', municipalityId)
    .where('withdrawn_at', 'is', null)
    .where('pdq', 'is not', null)
    .orderBy('measured_at', 'desc')
    .execute()
  const lists = await tx
    .selectFrom('picture_list')
    .select(['list_id', 'name', 'pdq'])
    .where('municipality_id', '=', municipalityId)
    .where('pdq', 'is not', null)
    .execute()
  return [
    ...marks.map((row) => ({ finding: ofMark(row, false), hashes: row.pdq ?? Buffer.alloc(0) })),
    ...lists.map((row) => ({ finding: ofList(row, false), hashes: row.pdq ?? Buffer.alloc(0) })),
  ]
}

/** Marks and lists that have the very same file. */
export async function sameFile(
  tx: Tx,
  municipalityId: MunicipalityId,
  { sha256, md5 }: { readonly sha256: Buffer; readonly md5: Buffer },
): Promise<PictureFinding[]> {
  const marks = await tx
    .selectFrom('picture_mark')
    .select(['mark_id', 'measure_kind', 'measured_at'])
    .where('municipality_id', '=', municipalityId)
    .where('withdrawn_at', 'is', null)
    .where('sha256', '=', sha256)
    .execute()
  const lists = await tx
    .selectFrom('picture_hash')
    .innerJoin('picture_list', (join) =>
      join
        .onRef('picture_list.municipality_id', '=', 'picture_hash.municipality_id')
        .onRef('picture_list.list_id', '=', 'picture_hash.list_id'),
    )
    .select(['picture_list.list_id', 'picture_list.name'])
    .distinct()
    .where('picture_hash.municipality_id', '=', municipalityId)
    .where((eb) =>
      eb.or([
        eb.and([eb('kind', '=', 'sha256'), eb('hash', '=', sha256)]),
        eb.and([eb('kind', '=', 'md5'), eb('hash', '=', md5)]),
      ]),
    )
    .execute()
  return [...marks.map((row) => ofMark(row, true)), ...lists.map((row) => ofList(row, true))]
}

const ofMark = (
  row: { readonly mark_id: string; readonly measure_kind: string; readonly measured_at: Date },
  exact: boolean,
): PictureFinding => ({
  label: 'knownPicture',
  by: 'mark',
  id: row.mark_id,
  exact,
  measure: row.measure_kind,
  at: row.measured_at.toISOString(),
})

const ofList = (
  { list_id, name }: { readonly list_id: string; readonly name: string },
  exact: boolean,
): PictureFinding => ({ label: 'knownPicture', by: 'list', id: list_id, exact, name })
