import type { ExportFile, ImportContext } from '../contract.ts'
import { baseName, bytesAt, type Entry, exportLimits, plainEntry, safeName } from './entry.ts'
import { readTarGz } from './tar.ts'
import { type Archive, readZip, type Trouble } from './zip.ts'

/** An export with its archives opened: all files of all parts, side by side. */
export interface OpenExport {
  readonly entries: readonly Entry[]
  /** A file of that name, or the only one whose name ends so; pictures are named from different tops. */
  find(name: string): Entry | undefined
  /** Swedish: what is amiss with the files themselves. */
  readonly notices: readonly string[]
  /** No archive and no folder: a single file taken out of one, so that pictures cannot be there. */
  readonly bare: boolean
}

const archiveWithin = /\.(?:zip|tgz|tar\.gz|7z|rar)$/i

/** Opens what the person has: zips, a tar.gz, a folder of either or of files already unpacked, or one file of an export. */
export async function openExport(files: readonly ExportFile[], context: ImportContext): Promise<OpenExport> {
  const entries: Entry[] = []
  const notices: string[] = []
  let archives = 0
  for (const file of files) {
    const kind = await kindOf(file)
    if (kind === 'text') entries.push(plainEntry(file))
    else if (kind === 'other' && files.length > 1) entries.push(plainEntry(file))
    else {
      const { entries: found, troubles } = await archiveOf(kind, file, context)
      archives += 1
      for (const entry of found) entries.push(entry)
      for (const [trouble, count] of Object.entries(troubles))
        notices.push(words[trouble as Trouble](baseName(file.name), count))
    }
  }
  const within = archives > 0 ? entries.filter(({ name }) => archiveWithin.test(name)).length : 0
  if (within > 0)
    notices.push(
      `Inuti exporten ligger arkivfiler (${within} st). De öppnades inte. Packa upp dem och läs in dem för sig.`,
    )
  return { entries, notices, find: finder(entries), bare: archives === 0 && files.length === 1 }
}

function archiveOf(kind: Kind, file: ExportFile, context: ImportContext): Archive | Promise<Archive> {
  if (kind === 'zip') return readZip(file)
  if (kind === 'gzip') return readTarGz(file, context)
  return { entries: [], troubles: { [kind === 'empty' ? 'empty' : 'unknown']: 1 } }
}

type Kind = 'zip' | 'gzip' | 'text' | 'empty' | 'other'

async function kindOf(file: ExportFile): Promise<Kind> {
  const head = await bytesAt(file, 0, 512)
  if (head.length === 0) return 'empty'
  const sign = head.toString('latin1', 0, 4)
  if (sign === 'PK\x03\x04' || sign === 'PK\x05\x06') return 'zip'
  if (sign.startsWith('\x1f\x8b')) return 'gzip'
  return head.includes(0) ? 'other' : 'text'
}

const again = 'Hämta exporten en gång till och läs in den igen; det som redan finns blir inte dubbelt.'

const words: Readonly<Record<Trouble, (name: string, count: number) => string>> = {
  cut: (name) => `Filen ${name} är inte hel: den tar slut i förtid. Det som är helt följde med. ${again}`,
  lost: (name) => `Filen ${name} är skadad och gick inte att öppna. ${again}`,
  locked: (name, count) =>
    `I ${name} ligger filer som är skyddade med lösenord (${count} st). De lästes inte. Packa upp arkivet med lösenordet och läs in mappen i stället.`,
  unsafe: (name, count) =>
    `I ${name} ligger filer vars namn pekar ut ur arkivet (${count} st). De lästes inte. Så gör ingen riktig export: kontrollera var filen kommer ifrån.`,
  trap: (name) =>
    `Filen ${name} är packad så att den växer orimligt när den öppnas. Det lästes inte. Så gör ingen riktig export: kontrollera var filen kommer ifrån.`,
  method: (name, count) =>
    `I ${name} ligger filer som är packade på ett sätt som inte kan läsas (${count} st). Packa upp arkivet och läs in mappen i stället.`,
  many: (name) =>
    `${name} innehåller mer än vi tar på en gång (${exportLimits.entries} filer). Resten lästes inte. Dela upp exporten på kortare tider.`,
  unknown: (name) =>
    `${name} är varken en zip-fil, en tar.gz-fil eller en fil ur en export. Inget lästes. Välj filen som plattformen gav dig.`,
  empty: (name) => `Filen ${name} är tom. ${again}`,
}

/** By the whole name; else by what it ends with, from the last folders inwards, when that leads to one only. */
function finder(entries: readonly Entry[]): (name: string) => Entry | undefined {
  const byName = new Map<string, Entry>()
  const byBase = new Map<string, Entry[]>()
  for (const entry of entries) {
    if (!byName.has(entry.name)) byName.set(entry.name, entry)
    const base = baseName(entry.name)
    const same = byBase.get(base)
    if (same) same.push(entry)
    else byBase.set(base, [entry])
  }
  return (said) => {
    const name = safeName(said.replace(/^\/+/, ''))
    if (name === undefined) return undefined
    const whole = byName.get(name)
    if (whole) return whole
    const ending = (byBase.get(baseName(name)) ?? []).filter((entry) => entry.name.endsWith(`/${name}`))
    return ending.length === 1 ? ending[0] : undefined
  }
}
