import { sql } from 'kysely'
import { recordTypes } from '../../../../evidence/index.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../../../kernel/index.ts'
import type { Problem } from '../../types.ts'

/** What was found by way of the log. */
interface Found {
  readonly entries: number
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
    ...(await behind(tx, municipalityId)),
    ...(await headless(tx, municipalityId)),
    ...(found.firsts === found.items ? [] : await withoutRow(tx, municipalityId)),
    ...(await wordsColumn(tx)),
  ]
}

/**
 * What stands in the archive without standing in the log, and items without their version. Sought only where there is
 * more in the tables than was found by way of the log: what has come since is looked at as well, and is no stray.
 */
async function straysOf(tx: Tx, municipalityId: MunicipalityId, found: Found): Promise<Problem[]> {
  const counted = await sql<{ entries: number; items: number }>`
    SELECT (SELECT count(*) FROM entry WHERE municipality_id = ${municipalityId})::float8 AS entries,
      (SELECT count(*) FROM item WHERE municipality_id = ${municipalityId})::float8 AS items`.execute(tx)
  const { entries = 0, items = 0 } = counted.rows[0] ?? {}
  if (entries === found.entries && items === found.items) return []
  const { rows } = await sql<{ kind: string; record_id: RecordId; version: number }>`
    SELECT 'missing' AS kind, e.record_id, e.version FROM entry e
      WHERE e.municipality_id = ${municipalityId}
      AND NOT EXISTS (SELECT FROM log_index l WHERE l.municipality_id = ${municipalityId} AND l.record_id = e.record_id AND l.version = e.version)
      AND NOT EXISTS (SELECT FROM entry_pending p WHERE p.municipality_id = ${municipalityId} AND p.record_id = e.record_id AND p.version = e.version)
    UNION ALL
    SELECT 'projection', i.record_id, i.version FROM item i
      WHERE i.municipality_id = ${municipalityId}
      AND NOT EXISTS (SELECT FROM entry e WHERE e.municipality_id = ${municipalityId} AND e.record_id = i.record_id AND e.version = i.version)
    LIMIT 1000`.execute(tx)
  return rows.map((row) => {
    const detail =
      row.kind === 'missing'
        ? `version ${row.version}: the entry has no place in the log`
        : `version ${row.version}: an item without its entry`
    return { kind: row.kind, record: row.record_id, detail }
  })
}

/** What belongs to a log that has no head, and so was not looked at. */
async function headless(tx: Tx, municipalityId: MunicipalityId): Promise<Problem[]> {
  const { rows } = await sql<{ log_number: number }>`
    SELECT log_number FROM (
      SELECT DISTINCT log_number FROM checkpoint WHERE municipality_id = ${municipalityId}
      UNION SELECT log_number FROM (SELECT log_number FROM log_index WHERE municipality_id = ${municipalityId} ORDER BY log_number LIMIT 1) AS first
      UNION SELECT log_number FROM (SELECT log_number FROM log_index WHERE municipality_id = ${municipalityId} ORDER BY log_number DESC LIMIT 1) AS last
    ) AS named
    WHERE NOT EXISTS (SELECT FROM log_head h WHERE h.municipality_id = ${municipalityId} AND h.log_number = named.log_number)`.execute(
    tx,
  )
  return rows.map(({ log_number: number }) => ({ kind: 'tree', detail: `the head of log ${number} is gone` }))
}

/** Items that show an older version than their last; versions after the first are few. */
async function behind(tx: Tx, municipalityId: MunicipalityId): Promise<Problem[]> {
  const { rows } = await sql<{ record_id: RecordId; version: number }>`
    SELECT i.record_id, i.version FROM item i
    WHERE i.municipality_id = ${municipalityId} AND EXISTS (SELECT FROM entry e
      WHERE e.municipality_id = ${municipalityId} AND e.version > 1 AND e.record_id = i.record_id AND e.version > i.version)
    LIMIT 1000`.execute(tx)
  return rows.map(({ record_id: record, version }) => ({
    kind: 'projection',
    record,
    detail: `version ${version} stands in the register of items, and there is a later one`,
  }))
}

/** Collected items that the register of items lacks: nobody finds them, and nobody gets them in the queue. */
async function withoutRow(tx: Tx, municipalityId: MunicipalityId): Promise<Problem[]> {
  const { rows } = await sql<{ record_id: RecordId }>`
    SELECT e.record_id FROM entry e
    JOIN content c ON c.municipality_id = ${municipalityId} AND c.record_id = e.record_id AND c.version = e.version
    WHERE e.municipality_id = ${municipalityId} AND e.version = 1 AND e.type = ${recordTypes.collected}
    AND c.fields::jsonb ? 'platformId'
    AND NOT EXISTS (SELECT FROM item i WHERE i.municipality_id = ${municipalityId} AND i.record_id = e.record_id)
    LIMIT 1000`.execute(tx)
  return rows.map(({ record_id: record }) => ({
    kind: 'projection',
    record,
    detail: 'the item is missing from the register of items',
  }))
}

/** The search words of every item are what PostgreSQL derives: their column is still the one that it fills itself. */
async function wordsColumn(tx: Tx): Promise<Problem[]> {
  const { rows } = await sql`
    SELECT FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = 'item'::regclass AND a.attname = 'words' AND a.attgenerated = 's'
    AND pg_get_expr(d.adbin, d.adrelid) = ${derivedWords}`.execute(tx)
  if (rows.length === 1) return []
  const detail = 'the search words are no longer derived from the text and the author of each item'
  return [{ kind: 'projection', detail }]
}

/** The expression of migrations/0002_archive.sql, as PostgreSQL writes it. */
const derivedWords = `to_tsvector('swedish'::regconfig, (("left"(text, 200000) || ' '::text) || COALESCE(author, ''::text)))`
