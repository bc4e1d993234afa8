import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Pool } from 'pg'
import { type Actor, authorize } from '../../../access/index.ts'
import { recordTypes } from '../../../evidence/index.ts'
import { withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { type AccountId, newId, type RecordId, Stop } from '../../../kernel/index.ts'
import type { Importer, Platform } from '../../../platforms/contract.ts'
import { type Account, connectionOf, requireAccount } from '../../accounts/index.ts'
import { acceptRecords, bulkIngest, type IncomingItem, sealLog } from '../../archive/index.ts'
import { audit } from '../../audit/index.ts'
import { withMedia } from './media.ts'

export interface ImportReport {
  readonly importId: RecordId
  readonly new: number
  readonly same: number
  /** Swedish: what a person must know, such as that the file ends in the middle. */
  readonly notices: readonly string[]
}

interface Running {
  readonly house: House
  readonly actor: Actor
  readonly account: Account
  readonly importer: Importer
  readonly path: string
  readonly importId: RecordId
  readonly notices: string[]
  readonly sha256: ReturnType<typeof createHash>
}

/**
 * Fills an account from an official export. Run again it adds only what is not there. The file itself is entered as a
 * record of type 15, and each item says which import it came with; ends with a signed checkpoint.
 * @param owner the owner's connections: an import is written by COPY.
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
    readonly progress?: (report: { new: number; same: number }) => void
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
  const running: Running = {
    house,
    actor,
    account,
    importer,
    path: request.path,
    importId: newId<RecordId>(),
    notices: [],
    sha256: createHash('sha256'),
  }
  const context = { municipalityId, accountId: account.accountId, importId: running.importId }
  const report = await bulkIngest(house, owner, context, itemsIn(running, connection), request.progress)
  await enter(running, request.format, report)
  await sealLog(house, municipalityId)
  return { importId: running.importId, new: report.new, same: report.same, notices: running.notices }
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
  const context = { settings: connection.settings, clock: running.house.clock }
  for await (const event of running.importer(bytesOf(running), context)) {
    if ('notice' in event) {
      running.notices.push(event.notice)
      continue
    }
    if (!event.media) yield await withMedia(running.house, connection, event.item)
    else {
      const media = event.media.map((one, at) => ({
        name: `media-${at + 1}`,
        mediaType: one.mediaType,
        bytes: one.bytes,
      }))
      yield { item: event.item, media, refusals: [] }
    }
  }
}

async function* bytesOf(running: Running): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(running.path, { highWaterMark: 1 << 18 })) {
      const bytes = chunk as Buffer
      running.sha256.update(bytes)
      yield bytes
    }
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
    throw new Stop(
      'invalid',
      `Filen ${running.path} gick inte att läsa (${code}). Kontrollera att den finns och att du får läsa den.`,
    )
  }
}

async function enter(
  { house, actor, account, path, importId, notices, sha256 }: Running,
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
          fileSha256: sha256.digest('hex'),
          newItems: report.new,
          sameItems: report.same,
          notices,
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
