import { createHash, hash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'
import { type Actor, authorize } from '../../../access/index.ts'
import {
  type BundleFile,
  buildBundle,
  encodeEntry,
  openCheckpoint,
  type RecordToBundle,
  type RecordType,
  treeFromTiles,
  type VerifierKey,
  verifierKeyText,
} from '../../../evidence/index.ts'
import type { BlobKey } from '../../../infra/blobs/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { buildVerifier } from '../../../infra/signing/verifier.ts'
import { type MunicipalityId, type RecordId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { type Head, headOf, lastCheckpoint, originOf, placesOf, type StoredCheckpoint } from '../log-store.ts'
import { stampedCheckpoint, tokensOver } from '../timestamp-store.ts'
import { withheldOf } from '../withheld-store.ts'
import { verifiersOf } from './log-keys.ts'
import { sealLog, tileReader } from './sequence.ts'

export interface BundleRequest {
  readonly records: readonly RecordId[]
  /** Field names to hold back, in every record that has them. */
  readonly withhold: readonly string[]
  /** Parts that somebody has looked at and named, to be delivered although something is withheld. */
  readonly parts: readonly string[]
}

/**
 * Makes an evidence bundle (bevispaket) of all versions of some records, under a checkpoint signed now.
 * @returns the files of the zip, in order; see writeBundle.
 * @throws Stop('notFound') when a record does not exist or has been disposed of.
 */
export async function makeBundle(house: House, actor: Actor, request: BundleRequest): Promise<BundleFile[]> {
  authorize(actor, 'archive.prove')
  const { municipalityId } = actor
  const newest = await sealLog(house, municipalityId)
  if (!newest) throw new Stop('notFound', 'Arkivet är tomt. Det finns inget att göra ett bevispaket av.')
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const checkpoint = await checkpointFor(tx, municipalityId, newest, request.records)
    const head = await headOf(tx, municipalityId, checkpoint.number)
    const origin = await originOf(tx, municipalityId, checkpoint.number)
    const records = await recordsToBundle(house, tx, municipalityId, head, checkpoint, request)
    await audit(
      tx,
      actor,
      'archive.bundle',
      { kind: 'record', id: request.records[0] ?? '' },
      { records: [...request.records], withheld: [...request.withhold] },
      house.clock.now(),
    )
    try {
      return buildBundle({
        checkpoint: checkpoint.note,
        key: keyOf(checkpoint, verifiersOf(house, municipalityId, origin)),
        timestamps: await tokensOver(tx, municipalityId, checkpoint),
        records,
        verifier: await buildVerifier(),
      })
    } catch (thrown) {
      if (!(thrown instanceof RangeError)) throw thrown
      throw new Stop(
        'invalid',
        `Bevispaketet kunde inte göras: ${thrown.message}. Kontrollera fält och delar, eller kör uppsikt verify.`,
      )
    }
  })
}

/**
 * The checkpoint to prove by: the newest that an authority has stamped and that covers every version, else the newest.
 * Of the log in which the records stand: after a restore that began a new one, older records are proven in the old.
 */
async function checkpointFor(
  tx: Tx,
  municipalityId: MunicipalityId,
  newest: StoredCheckpoint,
  records: readonly RecordId[],
): Promise<StoredCheckpoint> {
  const logs = await placesOf(tx, municipalityId, records)
  const [log, ...more] = logs
  if (more.length > 0)
    throw new Stop(
      'invalid',
      'Handlingarna står i olika loggar, för att loggen har börjats om efter en återläsning. Gör ett paket för varje.',
    )
  if (!log) return newest
  const stamped = await stampedCheckpoint(tx, municipalityId, log)
  if (stamped) return stamped
  return log.number === newest.number
    ? newest
    : ((await lastCheckpoint(tx, municipalityId, log.number)) ?? newest)
}

function keyOf({ note }: StoredCheckpoint, keys: readonly VerifierKey[]): string {
  const opened = openCheckpoint(note, keys)
  const [key] = opened.ok ? opened.signedBy : []
  if (!key) throw new Error('the checkpoint was signed by none of the log’s keys')
  return verifierKeyText(key)
}

