import { sql } from 'kysely'
import {
  encodeEntry,
  type PartToBundle,
  type RecordToBundle,
  type RecordType,
  treeFromTiles,
} from '../../../evidence/index.ts'
import type { BlobKey } from '../../../infra/blobs/index.ts'
import { type Tx, withMunicipality } from '../../../infra/db/index.ts'
import { digestOf } from '../../../infra/files/index.ts'
import type { House } from '../../../infra/house.ts'
import { type MunicipalityId, type RecordId, Stop } from '../../../kernel/index.ts'
import type { Head, StoredCheckpoint } from '../log-store.ts'
import { tileReader } from './sequence.ts'

/** Reading what a bundle is to show, some records at a time. */

/** A version's place in the log. */
interface Place {
  readonly index: number
  readonly record_id: RecordId
  readonly version: number
}

const placesAtOnce = 100

/** All versions under the checkpoint, in the order of the log. @throws Stop('notFound') for a record that has none. */
export async function placesToBundle(
  tx: Tx,
  municipalityId: MunicipalityId,
  checkpoint: StoredCheckpoint,
  records: readonly RecordId[],
): Promise<Place[]> {
  const places = await tx
    .selectFrom('log_index')
    .innerJoin('content', (join) =>
      join
        .onRef('content.municipality_id', '=', 'log_index.municipality_id')
        .onRef('content.record_id', '=', 'log_index.record_id')
        .onRef('content.version', '=', 'log_index.version'),
    )
    .select(['index', 'log_index.record_id', 'log_index.version'])
    .where('log_index.municipality_id', '=', municipalityId)
    .where('log_number', '=', checkpoint.number)
    .where('log_index.record_id', 'in', [...records])
    .where('index', '<', checkpoint.size)
    .orderBy('index')
    .execute()
  const found = new Set(places.map(({ record_id }) => record_id))
  const missing = records.find((id) => !found.has(id))
  if (missing || records.length === 0)
    throw new Stop(
      'notFound',
      `Handlingen ${missing ?? ''} finns inte, eller är gallrad. Kontrollera numret.`,
    )
  return places
}

interface Source {
  readonly checkpoint: StoredCheckpoint
  readonly head: Head
  readonly places: readonly Place[]
}

/**
 * The records at the places, as often as they are asked for, with proofs; what their parts hold is read when the zip gets
 * there.
 */
export function recordReader(
  house: House,
  municipalityId: MunicipalityId,
  { checkpoint, head, places }: Source,
  { withhold, parts: named }: { readonly withhold: readonly string[]; readonly parts: readonly string[] },
): () => AsyncGenerator<RecordToBundle> {
  const within = <T>(work: (tx: Tx) => Promise<T>) => withMunicipality(house.db, municipalityId, work)
  const reading: Reading = { house, municipalityId, log: checkpoint.number, within, digests: new Map() }
  const read = (page: readonly Place[]) =>
    within(async (tx) => {
      // Anew for each page: a tree keeps the tiles that it has read.
      const tree = treeFromTiles(checkpoint.size, tileReader(tx, municipalityId, head))
      const parts = await partsOf(reading, tx, page)
      const records: RecordToBundle[] = []
      for (const { fields: text, time_ms: timeMs, record_id: recordId, ...row } of await contentsOf(
        reading,
        tx,
        page,
      )) {
        const type = row.type as RecordType
        const fields = JSON.parse(text) as Record<string, string>
        const shown = Object.keys(fields).filter((name) => !withhold.includes(name))
        records.push({
          ...{ index: row.index, recordId, version: row.version, type, fields },
          ...{ salt: row.salt, manifest: row.manifest },
          entry: encodeEntry({ type, timeMs, recordId, version: row.version, commitment: row.commitment }),
          proof: await tree.inclusion(row.index),
          parts: parts.get(row.index) ?? [],
          ...(withhold.length > 0 && { showing: { fields: shown, parts: named } }),
        })
      }
      return records
    })
  return async function* () {
    for (let from = 0; from < places.length; from += placesAtOnce)
      yield* await read(places.slice(from, from + placesAtOnce))
  }
}

