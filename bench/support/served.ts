import { createApp } from '../../src/app/http.ts'
import { createDb, createPool } from '../../src/infra/db/index.ts'
import type { House } from '../../src/infra/house.ts'
import { silentLog } from '../../src/infra/log/index.ts'
import type { Platform } from '../../src/platforms/contract.ts'
import { listen } from '../../tests/support/browser.ts'
import type { Scratch } from './scratch.ts'
import { countTrips } from './trips.ts'

/** The web application on a port, on a pool of its own. */
export interface Served {
  readonly house: House
  /** Without a slash at the end. */
  readonly url: string
  /** Round trips to the database so far. */
  trips(): number
  close(): Promise<void>
}

export async function served(place: Scratch, platforms?: ReadonlyMap<string, Platform>): Promise<Served> {
  const pool = createPool({ ...place.app, max: 10 }, silentLog)
  const trips = countTrips(pool)
  const house = { ...place.house, db: createDb(pool) }
  const server = await listen(createApp(house, platforms).fetch)
  return {
    house,
    url: server.url,
    trips: () => trips.count,
    async close() {
      await server.close()
      await pool.end()
    },
  }
}
