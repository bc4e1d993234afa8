import { join } from 'node:path'
import { openEmbedded } from '../../../src/infra/db/embedded/index.ts'
import { createDb, createPool, migrate } from '../../../src/infra/db/index.ts'
import { silentLog } from '../../../src/infra/log/index.ts'
import { systemClock } from '../../../src/kernel/index.ts'
import { root } from '../../house/tree.ts'
import { houseOn } from '../house.ts'

/** A house on an embedded PostgreSQL of its own that syncs to disk, as an installation has it. */
export async function ownHouse(folder: string) {
  const dataDir = join(folder, 'data')
  const server = await openEmbedded({ dataDir })
  await migrate({ owner: server.owner, app: server.app, folder: join(root, 'migrations') })
  const pool = createPool({ ...server.app, max: 6 }, silentLog)
  return {
    house: houseOn(createDb(pool), folder, systemClock),
    server,
    dataDir,
    async close() {
      await pool.end()
      await server.close()
    },
  }
}
