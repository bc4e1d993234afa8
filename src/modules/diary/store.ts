import { sql } from 'kysely'
import type { Tx } from '../../infra/db/index.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { VersionRef } from '../archive/index.ts'
import { numberOf } from './rules.ts'
import type {
  Decline,
  DiaryEntry,
  DiaryFilter,
  EntryState,
  EntryWords,
  ListedEntry,
  Numbering,
  Secrecy,
  Series,
} from './types.ts'

/** Accounts within reach; 'all' also reaches what concerns the municipality as a whole. */
export type ReachedAccounts = 'all' | readonly AccountId[]

const select = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('diary_entry')
    .selectAll('diary_entry')
    .where('diary_entry.municipality_id', '=', municipalityId)

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number]

const toEntry = (row: Row): DiaryEntry => ({
  entryId: row.entry_id,
  version: row.version,
  state: row.state as EntryState,
  recordId: row.record_id,
  accountId: row.account_id,
  number: row.number,
  series: row.series,
  serial: row.serial,
  direction: row.direction as EntryWords['direction'],
  day: row.day,
  counterpart: row.counterpart,
  matter: row.matter,
  committee: row.committee,
  secrecy: row.secrecy as Secrecy,
  groundId: row.ground_id,
  groundWords: row.ground_words,
  since: row.since,
  proposedBy: row.proposed_by,
  proposedAt: row.proposed_at,
  note: row.note,
  settledBy: row.settled_by,
  settledAt: row.settled_at,
  declinedAs: row.declined_as as Decline | null,
})

const wordColumns = (words: EntryWords) => ({
  series: words.series,
  direction: words.direction,
  day: words.day,
  counterpart: words.counterpart,
  matter: words.matter,
  committee: words.committee,
  secrecy: words.secrecy,
  ground_id: words.groundId,
  ground_words: words.groundWords,
})

export async function findEntry(
  tx: Tx,
  municipalityId: MunicipalityId,
  entryId: RecordId,
): Promise<DiaryEntry | undefined> {
  const row = await select(tx, municipalityId).where('entry_id', '=', entryId).executeTakeFirst()
  return row && toEntry(row)
}

/** Locked: for whoever is about to change it. */
export async function lockEntry(
  tx: Tx,
  municipalityId: MunicipalityId,
  entryId: RecordId,
): Promise<DiaryEntry | undefined> {
  const row = await select(tx, municipalityId).where('entry_id', '=', entryId).forUpdate().executeTakeFirst()
  return row && toEntry(row)
}

