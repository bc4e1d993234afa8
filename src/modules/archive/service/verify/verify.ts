import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import {
  digestBytes,
  emptyHead,
  grow,
  type LogHead,
  rootOf,
  type Tile,
  tileWidth,
} from '../../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../../infra/db/index.ts'
import type { House } from '../../../../infra/house.ts'
import { countText, type MunicipalityId, numberText } from '../../../../kernel/index.ts'
import { recordAtFirstPlace } from '../../log-store.ts'
import type { Problem, VerifyReport } from '../../types.ts'
import { readSigned } from './verify-checkpoints.ts'
import { type EmptiedPlace, takenAway } from './verify-emptied.ts'
import { type Range, type RangeReport, verifyRange } from './verify-range.ts'
import { amissInTables, type Found } from './verify-tables.ts'

const rangeSize = 1_000

/**
 * Items whose search words and version keys are derived again in one run: all of them up to here, of a larger archive ranges
 * drawn by lot. They cost a fifth of the whole and prove nothing (docs/decisions/0017-search-words-by-lot.md).
 */
const derivedInARun = 50_000

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
  const within = <T>(work: (tx: Tx) => Promise<T>) => withMunicipality(house.db, municipalityId, work)
  const { marks, problems } = await within((tx) => readSigned(house, tx, municipalityId))
  report.problems.push(...problems)
  const found = { entries: 0, contents: 0, partRows: 0, items: 0, firsts: 0 }
  const emptied: EmptiedPlace[] = []
  for (const head of await within((tx) => readHeads(tx, municipalityId, report))) {
    const signed = marks.get(head.number) ?? new Map<number, Buffer>()
    await verifyLog(house, municipalityId, head, { verifier, atOnce, signed }, { report, found, emptied })
  }
  report.problems.push(...(await within((tx) => takenAway(tx, municipalityId, emptied))))
  report.problems.push(...(await within((tx) => amissInTables(tx, municipalityId, found))))
  return report
}

interface StoredHead extends LogHead {
  readonly number: number
}

/** The heads, none of them larger than its log has places. */
async function readHeads(tx: Tx, municipalityId: MunicipalityId, report: Growing): Promise<StoredHead[]> {
  const { rows } = await sql<{ number: number; size: number; edge: Buffer; places: number }>`
    SELECT h.log_number AS number, h.size, h.edge, coalesce((SELECT max(index) + 1 FROM log_index l
      WHERE l.municipality_id = ${municipalityId} AND l.log_number = h.log_number), 0)::float8 AS places
    FROM log_head h WHERE h.municipality_id = ${municipalityId} ORDER BY h.log_number`.execute(tx)
  for (const { number, size, places } of rows) {
    if (size > places || size < 0)
      report.problems.push(
        tree(
          `Loggens slutläge (log_head) säger ${countText(size, 'loggpost', 'loggposter')}, och loggen har ${numberText(places)}.`,
        ),
      )
    const first = number === 1 ? undefined : await recordAtFirstPlace(tx, municipalityId, number)
    if (number !== 1 && first?.['decision'] !== 'newLog')
      report.problems.push(tree(`Logg ${number} börjar inte med ett beslut om att börja på den.`))
  }
  return rows.map(({ places, ...head }) => ({ ...head, size: Math.max(0, Math.min(head.size, places)) }))
}

const tree = (detail: string): Problem => ({ kind: 'tree', detail })

type Growing = { -readonly [K in keyof VerifyReport]: K extends 'problems' ? Problem[] : VerifyReport[K] }

/** What a run gathers on its way through the logs. */
interface Gathered {
  readonly report: Growing
  readonly found: { -readonly [K in keyof Found]: Found[K] }
  readonly emptied: EmptiedPlace[]
}

interface How {
  readonly verifier: RangeVerifier
  readonly atOnce: number
  /** Size → root. */
  readonly signed: Map<number, Buffer>
}

