import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { grow, recordTypes, sanitizeText } from '../../../evidence/index.ts'
import { CopyWriter, onClient, type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import { announce } from '../../../infra/jobs/index.ts'
import { type AccountId, limits, type MunicipalityId, newId, type RecordId } from '../../../kernel/index.ts'
import { lockHead, saveHead } from '../log-store.ts'
import { fieldsOf, partsOf, publishedAt } from '../rules.ts'
import { refuseIfOlder } from '../service/sequence.ts'
import { knownIds } from '../store.ts'
import type { IncomingItem, NewRecord } from '../types.ts'
import { copyColumns, type SealedBatch } from './seal-batch.ts'
import { type Sealer, startSealer } from './sealer.ts'

export interface BulkContext {
  readonly municipalityId: MunicipalityId
  readonly accountId: AccountId
  readonly importId: RecordId
}

export interface BulkReport {
  new: number
  same: number
}

const batchSize = 500
/** Pictures and films of a batch together: several batches are in memory at once. */
const batchBytes = 64 * 1024 * 1024
/** Connections that write side by side: while one waits for the disk or the log's head, the other fills its tables. */
const lanes = 2

interface Batch {
  readonly items: readonly IncomingItem[]
  readonly records: readonly NewRecord[]
  readonly sealed: Promise<SealedBatch>
  readonly timeMs: number
  /** Whether the table is to be measured after it: when the import has grown to the double. */
  readonly measured: boolean
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
  const sealer = startSealer()
  const clients: PoolClient[] = []
  const writing: Writing[] = []
  const last: Promise<void>[] = []
  const finishFirst = async (): Promise<void> => {
    const first = writing[0]
    await first?.done
    writing.shift()
    report.new += first?.batch.records.length ?? 0
    progress(report)
  }
  try {
    for (let lane = 0; lane < lanes; lane += 1) clients.push(await owner.connect())
    let lane = 0
    let taking = 0
    let measureAt = 2_000
    for await (const taken of batches(items)) {
      const fresh = await unknownOf(house, context, taken, writing)
      report.same += taken.length - fresh.length
      taking += fresh.length
      const measured = taking >= measureAt
      if (measured) measureAt = taking * 2
      const batch = { ...prepare(house, sealer, context, fresh), measured }
      const client = clients[lane]
      if (!client) throw new Error('a lane without a connection')
      const done = (last[lane] ?? Promise.resolve()).then(() => write(house, client, context, batch))
      // Awaited when its turn comes; a failure must not count as unhandled before that.
      done.catch(() => undefined)
      last[lane] = done
      lane = (lane + 1) % lanes
      writing.push({ batch, done })
      if (writing.length > lanes) await finishFirst()
    }
    while (writing.length > 0) await finishFirst()
    return report
  } finally {
    await Promise.allSettled(last)
    for (const client of clients) client.release()
    await sealer.close()
  }
}

async function* batches(items: AsyncIterable<IncomingItem>): AsyncGenerator<IncomingItem[]> {
  let batch: IncomingItem[] = []
  let bytes = 0
  for await (const item of items) {
    batch.push(item)
    for (const media of item.media) bytes += media.bytes.length
    if (batch.length === batchSize || bytes >= batchBytes) {
      yield batch
      batch = []
      bytes = 0
    }
  }
  if (batch.length > 0) yield batch
}

/** Each item once, and none that the archive has or that is on its way there. */
async function unknownOf(
  house: House,
  { municipalityId, accountId }: BulkContext,
  items: readonly IncomingItem[],
  onTheWay: readonly Writing[],
): Promise<IncomingItem[]> {
  const byId = new Map(items.map((one) => [one.item.platformId, one]))
  for (const { batch } of onTheWay) for (const { item } of batch.items) byId.delete(item.platformId)
  const known = await withMunicipality(house.db, municipalityId, (tx) =>
    knownIds(tx, municipalityId, accountId, [...byId.keys()]),
  )
  for (const id of known) byId.delete(id)
  return [...byId.values()]
}

function prepare(
  house: House,
  sealer: Sealer,
  context: BulkContext,
  items: readonly IncomingItem[],
): Omit<Batch, 'measured'> {
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
  // Awaited when its turn comes; a failure must not count as unhandled before that.
  sealed.catch(() => undefined)
  return { items, records, sealed, timeMs }
}

async function write(house: House, client: PoolClient, context: BulkContext, batch: Batch): Promise<void> {
  if (batch.records.length === 0) return
  const { municipalityId } = context
  await keepLargeParts(house, municipalityId, batch.records)
  const sealed = await batch.sealed
  const tx = onClient(client)
  await client.query('BEGIN')
  try {
    await copy(client, 'entry', sealed.entries)
    await copy(client, 'content', sealed.contents)
    await copy(client, 'part', sealed.parts)
    await copy(client, 'item', itemRows(context, batch))
    // Last, so that the other lane and the sequencer wait no longer than they must.
    const head = await lockHead(tx, municipalityId)
    await refuseIfOlder(house, tx, municipalityId, head)
    await copy(client, 'log_index', indexRows(municipalityId, head, batch.records))
    const grown = grow(
      head,
      batch.records.map((_, at) => sealed.leaves.subarray(at * 32, at * 32 + 32)),
    )
    await saveHead(tx, municipalityId, { ...grown.head, number: head.number }, grown.fullTiles)
    await announceBatch(house, tx, context, batch.records)
    await client.query('COMMIT')
  } catch (thrown) {
    await client.query('ROLLBACK')
    throw thrown
  }
  if (batch.measured) await client.query(measureItems)
}

/**
 * Tells the planner how many items an account has by now. Without it, it takes a new account for an empty one, and reads
 * the whole account each time it looks for known items.
 */
const measureItems =
  'ANALYZE item (municipality_id, account_id, platform_id, published_at, kind, direction, state)'

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

const copy = (client: PoolClient, table: keyof typeof copyColumns, bytes: Uint8Array): Promise<void> =>
  pipeline(
    Readable.from([bytes]),
    client.query(copyFrom(`COPY ${table} (${copyColumns[table]}) FROM STDIN (FORMAT binary)`)),
  )

function itemRows(context: BulkContext, { items, records, timeMs }: Batch): Buffer {
  const rows = new CopyWriter()
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
  municipalityId: MunicipalityId,
  head: { readonly number: number; readonly size: number },
  records: readonly NewRecord[],
): Buffer {
  const rows = new CopyWriter()
  for (const [at, record] of records.entries()) {
    rows.row(5)
    rows.int4(municipalityId)
    rows.int2(head.number)
    rows.int8(head.size + at)
    rows.uuid(record.recordId)
    rows.int4(record.version)
  }
  return rows.finish()
}

async function announceBatch(
  house: House,
  tx: Tx,
  context: BulkContext,
  records: readonly NewRecord[],
): Promise<void> {
  const payload = {
    account: context.accountId,
    records: records.map(({ recordId, version }) => ({ record: recordId, version })),
  }
  await announce(tx, context.municipalityId, 'items.recorded', payload, house.clock.now())
}