/** The entry that a record belongs to: the one that stands before one that was declined, then the newest. */
export async function entryOfRecord(
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<DiaryEntry | undefined> {
  const row = await select(tx, municipalityId)
    .where('entry_id', 'in', (eb) =>
      eb
        .selectFrom('diary_record')
        .select('diary_record.entry_id')
        .where('diary_record.municipality_id', '=', municipalityId)
        .where('diary_record.record_id', '=', recordId),
    )
    .orderBy(sql`state = 'declined'`)
    .orderBy('proposed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && toEntry(row)
}

export async function entryByNumber(
  tx: Tx,
  municipalityId: MunicipalityId,
  number: string,
): Promise<DiaryEntry | undefined> {
  const row = await select(tx, municipalityId).where('number', '=', number).executeTakeFirst()
  return row && toEntry(row)
}

/** @returns false when the record is proposed or registered already. */
export async function insertEntry(
  tx: Tx,
  municipalityId: MunicipalityId,
  entry: DiaryEntry,
): Promise<boolean> {
  const result = await tx
    .insertInto('diary_entry')
    .values({
      municipality_id: municipalityId,
      entry_id: entry.entryId,
      version: 0,
      state: 'proposed',
      record_id: entry.recordId,
      account_id: entry.accountId,
      ...wordColumns(entry),
      since: entry.since,
      proposed_by: entry.proposedBy,
      proposed_at: entry.proposedAt,
      note: entry.note,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function writeEntry(tx: Tx, municipalityId: MunicipalityId, entry: DiaryEntry): Promise<void> {
  await tx
    .updateTable('diary_entry')
    .set({
      version: entry.version,
      state: entry.state,
      number: entry.number,
      serial: entry.serial,
      ...wordColumns(entry),
      settled_by: entry.settledBy,
      settled_at: entry.settledAt,
      declined_as: entry.declinedAs,
    })
    .where('municipality_id', '=', municipalityId)
    .where('entry_id', '=', entry.entryId)
    .execute()
}

/**
 * The next number of a series. Whoever asks next waits until this transaction is over: were it undone, so is the number,
 * and there are neither holes nor doubles.
 */
export async function nextNumber(
  tx: Tx,
  municipalityId: MunicipalityId,
  series: string,
  year: number,
): Promise<{ readonly number: string; readonly serial: number }> {
  const { last } = await tx
    .insertInto('diary_year')
    .values({ municipality_id: municipalityId, series, year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['municipality_id', 'series', 'year'])
        .doUpdateSet({ last: sql<number>`diary_year.last + 1` }),
    )
    .returning('last')
    .executeTakeFirstOrThrow()
  return { number: numberOf(series, year, last), serial: last }
}

/** Records that belong to an entry; one that does already is passed over. */
export async function linkRecords(
  tx: Tx,
  municipalityId: MunicipalityId,
  entryId: RecordId,
  records: readonly VersionRef[],
  at: Date,
): Promise<number> {
  if (records.length === 0) return 0
  const result = await tx
    .insertInto('diary_record')
    .values(
      records.map(({ record, version }) => ({
        municipality_id: municipalityId,
        entry_id: entryId,
        record_id: record,
        version,
        added_at: at,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0n)
}

export async function recordsOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  entryId: RecordId,
): Promise<VersionRef[]> {
  const rows = await tx
    .selectFrom('diary_record')
    .select(['record_id', 'version'])
    .where('municipality_id', '=', municipalityId)
    .where('entry_id', '=', entryId)
    .orderBy('added_at')
    .orderBy('record_id')
    .execute()
  return rows.map((row) => ({ record: row.record_id, version: row.version }))
}

/** What kind of record each is, by its newest version. */
export async function typesOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  ids: readonly RecordId[],
): Promise<ReadonlyMap<RecordId, number>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .selectFrom('entry')
    .select(['record_id', 'type'])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', ids)
    .orderBy('version')
    .execute()
  return new Map(rows.map((row) => [row.record_id, row.type]))
}

/** Proposed entries, what came in first first. */
export async function waitingEntries(
  tx: Tx,
  municipalityId: MunicipalityId,
  reach: ReachedAccounts,
  limit: number,
): Promise<DiaryEntry[]> {
  const rows = await within(select(tx, municipalityId), reach)
    .where('state', '=', 'proposed')
    .orderBy('since')
    .orderBy('entry_id')
    .limit(limit)
    .execute()
  return rows.map(toEntry)
}

const within = (query: ReturnType<typeof select>, reach: ReachedAccounts): ReturnType<typeof select> =>
  reach === 'all' ? query : query.where('account_id', '=', sql<AccountId>`ANY(${[...reach]}::uuid[])`)

const like = (text: string): string => `%${text.replace(/[\\%_]/gu, '\\$&')}%`

/** The register, newest number first. */
export async function registeredEntries(
  tx: Tx,
  municipalityId: MunicipalityId,
  reach: ReachedAccounts,
  filter: DiaryFilter,
  limit: number,
): Promise<ListedEntry[]> {
  const { text, committee, secrecy, from, to, after } = filter
  let query = within(select(tx, municipalityId), reach).where('state', '=', 'registered')
  if (text !== '')
    query = query.where((eb) =>
      eb.or([
        eb('number', 'ilike', like(text)),
        eb('matter', 'ilike', like(text)),
        eb('counterpart', 'ilike', like(text)),
      ]),
    )
  if (committee !== '') query = query.where('committee', '=', committee)
  if (secrecy) query = query.where('secrecy', '=', secrecy)
  if (from) query = query.where('day', '>=', from)
  if (to) query = query.where('day', '<=', to)
  if (after) query = query.where(sql<boolean>`(settled_at, entry_id) < (${after.at}, ${after.entryId}::uuid)`)
  const rows = await query
    .select((eb) =>
      eb
        .selectFrom('diary_record')
        .select((inner) => inner.fn.countAll<number>().as('count'))
        .whereRef('diary_record.municipality_id', '=', 'diary_entry.municipality_id')
        .whereRef('diary_record.entry_id', '=', 'diary_entry.entry_id')
        .as('records'),
    )
    .orderBy('settled_at', 'desc')
    .orderBy('entry_id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...toEntry(row), records: Number(row.records ?? 0) }))
}

/** Committees that entries stand under, for the filter. */
export async function committeesOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  reach: ReachedAccounts,
): Promise<string[]> {
  const rows = await within(select(tx, municipalityId), reach)
    .clearSelect()
    .select('committee')
    .where('state', '=', 'registered')
    .groupBy('committee')
    .orderBy(sql`committee COLLATE "sv-SE-x-icu"`)
    .execute()
  return rows.map(({ committee }) => committee)
}

export async function listSeries(tx: Tx, municipalityId: MunicipalityId): Promise<Series[]> {
  const rows = await tx
    .selectFrom('diary_series')
    .select(['series', 'committee', 'numbering'])
    .where('municipality_id', '=', municipalityId)
    .orderBy('series')
    .execute()
  return rows.map((row) => ({ ...row, numbering: row.numbering as Numbering }))
}

export async function writeSeries(tx: Tx, municipalityId: MunicipalityId, series: Series): Promise<void> {
  const { committee, numbering } = series
  await tx
    .insertInto('diary_series')
    .values({ municipality_id: municipalityId, ...series })
    .onConflict((conflict) =>
      conflict.columns(['municipality_id', 'series']).doUpdateSet({ committee, numbering }),
    )
    .execute()
}
