import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** The finished rows of some places of a log: every table that an import writes, with the columns it writes. */
export interface Slice {
  readonly municipalityId: number
  readonly from: number
  readonly to: number
  /** Outbox rows after this one. */
  readonly outboxAfter: number
}

const itemColumns =
  'municipality_id, record_id, version, account_id, kind, direction, platform_id, version_key, parent, permalink, author, author_id, text, state, published_at, collected_at, import_id'

const tables = [
  ['entry', 'municipality_id, record_id, version, type, time_ms, commitment'],
  ['content', 'municipality_id, record_id, version, salt, fields, manifest'],
  ['part', 'municipality_id, record_id, version, name, media_type, bytes, content'],
  ['item', itemColumns],
  ['log_index', 'municipality_id, log_number, index, record_id, version'],
  ['outbox', 'municipality_id, event, payload, at'],
] as const

function rowsOf(table: string, columns: string, slice: Slice): string {
  if (table === 'outbox')
    return `SELECT ${columns} FROM outbox WHERE municipality_id = ${slice.municipalityId} AND outbox_id > ${slice.outboxAfter} ORDER BY outbox_id`
  const own = columns
    .split(', ')
    .map((column) => `t.${column}`)
    .join(', ')
  const placed = `log_index l WHERE l.municipality_id = ${slice.municipalityId} AND l.index >= ${slice.from} AND l.index < ${slice.to}`
  if (table === 'log_index') return `SELECT ${own.replaceAll('t.', 'l.')} FROM ${placed} ORDER BY l.index`
  return `SELECT ${own} FROM ${table} t JOIN ${placed.replace('log_index l WHERE', 'log_index l ON l.municipality_id = t.municipality_id AND l.record_id = t.record_id WHERE')} ORDER BY l.index`
}

const fileOf = (folder: string, table: string): string => join(folder, `${table}.copy`)

/** Writes the finished rows to files, in PostgreSQL's own binary form. */
export async function saveRows(client: pg.PoolClient, slice: Slice, folder: string): Promise<void> {
  for (const [table, columns] of tables) {
    const query = `COPY (${rowsOf(table, columns, slice)}) TO STDOUT (FORMAT binary)`
    await pipeline(client.query(copyTo(query)), createWriteStream(fileOf(folder, table)))
  }
}

/** The anchor: one COPY for each table, all in one transaction, of rows that are finished already. */
export async function loadRows(client: pg.PoolClient, folder: string): Promise<void> {
  await client.query('BEGIN')
  for (const [table, columns] of tables) {
    const into = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN (FORMAT binary)`))
    await pipeline(createReadStream(fileOf(folder, table), { highWaterMark: 1 << 20 }), into)
  }
  await client.query('COMMIT')
}
