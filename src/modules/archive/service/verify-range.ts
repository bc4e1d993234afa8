import { sql } from 'kysely'
import { differsFrom, type PartDigest, type RecordType, sha256 } from '../../../evidence/index.ts'
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
  parts: number
  bytes: number
}

interface Place {
  readonly index: number
  readonly record_id: string
  readonly version: number
  readonly type: number | null
  readonly time_ms: number | null
  readonly commitment: Buffer | null
  readonly salt: Buffer | null
  readonly fields: string | null
  readonly manifest: string | null
  /** The fields as they were read once; undefined when there are none, or none that can be read. */
  parsed?: Readonly<Record<string, string>>
}

interface PartRow {
  readonly record_id: string
  readonly version: number
  readonly name: string
  readonly media_type: string
  /** Of the content in the database, counted and hashed there; null when the part lies in the blob store. */
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
  const report: RangeReport = { leaves: [], problems: [], records: 0, parts: 0, bytes: 0 }
  const places = await readPlaces(tx, municipalityId, logNumber, range)
  const parts = await readParts(tx, municipalityId, logNumber, range)
  let expected = range.from
  for (const place of places) {
    if (place.index !== expected)
      report.problems.push({ kind: 'tree', detail: `place ${expected} of the log is missing` })
    expected = place.index + 1
    await verifyPlace(house, municipalityId, place, parts.get(keyOf(place)) ?? [], report)
  }
  if (expected !== range.to)
    report.problems.push({
      kind: 'tree',
      detail: `places ${expected} to ${range.to - 1} of the log are missing`,
    })
  await verifyItems(
    tx,
    municipalityId,
    logNumber,
    range,
    new Map(places.map((place) => [keyOf(place), place])),
    report,
  )
  return report
}

const keyOf = (row: { readonly record_id: string; readonly version: number }): string =>
  `${row.record_id}/${row.version}`

async function readPlaces(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: { from: number; to: number },
): Promise<Place[]> {
  const { rows } = await sql<Place>`
    SELECT l.index, l.record_id, l.version, e.type, e.time_ms, e.commitment, c.salt, c.fields, c.manifest
    FROM log_index l
    LEFT JOIN entry e ON e.municipality_id = ${municipalityId} AND e.record_id = l.record_id AND e.version = l.version
    LEFT JOIN content c ON c.municipality_id = ${municipalityId} AND c.record_id = l.record_id AND c.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}
    ORDER BY l.index`.execute(tx)
  return rows
}

async function readParts(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: { from: number; to: number },
): Promise<Map<string, PartRow[]>> {
  const { rows } = await sql<PartRow>`
    SELECT p.record_id, p.version, p.name, p.media_type, octet_length(p.content) AS bytes, sha256(p.content) AS sha256
    FROM log_index l
    JOIN part p ON p.municipality_id = ${municipalityId} AND p.record_id = l.record_id AND p.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}`.execute(
    tx,
  )
  const byRecord = new Map<string, PartRow[]>()
  for (const row of rows) {
    const list = byRecord.get(keyOf(row))
    if (list) list.push(row)
    else byRecord.set(keyOf(row), [row])
  }
  return byRecord
}

async function verifyPlace(
  house: Pick<House, 'blobs'>,
  municipalityId: MunicipalityId,
  place: Place,
  rows: readonly PartRow[],
  report: RangeReport,
): Promise<void> {
  const { record_id: record, version } = place
  if (place.type === null || place.time_ms === null || !place.commitment) {
    report.leaves.push(Buffer.alloc(32))
    report.problems.push({ kind: 'missing', record, detail: `version ${version}: the entry is gone` })
    return
  }
  report.records += 1
  report.leaves.push(
    leafOf({
      record_id: record,
      version,
      type: place.type,
      time_ms: place.time_ms,
      commitment: place.commitment,
    }),
  )
  // Disposed of: the entry and the leaf remain, and prove that there was something.
  if (!place.salt || place.fields === null || place.manifest === null) return
  const digests = await digestsOf(house, municipalityId, rows, report)
  const difference = differenceOf(
    place,
    place.type,
    place.commitment,
    { salt: place.salt, fields: place.fields, manifest: place.manifest },
    digests,
  )
  if (difference)
    report.problems.push({
      kind: 'commitment',
      record,
      detail: `version ${version}: ${difference} is not what was recorded`,
    })
}

function differenceOf(
  place: Place,
  type: number,
  commitment: Buffer,
  content: { readonly salt: Buffer; readonly fields: string; readonly manifest: string },
  parts: readonly PartDigest[],
): string | undefined {
  try {
    const fields = JSON.parse(content.fields) as Record<string, string>
    place.parsed = fields
    return differsFrom(
      {
        salt: content.salt,
        type: type as RecordType,
        recordId: place.record_id,
        version: place.version,
        fields,
        parts,
      },
      { manifest: content.manifest, commitment },
    )
  } catch (thrown) {
    return `the content (${thrown instanceof Error ? thrown.message : String(thrown)})`
  }
}

async function digestsOf(
  house: Pick<House, 'blobs'>,
  municipalityId: MunicipalityId,
  rows: readonly PartRow[],
  report: RangeReport,
): Promise<PartDigest[]> {
  const digests: PartDigest[] = []
  for (const row of rows) {
    const key = { municipalityId, recordId: row.record_id, version: row.version, part: row.name }
    const inline = row.sha256 && row.bytes !== null && { bytes: row.bytes, sha256: row.sha256 }
    if (!inline && !(await house.blobs.exists(key))) {
      report.problems.push({
        kind: 'part',
        record: row.record_id,
        detail: `version ${row.version}: the file of ${row.name} is gone`,
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

type ItemRow = Record<Exclude<keyof Projection, 'published_at'>, string | null> & {
  readonly record_id: string
  readonly version: number
  /** Unix time in milliseconds. */
  readonly published_ms: number
  readonly collected_ms: number
  readonly words_hold: boolean
}

/** The items whose latest version stands in the range: each row is derived again and compared, its search words too. */
async function verifyItems(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: { from: number; to: number },
  places: ReadonlyMap<string, Place>,
  report: RangeReport,
): Promise<void> {
  const { rows } = await sql<ItemRow>`
    SELECT i.record_id, i.version, i.account_id, i.kind, i.direction, i.platform_id, i.parent, i.permalink, i.author,
      i.author_id, i.text, i.state, (extract(epoch FROM i.published_at) * 1000)::float8 AS published_ms,
      (extract(epoch FROM i.collected_at) * 1000)::float8 AS collected_ms,
      i.words = to_tsvector('swedish', left(i.text, 200000) || ' ' || coalesce(i.author, '')) AS words_hold
    FROM log_index l
    JOIN item i ON i.municipality_id = ${municipalityId} AND i.record_id = l.record_id AND i.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}`.execute(
    tx,
  )
  for (const row of rows) {
    const place = places.get(keyOf(row))
    if (!place?.parsed) continue
    const wrong = row.words_hold ? projectionDifference(row, place.parsed) : 'the search words'
    if (wrong)
      report.problems.push({
        kind: 'projection',
        record: row.record_id,
        detail: `${wrong} in the register of items is not what was recorded`,
      })
  }
}

function projectionDifference(row: ItemRow, fields: Readonly<Record<string, string>>): string | undefined {
  const derived = project(fields)
  const { published_at: said, ...rest } = derived
  const wrong = (Object.keys(rest) as (keyof typeof rest)[]).find((name) => row[name] !== rest[name])
  if (wrong) return wrong
  return publishedAt(said, new Date(row.collected_ms)).getTime() === row.published_ms
    ? undefined
    : 'published_at'
}
