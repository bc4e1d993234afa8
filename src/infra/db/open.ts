import pg from 'pg'
import { Stop } from '../../kernel/index.ts'
import { openEmbedded } from './embedded/index.ts'

interface DatabaseOptions {
  /** DATABASE_URL: the application's role. Without it the embedded server of `dataDir` is used. */
  readonly databaseUrl?: string | undefined
  /** DATABASE_OWNER_URL: for migrate, restore and bulk import only. */
  readonly ownerUrl?: string | undefined
  readonly dataDir: string
  /** Take the data folder for this program alone (`start`, `web`, `work`); means nothing to an external server. */
  readonly exclusive?: boolean | undefined
  /** The embedded server cannot be had again: stop writing and end. */
  readonly onLost?: (why: Stop) => void
}

/** Where the database is and who we are there; from here on it does not matter which kind it is. */
interface OpenedDatabase {
  readonly app: pg.PoolConfig
  /** undefined: an external server without DATABASE_OWNER_URL. */
  readonly owner: pg.PoolConfig | undefined
  /** owner and guest speak of the embedded server's data folder. */
  readonly role: 'owner' | 'guest' | 'external'
  /** One line for the operator, in Swedish, without secrets. */
  readonly describe: string
  /** End the pools first. The last program to close stops the embedded server. */
  close(): Promise<void>
}

function configOf(url: string, variable: string): pg.PoolConfig {
  let parsed: pg.Client
  try {
    parsed = new pg.Client({ connectionString: url })
  } catch {
    // What is thrown holds the whole address, with its password: it goes no further.
    throw new Stop(
      'invalid',
      `${variable} går inte att läsa. Den ska se ut som postgresql://roll:lösenord@värd:5432/databas.`,
    )
  }
  return { connectionString: url, user: parsed.user, application_name: 'uppsikt' }
}

function external(databaseUrl: string, ownerUrl: string | undefined): OpenedDatabase {
  const app = configOf(databaseUrl, 'DATABASE_URL')
  const { host, port, database } = new pg.Client(app)
  return {
    app,
    owner: ownerUrl ? configOf(ownerUrl, 'DATABASE_OWNER_URL') : undefined,
    role: 'external',
    describe: `PostgreSQL på ${host}:${port}, databasen ${database}`,
    close: async () => {},
  }
}

/**
 * The database of this installation: the external one when its URL is given, otherwise the embedded one, created or
 * adopted or started. Does not connect to an external one.
 * @throws Stop, in Swedish, when it cannot be had (who holds it, what is missing, what to do).
 */
export async function openDatabase(options: DatabaseOptions): Promise<OpenedDatabase> {
  if (options.databaseUrl) return external(options.databaseUrl, options.ownerUrl)
  const { dataDir, exclusive, onLost } = options
  const server = await openEmbedded({
    dataDir,
    ...(exclusive !== undefined && { exclusive }),
    ...(onLost && { onLost }),
  })
  const how = server.adopted ? 'var redan igång' : 'startad nu'
  return {
    app: server.app,
    owner: server.owner,
    role: server.role,
    describe: `inbyggd PostgreSQL ${server.version} i ${dataDir} (process ${server.pid()}, ${how})`,
    close: server.close,
  }
}
