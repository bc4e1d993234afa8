import { sql } from 'kysely'
import {
  commit,
  differsFrom,
  type PartDigest,
  type RecordContent,
  type RecordType,
  sha256,
} from '../../../evidence/index.ts'
import type { Tx } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { type Projection, project, publishedAt } from '../rules.ts'
import type { Problem } from '../types.ts'
import { leafOf } from './sequence.ts'

export interface RangeReport {
  /** 32 bytes for each place in the range, in order. */
  readonly leaves: Buffer[]
  readonly problems: Problem[]
  records: number
  /** Items whose latest version stands in the range. */
  items: number
  parts: number
  bytes: number
}

type ItemRow = Record<Exclude<keyof Projection, 'published_at'>, string | null> & {
  /** Unix time in milliseconds; null where the place is not the latest version of an item. */
  readonly published_ms: number | null
  readonly collected_ms: number
  readonly words_hold: boolean
}

interface Place extends ItemRow {
  readonly index: number
  readonly record_id: string
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
  readonly name: string
  readonly media_type: string
  /**
   * Of the content in the database, counted and hashed there; null when the part lies in the blob store. Of a part that
   * was withdrawn its digest is what is left, and enough for the commitment.
   */
  readonly bytes: number | null
  readonly sha256: Buffer | null
}

/** Recomputes everything in the places [from, to) of a log: commitments, leaves, parts, projections. */
export async function verifyRange(
  house: Pick<House, 'blobs'>,
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: { readonly from: number; readonly to: number },
): Promise<RangeReport> {
  const report: RangeReport = { leaves: [], problems: [], records: 0, items: 0, parts: 0, bytes: 0 }
  const places = await readPlaces(tx, municipalityId, logNumber, range)
  const parts = await readParts(tx, municipalityId, logNumber, range)
  let expected = range.from
  for (const place of places) {
    if (place.index !== expected)
      report.problems.push({ kind: 'tree', detail: `place ${expected} of the log is missing` })
    expected = place.index + 1
    await verifyPlace({ house, tx, municipalityId, report }, place, parts.get(place.index) ?? [])
  }
  if (expected !== range.to)
    report.problems.push({
      kind: 'tree',
      detail: `places ${expected} to ${range.to - 1} of the log are missing`,
    })
  return report
}

interface Work {
  readonly house: Pick<House, 'blobs'>
  readonly tx: Tx
  readonly municipalityId: MunicipalityId
  readonly report: RangeReport
}

async function readPlaces(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: { from: number; to: number },
): Promise<Place[]> {
  const { rows } = await sql<Place>`
    SELECT l.index, l.record_id, l.version, e.type, e.time_ms, e.commitment, c.salt, c.fields,
      encode(sha256(convert_to(c.manifest, 'UTF8')), 'hex') AS manifest_sha256,
      i.account_id, i.kind, i.direction, i.platform_id, i.parent, i.permalink, i.author, i.author_id, i.text, i.state,
      date_part('epoch', i.published_at) * 1000 AS published_ms,
      date_part('epoch', i.collected_at) * 1000 AS collected_ms,
      i.words = to_tsvector('swedish', left(i.text, 200000) || ' ' || coalesce(i.author, '')) AS words_hold
    FROM log_index l
    LEFT JOIN entry e ON e.municipality_id = ${municipalityId} AND e.record_id = l.record_id AND e.version = l.version
    LEFT JOIN content c ON c.municipality_id = ${municipalityId} AND c.record_id = l.record_id AND c.version = l.version
    LEFT JOIN item i ON i.municipality_id = ${municipalityId} AND i.record_id = l.record_id AND i.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}
    ORDER BY l.index`.execute(tx)
  return rows
}

async function readParts(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: { from: number; to: number },
): Promise<Map<number, PartRow[]>> {
  const { rows } = await sql<PartRow>`
    SELECT l.index, p.name, p.media_type, octet_length(p.content) AS bytes, sha256(p.content) AS sha256
    FROM log_index l
    JOIN part p ON p.municipality_id = ${municipalityId} AND p.record_id = l.record_id AND p.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}
    UNION ALL
    SELECT l.index, w.name, w.media_type, w.bytes, w.sha256
    FROM withdrawn_part w
    JOIN log_index l ON l.municipality_id = ${municipalityId} AND l.record_id = w.record_id AND l.version = w.version
    WHERE w.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}`.execute(
    tx,
  )
  const byPlace = new Map<number, PartRow[]>()
  for (const row of rows) {
    const list = byPlace.get(row.index)
    if (list) list.push(row)
    else byPlace.set(row.index, [row])
  }
  return byPlace
}

