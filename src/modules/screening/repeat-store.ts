import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { Repeated } from './types.ts'

/** A group of the same text: the first of it stands for all, and was last seen at `at`. */
export interface KnownText {
  readonly groupId: RecordId
  readonly prints: readonly string[]
  readonly text: string
  readonly accountId: AccountId
  readonly firstAt: Date
  at: Date
}

const mostKnown = 1_000

/** One job at a time puts its texts beside the others', until its transaction ends: copies come in the same moment. */
export const takeTurns = (tx: Tx, municipalityId: MunicipalityId): Promise<unknown> =>
  sql`SELECT pg_advisory_xact_lock(hashtext('text_print'), ${municipalityId}::int)`.execute(tx)

/** Texts that share a print with these and were seen after an instant. */
export async function textsSharing(
  tx: Tx,
  municipalityId: MunicipalityId,
  prints: readonly string[],
  after: Date,
): Promise<KnownText[]> {
  if (prints.length === 0) return []
  const rows = await tx
    .selectFrom('text_print')
    .innerJoin('item', (join) =>
      join
        .onRef('item.municipality_id', '=', 'text_print.municipality_id')
        .onRef('item.record_id', '=', 'text_print.record_id'),
    )
    .select([
      'text_print.record_id',
      // Larger than a number is exact.
      sql<string>`text_print.print::text`.as('print'),
      'text_print.at',
      'item.text',
      'item.account_id',
      'item.published_at',
    ])
    .where('text_print.municipality_id', '=', municipalityId)
    .where('text_print.print', '=', sql<string>`ANY(${[...prints]}::bigint[])`)
    .where('text_print.at', '>', after)
    .limit(mostKnown)
    .execute()
  const found = new Map<string, KnownText & { prints: string[] }>()
  for (const row of rows) {
    const known = found.get(row.record_id) ?? {
      groupId: row.record_id,
      prints: [],
      text: row.text,
      accountId: row.account_id,
      firstAt: row.published_at,
      at: row.at,
    }
    known.prints.push(row.print)
    found.set(row.record_id, known)
  }
  return [...found.values()]
}

export async function keepPrints(
  tx: Tx,
  municipalityId: MunicipalityId,
  texts: readonly Pick<KnownText, 'groupId' | 'prints' | 'at'>[],
): Promise<void> {
  const rows = texts.flatMap(({ groupId, prints, at }) =>
    [...new Set(prints)].map((print) => ({ municipality_id: municipalityId, print, record_id: groupId, at })),
  )
  if (rows.length === 0) return
  await tx
    .insertInto('text_print')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'print', 'record_id'])
        .doUpdateSet({ at: sql<Date>`greatest(text_print.at, excluded.at)` }),
    )
    .execute()
}

export interface Repeating {
  readonly recordId: RecordId
  readonly groupId: RecordId
  readonly accountId: AccountId
  readonly at: Date
}

export async function keepRepeats(
  tx: Tx,
  municipalityId: MunicipalityId,
  repeats: readonly Repeating[],
): Promise<void> {
  if (repeats.length === 0) return
  const once = new Map(repeats.map((one) => [one.recordId, one]))
  await tx
    .insertInto('repeated_text')
    .values(
      [...once.values()].map(({ recordId, groupId, accountId, at }) => ({
        municipality_id: municipalityId,
        record_id: recordId,
        group_id: groupId,
        account_id: accountId,
        at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Of these groups those with at least so many after an instant; no more of each are counted. */
export async function groupsWith(
  tx: Tx,
  municipalityId: MunicipalityId,
  groupIds: readonly RecordId[],
  least: number,
  after: Date,
): Promise<RecordId[]> {
  if (groupIds.length === 0) return []
  const { rows } = await sql<{ group_id: RecordId }>`
    SELECT grp.id AS group_id FROM unnest(${[...groupIds]}::uuid[]) AS grp (id)
     WHERE ${least} = (SELECT count(*) FROM (
       SELECT FROM repeated_text
        WHERE municipality_id = ${municipalityId} AND group_id = grp.id AND at > ${after}
        LIMIT ${least}) AS counted)`.execute(tx)
  return rows.map((row) => row.group_id)
}

/**
 * Gives the label to the items of the groups that have not got it, and to those of `screened` whose labels were just written
 * anew and that had it.
 * @returns those that got it now.
 */
export async function labelGroups(
  tx: Tx,
  municipalityId: MunicipalityId,
  groupIds: readonly RecordId[],
  screened: readonly RecordId[],
): Promise<string[]> {
  const { rows } = await sql<{ record_id: RecordId }>`
    WITH fresh AS (
      UPDATE repeated_text SET labelled = true
       WHERE municipality_id = ${municipalityId} AND group_id = ANY(${[...groupIds]}::uuid[]) AND NOT labelled
      RETURNING record_id)
    UPDATE screening SET labels = labels || 'sameText'::text
     WHERE municipality_id = ${municipalityId}
       AND record_id IN (
         SELECT record_id FROM fresh
          UNION
         SELECT record_id FROM repeated_text
          WHERE municipality_id = ${municipalityId} AND record_id = ANY(${[...screened]}::uuid[]) AND labelled)
       AND NOT 'sameText' = ANY(labels)
    RETURNING record_id`.execute(tx)
  return [...new Set(rows.map((row) => row.record_id))]
}

/** How often an item's text has come; undefined where it was not repeated. */
export async function repeatedOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<Repeated | undefined> {
  const row = await tx
    .selectFrom('repeated_text as own')
    .innerJoin('repeated_text as all', (join) =>
      join
        .onRef('all.municipality_id', '=', 'own.municipality_id')
        .onRef('all.group_id', '=', 'own.group_id'),
    )
    .select([
      'own.group_id',
      sql<number>`count(*)::int`.as('count'),
      sql<number>`count(DISTINCT "all".account_id)::int`.as('accounts'),
      sql<Date>`min("all".at)`.as('since'),
    ])
    .where('own.municipality_id', '=', municipalityId)
    .where('own.record_id', '=', recordId)
    .groupBy('own.group_id')
    .executeTakeFirst()
  return row && { groupId: row.group_id, count: row.count, accounts: row.accounts, since: row.since }
}

/** The items of a group, newest first. */
export async function recordsInGroup(
  tx: Tx,
  municipalityId: MunicipalityId,
  groupId: RecordId,
  most: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('repeated_text')
    .select('record_id')
    .where('municipality_id', '=', municipalityId)
    .where('group_id', '=', groupId)
    .orderBy('at', 'desc')
    .limit(most)
    .execute()
  return rows.map((row) => row.record_id)
}

export async function forgetPrintsBefore(
  tx: Tx,
  municipalityId: MunicipalityId,
  before: Date,
): Promise<void> {
  await tx
    .deleteFrom('text_print')
    .where('municipality_id', '=', municipalityId)
    .where('at', '<', before)
    .execute()
}
