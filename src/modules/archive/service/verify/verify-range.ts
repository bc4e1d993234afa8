import { sql } from 'kysely'
import {
  commit,
  differsFrom,
  digestBytes,
  type PartDigest,
  type RecordContent,
  type RecordType,
  recordTypes,
} from '../../../../evidence/index.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import { digestOf } from '../../../../infra/files/index.ts'
import type { House } from '../../../../infra/house.ts'
import { describeError, isObject, type MunicipalityId, type RecordId } from '../../../../kernel/index.ts'
import { leafOf, project, projectedColumns, publishedAt, readFields } from '../../rules.ts'
import type { Problem } from '../../types.ts'
import type { EmptiedPlace } from './verify-emptied.ts'
import { itemProblem, notAsRecorded, sameMoment, versionKeysAmiss } from './verify-items.ts'

export interface RangeReport {
  /** 32 bytes for each place in the range, in order. */
  readonly leaves: Buffer[]
  readonly problems: Problem[]
  /** Places whose content is no longer there: disposed of, or taken away (see verify-emptied.ts). */
  readonly emptied: EmptiedPlace[]
  records: number
  /** Items whose latest version stands in the range. */
  items: number
  /** Items whose first version stands in the range: each is to have a row in the register of items. */
  firsts: number
  /** Records whose content is there. */
  contents: number
  /** Parts whose bytes, or whose digests, are there. */
  parts: number
  /** Rows of parts, and of those that were withdrawn. */
  partRows: number
  bytes: number
}

type ItemRow = Record<(typeof projectedColumns)[number], string | null> & {
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
  /** Which part it is in the blob store; null where it does not lie there. */
  readonly record_id: string | null
  readonly version: number | null
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

/** A part as it is committed to, or why its file cannot be read. `said`: its length by its row. */
type Part = (PartDigest | { readonly name: string; readonly sha256?: undefined; readonly amiss: string }) & {
  readonly said: number
}

/** Places [from, to) of a log. */
export interface Range {
  readonly from: number
  readonly to: number
  /** Whether what items have beside their fields, search words and version keys, is derived again too (see verify.ts). */
  readonly derived: boolean
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
    contents: 0,
    parts: 0,
    partRows: 0,
    bytes: 0,
  }
  const places = await readPlaces(tx, municipalityId, logNumber, range)
  const partsNow = () => readParts(house, tx, municipalityId, logNumber, range)
  let parts = await partsNow()
  // Films take their time to read: one that was withdrawn meanwhile is known by its digest now.
  if ([...parts.values()].flat().some(({ sha256 }) => !sha256)) parts = await partsNow()
  let expected = range.from
  for (const place of places) {
    if (place.index !== expected)
      report.problems.push({ kind: 'tree', detail: `Plats ${expected} i loggen saknas.` })
    expected = place.index + 1
    const changed = verifyPlace(report, logNumber, place, parts.get(place.index) ?? [])
    if (changed) report.problems.push(await namedDifference(tx, municipalityId, changed))
  }
  if (range.derived) report.problems.push(...(await versionKeysAmiss(tx, municipalityId, logNumber, range)))
  if (expected !== range.to)
    report.problems.push({
      kind: 'tree',
      detail: `Platserna ${expected} till ${range.to - 1} i loggen saknas.`,
    })
  return report
}

async function readPlaces(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  range: Range,
): Promise<Place[]> {
  const words = range.derived
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
    SELECT l.index, CASE WHEN p.content IS NULL THEN l.record_id END AS record_id, CASE WHEN p.content IS NULL THEN l.version END AS version,
      p.name, p.media_type, p.bytes AS said, octet_length(p.content) AS bytes, sha256(p.content) AS sha256
    FROM log_index l
    JOIN part p ON p.municipality_id = ${municipalityId} AND p.record_id = l.record_id AND p.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${range.from} AND l.index < ${range.to}
    UNION ALL
    SELECT l.index, NULL, NULL, w.name, w.media_type, w.bytes AS said, w.bytes, w.sha256
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
  const key = { municipalityId, recordId: recordId ?? '', version: version ?? 0, part: name }
  try {
    return { name, mediaType, said, ...(await digestOf(house.blobs.stream(key))) }
  } catch (thrown) {
    const code = isObject(thrown) ? thrown['code'] : undefined
    return {
      name,
      said,
      amiss: code === 'ENOENT' ? 'är borta' : `går inte att läsa (${describeError(thrown)})`,
    }
  }
}

/** Content that is not what was recorded; which part of it has still to be found out. */
interface Changed {
  readonly content: RecordContent
  readonly commitment: Buffer
}

