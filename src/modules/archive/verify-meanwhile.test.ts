import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { comment, incoming } from '../../../tests/support/items.ts'
import { type Tx, withMunicipality } from '../../infra/db/index.ts'
import type { House } from '../../infra/house.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { IncomingItem } from './index.ts'
import {
  ingestItems,
  removeWithdrawn,
  sealLog,
  sequence,
  verifyArchive,
  withdrawMedia,
  withhold,
} from './index.ts'

/** What goes on in the archive while verify looks at it is no tampering. */

let place: TestHouse
const accountId = randomUUID() as AccountId

beforeAll(async () => {
  place = await testHouse()
})
afterAll(() => place.close())

const ingest = async (municipality: MunicipalityId, item: IncomingItem): Promise<RecordId> => {
  const { new: found } = await withMunicipality(place.house.db, municipality, (tx) =>
    ingestItems(place.house, tx, { municipalityId: municipality, accountId }, [item]),
  )
  if (!found[0]) throw new Error('not new')
  return found[0].record
}

test('the very first checkpoint is signed', async () => {
  const municipality = await bareMunicipality(place, 1)
  await ingest(municipality, incoming(comment('c1', 'Hej')))
  const { keys } = place.house
  const signing: House['keys'] = {
    ...keys,
    async lastCheckpoint(id) {
      const note = await keys.lastCheckpoint(id)
      if (note === undefined) await sealLog(place.house, municipality)
      return note
    },
  }
  const report = await verifyArchive({ ...place.house, keys: signing }, municipality)
  expect(report).toMatchObject({ records: 1, problems: [] })
  expect(await keys.lastCheckpoint(municipality)).toBeDefined()
})

test('a film is withdrawn, and its file removed; one that is merely gone is missed', async () => {
  const municipality = await bareMunicipality(place, 2)
  const film = { name: 'media-1', mediaType: 'video/mp4', bytes: Buffer.alloc(70_000, 'film') }
  const [one, other] = [comment('c1', 'Film'), comment('c2', 'Film till')]
  const record = await ingest(municipality, { ...incoming(one), media: [film] })
  const kept = await ingest(municipality, { ...incoming(other), media: [film] })
  await sealLog(place.house, municipality)
  const { blobs } = place.house
  const remove = (recordId: RecordId) =>
    removeWithdrawn(place.house, municipality, [{ recordId, version: 1, part: film.name }])
  const withdraw = async () => {
    await withMunicipality(place.house.db, municipality, async (tx) =>
      withdrawMedia(place.house, tx, municipality, await withhold(place.house, tx, municipality, record)),
    )
    await remove(record)
  }
  let before: Promise<void> | undefined
  const meanwhile: House['blobs'] = {
    ...blobs,
    async *stream(key) {
      before ??= withdraw()
      await before
      yield* blobs.stream(key)
    },
  }
  const report = await verifyArchive({ ...place.house, blobs: meanwhile }, municipality)
  expect(report).toMatchObject({ blobs: 6, problems: [] })
  await remove(kept)
  const { problems } = await verifyArchive(place.house, municipality)
  expect(problems).toMatchObject([
    { kind: 'part', record: kept },
    { kind: 'commitment', record: kept },
  ])
})

test('what was committed without waiting for the disk, as an import does, is there before it is signed', async () => {
  const municipality = await bareMunicipality(place, 3)
  const within = <T>(work: (tx: Tx) => Promise<T>) => withMunicipality(place.house.db, municipality, work)
  const lsn = async (which: RawBuilder<unknown>): Promise<bigint> => {
    const { rows } = await within((tx) =>
      sql<{ at: string }>`SELECT (${which} - '0/0')::text AS at`.execute(tx),
    )
    return BigInt(rows[0]?.at ?? 0)
  }
  await ingest(municipality, incoming(comment('c1', 'Hej')))
  await sequence(place.house, municipality)
  await within(async (tx) => {
    await sql`SET LOCAL synchronous_commit = off`.execute(tx)
    await sql`SELECT pg_logical_emit_message(true, 'test', 'a batch')`.execute(tx)
  })
  const written = await lsn(sql`pg_current_wal_insert_lsn()`)
  let onDisk = 0n
  const { keys } = place.house
  const watched: House['keys'] = {
    ...keys,
    async keepCheckpoint(...given) {
      onDisk = await lsn(sql`pg_current_wal_flush_lsn()`)
      await keys.keepCheckpoint(...given)
    },
  }
  await sealLog({ ...place.house, keys: watched }, municipality)
  expect(onDisk).toBeGreaterThanOrEqual(written)
})
