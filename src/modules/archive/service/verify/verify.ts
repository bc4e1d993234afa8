import { randomInt } from 'node:crypto'
import {
  digestBytes,
  emptyHead,
  grow,
  type LogHead,
  openCheckpoint,
  rootOf,
  type Tile,
  tileWidth,
} from '../../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import type { MunicipalityId } from '../../../../kernel/index.ts'
import { originOf } from '../../log-store.ts'
import type { Problem, VerifyReport } from '../../types.ts'
import { verifiersOf } from '../log-keys.ts'
import { type EmptiedPlace, type Range, type RangeReport, verifyRange } from './verify-range.ts'
import { amissInTables } from './verify-tables.ts'

const rangeSize = 1_000

/**
 * Search words that are derived again in one run, in records: all of them up to here, of a larger archive ranges drawn by
 * lot. They cost a sixth of the whole, and are PostgreSQL's own: a generated column, which no statement can set
 * (docs/decisions/0017-search-words-by-lot.md).
 */
const wordsInARun = 100_000

/** Verifies a range of a log somewhere, such as in another thread. */
export type RangeVerifier = (
  municipalityId: MunicipalityId,
  logNumber: number,
  range: Range,
) => Promise<RangeReport>

const inThisThread =
  (house: House): RangeVerifier =>
  (municipalityId, logNumber, range) =>
    withMunicipality(house.db, municipalityId, (tx) =>
      verifyRange(house, tx, municipalityId, logNumber, range),
    )

/**
 * The whole archive of a municipality against its log: every commitment, part, leaf, tile, checkpoint and projection
 * is made again and compared. Source: design/evidence.md "Sequencing".
 * @param atOnce how many ranges are verified side by side.
 */
export async function verifyArchive(
  house: House,
  municipalityId: MunicipalityId,
  verifier = inThisThread(house),
  atOnce = 1,
): Promise<VerifyReport> {
  const report = { records: 0, entries: 0, blobs: 0, bytes: 0, problems: [] as Problem[] }
  const heads = await withMunicipality(house.db, municipalityId, (tx) => readHeads(tx, municipalityId))
  const found = { items: 0, firsts: 0 }
  for (const head of heads) await verifyLog(house, municipalityId, head, { verifier, atOnce }, report, found)
  report.problems.push(
    ...(await withMunicipality(house.db, municipalityId, (tx) =>
      amissInTables(tx, municipalityId, { entries: report.records, ...found }),
    )),
  )
  return report
}

interface StoredHead extends LogHead {
  readonly number: number
}

async function readHeads(tx: Tx, municipalityId: MunicipalityId): Promise<StoredHead[]> {
  const rows = await tx
    .selectFrom('log_head')
    .selectAll()
    .where('municipality_id', '=', municipalityId)
    .orderBy('log_number')
    .execute()
  return rows.map((row) => ({ number: row.log_number, size: row.size, edge: row.edge }))
}

type Growing = { -readonly [K in keyof VerifyReport]: K extends 'problems' ? Problem[] : VerifyReport[K] }

/** @param found counts how many items have their latest version in the log, and how many their first. */
async function verifyLog(
  house: House,
  municipalityId: MunicipalityId,
  head: StoredHead,
  how: { verifier: RangeVerifier; atOnce: number },
  report: Growing,
  found: { items: number; firsts: number },
): Promise<void> {
  const marks = await withMunicipality(house.db, municipalityId, (tx) =>
    checkpointMarks(house, tx, municipalityId, head, report),
  )
  let grown: LogHead = emptyHead
  const emptied: EmptiedPlace[] = []
  let lastDisposal = -1
  const ranges = rangesOf(head.size)
  const running: Promise<RangeReport>[] = []
  let next = 0
  const start = (): void => {
    const range = ranges[next]
    if (!range) return
    next += 1
    const started = how.verifier(municipalityId, head.number, range)
    // Awaited in order below; a failure must not count as unhandled before its turn.
    started.catch(() => undefined)
    running.push(started)
  }
  for (let n = 0; n < how.atOnce; n += 1) start()
  for (const range of ranges) {
    const done = await running.shift()
    if (!done) throw new Error('a range was not started')
    start()
    report.records += done.records
    found.items += done.items
    found.firsts += done.firsts
    emptied.push(...done.emptied)
    lastDisposal = Math.max(lastDisposal, done.lastDisposal)
    report.entries += done.leaves.length
    report.blobs += done.parts
    report.bytes += done.bytes
    report.problems.push(...done.problems)
    grown = await growThrough(
      house,
      municipalityId,
      head.number,
      grown,
      done.leaves,
      range.from,
      marks,
      report,
    )
  }
  if (grown.size === head.size && !Buffer.from(grown.edge).equals(Buffer.from(head.edge))) {
    report.problems.push({ kind: 'tree', detail: 'the head of the log does not follow from its entries' })
  }
  report.problems.push(...takenAway(emptied, lastDisposal))
}

/** Content goes only by disposal or erasure, which is an entry after it (design/evidence.md "Disposal"). */
const takenAway = (emptied: readonly EmptiedPlace[], lastDisposal: number): Problem[] =>
  emptied
    .filter(({ index }) => index > lastDisposal)
    .map(({ record, version }) => ({
      kind: 'missing',
      record,
      detail: `version ${version}: the content is gone, and no disposal in the log tells of it`,
    }))

