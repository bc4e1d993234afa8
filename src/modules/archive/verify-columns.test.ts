import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../../tests/house/tree.ts'
import { bareMunicipality, type TestHouse, testHouse } from '../../../tests/support/house.ts'
import { comment, incoming } from '../../../tests/support/items.ts'
import { tokenOver } from '../../../tests/support/timestamp-token.ts'
import { withMunicipality } from '../../infra/db/index.ts'
import {
  type AccountId,
  type MunicipalityId,
  municipalityId,
  newId,
  ok,
  type RecordId,
} from '../../kernel/index.ts'
import {
  acceptRecords,
  ingestGone,
  ingestItems,
  type Problem,
  sealLog,
  stampDaily,
  verifyArchive,
  withdrawMedia,
  withhold,
} from './index.ts'

// The schema is walked: what verify does not see of a table or a column must stand, with its reason, on the page for
// operators. So a new column, or a new append-only table, is either looked at or owned up to.

/** Not append-only, and looked at by verify all the same. */
const derived = ['log_head', 'item', 'entry_pending']
const page = readFileSync(join(root, 'docs/operations/verify.md'), 'utf8')
const ownedUp = new Set([...page.matchAll(/`([a-z_]+(?:\.[a-z_]+)?)`/g)].map(([, name]) => name))

let place: TestHouse
let municipality: MunicipalityId
const accountId = randomUUID() as AccountId
const context = () => ({ municipalityId: municipality, accountId, importId: newId() })
const within: <T>(work: Parameters<typeof withMunicipality<T>>[2]) => Promise<T> = (work) =>
  withMunicipality(place.house.db, municipality, work)
const problems = async (...municipalities: readonly number[]): Promise<Problem[]> => {
  const reports = await Promise.all(
    municipalities.map((id) => verifyArchive(place.house, municipalityId(id))),
  )
  return reports.flatMap((report) => report.problems)
}
const query = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await place.database.owner.query<T>(text, values)).rows

/** An archive with something in every column that verify reads. */
beforeAll(async () => {
  place = await testHouse()
  municipality = await bareMunicipality(place)
  await bareMunicipality(place, 2)
  const { house } = place
  const film = { name: 'media-1', mediaType: 'video/mp4', bytes: Buffer.alloc(70_000, 'film') }
  const picture = { name: 'media-1', mediaType: 'image/png', bytes: Buffer.from('bild') }
  const items = [
    ...Array.from({ length: 4 }, (_, n) => incoming(comment(`c${n}`, `Text ${n}`, { parent: 'p' }))),
    { ...incoming(comment('film', 'Film')), media: [film] },
    { ...incoming(comment('bild', 'Bild')), media: [picture] },
  ]
  const taken = await within((tx) => ingestItems(house, tx, context(), items))
  await sealLog(house, municipality)
  await stampDaily(house, municipality, (digest) => Promise.resolve(ok(tokenOver(digest))))
  await within((tx) =>
    ingestItems(house, tx, context(), [incoming(comment('c0', 'Ändrad', { parent: 'p' }))]),
  )
  await within((tx) =>
    ingestGone(house, tx, context(), [{ ref: { platformId: 'c0', kind: 'comment' }, confirmation: '404' }]),
  )
  await within(async (tx) => {
    const held = await withhold(house, tx, municipality, taken.new[5]?.record as RecordId)
    await withdrawMedia(house, tx, municipality, held)
  })
  await sealLog(house, municipality)
  const filling = Array.from({ length: 300 }, () => ({
    recordId: newId<RecordId>(),
    version: 1,
    type: 11 as const,
    fields: { decision: 'test' },
    parts: [],
  }))
  await within((tx) => acceptRecords(house, tx, municipality, filling))
  await sealLog(house, municipality)
  await within((tx) => ingestItems(house, tx, context(), [incoming(comment('väntar', 'Väntar'))]))
  await findSealed()
  await query(
    'CREATE SCHEMA kept; ALTER TABLE checkpoint_token DROP CONSTRAINT checkpoint_token_municipality_id_log_number_size_fkey',
  )
  for (const table of sealed.keys())
    await query(
      `ALTER TABLE ${table} DISABLE TRIGGER USER; CREATE TABLE kept.${table} AS SELECT * FROM ${table}`,
    )
})
afterAll(() => place.close())

interface Column {
  readonly name: string
  readonly type: string
}

/** Tables that verify looks at, with the columns that are not derived by PostgreSQL. */
const sealed = new Map<string, readonly Column[]>()

