import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { Item } from '../archive/index.ts'

/**
 * Of what waits for an answer: what the account itself has answered on the platform, and when. Of what was written anew
 * after the answer nothing is known, so that is not here.
 * @param items of the account: questions, answers, or anything.
 */
export async function answeredThere(
  tx: Tx,
  municipalityId: MunicipalityId,
  accountId: AccountId,
  items: readonly Pick<Item, 'platformId' | 'parent' | 'direction'>[],
): Promise<{ readonly recordId: RecordId; readonly at: Date }[]> {
  const concerned = items.flatMap(({ platformId, parent, direction }) =>
    direction === 'received' ? platformId : (parent ?? []),
  )
  if (concerned.length === 0) return []
  const { rows } = await sql<{ record_id: RecordId; at: Date }>`
    SELECT question.record_id, min(answer.published_at) AS at
      FROM item AS question
      JOIN task ON task.municipality_id = question.municipality_id AND task.record_id = question.record_id
               AND task.kind = 'item' AND task.urgency = 1 AND task.done_at IS NULL
      JOIN item AS answer ON answer.municipality_id = question.municipality_id
                         AND answer.account_id = question.account_id AND answer.parent = question.platform_id
     WHERE question.municipality_id = ${municipalityId}::int AND question.account_id = ${accountId}::uuid
       AND question.platform_id = ANY(${concerned}::text[])
       AND answer.direction = 'drawnUp' AND answer.state = 'visible'
       AND answer.published_at > coalesce(question.changed_at, question.published_at)
     GROUP BY question.record_id`.execute(tx)
  return rows.map((row) => ({ recordId: row.record_id, at: row.at }))
}
