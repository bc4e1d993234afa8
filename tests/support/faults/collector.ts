import { join } from 'node:path'
import type pg from 'pg'
import { systemActor } from '../../../src/access/index.ts'
import { fileBlobs } from '../../../src/infra/blobs/index.ts'
import { createDb, createPool, openDatabase } from '../../../src/infra/db/index.ts'
import type { House } from '../../../src/infra/house.ts'
import { createHttp } from '../../../src/infra/http/index.ts'
import { silentLog } from '../../../src/infra/log/index.ts'
import { notConfigured } from '../../../src/infra/mail/index.ts'
import { fileKeys } from '../../../src/infra/signing/keys.ts'
import { describeError, municipalityId, systemClock } from '../../../src/kernel/index.ts'
import { collectNow } from '../../../src/modules/collection/index.ts'
import { catalogue } from '../../../src/platforms/catalogue.ts'

// A worker that does nothing but collect, round after round, until somebody pulls its plug.
// Its one argument is JSON: where the database is, or the data folder of an embedded one, the folder of keys and blobs,
// and the municipality. It prints a line for each round.

const given = JSON.parse(process.argv[2] ?? '{}') as {
  database?: pg.PoolConfig
  dataDir?: string
  folder: string
  municipality: number
}
const database = given.database ?? (await openDatabase({ dataDir: given.dataDir ?? '' })).app
const house: House = {
  db: createDb(createPool({ ...database, max: 4 }, silentLog)),
  clock: systemClock,
  blobs: fileBlobs(join(given.folder, 'blobs')),
  keys: fileKeys(join(given.folder, 'keys')),
  mailer: notConfigured,
  log: silentLog,
  http: (allowOrigins) => createHttp({ allowOrigins, userAgent: 'uppsikt', version: 'test' }),
  software: 'uppsikt/test',
  publicUrl: 'http://localhost:3000',
}

const municipality = municipalityId(given.municipality)
for (;;) {
  try {
    const [report] = await collectNow(house, systemActor(municipality), catalogue)
    process.stdout.write(`${JSON.stringify(report)}\n`)
  } catch (thrown) {
    // The database may be away: what this program promises is what it has said, and it has said nothing.
    process.stdout.write(`${JSON.stringify({ failed: describeError(thrown) })}\n`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