async function recordsToBundle(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  head: Head,
  checkpoint: StoredCheckpoint,
  request: BundleRequest,
): Promise<RecordToBundle[]> {
  await refuseWithheld(tx, municipalityId, request.records)
  const tree = treeFromTiles(checkpoint.size, tileReader(tx, municipalityId, head))
  const rows = await tx
    .selectFrom('log_index')
    .innerJoin('entry', (join) =>
      join
        .onRef('entry.municipality_id', '=', 'log_index.municipality_id')
        .onRef('entry.record_id', '=', 'log_index.record_id')
        .onRef('entry.version', '=', 'log_index.version'),
    )
    .innerJoin('content', (join) =>
      join
        .onRef('content.municipality_id', '=', 'log_index.municipality_id')
        .onRef('content.record_id', '=', 'log_index.record_id')
        .onRef('content.version', '=', 'log_index.version'),
    )
    .select([
      'log_index.index',
      'entry.record_id',
      'entry.version',
      'type',
      'time_ms',
      'commitment',
      'salt',
      'fields',
      'manifest',
    ])
    .where('log_index.municipality_id', '=', municipalityId)
    .where('log_index.log_number', '=', checkpoint.number)
    .where('log_index.record_id', 'in', [...request.records])
    .where('log_index.index', '<', checkpoint.size)
    .orderBy('log_index.index')
    .execute()
  const found = new Set(rows.map((row) => row.record_id))
  const missing = request.records.find((id) => !found.has(id))
  if (missing || request.records.length === 0)
    throw new Stop(
      'notFound',
      `Handlingen ${missing ?? ''} finns inte, eller är gallrad. Kontrollera numret.`,
    )
  const known = new Set(rows.flatMap((row) => Object.keys(JSON.parse(row.fields) as object)))
  const unknown = request.withhold.find((name) => !known.has(name))
  if (unknown)
    throw new Stop(
      'invalid',
      `Det finns inget fält som heter ${unknown}. Fälten är: ${[...known].sort().join(', ')}.`,
    )
  const records: RecordToBundle[] = []
  // One at a time: thousands of records have thousands of files.
  for (const { record_id: recordId, time_ms: timeMs, fields: text, ...row } of rows) {
    const fields = JSON.parse(text) as Record<string, string>
    const type = row.type as RecordType
    records.push({
      ...row,
      recordId,
      type,
      fields,
      entry: encodeEntry({ type, timeMs, recordId, version: row.version, commitment: row.commitment }),
      proof: await tree.inclusion(row.index),
      parts: await partsToBundle(house, tx, { municipalityId, recordId, version: row.version }),
      ...(request.withhold.length > 0 && {
        showing: {
          fields: Object.keys(fields).filter((name) => !request.withhold.includes(name)),
          parts: request.parts,
        },
      }),
    })
  }
  return records
}

/** @throws Stop('refused') where a record is shown to nobody; Stop('conflict') where something of it was destroyed. */
async function refuseWithheld(
  tx: Tx,
  municipalityId: MunicipalityId,
  records: readonly RecordId[],
): Promise<void> {
  if ((await withheldOf(tx, municipalityId, records)).length > 0)
    throw new Stop(
      'refused',
      'Innehållet är spärrat och lämnas inte ut. Det gäller ett misstänkt övergrepp mot barn.',
    )
  const gone = await tx
    .selectFrom('withdrawn_part')
    .select('record_id')
    .where('municipality_id', '=', municipalityId)
    .where('record_id', 'in', [...records])
    .limit(1)
    .executeTakeFirst()
  if (gone)
    throw new Stop(
      'conflict',
      'Bilder i handlingen är förstörda, så det går inte att göra ett helt bevispaket. Kontrollsummorna finns kvar i arkivet.',
    )
}

/** Small parts as they are; of a large one no more is in memory than is read of it at a time, here and when it is packed. */
async function partsToBundle(
  house: House,
  tx: Tx,
  version: Omit<BlobKey, 'part'> & { readonly recordId: RecordId },
): Promise<RecordToBundle['parts']> {
  const rows = await tx
    .selectFrom('part')
    .select(['name', 'media_type', 'bytes', 'content'])
    .where('municipality_id', '=', version.municipalityId)
    .where('record_id', '=', version.recordId)
    .where('version', '=', version.version)
    .orderBy('name')
    .execute()
  const parts: RecordToBundle['parts'][number][] = []
  for (const { name, media_type: mediaType, bytes, content } of rows) {
    const key = { ...version, part: name }
    parts.push(
      content
        ? { name, mediaType, bytes: content.length, sha256: hash('sha256', content, 'buffer'), content }
        : {
            name,
            mediaType,
            bytes,
            sha256: await digestOf(house.blobs.stream(key)),
            content: () => house.blobs.stream(key),
          },
    )
  }
  return parts
}

async function digestOf(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const sum = createHash('sha256')
  for await (const chunk of stream) sum.update(chunk)
  return sum.digest()
}

/** The bundle as a zip at `path`; a half-written one is never left under that name. */
export async function writeBundle(files: readonly BundleFile[], path: string): Promise<void> {
  const draft = `${path}.part`
  try {
    await pipeline(zipOf(files), createWriteStream(draft, { mode: 0o600 }))
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}

/**
 * The bundle as a stream of zip bytes: the same files give the same bytes, whenever and wherever. One file is packed at a
 * time; a file that cannot be read ends the stream with why.
 */
export function zipOf(files: readonly BundleFile[]): Readable {
  const zip = new yazl.ZipFile()
  const out = zip.outputStream.pipe(new PassThrough())
  for (const { path, content } of files)
    zip.addReadStreamLazy(path, alike, (pack) => {
      const source = Readable.from(content instanceof Uint8Array ? [content] : content())
      // yazl would wait for its end, which never comes.
      source.on('error', (thrown) => out.destroy(thrown))
      pack(null, source)
    })
  zip.end()
  return out
}

/** A zip has wall-clock times without a zone; when it was recorded stands in the entries. */
const alike = { mtime: new Date(2000, 0, 1), forceDosTimestamp: true }
