import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { grow, recordTypes, sanitizeText } from '../../../evidence/index.ts'
import {
  CopyWriter,
  inTransaction,
  onClient,
  Pieces,
  type Tx,
  withMunicipality,
} from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import { type AccountId, limits, type MunicipalityId, newId, type RecordId } from '../../../kernel/index.ts'
import { lockHead, makeDurable, saveHead } from '../log-store.ts'
import { fieldsOf, partsOf, publishedAt } from '../rules.ts'
import { refuseIfOlder } from '../service/sequence.ts'
import { countItems, knownIds } from '../store.ts'
import type { IncomingItem, NewRecord } from '../types.ts'
import { copyColumns, type SealedBatch } from './seal-batch.ts'
import { type Sealer, startSealer } from './sealer.ts'

interface BulkContext {
  readonly municipalityId: MunicipalityId
  readonly accountId: AccountId
  readonly importId: RecordId
}

interface BulkReport {
  new: number
  same: number
}

const batchSize = 400
/** Words, answers, pictures and films of a batch together: several batches are in memory at once. */
const batchBytes = 8 * 1024 * 1024
/** Connections that write side by side: while one waits for its seals or the log's head, others fill their tables. */
const lanes = 3

/** One import under way. */
interface Import {
  readonly house: House
  readonly context: BulkContext
  readonly sealer: Sealer
  /** For rows that are written in this thread. */
  readonly pieces: Pieces
}

/** What is left of a batch of items once its rows are under way: the items themselves are let go of at once. */
interface Batch {
  readonly platformIds: readonly string[]
  readonly recordIds: readonly RecordId[]
  readonly itemRows: readonly Buffer[]
  readonly sealed: Promise<SealedBatch>
  /** When the parts that are too large for the database lie in the blob store. */
  readonly kept: Promise<void>
}

interface Writing {
  readonly batch: Batch
  readonly done: Promise<void>
}

/**
 * Takes an export's items into the archive by COPY, as the owner of the tables: known items are passed over, the rest
 * become version 1 with their place in the log, a batch at a time. Batches are sealed in another thread and written
 * side by side; the memory it takes does not grow with the export. What is committed when it stops, stands; running it
 * again goes on. This is the one checked way around row-level security (docs/architecture.md "Rules of the schema").
 */
export async function bulkIngest(
  house: House,
  owner: Pool,
  context: BulkContext,
  items: AsyncIterable<IncomingItem>,
  progress: (report: BulkReport) => void = () => undefined,
): Promise<BulkReport> {
  const report: BulkReport = { new: 0, same: 0 }
  const source = items[Symbol.asyncIterator]()
  const under: Import = { house, context, sealer: startSealer(), pieces: new Pieces() }
  const clients: PoolClient[] = []
  const writing: Writing[] = []
  const last: Promise<void>[] = []
  let held = await heldItems(house, context)
  let measureAt = Math.max(2_000, held * 2)
  const finishFirst = async (): Promise<void> => {
    const first = writing[0]
    await first?.done
    writing.shift()
    report.new += first?.batch.recordIds.length ?? 0
    progress(report)
  }
  try {
    for (let lane = 0; lane < lanes; lane += 1) clients.push(await owner.connect())
    let lane = 0
    for (;;) {
      if (writing.length > lanes) await finishFirst()
      const taken = await begin(under, source, writing)
      if (!taken) break
      report.same += taken.same
      held += taken.batch.recordIds.length
      const measured = held >= measureAt
      if (measured) measureAt = held * 2
      const client = clients[lane]
      if (!client) throw new Error('a lane without a connection')
      const done = (last[lane] ?? Promise.resolve()).then(async () => {
        await write(under, client, taken.batch)
        if (measured) await client.query(measureItems)
      })
      // Awaited when its turn comes; a failure must not count as unhandled before that.
      done.catch(() => undefined)
      last[lane] = done
      lane = (lane + 1) % lanes
      writing.push({ batch: taken.batch, done })
    }
    while (writing.length > 0) await finishFirst()
    if (clients[0]) await makeDurable(onClient(clients[0]))
    return report
  } finally {
    await source.return?.()
    await Promise.allSettled(last)
    for (const client of clients) client.release()
    await under.sealer.close()
  }
}

/** The next batch, its sealing begun; a function of its own, so that nothing holds the items while lanes are waited for. */
async function begin(
  under: Import,
  source: AsyncIterator<IncomingItem>,
  onTheWay: readonly Writing[],
): Promise<{ readonly batch: Batch; readonly same: number } | undefined> {
  const taken = await take(source)
  if (taken.length === 0) return undefined
  const fresh = await unknownOf(under.house, under.context, taken, onTheWay)
  return { batch: prepare(under, fresh), same: taken.length - fresh.length }
}

async function take(source: AsyncIterator<IncomingItem>): Promise<IncomingItem[]> {
  const batch: IncomingItem[] = []
  let bytes = 0
  while (batch.length < batchSize && bytes < batchBytes) {
    const next = await source.next()
    if (next.done) break
    batch.push(next.value)
    const { item, media } = next.value
    bytes += item.text.length + item.raw.bytes.length
    for (const one of media) bytes += one.bytes.length
  }
  return batch
}

/** Each item once, and none that the archive has or that is on its way there. */
async function unknownOf(
  house: House,
  { municipalityId, accountId }: BulkContext,
  items: readonly IncomingItem[],
  onTheWay: readonly Writing[],
): Promise<IncomingItem[]> {
  const byId = new Map(items.map((one) => [one.item.platformId, one]))
  for (const { batch } of onTheWay) for (const id of batch.platformIds) byId.delete(id)
  const known = await withMunicipality(house.db, municipalityId, (tx) =>
    knownIds(tx, municipalityId, accountId, [...byId.keys()]),
  )
  for (const id of known) byId.delete(id)
  return [...byId.values()]
}

