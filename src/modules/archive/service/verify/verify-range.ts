import { sql } from 'kysely'
import {
  commit,
  differsFrom,
  type PartDigest,
  type RecordContent,
  type RecordType,
  recordTypes,
  sha256,
} from '../../../../evidence/index.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import type { MunicipalityId, RecordId } from '../../../../kernel/index.ts'
import { type Projection, project, publishedAt } from '../../rules.ts'
import type { Problem } from '../../types.ts'
import { leafOf } from '../sequence.ts'

export interface RangeReport {
  /** 32 bytes for each place in the range, in order. */
  readonly leaves: Buffer[]
  readonly problems: Problem[]
  /** Places whose content is no longer there: disposed of, or taken away (see verify.ts). */
  readonly emptied: EmptiedPlace[]
  records: number
  /** Items whose latest version stands in the range. */
  items: number
  /** Items whose first version stands in the range: each is to have a row in the register of items. */
  firsts: number
  /** The last place in the range that tells of a disposal or an erasure; -1 where none does. */
  lastDisposal: number
  parts: number
  bytes: number
}

export interface EmptiedPlace {
  readonly index: number
  readonly record: string
  readonly version: number
}

type ItemRow = Record<Exclude<keyof Projection, 'published_at'>, string | null> & {
  /** Unix time in milliseconds; null where the place is not the latest version of an item. */
  readonly published_ms: number | null
  readonly collected_ms: number
  readonly changed_ms: number | null
  readonly gone_ms: number | null
  readonly words_hold: boolean
}

interface Place extends ItemRow {
  readonly index: number
  readonly record_id: RecordId
  readonly version: number
  readonly type: number | null
  readonly time_ms: number | null
  readonly commitment: Buffer | null
  readonly salt: Buffer | null
  readonly fields: string | null
  /** Hex: a manifest is long, and fetched only where it differs. */
  readonly manifest_sha256: string | null
}

interface PartRow {
  /** The place in the log of the version it belongs to. */
  readonly index: number
  readonly record_id: RecordId
  readonly version: number
  readonly name: string
  readonly media_type: string
  /**
   * Of the content in the database, counted and hashed there; null when the part lies in the blob store. Of a part that
   * was withdrawn its digest is what is left, and enough for the commitment.
   */
  readonly bytes: number | null
  /** As the row says. */
  readonly said: number
  readonly sha256: Buffer | null
}

/** A part as it is committed to; undefined instead of a digest where its file is gone. `said`: its length by its row. */
type Part = (PartDigest | { readonly name: string; readonly sha256?: undefined }) & { readonly said: number }

/** Places [from, to) of a log. */
export interface Range {
  readonly from: number
  readonly to: number
  /** Whether the items' search words are derived again too (see verify.ts). */
  readonly words: boolean
}

/** Recomputes everything in a range: commitments, leaves, parts, projections. */
export async function verifyRange(
  house: Pick<House, 'blobs'>,
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: Range,
): Promise<RangeReport> {
  const report: RangeReport = {
    leaves: [],
    problems: [],
    emptied: [],
    records: 0,
    items: 0,
    firsts: 0,
    lastDisposal: -1,
    parts: 0,
    bytes: 0,
  }
  const places = await readPlaces(tx, municipalityId, logNumber, range)
  const parts = await readParts(house, tx, municipalityId, logNumber, range)
  let expected = range.from
  for (const place of places) {
    if (place.index !== expected)
      report.problems.push({ kind: 'tree', detail: `place ${expected} of the log is missing` })
    expected = place.index + 1
    const changed = verifyPlace(report, place, parts.get(place.index) ?? [])
    if (changed) report.problems.push(await namedDifference(tx, municipalityId, changed))
  }
  if (expected !== range.to)
    report.problems.push({
      kind: 'tree',
      detail: `places ${expected} to ${range.to - 1} of the log are missing`,
    })
  return report
}