async function findSealed(): Promise<void> {
  const found = await query<{ table: string; columns: Column[] }>(
    `SELECT c.relname AS table, json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, NULL))
       ORDER BY a.attnum) AS columns
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND (obj_description(c.oid) LIKE 'append-only%' OR c.relname = ANY($1)) GROUP BY 1 ORDER BY 1`,
    [derived],
  )
  for (const { table, columns } of found) if (!ownedUp.has(table)) sealed.set(table, columns)
}

/** Another value of the type, near the old one. */
const other: Readonly<Record<string, (column: string) => string>> = {
  bytea: (c) => `set_byte(${c}, length(${c}) / 2, get_byte(${c}, length(${c}) / 2) # 1)`,
  text: (c) =>
    `overlay(${c} placing CASE substr(${c}, length(${c}) / 2 + 1, 1) WHEN 'x' THEN 'y' ELSE 'x' END from length(${c}) / 2 + 1 for 1)`,
  uuid: (c) =>
    `overlay(${c}::text placing CASE right(${c}::text, 1) WHEN '0' THEN '1' ELSE '0' END from 36)::uuid`,
  'timestamp with time zone': (c) => `${c} + interval '37 hours'`,
}

/** A row in which the column says something: neither the newest checkpoint, which alone is put back by itself, nor what waits. */
async function rowWith(table: string, column: string): Promise<Row> {
  const hasRecord = sealed.get(table)?.some(({ name }) => name === 'record_id') === true
  const waits = hasRecord && table !== 'entry_pending'
  const [row] = await query<Row>(
    `SELECT ctid::text, ${hasRecord ? 'record_id' : 'NULL'} AS record FROM ${table}
     WHERE municipality_id = ${municipality} AND ${column} IS NOT NULL
     ${waits ? 'AND record_id NOT IN (SELECT record_id FROM entry_pending)' : ''}
     ${table === 'part' && column === 'content' ? 'AND length(content) > 0' : ''}
     ORDER BY ${table === 'checkpoint' ? 'size' : 'ctid'} LIMIT 1`,
  )
  if (!row) throw new Error(`the test’s archive has no ${table}.${column}`)
  return row
}

interface Row {
  readonly ctid: string
  readonly record: string | null
}

/** Does something to tables as somebody with the database's own rights would; tells what verify says of it. */
async function attacked(tables: readonly string[], statement: string): Promise<readonly Problem[]> {
  try {
    await query(statement)
    return await problems(...(statement.includes('SET municipality_id') ? [1, 2] : [1]))
  } finally {
    for (const table of tables) {
      const columns = (sealed.get(table) ?? []).map(({ name }) => name).join(', ')
      await query(`DELETE FROM ${table};
        INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM kept.${table}`)
    }
  }
}

test('an archive in order has nothing amiss', async () => {
  expect(await problems(1)).toEqual([])
})

test('a change in any column of any sealed table is seen, or its reason stands on the page', async () => {
  const unseen: string[] = []
  for (const [table, columns] of sealed) {
    for (const { name, type } of columns) {
      if (ownedUp.has(`${table}.${name}`)) continue
      const { ctid, record } = await rowWith(table, name)
      const changed = name === 'municipality_id' ? '2' : (other[type]?.(name) ?? `${name} + 1000`)
      const found = await attacked([table], `UPDATE ${table} SET ${name} = ${changed} WHERE ctid = '${ctid}'`)
      const isNamed = record === null || found.some((problem) => problem.record === record)
      if (found.length === 0 || !isNamed) unseen.push(`${table}.${name}`)
    }
  }
  expect(unseen).toEqual([])
}, 60_000)

const exchanged = (table: string): string =>
  `CREATE TEMP TABLE two AS SELECT min(record_id::text)::uuid AS a, max(record_id::text)::uuid AS b FROM ${table}
     WHERE version = 1;
   UPDATE ${table} SET record_id = '00000000-0000-4000-8000-000000000000' FROM two WHERE record_id = a AND version = 1;
   UPDATE ${table} SET record_id = a FROM two WHERE record_id = b AND version = 1;
   UPDATE ${table} SET record_id = b FROM two WHERE record_id = '00000000-0000-4000-8000-000000000000'; DROP TABLE two`
const copied = (table: string, change: string, among = 'true'): string =>
  `CREATE TEMP TABLE forged AS SELECT * FROM ${table} WHERE municipality_id = 1 AND ${among} LIMIT 1;
   UPDATE forged SET ${change}; INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM forged; DROP TABLE forged`

