import {
  grow,
  openCheckpoint,
  partialTiles,
  rootOf,
  signCheckpoint,
  treeFromTiles,
} from '../../../evidence/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import type { House } from '../../../infra/house.ts'
import type { MunicipalityId } from '../../../kernel/index.ts'
import { chainAfter, chainBeginning } from '../checkpoint-chain.ts'
import {
  fullTile,
  type Head,
  insertCheckpoint,
  lastCheckpoint,
  lockHead,
  makeDurable,
  originOf,
  pendingEntries,
  placeEntries,
  readHead,
  type StoredCheckpoint,
  saveHead,
} from '../log-store.ts'
import { leafOf } from '../rules.ts'
import { signersOf, verifiersOf } from './log-keys.ts'
import { beganFrom } from './new-log.ts'

const batchSize = 2_000

/**
 * Gives accepted entries their places in the log, in batches, behind the locked head. Recovery after a crash is this
 * same function (design/evidence.md "Sequencing").
 * @returns how many got a place.
 */
export async function sequence(
  house: Pick<House, 'db' | 'keys'>,
  municipalityId: MunicipalityId,
): Promise<number> {
  let placed = 0
  for (;;) {
    const count = await withMunicipality(house.db, municipalityId, (tx) =>
      sequenceBatch(house, tx, municipalityId),
    )
    placed += count
    if (count < batchSize) return placed
  }
}

