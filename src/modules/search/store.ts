import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../kernel/index.ts'
import { countCap, formsIn, type Term } from './rules.ts'
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

/** An author's name stands among an item's words, so the word index finds it; the name itself is compared as well. */
function withAuthor(query: RawBuilder<unknown>, author: string | undefined): RawBuilder<unknown> {
  if (!author) return query
  const name = sql`plainto_tsquery('swedish', ${author})`
  return sql`CASE WHEN numnode(${name}) > 0 THEN coalesce(${query} && ${name}, ${name}) ELSE ${query} END`
}

/** The ids of a page of hits, newest first, and how many there are up to the cap and one. */
export async function searchItems(
  tx: Tx,
  query: SearchQuery,
  terms: readonly Term[],
): Promise<{ readonly ids: RecordId[]; readonly total: number }> {
  const { rows } = await sql<{ record_id: string; total: number }>`
    SELECT record_id, total FROM search_items(
      ${withAuthor(tsquery(terms), query.author)}, ${query.accounts ? [...query.accounts] : null}::uuid[], ${query.kind ?? null},
      ${query.direction ?? null}, ${query.state ?? null}, ${query.author ?? null},
      ${query.since ?? null}::timestamptz, ${query.until ?? null}::timestamptz,
      ${query.after?.publishedAt ?? null}::timestamptz, ${query.after?.recordId ?? null}::uuid,
      ${query.limit}::int, ${countCap}::int)`.execute(tx)
  return { ids: rows.map((row) => row.record_id as RecordId), total: rows[0]?.total ?? 0 }
}

/** Only the beginning of a text is read for marking; the words found there are marked wherever they stand. */
const markedLength = 3_000
const begin = '\uE000'
const end = '\uE001'

/** The word forms of each item that the terms match, as they are written there; for marking hits. */
export async function wordsFound(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly RecordId[],
  terms: readonly Term[],
): Promise<Map<RecordId, readonly string[]>> {
  const wanted = terms.filter((term) => !term.without)
  if (ids.length === 0 || wanted.length === 0) return new Map()
  const options = `HighlightAll=true, StartSel=${begin}, StopSel=${end}`
  const { rows } = await sql<{ record_id: string; marked: string }>`
    SELECT record_id, ts_headline(
      'swedish', translate(left(text, ${markedLength}::int), ${begin + end}, ''), ${tsquery(wanted)}, ${options}) AS marked
    FROM item WHERE municipality_id = ${municipalityId}::int AND record_id = ANY(${[...ids]}::uuid[])`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.record_id as RecordId, formsIn(row.marked, begin, end)]))
}
