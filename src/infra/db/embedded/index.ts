import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { describeError, Stop } from '../../../kernel/index.ts'
import { stopServer } from './launch.ts'
import { clientConfig } from './listen.ts'
import { appRole, databaseName, ensureRoles, ownerRole, readPasswords } from './roles.ts'
import { type Prepared, prepare, type Reached, reach, type ServerOptions } from './server.ts'
import { applicationName, endQuietly, isLastOne, isUnreachable, takeOwnership } from './session.ts'

export interface EmbeddedOptions extends ServerOptions {
  /** Take the data folder for this program alone (`start`, `web`, `work`). */
  readonly exclusive?: boolean
  /** The server, or our hold of the data folder, is lost and cannot be had again: stop writing and end. */
  readonly onLost?: (why: Stop) => void
}

/** The embedded server, running, with us as one of its users. */
export interface EmbeddedServer {
  /** owner: nobody else may take the data folder. guest: one client among several. */
  readonly role: 'owner' | 'guest'
  readonly app: pg.PoolConfig
  readonly owner: pg.PoolConfig
  /** For what neither role may do, such as creating databases for tests. */
  readonly superuser: pg.PoolConfig
  /** The server's process number at the moment. */
  pid(): number
  readonly version: string
  readonly adopted: boolean
  /** Leaves; the last program to leave stops the server. End the pools first. */
  close(): Promise<void>
}

const retryMilliseconds = [0, 100, 250, 500, 1000, 2000, 4000, 8000]

/** Keeps one program's place at the server, and takes it again when the server has crashed or been stopped. */
class Place {
  #prepared: Prepared
  #options: EmbeddedOptions
  #reached: Reached
  #closing = false
  #renewal: Promise<boolean> = Promise.resolve(true)

  private constructor(prepared: Prepared, options: EmbeddedOptions, reached: Reached) {
    this.#prepared = prepared
    this.#options = options
    this.#reached = reached
  }

  static async take(prepared: Prepared, options: EmbeddedOptions): Promise<Place> {
    const place = new Place(prepared, options, await enter(prepared, options))
    void place.#keep()
    return place
  }

  get reached(): Reached {
    return this.#reached
  }

  async #keep(): Promise<void> {
    for (let here = true; here; here = await this.#renewal) {
      await this.#reached.session.lost
      if (this.#closing) return
      this.#renewal = this.#again()
    }
  }

  async #again(): Promise<boolean> {
    let why = ''
    await endQuietly(this.#reached.session.client)
    for (const wait of retryMilliseconds) {
      await pause(wait)
      if (this.#closing) return false
      try {
        this.#reached = await enter(this.#prepared, this.#options)
        return true
      } catch (error) {
        why = describeError(error)
        if (error instanceof Stop && error.ending === 'conflict') break
      }
    }
    this.#options.onLost?.(
      new Stop('unavailable', `Förbindelsen med den inbyggda databasen är bruten. ${why}`),
    )
    return false
  }

  async leave(): Promise<void> {
    if (this.#closing) return
    this.#closing = true
    await this.#renewal
    const { session, address } = this.#reached
    try {
      if (await isLastOne(session)) await stopServer(this.#prepared.paths, this.#prepared.binaries)
    } catch (error) {
      // The server is gone already: stopped or killed by somebody else.
      if (!isUnreachable(error)) throw error
    } finally {
      await endQuietly(session.client)
      address.release()
    }
  }
}

/** In, with roles made and, where asked for, the data folder ours; otherwise out again, leaving nothing running. */
async function enter(prepared: Prepared, options: EmbeddedOptions): Promise<Reached> {
  const reached = await reach(prepared)
  try {
    if (options.exclusive) await takeOwnership(reached.session, options.dataDir)
    await ensureRoles(reached.session.client, readPasswords(prepared.paths.passwords))
    return reached
  } catch (error) {
    if (await isLastOne(reached.session)) await stopServer(prepared.paths, prepared.binaries)
    await endQuietly(reached.session.client)
    reached.address.release()
    throw error
  }
}

/**
 * Reaches the PostgreSQL of a data folder: created when there is none, adopted when it runs, started otherwise.
 * @throws Stop('conflict') when `exclusive` and another program holds the folder (named), or the data are of another
 *   version; Stop('unavailable') when it cannot run here.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const prepared = await prepare(options)
  const place = await Place.take(prepared, options)
  const passwords = readPasswords(prepared.paths.passwords)
  const { address } = place.reached
  const configFor = (user: string, password: string, database: string): pg.PoolConfig => ({
    ...clientConfig(address, user, password, database),
    application_name: applicationName,
  })
  return {
    role: options.exclusive ? 'owner' : 'guest',
    app: configFor(appRole, passwords.app, databaseName),
    owner: configFor(ownerRole, passwords.owner, databaseName),
    superuser: configFor('postgres', passwords.superuser, 'postgres'),
    pid: () => place.reached.pid,
    version: prepared.binaries.version,
    adopted: !place.reached.startedByUs,
    close: () => place.leave(),
  }
}