test.each([
  ...[
    'entry',
    'content',
    'part',
    'log_index',
    'log_tile',
    'log_head',
    'item',
    'withdrawn_part',
    'entry_pending',
  ].map((table) => [
    `a row of ${table} is taken away`,
    `DELETE FROM ${table} WHERE ctid = (SELECT min(ctid) FROM ${table} WHERE municipality_id = 1)`,
  ]),
  [
    'an older checkpoint is taken away',
    `DELETE FROM checkpoint WHERE size = (SELECT min(size) FROM checkpoint)`,
  ],
  [
    'the newest two checkpoints are taken away',
    `DELETE FROM checkpoint WHERE size > (SELECT min(size) FROM checkpoint)`,
  ],
  ...['entry', 'content', 'log_index', 'item'].map((table) => [
    `two records of ${table} change places`,
    exchanged(table),
  ]),
  ['an entry is put in', copied('entry', 'record_id = gen_random_uuid()')],
  ['content is put in', copied('content', 'record_id = gen_random_uuid()')],
  ['a part is put in', copied('part', `record_id = gen_random_uuid()`)],
  [
    'a part is added to a record',
    // What waits is looked at when it has its place.
    copied('part', `name = 'more'`, 'record_id NOT IN (SELECT record_id FROM entry_pending)'),
  ],
  ['a withdrawn part is put in', copied('withdrawn_part', 'record_id = gen_random_uuid()')],
  ['a place is put in beyond the head', copied('log_index', 'index = 99999, record_id = gen_random_uuid()')],
  ['a tile is put in beyond the head', copied('log_tile', 'index = 99999')],
  ['a log is put in', copied('log_head', `log_number = 2, size = 0, edge = ''`)],
  ['a checkpoint is put in', copied('checkpoint', 'size = size + 1')],
  [
    'a token is put over another checkpoint',
    copied('checkpoint_token', 'size = (SELECT max(size) FROM checkpoint)'),
  ],
  [
    'what has a place waits for one again',
    `INSERT INTO entry_pending (municipality_id, record_id, version)
    SELECT municipality_id, record_id, version FROM log_index LIMIT 1`,
  ],
  [
    'the tail of the log is cut off',
    `DELETE FROM entry e USING log_index l WHERE l.record_id = e.record_id AND l.version = e.version AND l.index >= 6;
     DELETE FROM content c USING log_index l WHERE l.record_id = c.record_id AND l.version = c.version AND l.index >= 6;
     DELETE FROM part c USING log_index l WHERE l.record_id = c.record_id AND l.version = c.version AND l.index >= 6;
     UPDATE item SET version = 1; DELETE FROM log_index WHERE index >= 6; DELETE FROM log_tile;
     DELETE FROM checkpoint WHERE size > 6; UPDATE log_head SET size = 6`,
  ],
])('%s: seen', async (_what, statement) => {
  const tables = [...sealed.keys()].filter((name) => new RegExp(`\\b${name}\\b`).test(statement))
  expect((await attacked(tables, statement)).length).toBeGreaterThan(0)
})

/** A file of the data folder in another state, and then as it was. */
async function filed(path: string, change: (path: string, was: Buffer) => void): Promise<readonly Problem[]> {
  const was = readFileSync(path)
  try {
    change(path, was)
    return await problems(1)
  } finally {
    rmSync(path, { recursive: true, force: true })
    writeFileSync(path, was)
  }
}

const flip = (path: string, was: Buffer): void => {
  const bytes = Buffer.from(was)
  const at = bytes.length >> 1
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
const cut = (path: string, was: Buffer): void => writeFileSync(path, was.subarray(0, was.length >> 1))
const gone = (path: string): void => rmSync(path)
const folder = (path: string): void => {
  rmSync(path)
  mkdirSync(path)
}
const otherKey = (path: string): void =>
  writeFileSync(path, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }))

test.each([
  ['a large part', { flip, cut, gone, folder }],
  ['keys/1/log.pem', { flip, cut, gone, otherKey }],
  ['keys/1/checkpoint', { flip, cut, gone }],
  ['keys/1/checkpoints', { flip, cut }],
])('%s changed, cut, taken away or exchanged: seen', async (name, changes) => {
  const blobs = readdirSync(join(place.folder, 'blobs'), { recursive: true, withFileTypes: true })
  const blob = blobs.find((entry) => entry.isFile())
  const path = name.startsWith('keys')
    ? join(place.folder, name)
    : join(blob?.parentPath ?? '', blob?.name ?? '')
  for (const [how, change] of Object.entries(changes))
    expect((await filed(path, change)).length, how).toBeGreaterThan(0)
  expect(await problems(1)).toEqual([])
})