function prepare(under: Import, items: readonly IncomingItem[]): Batch {
  const { house, context, sealer } = under
  const timeMs = house.clock.now().getTime()
  const records = items.map(
    (one): NewRecord => ({
      recordId: newId<RecordId>(),
      version: 1,
      type: recordTypes.collected,
      fields: fieldsOf(one.item, context.accountId, context.importId),
      parts: partsOf(one.item, one.media, house.software),
    }),
  )
  const sealed = sealer.seal(context.municipalityId, records, timeMs)
  const kept = keepLargeParts(house, context.municipalityId, records)
  // Awaited when their turn comes; a failure must not count as unhandled before that.
  for (const promise of [sealed, kept]) promise.catch(() => undefined)
  return {
    platformIds: items.map(({ item }) => item.platformId),
    recordIds: records.map(({ recordId }) => recordId),
    itemRows: itemRows(under, items, records, timeMs),
    sealed,
    kept,
  }
}

async function write(under: Import, client: PoolClient, batch: Batch): Promise<void> {
  if (batch.recordIds.length === 0) return
  const { house, context, sealer, pieces } = under
  const { municipalityId } = context
  await batch.kept
  const sealed = await batch.sealed
  const tx = onClient(client)
  // Made durable together at the end, as one COPY would be, and before a checkpoint that is signed meanwhile (sequence.ts).
  const places = await inTransaction(client, 'BEGIN; SET LOCAL synchronous_commit = off', async () => {
    await copy(client, 'entry', sealed.entries)
    await copy(client, 'content', sealed.contents)
    await copy(client, 'part', sealed.parts)
    await copy(client, 'item', batch.itemRows)
    // Last, so that the other lanes and the sequencer wait no longer than they must.
    const head = await lockHead(tx, municipalityId)
    await refuseIfOlder(house, tx, municipalityId, head)
    const indexes = indexRows(under, head, batch.recordIds)
    await copy(client, 'log_index', indexes)
    const grown = grow(
      head,
      batch.recordIds.map((_, at) => sealed.leaves.subarray(at * 32, at * 32 + 32)),
    )
    await saveHead(tx, municipalityId, { ...grown.head, number: head.number }, grown.fullTiles)
    await announceBatch(house, tx, context, batch.recordIds)
    return indexes
  })
  sealer.giveBack(sealed)
  pieces.giveBack([...batch.itemRows, ...places])
}

/**
 * Tells the planner how many items an account has by now. Without it, it takes a new account for an empty one, and reads
 * the whole account each time it looks for known items.
 */
const measureItems =
  'ANALYZE item (municipality_id, account_id, platform_id, published_at, kind, direction, state)'

/** An account that has this many is known to the planner: they are counted no further. */
const knownToPlanner = 100_000

const heldItems = (house: House, { municipalityId, accountId }: BulkContext): Promise<number> =>
  withMunicipality(house.db, municipalityId, (tx) =>
    countItems(tx, municipalityId, accountId, knownToPlanner),
  )

async function keepLargeParts(
  house: House,
  municipalityId: MunicipalityId,
  records: readonly NewRecord[],
): Promise<void> {
  for (const { recordId, version, parts } of records) {
    for (const part of parts) {
      if (part.bytes.length > limits.inlinePartBytes)
        await house.blobs.put({ municipalityId, recordId, version, part: part.name }, part.bytes)
    }
  }
}

const copy = (
  client: PoolClient,
  table: keyof typeof copyColumns,
  pieces: readonly Uint8Array[],
): Promise<void> =>
  pipeline(
    Readable.from(pieces),
    client.query(copyFrom(`COPY ${table} (${copyColumns[table]}) FROM STDIN (FORMAT binary)`)),
  )

function itemRows(
  { context, pieces }: Import,
  items: readonly IncomingItem[],
  records: readonly NewRecord[],
  timeMs: number,
): Buffer[] {
  const rows = new CopyWriter(pieces)
  const collectedAt = new Date(timeMs)
  const text = (value: string): void => rows.text(clean(value))
  for (const [at, { item }] of items.entries()) {
    rows.row(17)
    rows.int4(context.municipalityId)
    rows.uuid(records[at]?.recordId ?? '')
    rows.int4(1)
    rows.uuid(context.accountId)
    text(item.kind)
    text(item.direction)
    text(item.platformId)
    text(item.versionKey)
    rows.nullable(item.parent, text)
    rows.nullable(item.permalink, text)
    rows.nullable(item.author, text)
    rows.nullable(item.authorId, text)
    text(item.text)
    text(item.state)
    rows.timestamptz(publishedAt(item.publishedAt, collectedAt).getTime())
    rows.timestamptz(timeMs)
    rows.uuid(context.importId)
  }
  return rows.finish()
}

/** As fieldValue does for strings, so that the row and the committed field agree. */
const clean = sanitizeText

function indexRows(
  { context: { municipalityId }, pieces }: Import,
  head: { readonly number: number; readonly size: number },
  records: readonly RecordId[],
): Buffer[] {
  const rows = new CopyWriter(pieces)
  for (const [at, record] of records.entries()) {
    rows.row(5)
    rows.int4(municipalityId)
    rows.int2(head.number)
    rows.int8(head.size + at)
    rows.uuid(record)
    rows.int4(1)
  }
  return rows.finish()
}

async function announceBatch(
  house: House,
  tx: Tx,
  context: BulkContext,
  records: readonly RecordId[],
): Promise<void> {
  const payload = {
    account: context.accountId,
    records: records.map((record) => ({ record, version: 1 })),
  }
  await announce(tx, context.municipalityId, 'items.recorded', payload, house.clock.now())
}