async function sequenceBatch(
  house: Pick<House, 'keys'>,
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<number> {
  const head = await lockHead(tx, municipalityId)
  const entries = await pendingEntries(tx, municipalityId, batchSize)
  if (entries.length === 0) return 0
  await refuseIfOlder(house, tx, municipalityId, head)
  await placeEntries(tx, municipalityId, head, entries)
  const grown = grow(head, entries.map(leafOf))
  await saveHead(tx, municipalityId, { ...grown.head, number: head.number }, grown.fullTiles)
  return entries.length
}

/** Sequences what waits and signs a checkpoint over it, if there is anything new. @returns the checkpoint in force. */
export async function sealLog(
  house: House,
  municipalityId: MunicipalityId,
): Promise<StoredCheckpoint | undefined> {
  await sequence(house, municipalityId)
  const { head, before } = await withMunicipality(house.db, municipalityId, (tx) =>
    toSign(tx, municipalityId),
  )
  if (isSigned(head, before)) return before
  return withMunicipality(house.db, municipalityId, (tx) => sign(house, tx, municipalityId, head))
}

const isSigned = (head: Head, by: StoredCheckpoint | undefined): boolean =>
  head.size === 0 || (by?.number === head.number && by.size >= head.size)

/**
 * The head, with all that it covers on the disk: an import's batches are committed before they are. A checkpoint is kept
 * outside the database before it is committed, and may not cover what a power cut takes away.
 */
async function toSign(
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<{ head: Head; before: StoredCheckpoint | undefined }> {
  const head = await readHead(tx, municipalityId)
  const before = await lastCheckpoint(tx, municipalityId)
  if (!isSigned(head, before)) await makeDurable(tx)
  return { head, before }
}

async function sign(
  house: House,
  tx: Tx,
  municipalityId: MunicipalityId,
  head: Head,
): Promise<StoredCheckpoint | undefined> {
  const { number } = await lockHead(tx, municipalityId)
  const before = await lastCheckpoint(tx, municipalityId)
  // Another has signed meanwhile, or begun a new log.
  if (number !== head.number || isSigned(head, before)) return before
  const origin = await originOf(tx, municipalityId, head.number)
  await refuseToFork(house, tx, municipalityId, head)
  const root = rootOf(head)
  const note = signCheckpoint({ origin, size: head.size, root }, signersOf(house, municipalityId, origin))
  const at = house.clock.now()
  const chained = before?.chain ?? chainBeginning
  const chain = chainAfter(chained, { number: head.number, atMicroseconds: at.getTime() * 1_000, note })
  const checkpoint = { number: head.number, size: head.size, root, note, at, chain }
  await insertCheckpoint(tx, municipalityId, checkpoint)
  // Outside the database first: if the commit then fails, the next checkpoint extends this one all the same,
  // since the entries it covers are committed already.
  await house.keys.keepCheckpoint(municipalityId, note, chained)
  return checkpoint
}

/** The log may not go on as it stands: what was signed last is not the beginning of it. */
export class LogRefusal extends Error {}

/**
 * The log never forks: what was signed last, by the copy outside the database, must be the beginning of what is
 * signed now.
 * @throws LogRefusal when it is not, as after a restore from an old backup.
 */
export async function refuseToFork(
  house: Pick<House, 'keys'>,
  tx: Tx,
  municipalityId: MunicipalityId,
  head: Head,
): Promise<void> {
  const origin = await originOf(tx, municipalityId, head.number)
  const kept = await lastNote(house, tx, municipalityId)
  if (kept === undefined || (await beganFrom(tx, municipalityId, head, kept))) return
  const opened = openCheckpoint(kept, verifiersOf(house, municipalityId, origin))
  if (!opened.ok)
    throw new LogRefusal(
      `the last checkpoint cannot be opened by the key that is here (${opened.error}); nothing is signed`,
    )
  const { size, root } = opened.checkpoint
  if (size > head.size) throw olderThanSigned(head.size, size)
  const now = size === 0 ? root : await rootAt(tx, municipalityId, head, size)
  if (!now.equals(root))
    throw new LogRefusal(`the log's first ${size} entries are not those that were signed; nothing is signed`)
}

/** What was signed last, by the copy outside the database; where that is gone, by the database's own. */
export const lastNote = async (
  house: Pick<House, 'keys'>,
  tx: Tx,
  municipalityId: MunicipalityId,
): Promise<string | undefined> =>
  (await house.keys.lastCheckpoint(municipalityId)) ?? (await lastCheckpoint(tx, municipalityId))?.note

/**
 * In a log that was signed further than the database knows, nothing gets a place: it could never be signed there. It waits
 * until a new log is decided on (new-log.ts). @throws LogRefusal then.
 */
export async function refuseIfOlder(
  house: Pick<House, 'keys'>,
  tx: Tx,
  municipalityId: MunicipalityId,
  head: Head,
): Promise<void> {
  const [name, size] = ((await house.keys.lastCheckpoint(municipalityId)) ?? '').split('\n')
  if (Number(size) > head.size && name === (await originOf(tx, municipalityId, head.number)))
    throw olderThanSigned(head.size, Number(size))
}

const olderThanSigned = (entries: number, signed: number): LogRefusal =>
  new LogRefusal(
    `the log has ${entries} entries, and a checkpoint over ${signed} was signed: the database is older than the key's own note; nothing is signed. If it was restored from a backup, see uppsikt log begin-anew`,
  )

/** The root of the log's first `size` entries. */
const rootAt = (tx: Tx, municipalityId: MunicipalityId, head: Head, size: number): Promise<Buffer> =>
  treeFromTiles(size, tileReader(tx, municipalityId, head)).root()

/** Tiles of the log: full ones from their table, the last of each level from the head's edge. */
export function tileReader(tx: Tx, municipalityId: MunicipalityId, head: Head) {
  const partial = partialTiles(head)
  return (level: number, index: number): Promise<Uint8Array | undefined> => {
    const edge = partial.find((tile) => tile.level === level && tile.index === index)
    return edge ? Promise.resolve(edge.hashes) : fullTile(tx, municipalityId, head.number, level, index)
  }
}

/** A tile as the public may fetch it: `width` hashes, or undefined when the log has no such tile. */
export function publicTile(
  house: Pick<House, 'db'>,
  municipalityId: MunicipalityId,
  level: number,
  index: number,
  width: number,
): Promise<Uint8Array | undefined> {
  return withMunicipality(house.db, municipalityId, async (tx) => {
    const hashes = await tileReader(tx, municipalityId, await readHead(tx, municipalityId))(level, index)
    return hashes && hashes.length >= width * 32 ? hashes.subarray(0, width * 32) : undefined
  })
}

/** The last signed checkpoint, for anyone. */
export const publicCheckpoint = (
  house: Pick<House, 'db'>,
  municipalityId: MunicipalityId,
): Promise<StoredCheckpoint | undefined> =>
  withMunicipality(house.db, municipalityId, (tx) => lastCheckpoint(tx, municipalityId))

/** Entries in the newest log. */
export const logSize = (house: Pick<House, 'db'>, municipalityId: MunicipalityId): Promise<number> =>
  withMunicipality(house.db, municipalityId, async (tx) => (await readHead(tx, municipalityId)).size)
