import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { Pool } from 'pg'
import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import {
  digestOf,
  filesAt,
  type GivenFile,
  type TemporaryFile,
  temporaryFile,
} from '../../../infra/files/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import type { ImportEvent, Importer, Platform } from '../../../platforms/contract.ts'
import { type Account, connectionOf, requireAccount } from '../../accounts/index.ts'
import { acceptRecords, bulkIngest, type IncomingItem, sealLog } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { withMedia } from './media.ts'

interface ImportReport {
  readonly importId: RecordId
  readonly new: number
  readonly same: number
  /** Swedish: what is amiss and a person must know, such as that the file ends in the middle. */
  readonly notices: readonly string[]
  /** Swedish: what exports of this kind never hold. */
  readonly lacks: readonly string[]
}

/**
 * How far an import has come: bytes read of all there are to read (each file twice, once for its SHA-256; what is passed
 * over counts as unread), and items so far.
 */
export interface ImportProgress {
  readonly bytes: number
  readonly of: number
  readonly items: number
}

interface Running {
  readonly house: House
  readonly actor: Actor
  readonly account: Account
  readonly importer: Importer
  readonly path: string
  readonly files: readonly GivenFile[]
  readonly sha256: string
  readonly importId: RecordId
  readonly notices: string[]
  readonly lacks: string[]
  readonly otherName: boolean
  /** Tells how far the import has come, with so many bytes more read. */
  readonly read: (bytes: number) => void
  readonly counts: { items: number }
}

/**
 * Fills an account from an official export: a file, or a folder with the parts of one. Run again it adds only what is
 * not there. The file itself is entered as a record of type 15, and each item says which import it came with; ends with
 * a signed checkpoint.
 * @param owner the owner's connections: an import is written by COPY.
 * @throws Stop('conflict') before anything is taken in, when the export is of another account than the one named; with
 * `otherName` only when it is certain.
 */
export async function importExport(
  house: House,
  owner: Pool,
  actor: Actor,
  platforms: ReadonlyMap<string, Platform>,
  request: {
    readonly format: string
    readonly path: string
    readonly accountId: AccountId
    /** The account has another name in the export: whoever asks knows that it is the same. */
    readonly otherName?: boolean
    readonly progress?: (at: ImportProgress) => void
  },
): Promise<ImportReport> {
  authorize(actor, 'collection.run')
  const { municipalityId } = actor
  const { account, connection } = await withMunicipality(house.db, municipalityId, async (tx) => {
    const found = await requireAccount(tx, municipalityId, request.accountId)
    authorize(actor, 'collection.run', found)
    return { account: found, connection: await connectionOf(house, tx, municipalityId, found) }
  })
  const importer = importerOf(platforms, account, request.format)
  const files = await filesAt(request.path)
  const counts = { items: 0 }
  const read = reader(files, counts, request.progress ?? (() => undefined))
  const running: Running = {
    house,
    actor,
    account,
    importer,
    path: request.path,
    files,
    sha256: await sha256Of(files.map((file) => counted(file, read))),
    importId: newId<RecordId>(),
    notices: [],
    lacks: [],
    otherName: request.otherName ?? false,
    read,
    counts,
  }
  const context = { municipalityId, accountId: account.accountId, importId: running.importId }
  const report = await bulkIngest(house, owner, context, itemsIn(running, connection))
  await enter(running, request.format, report)
  await sealLog(house, municipalityId)
  const { importId, notices, lacks } = running
  return { importId, new: report.new, same: report.same, notices, lacks }
}

function importerOf(platforms: ReadonlyMap<string, Platform>, account: Account, format: string): Importer {
  const platform = platforms.get(account.platform)
  const importer = platform?.imports?.[format]
  if (importer) return importer
  const known = Object.keys(platform?.imports ?? {})
  throw new Stop(
    'invalid',
    `${platform?.name ?? account.platform} kan inte fyllas från ${format}. ${known.length > 0 ? `Det som går är: ${known.join(', ')}.` : 'Det finns ingen export att läsa in.'}`,
  )
}