interface Reading {
  readonly house: Pick<House, 'blobs'>
  readonly municipalityId: MunicipalityId
  readonly log: number
  readonly within: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>
  /** Of large parts, made once however often the records are read. */
  readonly digests: Map<string, Buffer>
  /** Small parts of the records that the zip has come to. */
  held?: { readonly page: readonly Place[]; readonly contents: Promise<ReadonlyMap<string, Buffer>> }
}

const placesIn = ({ municipalityId, log }: Reading, tx: Tx, page: readonly Place[]) =>
  tx
    .selectFrom('log_index')
    .where('log_index.municipality_id', '=', municipalityId)
    .where('log_number', '=', log)
    .where(
      'index',
      'in',
      page.map(({ index }) => index),
    )

const contentsOf = (reading: Reading, tx: Tx, page: readonly Place[]) =>
  placesIn(reading, tx, page)
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
    .select(['index', 'entry.record_id', 'entry.version', 'type', 'time_ms', 'commitment'])
    .select(['salt', 'fields', 'manifest'])
    .orderBy('index')
    .execute()

const partRows = (reading: Reading, tx: Tx, page: readonly Place[]) =>
  placesIn(reading, tx, page).innerJoin('part', (join) =>
    join
      .onRef('part.municipality_id', '=', 'log_index.municipality_id')
      .onRef('part.record_id', '=', 'log_index.record_id')
      .onRef('part.version', '=', 'log_index.version'),
  )

/** By place in the log; of a large part no more is in memory than is read of it at a time. */
async function partsOf(
  reading: Reading,
  tx: Tx,
  page: readonly Place[],
): Promise<Map<number, PartToBundle[]>> {
  const { house, municipalityId } = reading
  const rows = await partRows(reading, tx, page)
    .select(['index', 'part.record_id', 'part.version', 'name', 'media_type', 'bytes'])
    .select(sql<number | null>`octet_length(content)`.as('length'))
    .select(sql<Buffer | null>`sha256(content)`.as('sha256'))
    .orderBy('index')
    .orderBy('name')
    .execute()
  const small = smallParts(reading, page)
  const parts = new Map<number, PartToBundle[]>()
  for (const { index, name, media_type: mediaType, length, sha256, ...row } of rows) {
    const key = { municipalityId, recordId: row.record_id, version: row.version, part: name }
    const part: PartToBundle =
      length !== null && sha256
        ? { name, mediaType, bytes: length, sha256, content: () => small(index, name) }
        : {
            ...{ name, mediaType, bytes: row.bytes },
            sha256: await knownDigest(reading, key),
            content: () => house.blobs.stream(key),
          }
    parts.set(index, [...(parts.get(index) ?? []), part])
  }
  return parts
}

async function knownDigest({ house, digests }: Reading, key: BlobKey): Promise<Buffer> {
  const name = `${key.recordId} ${key.version} ${key.part}`
  const known = digests.get(name)
  if (known) return known
  const { sha256 } = await digestOf(house.blobs.stream(key))
  digests.set(name, sha256)
  return sha256
}

/** Those of the records around are read together, and forgotten when the zip has come to others. */
const smallParts = (reading: Reading, page: readonly Place[]) =>
  async function* (index: number, name: string): AsyncGenerator<Uint8Array> {
    if (reading.held?.page !== page) reading.held = { page, contents: contentsOfParts(reading, page) }
    const content = (await reading.held.contents).get(`${index} ${name}`)
    if (!content) throw new Error(`the part ${name} at place ${index} is gone`)
    yield content
  }

async function contentsOfParts(reading: Reading, page: readonly Place[]): Promise<Map<string, Buffer>> {
  const rows = await reading.within((tx) =>
    partRows(reading, tx, page)
      .select(['index', 'name', 'content'])
      .where('content', 'is not', null)
      .execute(),
  )
  return new Map(rows.flatMap(({ index, name, content }) => (content ? [[`${index} ${name}`, content]] : [])))
}
