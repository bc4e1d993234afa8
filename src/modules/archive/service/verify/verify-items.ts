import { sql } from 'kysely'
import { recordTypes } from '../../../../evidence/index.ts'
import type { Tx } from '../../../../infra/db/index.ts'
import type { MunicipalityId } from '../../../../kernel/index.ts'
import { versionKeyIn } from '../../rules.ts'
import type { Problem } from '../../types.ts'
import type { Range } from './verify-range.ts'

/** A row takes its time a moment before or after the entry does, in the same transaction; milliseconds. */
export const sameMoment = 60_000

export const itemProblem = (record: string, detail: string): Problem => ({
  kind: 'projection',
  record,
  detail,
})

/** @param column of item. */
export const notAsRecorded = (column: string): string =>
  `Uppgiften ${column} i registret över inlägg är inte vad som antecknades.`

/** Items that show an older version than their last, or other times than their versions tell. Later versions are few. */
export async function laterVersions(tx: Tx, municipalityId: MunicipalityId): Promise<Problem[]> {
  const { rows } = await sql<{ record_id: string; version: number; wrong: string }>`
    SELECT * FROM (
      SELECT i.record_id, i.version, CASE
        WHEN e.version > i.version THEN 'version'
        WHEN NOT ${near('i.collected_at', 'f.time_ms')} THEN 'collected_at'
        WHEN (i.changed_at IS NULL) <> (e.changed IS NULL) OR NOT ${near('i.changed_at', 'e.changed')} THEN 'changed_at'
        WHEN NOT ${near('i.gone_at', 'e.gone')} AND NOT ${near('i.gone_at', 'f.time_ms')} THEN 'gone_at'
      END AS wrong
      FROM (
        SELECT record_id, max(version) AS version,
          (array_agg(time_ms ORDER BY version DESC) FILTER (WHERE type = ${recordTypes.changeSeen}))[1] AS changed,
          (array_agg(time_ms ORDER BY version DESC) FILTER (WHERE type = ${recordTypes.gone}))[1] AS gone
        FROM entry WHERE municipality_id = ${municipalityId} AND version > 1 GROUP BY record_id
      ) e
      JOIN item i ON i.municipality_id = ${municipalityId} AND i.record_id = e.record_id
      LEFT JOIN entry f ON f.municipality_id = ${municipalityId} AND f.record_id = e.record_id AND f.version = 1
    ) AS later WHERE wrong IS NOT NULL LIMIT 1000`.execute(tx)
  return rows.map(({ record_id: record, version, wrong }) =>
    itemProblem(
      record,
      wrong === 'version'
        ? `Version ${version} står i registret över inlägg, och det finns en senare.`
        : `Uppgiften ${wrong} i registret över inlägg är inte när inläggets versioner antecknades.`,
    ),
  )
}

/** True also where there is no time in the row. */
const near = (column: string, milliseconds: string) =>
  sql`coalesce(abs(date_part('epoch', ${sql.ref(column)}) * 1000 - ${sql.ref(milliseconds)}) <= ${sameMoment}, ${sql.ref(column)} IS NULL)`

/**
 * Items in a range whose version key is not the one that their newest part `answer` tells of: a change would not be seen, or
 * seen twice. Those that were recorded before it told are passed over.
 */
export async function versionKeysAmiss(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  { from, to }: Pick<Range, 'from' | 'to'>,
): Promise<Problem[]> {
  const { rows } = await sql<{ record_id: string; version_key: string; answer: Buffer | null }>`
    SELECT i.record_id, i.version_key, (SELECT coalesce(p.content, '') FROM part p
      WHERE p.municipality_id = ${municipalityId} AND p.record_id = i.record_id AND p.version <= i.version AND p.name = 'answer'
      ORDER BY p.version DESC LIMIT 1) AS answer
    FROM log_index l
    JOIN item i ON i.municipality_id = ${municipalityId} AND i.record_id = l.record_id AND i.version = l.version
    WHERE l.municipality_id = ${municipalityId} AND l.log_number = ${logNumber} AND l.index >= ${from} AND l.index < ${to}`.execute(
    tx,
  )
  return rows.flatMap(({ record_id: record, version_key: key, answer }) => {
    // One that was gone before it could be fetched has no answer, and no version on its platform. An answer too large for
    // the database tells nothing here.
    const told = answer ? versionKeyIn(answer) : ''
    return told === undefined || told === key ? [] : itemProblem(record, notAsRecorded('version_key'))
  })
}
