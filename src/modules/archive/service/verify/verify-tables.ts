import { sql } from 'kysely'
import { recordTypes, tileWidth } from '../../../../evidence/index.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import { countText, type MunicipalityId, type RecordId } from '../../../../kernel/index.ts'
import type { Problem } from '../../types.ts'
import { laterVersions } from './verify-items.ts'

/** Rows that were found by way of the log. */
export interface Found {
  readonly entries: number
  readonly contents: number
  /** Of parts, and of those that were withdrawn. */
  readonly partRows: number
  /** Items whose latest version was met, and items whose first version was. */
  readonly items: number
  readonly firsts: number
}

/** What is amiss in the tables as a whole, that no place in the log leads to. */
export async function amissInTables(
  tx: Tx,
  municipalityId: MunicipalityId,
  found: Found,
): Promise<Problem[]> {
  return [
    ...(await straysOf(tx, municipalityId, found)),
    ...(await laterVersions(tx, municipalityId)),
    ...(await outsideLogs(tx, municipalityId)),
    ...(await wrongWaiting(tx, municipalityId)),
    ...(found.firsts === found.items ? [] : await withoutRow(tx, municipalityId)),
    ...(await wordsColumn(tx)),
  ]
}

/**
 * What stands in the archive without standing in the log, and items without their version. Sought only where there is
 * more in the tables than was found by way of the log: what has come since is looked at as well, and is no stray.
 */
async function straysOf(tx: Tx, municipalityId: MunicipalityId, found: Found): Promise<Problem[]> {
  const all = (table: string) =>
    sql`(SELECT count(*) FROM ${sql.table(table)} WHERE municipality_id = ${municipalityId})::float8`
  const counted = await sql<Omit<Found, 'firsts'>>`
    SELECT ${all('entry')} AS entries, ${all('content')} AS contents,
      ${all('part')} + ${all('withdrawn_part')} AS "partRows", ${all('item')} AS items`.execute(tx)
  const [rows] = counted.rows
  const asFound =
    rows?.entries === found.entries &&
    rows.contents === found.contents &&
    rows.partRows === found.partRows &&
    rows.items === found.items
  if (asFound) return []
  const without = (what: string, table: string, needed: string) => sql`
    SELECT ${what} AS what, s.record_id, s.version FROM ${sql.table(table)} s
      WHERE s.municipality_id = ${municipalityId} AND NOT EXISTS (SELECT FROM ${sql.table(needed)} n
        WHERE n.municipality_id = ${municipalityId} AND n.record_id = s.record_id AND n.version = s.version)`
  const strays = await sql<{ what: Stray; record_id: string; version: number }>`
    ${without('entry', 'entry', 'log_index')} AND NOT EXISTS (SELECT FROM entry_pending p
        WHERE p.municipality_id = ${municipalityId} AND p.record_id = s.record_id AND p.version = s.version)
    UNION ALL ${without('content', 'content', 'entry')}
    UNION ALL ${without('part', 'part', 'entry')}
    UNION ALL ${without('part', 'withdrawn_part', 'entry')}
    UNION ALL ${without('item', 'item', 'entry')}
    LIMIT 1000`.execute(tx)
  return strays.rows.map(({ what, record_id: record, version }) => {
    const [kind, detail] = strayWords[what]
    return { kind, record, detail: `Version ${version}: ${detail}.` }
  })
}

type Stray = keyof typeof strayWords

const strayWords = {
  entry: ['missing', 'loggposten har ingen plats i loggen'],
  content: ['missing', 'innehållet har ingen loggpost'],
  part: ['part', 'en fil har ingen loggpost'],
  item: ['projection', 'inlägget i registret har ingen loggpost'],
} as const

/**
 * What belongs to a log that has no head, or lies beyond what its head covers, and so was not looked at; with the first
 * record that stands there.
 */
