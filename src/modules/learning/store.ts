import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../kernel/index.ts'
import { modelFormat } from '../screening/index.ts'
import type { Decided, Report, Training, UseDecision, Words } from './types.ts'

/** So many decisions are learnt from, the newest; and so much of each text. */
const mostDecisions = 30_000
const mostCharacters = 5_000
/** To see whether there is enough to learn from, so many are counted. */
export const mostCounted = 2_000

/**
 * What people have decided about what others wrote in the open, each item once, with the words that were decided on. A
 * measure outranks that somebody looked past; what the word filter did alone is nobody's decision. What has been disposed
 * of has no words, and is not here; nor is what is withheld.
 */
export async function decisionsToLearnFrom(
  tx: Tx,
  municipalityId: MunicipalityId,
  most = mostDecisions,
): Promise<Decided[]> {
  const { rows } = await sql<Decided>`
    WITH every AS (
      (SELECT record_id, record_version AS version, requested_at AS at, 0 AS rank,
              CASE WHEN kind IN ('unhide', 'approve') THEN NULL ELSE ground_id END AS ground_id
         FROM measure
        WHERE municipality_id = ${municipalityId}::int AND staff_id IS NOT NULL AND kind <> 'reply'
        ORDER BY requested_at DESC LIMIT ${most}::int)
      UNION ALL
      (SELECT record_id, NULL, done_at, 1, NULL
         FROM task
        WHERE municipality_id = ${municipalityId}::int AND kind = 'item' AND record_id IS NOT NULL
          AND done_at IS NOT NULL AND done_by IS NOT NULL AND outcome IN ('left', 'lookedThrough', 'replied')
        ORDER BY done_at DESC LIMIT ${most}::int)
    ), decided AS (
      SELECT DISTINCT ON (record_id) * FROM every ORDER BY record_id, rank, at DESC
    )
    SELECT item.record_id AS record, said.version, decided.at, decided.ground_id AS "groundId",
           item.account_id || '/' || coalesce(above.parent, item.parent, item.platform_id) AS thread,
           left(said.text, ${mostCharacters}::int) AS text, item.author, item.author_id AS "authorId"
      FROM decided
      JOIN item ON item.municipality_id = ${municipalityId}::int AND item.record_id = decided.record_id
      LEFT JOIN item AS above ON above.municipality_id = item.municipality_id
                             AND above.account_id = item.account_id AND above.platform_id = item.parent
      JOIN LATERAL (
        SELECT content.version, content.fields::jsonb ->> 'text' AS text
          FROM content
          JOIN entry ON entry.municipality_id = content.municipality_id
                    AND entry.record_id = content.record_id AND entry.version = content.version
         WHERE content.municipality_id = item.municipality_id AND content.record_id = item.record_id
           AND CASE WHEN decided.version IS NULL THEN entry.time_ms <= extract(epoch FROM decided.at) * 1000
                    ELSE content.version = decided.version END
         ORDER BY content.version DESC LIMIT 1
      ) AS said ON said.text <> ''
     WHERE item.direction = 'received' AND item.kind <> 'message'
       AND NOT EXISTS (SELECT FROM withheld_record AS w
                        WHERE w.municipality_id = item.municipality_id AND w.record_id = item.record_id)
     ORDER BY decided.at DESC, item.record_id
     LIMIT ${most}::int`.execute(tx)
  return rows.map((row) => ({ ...row, record: row.record as RecordId }))
}

/** The last training, or undefined where there has been none. */
export async function lastTraining(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<(Training & { readonly digest: Buffer }) | undefined> {
  const row = await tx
    .selectFrom('learned_model')
    .select(['number', 'trained_at', 'words', 'report', 'digest', 'in_use'])
    .select(sql<boolean>`weights IS NOT NULL AND format = ${modelFormat}`.as('held'))
    .where('municipality_id', '=', municipalityId)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (
    row && {
      number: row.number,
      trainedAt: row.trained_at,
      report: row.report as unknown as Report,
      words: row.held ? (row.words as unknown as Words) : { measured: [], stood: [] },
      held: row.held,
      inUse: row.in_use,
      digest: row.digest,
    }
  )
}

export async function setInUse(
  tx: Tx,
  municipalityId: MunicipalityId,
  number: number,
  inUse: boolean,
): Promise<void> {
  await tx
    .updateTable('learned_model')
    .set({ in_use: inUse })
    .where('municipality_id', '=', municipalityId)
    .where('number', '=', number)
    .execute()
}

export async function insertDecision(
  tx: Tx,
  municipalityId: MunicipalityId,
  decision: Omit<UseDecision, 'name'> & { readonly decisionId: RecordId },
): Promise<void> {
  await tx
    .insertInto('learned_decision')
    .values({
      municipality_id: municipalityId,
      decision_id: decision.decisionId,
      number: decision.number,
      turned_on: decision.on,
      staff_id: decision.staffId,
      at: decision.at,
    })
    .execute()
}

/** Newest first. */
export async function decisionsOfUse(tx: Tx, municipalityId: MunicipalityId): Promise<UseDecision[]> {
  const rows = await tx
    .selectFrom('learned_decision')
    .leftJoin('staff', (join) =>
      join
        .onRef('staff.municipality_id', '=', 'learned_decision.municipality_id')
        .onRef('staff.staff_id', '=', 'learned_decision.staff_id'),
    )
    .select(['number', 'turned_on', 'learned_decision.staff_id', 'staff.name', 'at'])
    .where('learned_decision.municipality_id', '=', municipalityId)
    .orderBy('at', 'desc')
    .limit(50)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    on: row.turned_on,
    staffId: row.staff_id,
    name: row.name,
    at: row.at,
  }))
}