async function* itemsIn(
  running: Running,
  connection: Awaited<ReturnType<typeof connectionOf>>,
): AsyncGenerator<IncomingItem> {
  const scratches: TemporaryFile[] = []
  const context = {
    settings: connection.settings,
    clock: running.house.clock,
    accountName: running.account.name,
    scratch: async () => {
      const scratch = await temporaryFile()
      scratches.push(scratch)
      return scratch
    },
  }
  try {
    const files = running.files.map((file) => counted(file, running.read))
    for await (const event of running.importer(files, context)) {
      if ('notice' in event) {
        refuseAnother(running, event)
        running.notices.push(event.notice)
      } else if ('lacks' in event) running.lacks.push(event.lacks)
      else {
        running.counts.items += 1
        running.read(0)
        yield await incoming(running, connection, event)
      }
    }
    running.read(Number.POSITIVE_INFINITY)
  } finally {
    for (const scratch of scratches) await scratch.close()
  }
}

/** Tells of bytes that have been read. A part may be read more than twice, as when a broken archive is looked through first. */
function reader(
  files: readonly GivenFile[],
  counts: { readonly items: number },
  progress: (at: ImportProgress) => void,
): (bytes: number) => void {
  const of = 2 * files.reduce((sum, { size }) => sum + size, 0)
  let bytes = 0
  return (more) => {
    bytes = Math.min(of, bytes + more)
    progress({ bytes, of, items: counts.items })
  }
}

/** @throws Stop('conflict') for an export of another account: nothing of it has come yet. */
function refuseAnother({ otherName }: Running, event: Extract<ImportEvent, { notice: string }>): void {
  if (event.of === 'another') throw new Stop('conflict', event.notice)
  if (event.of !== 'anotherName' || otherName) return
  throw new Stop(
    'conflict',
    `${event.notice} Inget lästes in. Är det fel konto eller fel fil: välj rätt och försök igen. Är det samma konto under ett annat namn: kör kommandot igen med --other-name.`,
  )
}

async function incoming(
  running: Running,
  connection: Awaited<ReturnType<typeof connectionOf>>,
  event: Extract<ImportEvent, { item: unknown }>,
): Promise<IncomingItem> {
  if (!event.media) return await withMedia(running.house, connection, event.item)
  const media = event.media.map((one, at) => ({
    name: `media-${at + 1}`,
    mediaType: one.mediaType,
    bytes: one.bytes,
  }))
  return { item: event.item, media, refusals: [] }
}

/** The same file, telling how much of it has been read. */
const counted = (file: GivenFile, tell: (bytes: number) => void): GivenFile => ({
  ...file,
  async *stream(from, to) {
    for await (const chunk of file.stream(from, to)) {
      tell(chunk.length)
      yield chunk
    }
  },
})

/** A file's SHA-256; of several, that of the lines that `sha256sum` writes for them in the order of their names. */
async function sha256Of(files: readonly GivenFile[]): Promise<string> {
  const lines: string[] = []
  for (const file of files) {
    const hex = (await digestOf(file.stream())).sha256.toString('hex')
    if (files.length === 1) return hex
    lines.push(`${hex}  ${file.name}\n`)
  }
  return createHash('sha256').update(lines.join('')).digest('hex')
}

async function enter(
  { house, actor, account, path, importId, notices, lacks, sha256 }: Running,
  format: string,
  report: { new: number; same: number },
): Promise<void> {
  await withMunicipality(house.db, actor.municipalityId, async (tx) => {
    await acceptRecords(house, tx, actor.municipalityId, [
      {
        recordId: importId,
        version: 1,
        type: recordTypes.import,
        fields: {
          account: account.accountId,
          format,
          fileName: basename(path),
          fileSha256: sha256,
          newItems: report.new,
          sameItems: report.same,
          notices: [...notices, ...lacks],
          importedBy: actor.name,
          importedAt: house.clock.now().toISOString(),
          software: house.software,
        },
        parts: [],
      },
    ])
    await audit(
      tx,
      actor,
      'collection.import',
      { kind: 'account', id: account.accountId },
      { format, new: report.new },
      house.clock.now(),
    )
  })
}
