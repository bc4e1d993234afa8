import { createHash } from 'node:crypto'
import type { Readable, Writable } from 'node:stream'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ClientBase } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** A table as it lies in a backup: PostgreSQL's own text form of COPY, and what tells that it is whole. */
interface DumpedTable {
  /** `schema.table`. */
  readonly name: string
  readonly columns: readonly string[]
  readonly sha256: string
}

/** The last value that was drawn from a sequence. */
interface DumpedSequence {
  /** `schema.sequence`. */
  readonly name: string
  readonly value: string
}

/** Names and checksums of the migrations that made the tables; what was dumped under others is not loaded. */
type SchemaMark = readonly string[]

/** What the migrators write themselves. */
const bookkeeping = ['public.schema_migration', 'public.schema_grant', 'graphile_worker.migrations']

export async function schemaMark(client: ClientBase): Promise<SchemaMark> {
  const { rows } = await client.query<{ mark: string }>(
    `SELECT name || ' ' || checksum AS mark FROM schema_migration
     UNION ALL SELECT 'graphile_worker ' || max(id) FROM graphile_worker.migrations ORDER BY 1`,
  )
  return rows.map(({ mark }) => mark)
}

/** Tables with what they refer to before them, and the columns that are not derived. */
async function tablesOf(client: ClientBase): Promise<Pick<DumpedTable, 'name' | 'columns'>[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; needs: string[] }>(
    `SELECT n.nspname || '.' || c.relname AS name,
       (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
       (SELECT coalesce(array_agg(DISTINCT rn.nspname || '.' || r.relname), '{}') FROM pg_constraint k
        JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS needs
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('public', 'graphile_worker') AND c.relkind = 'r'
     ORDER BY 1`,
  )
  const waiting = rows.filter(({ name }) => !bookkeeping.includes(name))
  const ordered: Pick<DumpedTable, 'name' | 'columns'>[] = []
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ needs }) => !waiting.some(({ name }) => needs.includes(name)))
    const [next] = waiting.splice(at, 1)
    if (at < 0 || !next) throw new Error(`tables refer to each other in a ring: ${waiting[0]?.name}`)
    ordered.push({ name: next.name, columns: next.columns })
  }
  return ordered
}

/**
 * Every table of the client's transaction, which sees one moment of the database, to where `fileFor` says.
 * @param client as the owner of the tables, in a transaction with REPEATABLE READ.
 */
export async function dumpTables(
  client: ClientBase,
  fileFor: (name: string) => Writable,
): Promise<{ tables: DumpedTable[]; sequences: DumpedSequence[] }> {
  const tables: DumpedTable[] = []
  for (const { name, columns } of await tablesOf(client)) {
    const seen = digesting()
    await pipeline(client.query(copyTo(`COPY ${place(name, columns)} TO STDOUT`)), seen.stream, fileFor(name))
    tables.push({ name, columns, sha256: seen.digest() })
  }
  const { rows } = await client.query<DumpedSequence>(
    `SELECT schemaname || '.' || sequencename AS name, last_value::text AS value FROM pg_sequences
     WHERE schemaname IN ('public', 'graphile_worker') AND last_value IS NOT NULL ORDER BY 1`,
  )
  return { tables, sequences: rows }
}

/**
 * Fills the tables from a dump, in the client's transaction; what the migrations put there makes way.
 * @param client as the owner of the tables. @throws Error when a file is not what was dumped, or a table is not known.
 */
export async function loadTables(
  client: ClientBase,
  dump: { readonly tables: readonly DumpedTable[]; readonly sequences: readonly DumpedSequence[] },
  fileOf: (name: string) => Readable,
): Promise<void> {
  const known = await tablesOf(client)
  const names = new Set(known.map(({ name }) => name))
  const strange =
    dump.tables.find(({ name }) => !names.has(name)) ?? dump.sequences.find(({ name }) => !plain.test(name))
  if (strange) throw new Error(`${strange.name} is not known here`)
  // Guards against changes, and what follows from new rows, are for the living.
  for (const { name } of known) await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`)
  await client.query(`TRUNCATE ${known.map(({ name }) => quoted(name)).join(', ')}`)
  for (const { name, columns, sha256 } of dump.tables) {
    const seen = digesting()
    await pipeline(
      fileOf(name),
      seen.stream,
      client.query(copyFrom(`COPY ${place(name, columns)} FROM STDIN`)),
    )
    if (seen.digest() !== sha256) throw new Error(`${name} is not what was dumped`)
  }
  for (const { name, value } of dump.sequences) await client.query('SELECT setval($1, $2)', [name, value])
  for (const { name } of known) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`)
}

const plain = /^[a-z0-9_]+\.[a-z0-9_]+$/
const quoted = (name: string): string => name.split('.').map(quote).join('.')
const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`
const place = (name: string, columns: readonly string[]): string =>
  `${quoted(name)} (${columns.map(quote).join(', ')})`

/** A stream that lets everything through and knows its digest. */
function digesting(): { stream: Transform; digest(): string } {
  const sum = createHash('sha256')
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sum.update(chunk)
      done(null, chunk)
    },
  })
  return { stream, digest: () => sum.digest('hex') }
}
