import { Kysely, type PostgresPool, type PostgresPoolClient, sql, type Transaction } from 'kysely'
import pg from 'pg'
import { municipalityId as checkedMunicipalityId } from '../../kernel/index.ts'
import type { Log } from '../log/index.ts'
import { Dialect } from './dialect.ts'
import { keepingPlans } from './kept-plans.ts'
import type { Database } from './schema/index.ts'
import { inTransaction } from './transaction.ts'

/** A transaction within one municipality, or, under the owner's role, over all. */
export type Tx = Transaction<Database>

/** @throws RangeError rather than round: a log index or a sequence that is off by one is worse than none. */
function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`bigint from the database is too large: ${text}`)
  return number
}

/** bigint as number, date as 'YYYY-MM-DD' (a Date would shift with the time zone); timestamptz is a Date as usual. */
const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [pg.types.builtins.INT8, safeInteger],
  [pg.types.builtins.DATE, (text) => text],
])

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format),
}

/**
 * A pool that survives lost connections: an idle one that breaks is noted and replaced, the program goes on.
 * @param log where lost connections are noted.
 */
export function createPool(config: pg.PoolConfig, log: Log): pg.Pool {
  const pool = new pg.Pool({ connectionTimeoutMillis: 10_000, ...config, types })
  const note = (error: Error) => log.warn({ error: error.message }, 'a database connection was lost')
  pool.on('error', note)
  // Without a listener of its own a connection that breaks between two queries would end the process.
  pool.on('connect', (client) => client.on('error', note))
  return pool
}

/** Ending the Kysely (`destroy()`) ends the pool. */
export const createDb = (pool: PostgresPool): Kysely<Database> =>
  new Kysely<Database>({ dialect: new Dialect({ pool }) })

/** The same for the work behind, which asks the same all day. */
export const createWorkersDb = (pool: pg.Pool): Kysely<Database> => createDb(keepingPlans(pool))

/**
 * Runs `work` in one transaction that sees and writes one municipality's rows only (row-level security).
 * @param municipalityId a positive int; checked here because SET takes no parameters.
 * @throws RangeError for anything else; whatever `work` throws, after the transaction is undone.
 */
export function withMunicipality<T>(
  db: Kysely<Database>,
  municipalityId: number,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const checked = checkedMunicipalityId(municipalityId)
  return db.connection().execute(async (connection) => {
    const query = (words: string) => sql.raw(words).execute(connection)
    // In one round trip: live items are many small transactions.
    const begin = `BEGIN; SET LOCAL app.municipality = '${checked}'`
    // Within it the connection is a transaction, though Kysely did not begin it.
    return inTransaction({ query }, begin, () => work(connection as Tx))
  })
}

/**
 * Kysely on one connection of the caller's, who begins and ends the transaction there with `client.query`. For bulk work
 * that mixes COPY with queries; the connection is neither taken nor given back here.
 */
export function onClient(client: pg.PoolClient): Tx {
  const borrowed = { query: client.query.bind(client), release() {} } as PostgresPoolClient
  const pool = { connect: async () => borrowed, end: async () => {}, options: {} }
  // Within the caller's transaction it is one, though Kysely did not begin it.
  return createDb(pool) as unknown as Tx
}