async function verifyLog(
  house: House,
  municipalityId: MunicipalityId,
  head: StoredHead,
  how: How,
  gathered: Gathered,
): Promise<void> {
  const { report } = gathered
  const growth: Growth = {
    head: emptyHead,
    signed: [...how.signed].sort(([a], [b]) => a - b),
  }
  const [most = 0] = growth.signed.at(-1) ?? []
  if (most > head.size)
    report.problems.push({
      kind: 'checkpoint',
      detail: `Signaturen gäller ${countText(most, 'loggpost', 'loggposter')}, och loggen har ${numberText(head.size)}.`,
    })
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
  for (let done = await running.shift(); done; done = await running.shift()) {
    start()
    gather(gathered, done)
    await growThrough(house, municipalityId, head.number, growth, done.leaves, report)
  }
  const grown = growth.head
  if (grown.size === head.size && !Buffer.from(grown.edge).equals(Buffer.from(head.edge))) {
    report.problems.push(tree('Loggens slutläge (log_head) följer inte av dess loggposter.'))
    report.problems.push(
      ...(await withMunicipality(house.db, municipalityId, (tx) =>
        changedAtEdge(tx, municipalityId, head, grown),
      )),
    )
  }
}

function gather({ report, found, emptied }: Gathered, done: RangeReport): void {
  report.records += done.records
  report.entries += done.leaves.length
  report.blobs += done.parts
  report.bytes += done.bytes
  report.problems.push(...done.problems)
  emptied.push(...done.emptied)
  found.entries += done.records
  found.contents += done.contents
  found.partRows += done.partRows
  found.items += done.items
  found.firsts += done.firsts
}

const rangesOf = (size: number): Range[] =>
  Array.from({ length: Math.ceil(size / rangeSize) }, (_, n) => ({
    from: n * rangeSize,
    to: Math.min(size, (n + 1) * rangeSize),
    derived: randomInt(size) < derivedInARun,
  }))

/** A tree on its way over the log. */
interface Growth {
  head: LogHead
  /** Sizes and roots that were signed and not met yet, the smallest first. */
  signed: (readonly [number, Buffer])[]
}

/** Grows the tree over a range's leaves, stopping at each checkpoint to compare its root, and compares full tiles. */
async function growThrough(
  house: House,
  municipalityId: MunicipalityId,
  logNumber: number,
  growth: Growth,
  leaves: readonly Buffer[],
  report: Growing,
): Promise<void> {
  const tiles: Tile[] = []
  const first = growth.head.size
  const growTo = (size: number): void => {
    const grown = grow(growth.head, leaves.slice(growth.head.size - first, size - first))
    growth.head = grown.head
    tiles.push(...grown.fullTiles)
  }
  const beyond = growth.signed.findIndex(([size]) => size > first + leaves.length)
  const here = growth.signed.splice(0, beyond < 0 ? growth.signed.length : beyond)
  for (const [size, root] of here) {
    growTo(size)
    if (root.equals(rootOf(growth.head))) continue
    // All that are larger hold the same fault.
    growth.signed = []
    report.problems.push({
      kind: 'checkpoint',
      detail: `Loggens början, ${countText(size, 'loggpost', 'loggposter')}, är inte den som signerades.`,
    })
    break
  }
  growTo(first + leaves.length)
  await withMunicipality(house.db, municipalityId, (tx) =>
    compareTiles(tx, municipalityId, logNumber, tiles, report),
  )
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
        detail: `Loggens mellansumma (tile ${tile.level}/${tile.index}) ${hashes ? 'är inte den som loggposterna ger' : 'saknas'}.`,
      })
      if (hashes && tile.level === 0)
        report.problems.push(...(await changedPlaces(tx, municipalityId, logNumber, tile, hashes)))
    }
  }
}

/** Of the entries that fill no tile yet, the same by what the head keeps of them. */
function changedAtEdge(
  tx: Tx,
  municipalityId: MunicipalityId,
  head: StoredHead,
  grown: LogHead,
): Promise<Problem[]> {
  const lowest = ({ size, edge }: LogHead): Tile => {
    const width = size % tileWidth
    const hashes = Buffer.from(edge).subarray(0, width * digestBytes)
    return { level: 0, index: Math.floor(size / tileWidth), hashes }
  }
  const [now, then] = [lowest(grown), lowest(head)]
  return changedPlaces(tx, municipalityId, head.number, now, then.hashes)
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
  const changed = Array.from({ length: tile.hashes.length / digestBytes }, (_, n) => n)
    .filter((n) => Buffer.compare(leaf(tile.hashes, n), leaf(hashes, n)) !== 0)
    .map((n) => tile.index * tileWidth + n)
  if (changed.length === 0) return []
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
    detail: `Plats ${index} i loggen har en annan loggpost än den som stod där.`,
  }))
}
