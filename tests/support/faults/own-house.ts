import { join } from 'node:path'
import { fileBlobs } from '../../../src/infra/blobs/index.ts'
import { openEmbedded } from '../../../src/infra/db/embedded/index.ts'
import { createDb, createPool, migrate } from '../../../src/infra/db/index.ts'
import type { House } from '../../../src/infra/house.ts'
import { createHttp } from '../../../src/infra/http/index.ts'
import { silentLog } from '../../../src/infra/log/index.ts'
import { notConfigured } from '../../../src/infra/mail/index.ts'
import { fileKeys } from '../../../src/infra/signing/keys.ts'
import { systemClock } from '../../../src/kernel/index.ts'
import { root } from '../../house/tree.ts'

/** A house on an embedded PostgreSQL of its own that syncs to disk, as an installation has it. */
export async function ownHouse(folder: string) {
  const dataDir = join(folder, 'data')
  const server = await openEmbedded({ dataDir })
  await migrate({ owner: server.owner, app: server.app, folder: join(root, 'migrations') })
  const pool = createPool({ ...server.app, max: 6 }, silentLog)
  const house: House = {
    db: createDb(pool),
    clock: systemClock,
    blobs: fileBlobs(join(folder, 'blobs')),
    keys: fileKeys(join(folder, 'keys')),
    mailer: notConfigured,
    log: silentLog,
    http: (allowOrigins) => createHttp({ allowOrigins, userAgent: 'uppsikt', version: 'test' }),
    software: 'uppsikt/test',
    publicUrl: 'http://localhost:3000',
  }
  return {
    house,
    server,
    dataDir,
    async close() {
      await pool.end()
      await server.close()
    },
  }
}
