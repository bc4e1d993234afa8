import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { RecordId } from '../../kernel/index.ts'
import { countCap, type Term } from './rules.ts'
import type { SearchQuery } from './types.ts'

/** The terms as one tsquery, or null when there are none: everything is found. */
function tsquery(terms: readonly Term[]): RawBuilder<unknown> {
  if (terms.length === 0) return sql`null::tsquery`
  const each = terms.map((term) => {
    const query =
      term.kind === 'prefix'
        ? sql`to_tsquery('simple', quote_literal(lower(${term.text})) || ':*')`
        : term.kind === 'phrase'
          ? sql`phraseto_tsquery('swedish', ${term.text})`
          : sql`plainto_tsquery('swedish', ${term.text})`
    return term.without ? sql`(!! ${query})` : sql`(${query})`
  })
  return sql`(${sql.join(each, sql` && `)})`
}

/** The ids of a page of hits, newest first, and how many there are up to the cap and one. */
export async function searchItems(
  tx: Tx,
  query: SearchQuery,
  terms: readonly Term[],
): Promise<{ readonly ids: RecordId[]; readonly total: number }> {
  const { rows } = await sql<{ record_id: string; total: number }>`
    SELECT record_id, total FROM search_items(
      ${tsquery(terms)}, ${query.accounts ? [...query.accounts] : null}::uuid[], ${query.kind ?? null},
      ${query.direction ?? null}, ${query.state ?? null}, ${query.author ?? null},
      ${query.since ?? null}::timestamptz, ${query.until ?? null}::timestamptz,
      ${query.after?.publishedAt ?? null}::timestamptz, ${query.after?.recordId ?? null}::uuid,
      ${query.limit}::int, ${countCap}::int)`.execute(tx)
  return { ids: rows.map((row) => row.record_id as RecordId), total: rows[0]?.total ?? 0 }
}
