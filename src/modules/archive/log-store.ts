import { sql } from 'kysely'
import { emptyHead, type LogHead, type Tile } from '../../evidence/index.ts'
import type { Tx } from '../../infra/db/index.ts'
import type { MunicipalityId, RecordId } from '../../kernel/index.ts'
import { readFields } from './rules.ts'

/** Which log is being written: number 1, and one more for each time a restore had to begin anew. */
export interface Head extends LogHead {
  readonly number: number
}

/** The newest log's head, locked: the single writer. Made when there is none. */
export async function lockHead(tx: Tx, municipalityId: MunicipalityId): Promise<Head> {
  await tx
    .insertInto('log_head')
    .values({ municipality_id: municipalityId, log_number: 1, size: 0, edge: Buffer.from(emptyHead.edge) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  return headBy(tx, municipalityId, true)
}

/** The newest log's head, as it stands. */
export const readHead = (tx: Tx, municipalityId: MunicipalityId): Promise<Head> =>
  headBy(tx, municipalityId, false)

async function headBy(tx: Tx, municipalityId: MunicipalityId, lock: boolean): Promise<Head> {
  const row = await tx
    .selectFrom('log_head')
    .select(['log_number', 'size', 'edge'])
    .where('municipality_id', '=', municipalityId)
    .orderBy('log_number', 'desc')
    .limit(1)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row ? { number: row.log_number, size: row.size, edge: row.edge } : { number: 1, ...emptyHead }
}

/** The head of one log, which need not be the newest. */
export async function headOf(tx: Tx, municipalityId: MunicipalityId, logNumber: number): Promise<Head> {
  const row = await tx
    .selectFrom('log_head')
    .select(['size', 'edge'])
    .where('municipality_id', '=', municipalityId)
    .where('log_number', '=', logNumber)
    .executeTakeFirstOrThrow()
  return { number: logNumber, ...row }
}

/** Begins a log. */
export async function insertHead(tx: Tx, municipalityId: MunicipalityId, head: Head): Promise<void> {
  const row = { municipality_id: municipalityId, log_number: head.number, size: head.size }
  await tx
    .insertInto('log_head')
    .values({ ...row, edge: Buffer.from(head.edge) })
    .execute()
}

/** The fields of the record that a log begins with; undefined also when they cannot be read. */
export async function recordAtFirstPlace(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
): Promise<Readonly<Record<string, string>> | undefined> {
  const row = await tx
    .selectFrom('log_index')
    .innerJoin('content', (join) =>
      join
        .onRef('content.municipality_id', '=', 'log_index.municipality_id')
        .onRef('content.record_id', '=', 'log_index.record_id')
        .onRef('content.version', '=', 'log_index.version'),
    )
    .select('fields')
    .where('log_index.municipality_id', '=', municipalityId)
    .where('log_number', '=', logNumber)
    .where('index', '=', 0)
    .executeTakeFirst()
  return row && readFields(row.fields)
}

export async function saveHead(
  tx: Tx,
  municipalityId: MunicipalityId,
  head: Head,
  fullTiles: readonly Tile[],
): Promise<void> {
  if (fullTiles.length > 0) {
    const rows = fullTiles.map((tile) => ({
      municipality_id: municipalityId,
      log_number: head.number,
      level: tile.level,
      index: tile.index,
      hashes: tile.hashes,
    }))
    await tx.insertInto('log_tile').values(rows).execute()
  }
  await tx
    .updateTable('log_head')
    .set({ size: head.size, edge: Buffer.from(head.edge) })
    .where('municipality_id', '=', municipalityId)
    .where('log_number', '=', head.number)
    .execute()
}

/**
 * Once this is committed all is on the disk that was committed before, also what did not wait for it: an empty message in
 * the write-ahead log, whose commit waits.
 */
export const makeDurable = (tx: Tx): Promise<unknown> =>
  sql`SELECT set_config('synchronous_commit', 'on', true), pg_logical_emit_message(true, 'uppsikt', '')`.execute(
    tx,
  )

interface PendingEntry {
  readonly pending_id: number
  readonly record_id: RecordId
  readonly version: number
  readonly type: number
  readonly time_ms: number
  readonly commitment: Buffer
}

/** Accepted entries that have no place yet, in the order they were accepted. */
export const pendingEntries = (
  tx: Tx,
  municipalityId: MunicipalityId,
  limit: number,
): Promise<PendingEntry[]> => pending(tx, municipalityId).limit(limit).execute()

/** One accepted entry that has no place yet. */
export const pendingEntry = (
  tx: Tx,
  municipalityId: MunicipalityId,
  recordId: RecordId,
): Promise<PendingEntry> =>
  pending(tx, municipalityId).where('entry.record_id', '=', recordId).executeTakeFirstOrThrow()

const pending = (tx: Tx, municipalityId: MunicipalityId) =>
  tx
    .selectFrom('entry_pending')
    .innerJoin('entry', (join) =>
      join
        .onRef('entry.municipality_id', '=', 'entry_pending.municipality_id')
        .onRef('entry.record_id', '=', 'entry_pending.record_id')
        .onRef('entry.version', '=', 'entry_pending.version'),
    )
    .select(['pending_id', 'entry.record_id', 'entry.version', 'type', 'time_ms', 'commitment'])
    .where('entry_pending.municipality_id', '=', municipalityId)
    .orderBy('pending_id')

/** Gives the entries their places from `first` on, and takes them off the list of those that wait. */
export async function placeEntries(
  tx: Tx,
  municipalityId: MunicipalityId,
  head: Head,
  entries: readonly PendingEntry[],
): Promise<void> {
  await tx
    .insertInto('log_index')
    .values(
      entries.map((entry, offset) => ({
        municipality_id: municipalityId,
        log_number: head.number,
        index: head.size + offset,
        record_id: entry.record_id,
        version: entry.version,
      })),
    )
    .execute()
  await tx
    .deleteFrom('entry_pending')
    .where('municipality_id', '=', municipalityId)
    .where(
      'pending_id',
      'in',
      entries.map((entry) => entry.pending_id),
    )
    .execute()
}

export interface StoredCheckpoint {
  readonly number: number
  readonly size: number
  readonly root: Buffer
  readonly note: string
  readonly at: Date
  /** See checkpoint-chain.ts. */
  readonly chain: Buffer
}

/** The newest checkpoint; of one log where it is named. */
export async function lastCheckpoint(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber?: number,
): Promise<StoredCheckpoint | undefined> {
  return tx
    .selectFrom('checkpoint')
    .select(['log_number as number', 'size', 'root', 'note', 'at', 'chain'])
    .where('municipality_id', '=', municipalityId)
    .$if(logNumber !== undefined, (query) => query.where('log_number', '=', logNumber ?? 0))
    .orderBy('log_number', 'desc')
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
}

export async function insertCheckpoint(
  tx: Tx,
  municipalityId: MunicipalityId,
  { number, ...checkpoint }: StoredCheckpoint,
): Promise<void> {
  await tx
    .insertInto('checkpoint')
    .values({ municipality_id: municipalityId, log_number: number, ...checkpoint })
    .execute()
}

/** A full tile, or undefined when it is not full yet. */
export async function fullTile(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  level: number,
  index: number,
): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom('log_tile')
    .select('hashes')
    .where('municipality_id', '=', municipalityId)
    .where('log_number', '=', logNumber)
    .where('level', '=', level)
    .where('index', '=', index)
    .executeTakeFirst()
  return row?.hashes
}

/** The name of the municipality's log: its origin, and "/2" and so on after a restore that began a new one. */
export async function originOf(tx: Tx, municipalityId: MunicipalityId, logNumber: number): Promise<string> {
  const { log_origin } = await tx
    .selectFrom('municipality')
    .select('log_origin')
    .where('municipality_id', '=', municipalityId)
    .executeTakeFirstOrThrow()
  return logNumber === 1 ? log_origin : `${log_origin}/${logNumber}`
}

/** In which logs some records stand, and how many entries a checkpoint must have to cover them all there. */
export async function placesOf(
  tx: Tx,
  municipalityId: MunicipalityId,
  records: readonly RecordId[],
): Promise<{ number: number; size: number }[]> {
  if (records.length === 0) return []
  const rows = await tx
    .selectFrom('log_index')
    .select(['log_number', sql<number>`max(index)::float8 + 1`.as('size')])
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', [...records])
    .groupBy('log_number')
    .execute()
  return rows.map((row) => ({ number: row.log_number, size: row.size }))
}

/** When the first of the records was accepted that have no place in the log yet. */
export async function waitingForLog(tx: Tx, municipalityId: MunicipalityId): Promise<Date | null> {
  const first = await pending(tx, municipalityId).limit(1).executeTakeFirst()
  return first ? new Date(first.time_ms) : null
}
