import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readBundleFiles } from '../../../tests/support/evidence-log.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { comment, incoming } from '../../../tests/support/items.ts'
import { systemActor } from '../../access/index.ts'
import { verifyBundle } from '../../evidence/index.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import type { AccountId, Json, MunicipalityId, RecordId } from '../../kernel/index.ts'
import type { CollectedItem } from '../../platforms/contract.ts'
import {
  acceptRecords,
  ingestGone,
  ingestItems,
  makeBundle,
  sealLog,
  sequence,
  verifyArchive,
  versionsOf,
} from './index.ts'

let place: TestHouse
let municipality: MunicipalityId
let next = 1
const accountId = randomUUID() as AccountId

beforeAll(async () => {
  place = await testHouse()
})
afterAll(() => place.close())
beforeEach(async () => {
  municipality = await bareMunicipality(place, next)
  next += 1
})

const ingest = (...items: CollectedItem[]) =>
  withMunicipality(place.house.db, municipality, (tx) =>
    ingestItems(place.house, tx, { municipalityId: municipality, accountId }, items.map(incoming)),
  )

const problems = async () => (await verifyArchive(place.house, municipality)).problems

/** As somebody with the database's own rights would, past every guard of ours. */
const tamper = async (statement: string): Promise<void> => {
  const client = await place.database.owner.connect()
  try {
    await client.query('BEGIN')
    for (const table of ['entry', 'content', 'part', 'log_index', 'log_tile', 'checkpoint'])
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
    const { rowCount } = await client.query(statement)
    expect(rowCount).toBeGreaterThan(0)
    for (const table of ['entry', 'content', 'part', 'log_index', 'log_tile', 'checkpoint'])
      await client.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

test('the same item in the same version twice is nothing; a change is the next version', async () => {
  expect((await ingest(comment('c1', 'Hej'), comment('c2', 'Hå'))).new).toHaveLength(2)
  const again = await ingest(comment('c1', 'Hej'), comment('c2', 'Hå, ändrat'))
  expect(again).toMatchObject({ new: [], same: 1 })
  expect(again.changed).toMatchObject([{ version: 2 }])
  const versions = await withMunicipality(place.house.db, municipality, (tx) =>
    versionsOf(tx, municipality, again.changed[0]?.record as RecordId),
  )
  expect(versions.map((one) => [one.version, one.type, one.fields?.['text']])).toEqual([
    [1, 1, 'Hå'],
    [2, 2, 'Hå, ändrat'],
  ])
  expect(versions[1]?.parts.map((part) => part.name)).toEqual(['answer', 'raw'])
})

test('a disappearance is a version of its own, and what was said stays', async () => {
  await ingest(comment('c1', 'Borta snart'))
  const gone = await withMunicipality(place.house.db, municipality, (tx) =>
    ingestGone(place.house, tx, { municipalityId: municipality, accountId }, [
      { ref: { platformId: 'c1', kind: 'comment' }, confirmation: '404' },
    ]),
  )
  expect(gone).toMatchObject([{ version: 2 }])
  expect((await ingest(comment('c1', 'Borta snart'))).changed).toMatchObject([{ version: 3 }])
  await sealLog(place.house, municipality)
  expect(await problems()).toEqual([])
})

test('what is accepted gets its place in the log once, whoever sequences, and verifies', async () => {
  await ingest(
    ...Array.from({ length: 700 }, (_, n) => comment(`c${n}`, `Kommentar nummer ${n} om snöröjning`)),
  )
  const placed = await Promise.all([
    sequence(place.house, municipality),
    sequence(place.house, municipality),
    sequence(place.house, municipality),
  ])
  expect(placed.reduce((a, b) => a + b)).toBe(700)
  const checkpoint = await sealLog(place.house, municipality)
  expect(checkpoint?.size).toBe(700)
  expect(await verifyArchive(place.house, municipality)).toMatchObject({
    records: 700,
    entries: 700,
    blobs: 1400,
    problems: [],
  })
  expect(await place.house.keys.lastCheckpoint(municipality)).toBe(checkpoint?.note)
})

test('a transaction that is undone leaves nothing behind', async () => {
  const doing = withMunicipality(place.house.db, municipality, async (tx) => {
    await ingestItems(place.house, tx, { municipalityId: municipality, accountId }, [
      incoming(comment('c1', 'Hej')),
    ])
    throw new Error('the plug is pulled')
  })
  await expect(doing).rejects.toThrow('the plug is pulled')
  expect(await verifyArchive(place.house, municipality)).toMatchObject({ records: 0, problems: [] })
  expect((await ingest(comment('c1', 'Hej'))).new).toHaveLength(1)
})

test.each([
  [
    'a field',
    `UPDATE content SET fields = replace(fields, 'Säg åt henne', 'Sög åt henne') WHERE fields LIKE '%Säg åt henne%'`,
    'Version 1: uppgiften text är inte vad som antecknades.',
  ],
  [
    'the salt',
    `UPDATE content SET salt = set_byte(salt, 3, get_byte(salt, 3) # 1) WHERE fields LIKE '%Säg åt henne%'`,
    'uppgiften',
  ],
  [
    'the untouched bytes',
    `UPDATE part SET content = set_byte(content, 5, get_byte(content, 5) # 1) WHERE name = 'raw'`,
    'filen raw är inte vad som antecknades',
  ],
  ['the manifest', `UPDATE content SET manifest = replace(manifest, 'raw', 'rao')`, 'filen'],
  [
    'the commitment',
    `UPDATE entry SET commitment = set_byte(commitment, 0, get_byte(commitment, 0) # 1)`,
    'kontrollsumma (commitment)',
  ],
  ['the time', `UPDATE entry SET time_ms = time_ms - 1`, ''],
  ['the item as it is shown', `UPDATE item SET text = text || '.'`, 'text'],
  [
    'when the item was collected',
    `UPDATE item SET collected_at = collected_at - interval '1 hour'`,
    'collected_at',
  ],
  ['which import the item came by', 'UPDATE item SET import_id = gen_random_uuid()', 'import_id'],
  [
    'the length of a part in its row',
    `UPDATE part SET bytes = bytes + 1 WHERE name = 'raw'`,
    'filen raw är inte så lång',
  ],
])('one byte changed in %s is found, and the record is named', async (_what, statement, located) => {
  const { new: records } = await ingest(comment('c1', 'Säg åt henne i receptionen att passa sig'))
  await ingest(comment('c2', 'Något helt annat'))
  await sealLog(place.house, municipality)
  expect(await problems()).toEqual([])
  const where = `municipality_id = ${municipality} AND record_id = '${records[0]?.record}'`
  await tamper(statement.includes('WHERE') ? `${statement} AND ${where}` : `${statement} WHERE ${where}`)
  const found = await problems()
  expect(found.length).toBeGreaterThan(0)
  if (located)
    expect(found.some((one) => one.record === records[0]?.record && one.detail.includes(located))).toBe(true)
})

test.each([
  ['an entry', 'DELETE FROM entry'],
  ['a place in the log', 'DELETE FROM log_index'],
  ['a checkpoint', `UPDATE checkpoint SET note = replace(note, '2', '3')`],
  ['the head of the log', 'DELETE FROM log_head'],
  ['the log that a checkpoint is of', 'UPDATE checkpoint SET log_number = 2'],
  ['a part', `DELETE FROM part`],
])('%s taken away or changed is found', async (_what, statement) => {
  await ingest(comment('c1', 'Ett'), comment('c2', 'Två'))
  await sealLog(place.house, municipality)
  await tamper(`${statement} WHERE municipality_id = ${municipality}`)
  expect((await problems()).length).toBeGreaterThan(0)
})

test.each([
  ['its content', 'DELETE FROM content', 'innehållet är borta, och ingen gallring i loggen'],
  ['its row in the register of items', 'DELETE FROM item', 'Inlägget saknas i registret över inlägg'],
])('a record that loses %s is named', async (_what, statement, told) => {
  const { new: records } = await ingest(comment('c1', 'Ett'), comment('c2', 'Två'))
  await sealLog(place.house, municipality)
  const record = records[0]?.record
  await tamper(`${statement} WHERE municipality_id = ${municipality} AND record_id = '${record}'`)
  expect((await problems()).some((one) => one.record === record && one.detail.includes(told))).toBe(true)
})

test('an entry that was changed is named by what was hashed into its tile, and once', async () => {
  const items = Array.from({ length: 300 }, (_, n) => comment(`c${n}`, `Kommentar ${n}`))
  const { new: records } = await ingest(...items.slice(0, 280))
  await sealLog(place.house, municipality)
  await ingest(...items.slice(280))
  await sealLog(place.house, municipality)
  const record = records[7]?.record
  const where = `municipality_id = ${municipality} AND record_id = '${record}'`
  await tamper(`UPDATE entry SET time_ms = time_ms - 1 WHERE ${where}`)
  const found = await problems()
  expect(found.filter((one) => one.record !== undefined)).toMatchObject([{ kind: 'tree', record }])
  expect(found.filter((one) => one.kind === 'checkpoint')).toHaveLength(1)
})

test('an item that was put back to an older version of itself is named', async () => {
  await ingest(comment('c1', 'Som det var'))
  const { changed } = await ingest(comment('c1', 'Som det blev'))
  await sealLog(place.house, municipality)
  const where = `municipality_id = ${municipality} AND record_id = '${changed[0]?.record}'`
  await tamper(`UPDATE item SET version = 1, text = 'Som det var' WHERE ${where}`)
  expect((await problems()).map(({ record }) => record)).toContain(changed[0]?.record)
})

test('content that is gone is excused by a disposal after it that names that very version, and by nothing else', async () => {
  const { new: records } = await ingest(comment('c1', 'Gallras'), comment('c2', 'Nämns inte'))
  const [disposed, kept] = records.map(({ record }) => record)
  const dispose = (about: readonly { readonly record: string; readonly version: number }[]) =>
    withMunicipality(place.house.db, municipality, (tx) =>
      acceptRecords(place.house, tx, municipality, [
        {
          recordId: randomUUID() as RecordId,
          version: 1,
          type: 7,
          fields: { rule: 'x', about: about as Json },
          parts: [],
        },
      ]),
    )
  const remove = async (record: string | undefined) => {
    for (const table of ['content', 'part', 'item'])
      await tamper(`DELETE FROM ${table} WHERE municipality_id = ${municipality} AND record_id = '${record}'`)
  }
  await sealLog(place.house, municipality)
  await dispose([
    { record: disposed ?? '', version: 1 },
    { record: kept ?? '', version: 2 },
  ])
  await remove(disposed)
  // The disposal waits for its place still.
  expect(await problems()).toEqual([])
  await sealLog(place.house, municipality)
  expect(await problems()).toEqual([])
  await remove(kept)
  expect(await problems()).toMatchObject([{ kind: 'missing', record: kept }])
  const early = randomUUID() as RecordId
  await dispose([{ record: early, version: 1 }])
  await sealLog(place.house, municipality)
  await withMunicipality(place.house.db, municipality, (tx) =>
    acceptRecords(place.house, tx, municipality, [
      { recordId: early, version: 1, type: 5, fields: { matter: 'Efter' }, parts: [] },
    ]),
  )
  await sealLog(place.house, municipality)
  await tamper(`DELETE FROM content WHERE municipality_id = ${municipality} AND record_id = '${early}'`)
  expect((await problems()).map(({ record }) => record)).toEqual(expect.arrayContaining([kept, early]))
})

test('what is left of a part when its record is disposed of is named', async () => {
  const { new: records } = await ingest(comment('c1', 'Gallras till hälften'))
  const record = records[0]?.record
  await sealLog(place.house, municipality)
  for (const table of ['content', 'item'])
    await tamper(`DELETE FROM ${table} WHERE municipality_id = ${municipality} AND record_id = '${record}'`)
  expect(await problems()).toEqual(
    expect.arrayContaining([expect.objectContaining({ kind: 'part', record })]),
  )
})

test('the log never forks: what the key has signed must be the beginning of what it signs', async () => {
  await ingest(comment('c1', 'Ett'), comment('c2', 'Två'))
  await sealLog(place.house, municipality)
  await tamper(`UPDATE log_head SET size = 0, edge = '' WHERE municipality_id = ${municipality}`)
  await tamper(`DELETE FROM log_index WHERE municipality_id = ${municipality}`)
  await tamper(`DELETE FROM checkpoint WHERE municipality_id = ${municipality}`)
  await ingest(comment('c3', 'Tre'))
  await expect(sealLog(place.house, municipality)).rejects.toThrow(/older than the key/)
})

test('a bundle of a record holds for whoever receives it, whole and with the author withheld', async () => {
  const { new: records } = await ingest(comment('c1', 'Ett'), comment('c2', 'Två'))
  const actor = systemActor(municipality)
  for (const withhold of [[], ['author']]) {
    const files = await makeBundle(place.house, actor, {
      records: records.map((one) => one.record),
      withhold,
      parts: [],
    })
    const byPath = await readBundleFiles(files)
    const verdict = await verifyBundle((path) => byPath.get(path), { paths: [...byPath.keys()] })
    expect(verdict).toMatchObject({ ok: true })
    const text = Buffer.from(byPath.get('bundle.json') ?? '').toString()
    expect(text.includes('Lena Wikström')).toBe(withhold.length === 0)
  }
  await expect(
    makeBundle(place.house, actor, { records: [randomUUID() as RecordId], withhold: [], parts: [] }),
  ).rejects.toThrow(/finns inte/)
})

test("one municipality's records cannot be read, changed or verified by another", async () => {
  const { new: records } = await ingest(comment('c1', 'Hemligt'))
  const other = await bareMunicipality(place, 900 + next)
  const seen = await withMunicipality(place.house.db, other, (tx) =>
    tx
      .selectFrom('content')
      .selectAll()
      .where('record_id', '=', records[0]?.record as RecordId)
      .execute(),
  )
  expect(seen).toEqual([])
  expect(await verifyArchive(place.house, other)).toMatchObject({ records: 0, problems: [] })
})

test("the application's role can neither change nor take away what is recorded", async () => {
  await ingest(comment('c1', 'Hej'))
  for (const statement of [
    'UPDATE entry SET version = 9',
    'DELETE FROM content',
    'TRUNCATE part',
    'DELETE FROM log_index',
  ]) {
    await expect(place.database.pool.query(statement)).rejects.toThrow(/permission denied/)
  }
  await expect(place.database.owner.query('DELETE FROM entry')).rejects.toThrow(/append-only/)
})

test('a part without bytes, as an answer that says no more than its status, is kept, verified and proven', async () => {
  const recordId = randomUUID() as RecordId
  const parts = [{ name: 'raw', mediaType: 'application/octet-stream', bytes: Buffer.alloc(0) }]
  await withMunicipality(place.house.db, municipality, (tx) =>
    acceptRecords(place.house, tx, municipality, [
      { recordId, version: 1, type: 4, fields: { measure: 'hide' }, parts },
    ]),
  )
  expect(await verifyArchive(place.house, municipality)).toMatchObject({ problems: [] })
  const files = await makeBundle(place.house, systemActor(municipality), {
    records: [recordId],
    withhold: [],
    parts: [],
  })
  const bytes = await readBundleFiles(files)
  expect(await verifyBundle((path) => bytes.get(path))).toMatchObject({ ok: true })
  expect((await problems()).length).toBe(0)
})

// Last, since it leaves the table without its derived column.
test('search words that PostgreSQL no longer derives, or that are others than it would, are found', async () => {
  await ingest(comment('c1', 'Ett'))
  await sealLog(place.house, municipality)
  await place.database.owner.query('ALTER TABLE item ALTER COLUMN words DROP EXPRESSION')
  const noLonger = 'Sökorden (item.words) bildas inte längre av inläggens text och avsändare.'
  expect((await problems()).map(({ detail }) => detail)).toEqual([noLonger])
  await place.database.owner.query(`UPDATE item SET words = ''`)
  expect((await problems()).map(({ detail }) => detail)).toEqual([
    'Uppgiften words i registret över inlägg är inte vad som antecknades.',
    noLonger,
  ])
})
