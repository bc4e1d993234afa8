import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Stop } from '../../kernel/index.ts'
import { type Statement, splitStatements } from './statements.ts'

export interface MigrationFile {
  /** E.g. '0001_foundation.sql'; the order of the names is the order of the work. */
  readonly name: string
  /** sha256 in hex, the same whatever line endings the checkout has. */
  readonly checksum: string
  /** false when the first line is `-- no transaction`: for CREATE INDEX CONCURRENTLY and the like. */
  readonly inTransaction: boolean
  readonly statements: readonly Statement[]
}

export interface AppliedFile {
  readonly name: string
  readonly checksum: string
}

const fileName = /^\d{4}_[a-z0-9_]+\.sql$/

/** @throws Error when a name is not NNNN_name.sql, a number stands twice, or a file cannot be split. */
export function readMigrations(folder: string): MigrationFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return names.map((name, at) => {
    if (!fileName.test(name)) throw new Error(`a migration is named NNNN_name.sql: ${name}`)
    if (names[at - 1]?.slice(0, 4) === name.slice(0, 4))
      throw new Error(`two migrations have the number of ${name}`)
    return readMigration(folder, name)
  })
}

function readMigration(folder: string, name: string): MigrationFile {
  const text = readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')
  try {
    return {
      name,
      checksum: createHash('sha256').update(text).digest('hex'),
      inTransaction: text.split('\n', 1)[0]?.trim() !== '-- no transaction',
      statements: splitStatements(text),
    }
  } catch (cause) {
    throw new Error(`${name} cannot be read`, { cause })
  }
}

/**
 * The files that are not yet applied. Forward only: what is applied stays as it was, and nothing is put in before it.
 * @throws Stop('conflict') when an applied file has changed or is missing here, or a new one comes before an applied one.
 */
export function pendingOf(files: readonly MigrationFile[], applied: readonly AppliedFile[]): MigrationFile[] {
  const byName = new Map(files.map((file) => [file.name, file]))
  for (const { name, checksum } of applied) {
    const file = byName.get(name)
    if (!file) throw new Stop('conflict', newerDatabase(name))
    if (file.checksum !== checksum) throw new Stop('conflict', changedFile(name))
  }
  const done = new Set(applied.map(({ name }) => name))
  const last = [...done].sort().at(-1) ?? ''
  const pending = files.filter(({ name }) => !done.has(name))
  const late = pending.find(({ name }) => name < last)
  if (late) throw new Stop('conflict', lateFile(late.name, last))
  return pending
}

const newerDatabase = (name: string) =>
  `Databasen är nyare än programmet: ändringen ${name} är gjord i databasen men finns inte i det här Uppsikt. ` +
  'Inget har ändrats. Kör den version av Uppsikt som databasen hör till, eller en nyare.'

const changedFile = (name: string) =>
  `Ändringen ${name} är redan gjord i databasen, men filen har ändrats sedan dess. Inget har gjorts. ` +
  'Lägg tillbaka filen som den var, och lägg det nya i en ny fil.'

const lateFile = (name: string, last: string) =>
  `Ändringen ${name} har ett lägre nummer än ${last}, som redan är gjord. Inget har gjorts. Ge filen ett högre nummer.`