async function readPlaces(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: Range,
): Promise<Place[]> {
  const words = range.words
    ? sql`i.words = to_tsvector('swedish', left(i.text, 200000) || ' ' || coalesce(i.author, ''))`
    : sql`true`
  const { rows } = await sql<Place>`
    SELECT l.index, l.record_id, l.version, e.type, e.time_ms, e.commitment, c.salt, c.fields,
      encode(sha256(convert_to(c.manifest, 'UTF8')), 'hex') AS manifest_sha256,
      i.account_id, i.kind, i.direction, i.platform_id, i.parent, i.permalink, i.author, i.author_id, i.text, i.state, i.import_id,
      date_part('epoch', i.published_at) * 1000 AS published_ms,
      date_part('epoch', i.collected_at) * 1000 AS collected_ms,
      date_part('epoch', i.changed_at) * 1000 AS changed_ms, date_part('epoch', i.gone_at) * 1000 AS gone_ms,
      ${words} AS words_hold
    FROM log_index l
    LEFT JOIN entry e ON e.municipality_id = ${municipalityId} AND e.record_id = l.record_id AND e.version = l.version
    LEFT JOIN content c ON c.municipality_id = ${municipalityId} AND c.record_id = l.record_id AND c.version = l.version
    LEFT JOIN item i ON i.municipality_id = ${municipalityId} AND i.record_id = l.record_id AND i.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}
    ORDER BY l.index`.execute(tx)
  return rows
}

async function readParts(
  house: Pick<House, 'blobs'>,
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: Range,
): Promise<Map<number, Part[]>> {
  const { rows } = await sql<PartRow>`
    SELECT l.index, l.record_id, l.version, p.name, p.media_type, p.bytes AS said, octet_length(p.content) AS bytes, sha256(p.content) AS sha256
    FROM log_index l
    JOIN part p ON p.municipality_id = ${municipalityId} AND p.record_id = l.record_id AND p.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}
    UNION ALL
    SELECT l.index, l.record_id, l.version, w.name, w.media_type, w.bytes AS said, w.bytes, w.sha256
    FROM withdrawn_part w
    JOIN log_index l ON l.municipality_id = ${municipalityId} AND l.record_id = w.record_id AND l.version = w.version
    WHERE w.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}`.execute(
    tx,
  )
  const byPlace = new Map<number, Part[]>()
  for (const row of rows) {
    const { name, media_type: mediaType, bytes, said, sha256: digest } = row
    const part: Part =
      digest && bytes !== null
        ? { name, mediaType, bytes, said, sha256: digest }
        : await partInFile(house, municipalityId, row)
    const list = byPlace.get(row.index)
    if (list) list.push(part)
    else byPlace.set(row.index, [part])
  }
  return byPlace
}

async function partInFile(
  house: Pick<House, 'blobs'>,
  municipalityId: MunicipalityId,
  { record_id: recordId, version, name, media_type: mediaType, said }: PartRow,
): Promise<Part> {
  const key = { municipalityId, recordId, version, part: name }
  if (!(await house.blobs.exists(key))) return { name, said }
  const bytes = await house.blobs.get(key)
  return { name, mediaType, bytes: bytes.length, said, sha256: sha256(bytes) }
}

/** Content that is not what was recorded; which part of it has still to be found out. */
interface Changed {
  readonly content: RecordContent
  readonly commitment: Buffer
}

/** Waits for nothing: a million places pass through here. @returns content that is not what was recorded. */
function verifyPlace(report: RangeReport, place: Place, found: readonly Part[]): Changed | undefined {
  const { record_id: record, version, type, time_ms, commitment } = place
  if (place.published_ms !== null) report.items += 1
  if (type === null || time_ms === null || !commitment) {
    report.leaves.push(Buffer.alloc(32))
    report.problems.push({ kind: 'missing', record, detail: `version ${version}: the entry is gone` })
    return undefined
  }
  report.records += 1
  report.leaves.push(leafOf({ record_id: record, version, type, time_ms, commitment }))
  if (type === recordTypes.disposal || type === recordTypes.erasure) report.lastDisposal = place.index
  if (!place.salt || place.fields === null || place.manifest_sha256 === null) {
    report.emptied.push({ index: place.index, record, version })
    if (place.published_ms !== null) report.problems.push(itemProblem(record, 'a row without its content'))
    return undefined
  }
  const parts = digestsOf(report, place, found)
  const fields = readFields(place.fields)
  if (typeof fields === 'string') {
    report.problems.push(notRecorded(record, version, `the content (${fields})`))
    return undefined
  }
  if (type === recordTypes.collected && fields['platformId'] !== undefined) report.firsts += 1
  const wrong = place.published_ms === null ? undefined : itemDifference(place, type, time_ms, fields)
  if (wrong) report.problems.push(itemProblem(record, wrong))
  const content = { salt: place.salt, type: type as RecordType, recordId: record, version, fields, parts }
  return holds(content, commitment, place.manifest_sha256) ? undefined : { content, commitment }
}

