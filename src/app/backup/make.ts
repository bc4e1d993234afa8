import { createWriteStream } from 'node:fs'
import { cp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { fileBlobs } from '../../infra/blobs/index.ts'
import { dumpTables, inTransaction, schemaMark } from '../../infra/db/index.ts'
import { makeFolder } from '../../infra/files/index.ts'
import { municipalityId, Stop } from '../../kernel/index.ts'
import type { OpenHouse } from '../compose.ts'
import { type Backup, keysMark, placesIn, tableFile } from './format.ts'

interface BackupReport {
  readonly folder: string
  /** ISO time: the moment that the copy shows. */
  readonly at: string
  readonly tables: number
  readonly parts: number
  /** Parts that were destroyed while the copy was made. */
  readonly missing: number
}

/**
 * A consistent copy of everything while the installation runs: the tables as of one moment, the large parts that they
 * name, and the keys. Half a copy never stands under the folder's name.
 * @throws Stop when the folder is taken, or there is no owner's connection.
 */
export async function makeBackup(open: OpenHouse, target: string): Promise<BackupReport> {
  const folder = resolve(target)
  if (!open.owner)
    throw new Stop(
      'invalid',
      'backup behöver DATABASE_OWNER_URL: rollen som äger tabellerna. Se docs/operations/install.md.',
    )
  await refuseTaken(folder)
  const draft = `${folder}.part`
  await rm(draft, { recursive: true, force: true })
  const client = await open.owner.connect()
  try {
    makeFolder(placesIn(draft).tables)
    const report = await copyInto(draft, open, client)
    await rmdir(folder).catch(() => undefined)
    await rename(draft, folder)
    return { folder, ...report }
  } finally {
    client.release()
    await rm(draft, { recursive: true, force: true })
  }
}

async function refuseTaken(folder: string): Promise<void> {
  const there = await readdir(folder).catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return []
    throw new Stop('invalid', `${folder} är ingen mapp som går att läsa. Välj en annan.`)
  })
  if (there.length > 0)
    throw new Stop(
      'invalid',
      `Mappen ${folder} är inte tom. Välj en ny, så att en äldre kopia inte försvinner.`,
    )
}

async function copyInto(
  draft: string,
  open: OpenHouse,
  client: ClientBase,
): Promise<Omit<BackupReport, 'folder'>> {
  const keys = join(open.config.dataDir, 'keys')
  // Before the moment of the tables, so that they go as far as the last checkpoint that was signed, or further.
  await cp(keys, placesIn(draft).keys, { recursive: true })
  return inTransaction(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async () => {
    const schema = await schemaMark(client)
    const at = open.house.clock.now().toISOString()
    if ((await keysMark(keys)) !== (await keysMark(placesIn(draft).keys)))
      throw new Stop('conflict', 'En nyckel byttes medan kopian gjordes. Kör kommandot igen.')
    const { tables, sequences } = await dumpTables(client, (name) =>
      createWriteStream(tableFile(draft, name), { mode: 0o600 }),
    )
    const parts = await partsOutside(client)
    const missing = await copyParts(open, draft, parts)
    const backup: Backup = {
      format: 'uppsikt/backup/v1',
      software: open.config.software,
      at,
      schema: [...schema],
      tables: tables.map(({ columns, ...table }) => ({ ...table, columns: [...columns] })),
      sequences,
      parts,
    }
    await writeFile(placesIn(draft).index, JSON.stringify(backup, null, 1), { mode: 0o600 })
    return { at, tables: tables.length, parts: parts.length, missing }
  })
}

async function partsOutside(client: ClientBase): Promise<Backup['parts']> {
  const { rows } = await client.query<Backup['parts'][number]>(
    `SELECT municipality_id AS "municipalityId", record_id AS "recordId", version, name AS part
     FROM part WHERE content IS NULL`,
  )
  return rows
}

/** @returns how many were no longer there. */
async function copyParts({ house }: OpenHouse, draft: string, parts: Backup['parts']): Promise<number> {
  const copies = fileBlobs(placesIn(draft).blobs)
  let missing = 0
  for (const part of parts) {
    const key = { ...part, municipalityId: municipalityId(part.municipalityId) }
    if (await house.blobs.exists(key)) await (await copies.receive(house.blobs.stream(key))).keep(key)
    else missing += 1
  }
  return missing
}