async function verifyPlace(work: Work, place: Place, rows: readonly PartRow[]): Promise<void> {
  const { report } = work
  const { record_id: record, version, type, time_ms, commitment } = place
  if (place.published_ms !== null) report.items += 1
  if (type === null || time_ms === null || !commitment) {
    report.leaves.push(Buffer.alloc(32))
    report.problems.push({ kind: 'missing', record, detail: `version ${version}: the entry is gone` })
    return
  }
  report.records += 1
  report.leaves.push(leafOf({ record_id: record, version, type, time_ms, commitment }))
  // Disposed of: the entry and the leaf remain, and prove that there was something.
  if (!place.salt || place.fields === null || place.manifest_sha256 === null) return
  const parts = await digestsOf(work, place, rows)
  const say = (kind: Problem['kind'], detail: string): void => {
    report.problems.push({ kind, record, detail })
  }
  const fields = readFields(place.fields)
  if (typeof fields === 'string')
    return say('commitment', `version ${version}: the content (${fields}) is not what was recorded`)
  const content = { salt: place.salt, type: type as RecordType, recordId: record, version, fields, parts }
  const difference = await differenceOf(work, content, { ...place, commitment })
  if (difference) say('commitment', `version ${version}: ${difference} is not what was recorded`)
  const wrong = place.published_ms === null ? undefined : itemDifference(place, fields)
  if (wrong) say('projection', `${wrong} in the register of items is not what was recorded`)
}

/** The fields, or why they cannot be read. */
function readFields(text: string): Readonly<Record<string, string>> | string {
  try {
    return JSON.parse(text) as Record<string, string>
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

/** What of a record is not what was recorded; only then is its manifest fetched, to find out which part of it. */
async function differenceOf(
  { tx, municipalityId }: Work,
  content: RecordContent,
  stored: { readonly commitment: Buffer; readonly manifest_sha256: string | null },
): Promise<string | undefined> {
  try {
    const again = commit(content)
    const same = again.manifestSha256 === stored.manifest_sha256
    if (same && again.commitment.equals(stored.commitment)) return undefined
  } catch (thrown) {
    return `the content (${thrown instanceof Error ? thrown.message : String(thrown)})`
  }
  const { manifest } = await tx
    .selectFrom('content')
    .select('manifest')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', '=', content.recordId)
    .where('version', '=', content.version)
    .executeTakeFirstOrThrow()
  return differsFrom(content, { manifest, commitment: stored.commitment })
}

async function digestsOf(
  { house, municipalityId, report }: Work,
  place: Place,
  rows: readonly PartRow[],
): Promise<PartDigest[]> {
  const digests: PartDigest[] = []
  for (const row of rows) {
    const key = { municipalityId, recordId: place.record_id, version: place.version, part: row.name }
    const inline = row.sha256 && row.bytes !== null && { bytes: row.bytes, sha256: row.sha256 }
    if (!inline && !(await house.blobs.exists(key))) {
      report.problems.push({
        kind: 'part',
        record: place.record_id,
        detail: `version ${place.version}: the file of ${row.name} is gone`,
      })
      continue
    }
    const made = inline || digestOf(await house.blobs.get(key))
    report.parts += 1
    report.bytes += made.bytes
    digests.push({ name: row.name, mediaType: row.media_type, ...made })
  }
  return digests
}

const digestOf = (bytes: Buffer) => ({ bytes: bytes.length, sha256: sha256(bytes) })

/** The item's row is derived again and compared, its search words too. */
function itemDifference(row: ItemRow, fields: Readonly<Record<string, string>>): string | undefined {
  if (!row.words_hold) return 'the search words'
  const { published_at: said, ...rest } = project(fields)
  const wrong = (Object.keys(rest) as (keyof typeof rest)[]).find((name) => row[name] !== rest[name])
  if (wrong) return wrong
  return publishedAt(said, new Date(row.collected_ms)).getTime() === row.published_ms
    ? undefined
    : 'published_at'
}
