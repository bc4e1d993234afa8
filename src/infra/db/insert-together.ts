import { CompiledQuery } from 'kysely'
import type { Tx } from './connect.ts'

/** Rows of one table; each has every column, undefined standing for NULL. */
export interface Rows {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}

const keptTexts = 256
const texts = new Map<string, string>()

/**
 * Rows of several tables in one statement: one round trip, all or none. Multi-row VALUES, which also Citus takes. The
 * text of each shape is made once, since making it costs more than the inserting. Names come from our code alone.
 * @param tables at most 65,535 values together.
 */
export async function insertTogether(tx: Tx, tables: readonly Rows[]): Promise<void> {
  const filled = tables.filter((one) => one.rows.length > 0)
  if (filled.length === 0) return
  const shape = filled.map((one) => `${one.table}(${one.columns.join()})${one.rows.length}`).join()
  const text = texts.get(shape) ?? textOf(filled)
  if (texts.size < keptTexts) texts.set(shape, text)
  const values: unknown[] = []
  for (const { columns, rows } of filled)
    for (const row of rows) for (const column of columns) values.push(row[column] ?? null)
  await tx.executeQuery(CompiledQuery.raw(text, values))
}

function textOf(tables: readonly Rows[]): string {
  let next = 1
  const inserts = tables.map(({ table, columns, rows }) => {
    const places = rows.map(() => `(${columns.map(() => `$${next++}`).join()})`)
    return `INSERT INTO ${table} (${columns.map((column) => `"${column}"`).join()}) VALUES ${places.join()}`
  })
  const last = inserts.pop() ?? ''
  if (inserts.length === 0) return last
  return `WITH ${inserts.map((insert, at) => `t${at} AS (${insert})`).join(', ')} ${last}`
}
