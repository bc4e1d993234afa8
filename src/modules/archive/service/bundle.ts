import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import yazl from 'yazl'
import { type Actor, authorize } from '../../../access/index.ts'
import {
  type BuiltRecord,
  type BundleBuilder,
  type BundleFile,
  beginBundle,
  openCheckpoint,
  type RecordToBundle,
  type VerifierKey,
  verifierKeyText,
} from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { buildVerifier } from '../../../infra/signing/verifier.ts'
import { type MunicipalityId, type RecordId, Stop } from '../../../kernel/index.ts'
import { audit } from '../../audit/index.ts'
import { headOf, lastCheckpoint, originOf, placesOf, type StoredCheckpoint } from '../log-store.ts'
import { stampedCheckpoint, tokensOver } from '../timestamp-store.ts'
import { withheldOf } from '../withheld-store.ts'
import { placesToBundle, recordReader } from './bundle-records.ts'
import { verifiersOf } from './log-keys.ts'
import { sealLog } from './sequence.ts'

interface BundleRequest {
  readonly records: readonly RecordId[]
  /** Field names to hold back, in every record that has them. */
  readonly withhold: readonly string[]
  /** Parts that somebody has looked at and named, to be delivered although something is withheld. */
  readonly parts: readonly string[]
}

/**
 * Makes an evidence bundle (bevispaket) of all versions of some records, under a checkpoint signed now. Each record is looked
 * at here and read again as it is packed: a bundle takes as much memory however large it is.
 * @returns the files of the zip, in order; see writeBundle.
 * @throws Stop('notFound') when a record does not exist or has been disposed of.
 */
export async function makeBundle(house: House, actor: Actor, request: BundleRequest): Promise<BundleFile[]> {
  authorize(actor, 'archive.prove')
  const { municipalityId } = actor
  const newest = await sealLog(house, municipalityId)
  if (!newest) throw new Stop('notFound', 'Arkivet är tomt. Det finns inget att göra ett bevispaket av.')
  const within = <T>(work: (tx: Tx) => Promise<T>) => withMunicipality(house.db, municipalityId, work)
  const { checkpoint, head, ...begun } = await within((tx) => begin(house, tx, actor, newest, request))
  const records = recordReader(house, municipalityId, { ...begun, checkpoint, head }, request)
  try {
    const bundle = beginBundle({ ...begun, checkpoint: checkpoint.note, verifier: await buildVerifier() })
    const built: Pick<BuiltRecord, 'index' | 'files'>[] = []
    const known = new Set<string>()
    for await (const record of records()) {
      for (const name of Object.keys(record.fields)) known.add(name)
      const { index, files } = bundle.build(record)
      built.push({ index, files })
    }
    refuseUnknown(request.withhold, known)
    const files = bundle.files(() => bundleJson(bundle, records()), built)
    const about = { kind: 'record', id: request.records[0] ?? '' }
    const detail = { records: [...request.records], withheld: [...request.withhold] }
    await within((tx) => audit(tx, actor, 'archive.bundle', about, detail, house.clock.now()))
    return files
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    throw new Stop(
      'invalid',
      `Bevispaketet kunde inte göras: ${thrown.message}. Kontrollera fält och delar, eller kör uppsikt verify.`,
    )
  }
}

/** What the whole bundle rests on, and which records it shows. */
async function begin(
  house: House,
  tx: Tx,
  { municipalityId }: Actor,
  newest: StoredCheckpoint,
  { records }: BundleRequest,
) {
  const checkpoint = await checkpointFor(tx, municipalityId, newest, records)
  const origin = await originOf(tx, municipalityId, checkpoint.number)
  await refuseWithheld(tx, municipalityId, records)
  return {
    checkpoint,
    head: await headOf(tx, municipalityId, checkpoint.number),
    places: await placesToBundle(tx, municipalityId, checkpoint, records),
    key: keyOf(checkpoint, verifiersOf(house, municipalityId, origin)),
    timestamps: await tokensOver(tx, municipalityId, checkpoint),
  }
}

function refuseUnknown(withhold: readonly string[], known: ReadonlySet<string>): void {
  const unknown = withhold.find((name) => !known.has(name))
  if (unknown)
    throw new Stop(
      'invalid',
      `Det finns inget fält som heter ${unknown}. Fälten är: ${[...known].sort().join(', ')}.`,
    )
}

async function* bundleJson(
  { around: [before, after], build }: BundleBuilder,
  records: AsyncIterable<RecordToBundle>,
): AsyncGenerator<Uint8Array> {
  let between = before
  for await (const record of records) {
    yield Buffer.from(between + build(record).json(), 'utf8')
    between = ','
  }
  yield Buffer.from(after, 'utf8')
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
