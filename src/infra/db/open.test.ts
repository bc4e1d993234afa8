import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TemporaryDatabase, temporaryDatabase } from '../../../tests/support/database.ts'
import { silentLog } from '../log/index.ts'
import { assertApplicationRole } from './application-role.ts'
import { createPool } from './connect.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open.ts'

const migrations = new URL('../../../migrations', import.meta.url).pathname
const root = mkdtempSync(join(tmpdir(), 'uppsikt-open-'))
let given: TemporaryDatabase

beforeAll(async () => {
  given = await temporaryDatabase()
})
afterAll(async () => {
  await given.close()
  rmSync(root, { recursive: true })
})

test.each(['embedded', 'external'])('the same code migrates and serves an %s database', async (kind) => {
  const dataDir = join(root, kind)
  const urls = kind === 'external' ? { databaseUrl: given.url, ownerUrl: given.ownerUrl } : {}
  const opened = await openDatabase({ dataDir, exclusive: true, ...urls })
  const pool = createPool(opened.app, silentLog)
  try {
    if (!opened.owner) throw new Error('no owner')
    await migrate({ owner: opened.owner, app: opened.app, folder: migrations })
    await assertApplicationRole(pool)
    expect((await pool.query('SELECT * FROM municipality_directory()')).rows).toEqual([])
    expect(opened.role).toBe(kind === 'external' ? 'external' : 'owner')
    expect(opened.describe).not.toContain(String(given.appConfig.password))
  } finally {
    await pool.end()
    await opened.close()
  }
  expect(existsSync(join(dataDir, 'postgresql'))).toBe(kind === 'embedded')
})

test('an address that cannot be read is refused by the name of its setting, without repeating a password', async () => {
  const attempt = openDatabase({ databaseUrl: 'postgresql://a:secret@[:b', dataDir: root })
  await expect(attempt).rejects.toMatchObject({ ending: 'invalid' })
  await expect(attempt).rejects.toThrow(/^DATABASE_URL går inte att läsa/)
  expect(inspect(await attempt.catch((error: unknown) => error), { depth: 9 })).not.toContain('secret')
})

test('a database that does not answer, or not to that password, is told in words', async () => {
  for (const url of ['postgresql://a:b@127.0.0.1:1/none', given.url.replace(/:[^:@]+@/, ':wrong@')]) {
    const opened = await openDatabase({ databaseUrl: url, dataDir: root })
    const pool = createPool(opened.app, silentLog)
    await expect(assertApplicationRole(pool)).rejects.toThrow(
      /^Databasen kan inte nås: .*DATABASE_URL stämmer/,
    )
    await pool.end()
  }
})