async function outsideLogs(tx: Tx, municipalityId: MunicipalityId): Promise<Problem[]> {
  const headless = await sql<Outside>`
    SELECT number, (SELECT l.record_id FROM log_index l WHERE l.municipality_id = ${municipalityId}
      AND l.log_number = named.number ORDER BY l.index LIMIT 1) AS record FROM (
      SELECT DISTINCT log_number AS number FROM checkpoint WHERE municipality_id = ${municipalityId}
      UNION SELECT log_number FROM log_tile WHERE municipality_id = ${municipalityId}
      UNION SELECT min(log_number) FROM log_index WHERE municipality_id = ${municipalityId}
      UNION SELECT max(log_number) FROM log_index WHERE municipality_id = ${municipalityId}
    ) AS named
    WHERE number IS NOT NULL AND NOT EXISTS (SELECT FROM log_head h
      WHERE h.municipality_id = ${municipalityId} AND h.log_number = named.number)`.execute(tx)
  const beyond = await sql<Outside & { size: number; tiles: boolean }>`
    SELECT * FROM (SELECT h.log_number AS number, h.size,
      (SELECT l.record_id FROM log_index l WHERE l.municipality_id = ${municipalityId}
        AND l.log_number = h.log_number AND l.index >= h.size ORDER BY l.index LIMIT 1) AS record,
      EXISTS (SELECT FROM log_tile t WHERE t.municipality_id = ${municipalityId}
        AND t.log_number = h.log_number AND CASE WHEN t.level BETWEEN 0 AND 7
          THEN (t.index + 1) * ${tileWidth}::float8 ^ (t.level + 1) > h.size ELSE true END) AS tiles
      FROM log_head h WHERE h.municipality_id = ${municipalityId}) AS heads WHERE record IS NOT NULL OR tiles`.execute(
    tx,
  )
  const problem = (record: string | null, detail: string): Problem => ({
    kind: 'tree',
    ...(record !== null && { record }),
    detail,
  })
  return [
    ...headless.rows.map(({ number, record }) =>
      problem(record, `Slutläget (log_head) för logg ${number} är borta.`),
    ),
    ...beyond.rows.map(({ size, record }) =>
      problem(
        record,
        `Loggen har ${record === null ? 'mellansummor (log_tile)' : 'platser'} bortom sitt slutläge, ${countText(size, 'loggpost', 'loggposter')}.`,
      ),
    ),
  ]
}

interface Outside {
  readonly number: number
  readonly record: string | null
}

/** What waits for a place has an entry, and has no place yet: otherwise nothing more would get one. */
async function wrongWaiting(tx: Tx, municipalityId: MunicipalityId): Promise<Problem[]> {
  const { rows } = await sql<{ record_id: string; version: number; known: boolean }>`
    SELECT p.record_id, p.version, e.record_id IS NOT NULL AS known FROM entry_pending p
    LEFT JOIN entry e ON e.municipality_id = ${municipalityId} AND e.record_id = p.record_id AND e.version = p.version
    LEFT JOIN log_index l ON l.municipality_id = ${municipalityId} AND l.record_id = p.record_id AND l.version = p.version
    WHERE p.municipality_id = ${municipalityId} AND (e.record_id IS NULL OR l.record_id IS NOT NULL)
    LIMIT 1000`.execute(tx)
  return rows.map(({ record_id: record, version, known }) => ({
    kind: 'pending',
    record,
    detail: `Version ${version} väntar på en plats i loggen, men ${known ? 'har redan en' : 'är inte antecknad'}.`,
  }))
}

/** Collected items that the register of items lacks: nobody finds them, and nobody gets them in the queue. */
async function withoutRow(tx: Tx, municipalityId: MunicipalityId): Promise<Problem[]> {
  const { rows } = await sql<{ record_id: RecordId }>`
    SELECT e.record_id FROM entry e
    JOIN content c ON c.municipality_id = ${municipalityId} AND c.record_id = e.record_id AND c.version = e.version
    WHERE e.municipality_id = ${municipalityId} AND e.version = 1 AND e.type = ${recordTypes.collected}
    AND c.fields LIKE '%"platformId":%'
    AND NOT EXISTS (SELECT FROM item i WHERE i.municipality_id = ${municipalityId} AND i.record_id = e.record_id)
    LIMIT 1000`.execute(tx)
  return rows.map(({ record_id: record }) => ({
    kind: 'projection',
    record,
    detail: 'Inlägget saknas i registret över inlägg.',
  }))
}

/** The search words of every item are what PostgreSQL derives: their column is still the one that it fills itself. */
async function wordsColumn(tx: Tx): Promise<Problem[]> {
  const { rows } = await sql`
    SELECT FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = 'item'::regclass AND a.attname = 'words' AND a.attgenerated = 's'
    AND pg_get_expr(d.adbin, d.adrelid) = ${derivedWords}`.execute(tx)
  if (rows.length === 1) return []
  const detail = 'Sökorden (item.words) bildas inte längre av inläggens text och avsändare.'
  return [{ kind: 'projection', detail }]
}

/** The expression of migrations/0002_archive.sql, as PostgreSQL writes it. */
const derivedWords = `to_tsvector('swedish'::regconfig, (("left"(text, 200000) || ' '::text) || COALESCE(author, ''::text)))`