/** Waits for nothing: a million places pass through here. @returns content that is not what was recorded. */
function verifyPlace(
  report: RangeReport,
  logNumber: number,
  place: Place,
  found: readonly Part[],
): Changed | undefined {
  const { record_id: record, version, type, time_ms, commitment } = place
  if (place.published_ms !== null) report.items += 1
  if (type === null || time_ms === null || !commitment) {
    report.leaves.push(Buffer.alloc(digestBytes))
    report.problems.push({ kind: 'missing', record, detail: `Version ${version}: loggposten är borta.` })
    return undefined
  }
  report.records += 1
  report.leaves.push(leafAt(report, { record_id: record, version, type, time_ms, commitment }))
  report.partRows += found.length
  if (!place.salt || place.fields === null || place.manifest_sha256 === null) {
    report.emptied.push({ log: logNumber, index: place.index, record, version })
    if (place.published_ms !== null)
      report.problems.push(
        itemProblem(record, 'Innehållet är borta, och inlägget står kvar i registret över inlägg.'),
      )
    if (found.length > 0) report.problems.push(leftOver(record, version, found))
    return undefined
  }
  report.contents += 1
  const parts = digestsOf(report, place, found)
  const fields = readFields(place.fields)
  if (!fields) {
    report.problems.push(notRecorded(record, version, unreadable))
    return undefined
  }
  if (type === recordTypes.collected && fields['platformId'] !== undefined) report.firsts += 1
  const wrong = place.published_ms === null ? undefined : itemDifference(place, type, time_ms, fields)
  if (wrong) report.problems.push(itemProblem(record, notAsRecorded(wrong)))
  const content = { salt: place.salt, type: type as RecordType, recordId: record, version, fields, parts }
  return holds(content, commitment, place.manifest_sha256) ? undefined : { content, commitment }
}

/** What stands there may be no entry at all. */
function leafAt(report: RangeReport, entry: Parameters<typeof leafOf>[0]): Buffer {
  try {
    return leafOf(entry)
  } catch {
    const detail = `Version ${entry.version}: loggposten är inte giltig.`
    report.problems.push({ kind: 'tree', record: entry.record_id, detail })
    return Buffer.alloc(digestBytes)
  }
}

const leftOver = (record: string, version: number, parts: readonly Part[]): Problem => ({
  kind: 'part',
  record,
  detail: `Version ${version}: innehållet är borta, men det här är kvar: ${parts.map(({ name }) => name).join(', ')}.`,
})

const notRecorded = (record: string, version: number, what: string): Problem => ({
  kind: 'commitment',
  record,
  detail: `Version ${version}: ${what} är inte vad som antecknades.`,
})

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
    return differenceWords(differsFrom(content, recorded))
  } catch {
    return unreadable
  }
}

const unreadable = 'innehållet, som inte går att läsa,'

/** @param what as `differsFrom` names it: 'field text', 'part raw', 'commitment'. */
function differenceWords(what = 'manifest'): string {
  if (what === 'commitment') return 'handlingens kontrollsumma (commitment)'
  if (what === 'manifest') return 'förteckningen över uppgifter och filer (manifest)'
  return what.replace(/^field /, 'uppgiften ').replace(/^part /, 'filen ')
}

function digestsOf(report: RangeReport, place: Place, found: readonly Part[]): PartDigest[] {
  const digests: PartDigest[] = []
  for (const part of found) {
    if (!part.sha256) {
      const detail = `Version ${place.version}: filen ${part.name} ${part.amiss}.`
      report.problems.push({ kind: 'part', record: place.record_id, detail })
      continue
    }
    if (part.bytes !== part.said) {
      const detail = `Version ${place.version}: filen ${part.name} är inte så lång som det står i dess rad.`
      report.problems.push({ kind: 'part', record: place.record_id, detail })
    }
    report.parts += 1
    report.bytes += part.bytes
    digests.push(part)
  }
  return digests
}

/** The item's row is derived again and compared, its search words too. */
function itemDifference(
  row: ItemRow,
  type: number,
  acceptedMs: number,
  fields: Readonly<Record<string, string>>,
): string | undefined {
  if (!row.words_hold) return 'words'
  const projected = project(fields)
  for (const name of projectedColumns) if (row[name] !== projected[name]) return name
  const published = publishedAt(projected.published_at, new Date(row.collected_ms)).getTime()
  return published === row.published_ms ? timeDifference(row, type, acceptedMs) : 'published_at'
}

/** Of a later version, what the versions before it tell is looked at in verify-items.ts. */
function timeDifference(row: ItemRow, type: number, acceptedMs: number): string | undefined {
  if (type === recordTypes.gone) return isSame(row.gone_ms, acceptedMs) ? undefined : 'gone_at'
  if (type === recordTypes.changeSeen) return isSame(row.changed_ms, acceptedMs) ? undefined : 'changed_at'
  if (!isSame(row.collected_ms, acceptedMs)) return 'collected_at'
  if (row.changed_ms !== null) return 'changed_at'
  const isGone = row.state === 'gone' ? isSame(row.gone_ms, acceptedMs) : row.gone_ms === null
  return isGone ? undefined : 'gone_at'
}

const isSame = (at: number | null, moment: number): boolean =>
  at !== null && Math.abs(at - moment) <= sameMoment