const rangesOf = (size: number): Range[] =>
  Array.from({ length: Math.ceil(size / rangeSize) }, (_, n) => ({
    from: n * rangeSize,
    to: Math.min(size, (n + 1) * rangeSize),
    words: randomInt(size) < wordsInARun,
  }))

/** Grows the tree over a range's leaves, stopping at each checkpoint to compare its root, and compares full tiles. */
async function growThrough(
  house: House,
  municipalityId: MunicipalityId,
  logNumber: number,
  from: LogHead,
  leaves: readonly Buffer[],
  first: number,
  marks: Map<number, Buffer>,
  report: Growing,
): Promise<LogHead> {
  let head = from
  const tiles: Tile[] = []
  const stops = [...marks.keys()]
    .filter((size) => size > first && size <= first + leaves.length)
    .sort((a, b) => a - b)
  let done = 0
  for (const stop of [...stops, first + leaves.length]) {
    const grown = grow(head, leaves.slice(done, stop - first))
    done = stop - first
    head = grown.head
    tiles.push(...grown.fullTiles)
    const signed = marks.get(stop)
    if (signed && !signed.equals(rootOf(head))) {
      // All that are larger hold the same fault.
      marks.clear()
      report.problems.push({
        kind: 'checkpoint',
        detail: `the log's first ${stop} entries are not those that were signed`,
      })
    }
  }
  await withMunicipality(house.db, municipalityId, (tx) =>
    compareTiles(tx, municipalityId, logNumber, tiles, report),
  )
  return head
}

async function compareTiles(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  tiles: readonly Tile[],
  report: Growing,
): Promise<void> {
  for (const level of new Set(tiles.map((tile) => tile.level))) {
    const those = tiles.filter((tile) => tile.level === level)
    const rows = await tx
      .selectFrom('log_tile')
      .select(['index', 'hashes'])
      .where('municipality_id', '=', municipalityId)
      .where('log_number', '=', logNumber)
      .where('level', '=', level)
      .where('index', '>=', those[0]?.index ?? 0)
      .where('index', '<=', those.at(-1)?.index ?? 0)
      .execute()
    const stored = new Map(rows.map((row) => [row.index, row.hashes]))
    for (const tile of those) {
      const hashes = stored.get(tile.index)
      if (hashes?.equals(tile.hashes)) continue
      report.problems.push({
        kind: 'tree',
        detail: `tile ${tile.level}/${tile.index} is ${hashes ? 'not what its entries give' : 'missing'}`,
      })
      if (hashes && tile.level === 0)
        report.problems.push(...(await changedPlaces(tx, municipalityId, logNumber, tile, hashes)))
    }
  }
}

/** Which entries of a tile are not those that were hashed into it, by the records that stand there. */
async function changedPlaces(
  tx: Tx,
  municipalityId: MunicipalityId,
  logNumber: number,
  tile: Tile,
  hashes: Buffer,
): Promise<Problem[]> {
  const leaf = (of: Uint8Array, n: number): Uint8Array => of.subarray(n * digestBytes, (n + 1) * digestBytes)
  const changed = Array.from({ length: tileWidth }, (_, n) => n)
    .filter((n) => Buffer.compare(leaf(tile.hashes, n), leaf(hashes, n)) !== 0)
    .map((n) => tile.index * tileWidth + n)
  const rows = await tx
    .selectFrom('log_index')
    .select(['index', 'record_id'])
    .where('municipality_id', '=', municipalityId)
    .where('log_number', '=', logNumber)
    .where('index', 'in', changed)
    .execute()
  return rows.map(({ index, record_id: record }) => ({
    kind: 'tree',
    record,
    detail: `place ${index} of the log does not hold the entry that was logged there`,
  }))
}

/** Size → root of every checkpoint of the log whose signature holds; also the one kept outside the database. */
async function checkpointMarks(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  head: StoredHead,
  report: Growing,
): Promise<Map<number, Buffer>> {
  const origin = await originOf(tx, municipalityId, head.number)
  const keys = verifiersOf(house, municipalityId, origin)
  const rows = await tx
    .selectFrom('checkpoint')
    .select(['size', 'root', 'note'])
    .where('municipality_id', '=', municipalityId)
    .where('log_number', '=', head.number)
    .execute()
  const notes = rows.map((row) => row.note)
  const kept = await house.keys.lastCheckpoint(municipalityId)
  if (kept && kept.split('\n')[0] === origin) notes.push(kept)
  const marks = new Map<number, Buffer>()
  for (const note of notes) {
    const opened = openCheckpoint(note, keys)
    if (!opened.ok)
      report.problems.push({ kind: 'checkpoint', detail: `a checkpoint cannot be opened (${opened.error})` })
    else if (opened.checkpoint.size > head.size) {
      report.problems.push({
        kind: 'checkpoint',
        detail: `${opened.checkpoint.size} entries were signed, and the log has ${head.size}`,
      })
    } else if (opened.checkpoint.size > 0) marks.set(opened.checkpoint.size, opened.checkpoint.root)
  }
  for (const row of rows) {
    if (!marks.get(row.size)?.equals(row.root))
      report.problems.push({
        kind: 'checkpoint',
        detail: `the root stored for ${row.size} entries is not the signed one`,
      })
  }
  return marks
}
