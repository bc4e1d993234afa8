import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../kernel/index.ts'
import { formsOf } from './forms.ts'
import { countCap, formsIn, stemsBefore, type Term, tagPattern } from './rules.ts'
import type { SearchQuery } from './types.ts'

type Query = RawBuilder<unknown>

/** The terms as one query of the word index, or null when it can tell nothing of them. */
function indexQuery(terms: readonly Term[], shortened = true): Query {
  const each = terms.flatMap((term) => {
    // Of stems only a word can be said not to be there: the others are looked for in the text itself.
    if (term.without) return term.kind === 'word' ? sql`(!! ${wordQuery(term.text)})` : []
    if (term.kind === 'word') return wordQuery(term.text)
    if (term.kind === 'prefix') return prefixQuery(term.text, shortened ? stemsBefore(term.text) : [])
    if (term.kind === 'tag') return sql`plainto_tsquery('swedish', ${term.text})`
    return sql`phraseto_tsquery('swedish', ${term.text})`
  })
  return each.length === 0 ? sql`null::tsquery` : sql`(${sql.join(each, sql` && `)})`
}

/** Any form of the word; what is no word of letters (an address, a diary number) as it is written. */
function wordQuery(text: string): Query {
  const written = sql`plainto_tsquery('swedish', ${text})`
  const forms = formsOf(text)
  if (forms.length === 1) return written
  return sql`(SELECT CASE WHEN numnode(${written}) = 0 THEN ${written} ELSE string_agg(quote_literal(lexeme), '|')::tsquery END
    FROM unnest(to_tsvector('swedish', ${forms.join(' ')})))`
}

function prefixQuery(text: string, stems: readonly string[]): Query {
  const beginning = sql`to_tsquery('simple', quote_literal(lower(${text})) || ':*')`
  return stems.length === 0
    ? beginning
    : sql`(${beginning} || array_to_string(${[...stems]}::text[], ' | ')::tsquery)`
}

/** What has to hold of the words of the text itself, in order and uninflected, or null. */
function exactQuery(terms: readonly Term[]): Query {
  const each = terms.flatMap((term) => {
    if (term.kind !== 'phrase' && term.kind !== 'prefix') return []
    const query =
      term.kind === 'phrase' ? sql`phraseto_tsquery('simple', ${term.text})` : prefixQuery(term.text, [])
    return term.without ? sql`(!! ${query})` : query
  })
  return each.length === 0 ? sql`null::tsquery` : sql`(${sql.join(each, sql` && `)})`
}

/** What of the exact the word index tells by itself, or null: the beginnings of words, where nothing else is exact. */
function sureQuery(terms: readonly Term[]): Query {
  const exact = terms.filter(({ kind }) => kind === 'phrase' || kind === 'prefix')
  if (exact.length === 0 || exact.some(({ kind, without }) => kind === 'phrase' || without))
    return sql`null::tsquery`
  return sql`(${sql.join(
    exact.map(({ text }) => prefixQuery(text, [])),
    sql` && `,
  )})`
}

const tagPatterns = (terms: readonly Term[], without: boolean): string[] =>
  terms.filter((term) => term.kind === 'tag' && term.without === without).map((term) => tagPattern(term.text))

/** An author's name stands among an item's words, so the word index finds it; the name itself is compared as well. */
function withAuthor(query: Query, author: string | undefined): Query {
  if (!author) return query
  const name = sql`plainto_tsquery('swedish', ${author})`
  return sql`CASE WHEN numnode(${name}) > 0 THEN coalesce(${query} && ${name}, ${name}) ELSE ${query} END`
}

/** Of each statement in the rest of the transaction. */
export const limitTime = async (tx: Tx, milliseconds: number): Promise<void> => {
  await sql`SELECT set_config('statement_timeout', ${String(milliseconds)}, true)`.execute(tx)
}

/** The ids of a page of hits, newest first, and how many there are up to the cap and one. */
export async function searchItems(
  tx: Tx,
  query: SearchQuery,
  terms: readonly Term[],
): Promise<{ readonly ids: RecordId[]; readonly total: number }> {
  const { rows } = await sql<{ record_id: RecordId; total: number }>`
    SELECT record_id, total FROM search_items(
      ${withAuthor(indexQuery(terms), query.author)}, ${query.accounts ? [...query.accounts] : null}::uuid[], ${query.kind ?? null},
      ${query.direction ?? null}, ${query.state ?? null}, ${query.author ?? null},
      ${query.since ?? null}::timestamptz, ${query.until ?? null}::timestamptz,
      ${query.after?.publishedAt ?? null}::timestamptz, ${query.after?.recordId ?? null}::uuid,
      ${query.limit}::int, ${countCap}::int,
      ${exactQuery(terms)}, ${tagPatterns(terms, false)}::text[], ${tagPatterns(terms, true)}::text[], ${sureQuery(terms)})`.execute(
    tx,
  )
  return { ids: rows.map((row) => row.record_id), total: rows[0]?.total ?? 0 }
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
  const { rows } = await sql<{ record_id: RecordId; marked: string }>`
    SELECT record_id, ts_headline(
      'swedish', translate(left(text, ${markedLength}::int), ${begin + end}, ''), ${indexQuery(wanted, false)}, ${options}) AS marked
    FROM item WHERE municipality_id = ${municipalityId}::int AND record_id = ANY(${[...ids]}::uuid[])`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.record_id, formsIn(row.marked, begin, end)]))
}
