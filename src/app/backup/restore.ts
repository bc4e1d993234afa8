import { createReadStream, existsSync } from 'node:fs'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { ClientBase } from 'pg'
import { inTransaction, loadTables, schemaMark } from '../../infra/db/index.ts'
import { describeError, Stop } from '../../kernel/index.ts'
import type { OpenHouse } from '../compose.ts'
import { type Backup, ifThere, keysMark, placesIn, readBackup, tableFile, unfinished } from './format.ts'

/**
 * Fills an empty installation from a backup: tables in one transaction, then large parts and keys. The same keys may lie
 * there already: then the last checkpoint beside them stands, so that a copy that is older than it signs nothing. Cut off
 * anywhere, the same command goes on.
 * @returns the moment that the copy shows, ISO.
 * @throws Stop when the installation is not empty, the copy is not whole, or it was made by another version.
 */
export async function restoreBackup(open: OpenHouse, from: string): Promise<string> {
  const folder = resolve(from)
  const backup = await readBackup(folder)
  if (!open.owner)
    throw new Stop(
      'invalid',
      'restore behöver DATABASE_OWNER_URL: rollen som äger tabellerna. Se docs/operations/install.md.',
    )
  const client = await open.owner.connect()
  try {
    if (await takeUpUnfinished(open, client)) return backup.at
    await refuseUnlessEmpty(open, client)
    const kept = await keysInPlace(open, folder)
    await refuseOtherSchema(open, backup, client)
    await writeFile(unfinished(open.config), kept ? keysWereHere : '', { mode: 0o600 })
    await inTransaction(client, 'BEGIN', async () => {
      await fill(open, client, backup, folder)
      if (!kept) await cp(placesIn(folder).keys, keysOf(open), { recursive: true })
    })
    await rm(unfinished(open.config))
    return backup.at
  } finally {
    client.release()
  }
}

const keysWereHere = 'keys'

/**
 * One that was cut off has left its mark: what it had put there is taken away again, or it had come to its end but for
 * taking the mark away.
 * @returns whether it had.
 */
async function takeUpUnfinished({ config, blobFolder }: OpenHouse, client: ClientBase): Promise<boolean> {
  const mark = unfinished(config)
  if (!existsSync(mark)) return false
  const said = await readFile(mark, 'utf8')
  const { rowCount } = await client.query('SELECT FROM municipality LIMIT 1')
  if (rowCount === 0) {
    await rm(blobFolder, { recursive: true, force: true })
    if (said !== keysWereHere) await rm(join(config.dataDir, 'keys'), { recursive: true, force: true })
  }
  await rm(mark)
  return rowCount !== 0
}

async function fill(open: OpenHouse, client: ClientBase, backup: Backup, folder: string): Promise<void> {
  try {
    await loadTables(client, backup, (name) => createReadStream(tableFile(folder, name)))
  } catch (thrown) {
    throw new Stop(
      'conflict',
      `Kopian är inte hel (${describeError(thrown)}). Inget är återläst. Försök med en annan kopia.`,
    )
  }
  if (backup.parts.length > 0) await cp(placesIn(folder).blobs, open.blobFolder, { recursive: true })
}

async function refuseUnlessEmpty({ config, blobFolder }: OpenHouse, client: ClientBase): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM municipality LIMIT 1')
  const kept = await ifThere(readdir(blobFolder))
  if (rowCount === 0 && kept.length === 0) return
  throw new Stop(
    'conflict',
    `Installationen i ${config.dataDir} är inte tom. Inget har rörts. Välj en tom mapp med UPPSIKT_DATA (och en egen databas, om du använder DATABASE_URL).`,
  )
}

const keysOf = ({ config }: OpenHouse): string => join(config.dataDir, 'keys')

/** Whether the keys of the copy lie here already. @throws Stop when other keys do. */
async function keysInPlace(open: OpenHouse, folder: string): Promise<boolean> {
  const here = await keysMark(keysOf(open))
  if (here === '') return false
  if (here === (await keysMark(placesIn(folder).keys))) return true
  throw new Stop(
    'conflict',
    `I ${keysOf(open)} ligger andra nycklar än kopians. Inget har rörts. Lägg dit de nycklar som hör till kopian, eller töm mappen.`,
  )
}

async function refuseOtherSchema({ config }: OpenHouse, backup: Backup, client: ClientBase): Promise<void> {
  const here = await schemaMark(client)
  if (backup.schema.length === here.length && backup.schema.every((mark, at) => mark === here[at])) return
  throw new Stop(
    'conflict',
    `Kopian är gjord med en annan version (${backup.software}; här går ${config.software}). Inget har rörts. Läs tillbaka den med den version som gjorde den, och uppgradera sedan.`,
  )
}
