import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { Stop } from '../../kernel/index.ts'
import type { Config } from '../config.ts'

/** A backup is a folder: backup.json, tables/, blobs/ and keys/. What is not whole has no backup.json. */
const shape = z.object({
  format: z.literal('uppsikt/backup/v1'),
  software: z.string(),
  /** ISO time: the moment that the tables show. */
  at: z.iso.datetime(),
  schema: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      sha256: z.string(),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.string().regex(/^\d+$/) })),
  parts: z.array(
    z.object({ municipalityId: z.number(), recordId: z.string(), version: z.number(), part: z.string() }),
  ),
})

export type Backup = z.infer<typeof shape>

export const placesIn = (folder: string) => ({
  index: join(folder, 'backup.json'),
  tables: join(folder, 'tables'),
  blobs: join(folder, 'blobs'),
  keys: join(folder, 'keys'),
})

export const tableFile = (folder: string, name: string): string =>
  join(placesIn(folder).tables, `${name}.copy`)

/** Stands in an installation while it is filled from a backup. */
export const unfinished = ({ dataDir }: Pick<Config, 'dataDir'>): string =>
  join(dataDir, 'restore.unfinished')

/** @throws Stop('conflict') in an installation that was filled by half: what is there is no whole archive. */
export function refuseUnfinished(config: Pick<Config, 'dataDir'>): void {
  if (existsSync(unfinished(config)))
    throw new Stop(
      'conflict',
      `Installationen i ${config.dataDir} är återläst till hälften, för att återläsningen avbröts. Kör "uppsikt restore" med samma kopia igen.`,
    )
}

/** @throws Stop('notFound') when there is no backup in the folder, or it is not whole. */
export async function readBackup(folder: string): Promise<Backup> {
  let text: string
  try {
    text = await readFile(placesIn(folder).index, 'utf8')
  } catch {
    throw new Stop('notFound', `Det finns ingen hel kopia i ${folder}: filen backup.json saknas.`)
  }
  try {
    return shape.parse(JSON.parse(text))
  } catch {
    throw new Stop(
      'notFound',
      `backup.json i ${folder} är skadad eller gjord av en annan version av Uppsikt.`,
    )
  }
}

/** What a folder holds; nothing when it is not there. One that cannot be read is no empty one. */
export const ifThere = <T>(listing: Promise<T[]>): Promise<T[]> =>
  listing.catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return []
    throw thrown
  })

/** Tells sets of keys apart: every file of them but the last checkpoint, which changes each minute; '' of none. */
export async function keysMark(folder: string): Promise<string> {
  const names = (await ifThere(readdir(folder, { recursive: true, withFileTypes: true })))
    .filter((entry) => entry.isFile() && !entry.name.startsWith('checkpoint'))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
  if (names.length === 0) return ''
  const sum = createHash('sha256')
  for (const name of names) sum.update(name.slice(folder.length)).update(await readFile(name))
  return sum.digest('hex')
}
