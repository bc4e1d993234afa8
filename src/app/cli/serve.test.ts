import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryDatabase } from '../../../tests/support/database.ts'
import { migrationsFolder } from '../compose.ts'
import { readConfig } from '../config.ts'
import { web, work } from './serve.ts'

test('a database that waits for changes is not worked on, and it is said what to run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'uppsikt-test-'))
  copyFileSync(join(migrationsFolder, '0001_foundation.sql'), join(folder, '0001_foundation.sql'))
  const old = await temporaryDatabase({ migrations: folder })
  const config = readConfig({
    DATABASE_URL: old.url,
    UPPSIKT_DATA: join(folder, 'data'),
    LOG_LEVEL: 'silent',
    PORT: '0',
  })
  try {
    for (const command of [web, work])
      await expect(command([], config)).rejects.toThrow(/Databasen är äldre än programmet.*uppsikt migrate/)
  } finally {
    await old.close()
    rmSync(folder, { recursive: true })
  }
})