const itemProblem = (record: string, wrong: string): Problem => ({
  kind: 'projection',
  record,
  detail: `${wrong} in the register of items is not what was recorded`,
})

const notRecorded = (record: string, version: number, what: string): Problem => ({
  kind: 'commitment',
  record,
  detail: `version ${version}: ${what} is not what was recorded`,
})

/** The fields, or why they cannot be read. */
function readFields(text: string): Readonly<Record<string, string>> | string {
  try {
    return JSON.parse(text) as Record<string, string>
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

/** Content that cannot be committed to at all does not hold either. */
function holds(content: RecordContent, commitment: Buffer, manifestSha256: string): boolean {
  try {
    const again = commit(content)
    return again.manifestSha256 === manifestSha256 && again.commitment.equals(commitment)
  } catch {
    return false
  }
}

/** Which part of a record is not what was recorded; only now is its manifest fetched. */
async function namedDifference(
  tx: Tx,
  municipalityId: MunicipalityId,
  { content, commitment }: Changed,
): Promise<Problem> {
  const { recordId, version } = content
  const { manifest } = await tx
    .selectFrom('content')
    .select('manifest')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', recordId as RecordId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  return notRecorded(recordId, version, difference(content, { manifest, commitment }))
}

function difference(content: RecordContent, recorded: { manifest: string; commitment: Buffer }): string {
  try {
    return differsFrom(content, recorded) ?? 'the manifest'
  } catch (thrown) {
    return `the content (${thrown instanceof Error ? thrown.message : String(thrown)})`
  }
}

function digestsOf(report: RangeReport, place: Place, found: readonly Part[]): PartDigest[] {
  const digests: PartDigest[] = []
  for (const part of found) {
    if (!part.sha256) {
      const detail = `version ${place.version}: the file of ${part.name} is gone`
      report.problems.push({ kind: 'part', record: place.record_id, detail })
      continue
    }
    if (part.bytes !== part.said) {
      const detail = `version ${place.version}: ${part.name} is not as long as its row says`
      report.problems.push({ kind: 'part', record: place.record_id, detail })
    }
    report.parts += 1
    report.bytes += part.bytes
    digests.push(part)
  }
  return digests
}

/** A row takes its time a moment before or after the entry does, in the same transaction; milliseconds. */
const sameMoment = 60_000

/** The item's row is derived again and compared, its search words too. */
function itemDifference(
  row: ItemRow,
  type: number,
  acceptedMs: number,
  fields: Readonly<Record<string, string>>,
): string | undefined {
  if (!row.words_hold) return 'the search words'
  const { published_at: said, ...rest } = project(fields)
  const wrong = (Object.keys(rest) as (keyof typeof rest)[]).find((name) => row[name] !== rest[name])
  if (wrong) return wrong
  const [name, at] =
    type === recordTypes.gone
      ? ['gone_at', row.gone_ms]
      : type === recordTypes.changeSeen
        ? ['changed_at', row.changed_ms]
        : ['collected_at', row.collected_ms]
  if (at === null || Math.abs(at - acceptedMs) > sameMoment) return name
  return publishedAt(said, new Date(row.collected_ms)).getTime() === row.published_ms
    ? undefined
    : 'published_at'
}
