import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { recordTypes } from '../../src/evidence/index.ts'
import type { AccountId, MunicipalityId, RecordId } from '../../src/kernel/index.ts'
import { startIntake } from '../../src/modules/archive/index.ts'
import { recordRows } from '../../src/modules/archive/record-rows.ts'
import { fieldsOf, partsOf } from '../../src/modules/archive/rules.ts'
import { randomFrom } from '../../tests/support/random.ts'
import { syntheticItem } from './items.ts'
import { percentile } from './result.ts'
import type { Scratch } from './scratch.ts'
import { vocabulary } from './words.ts'

const callers = 8

export interface LiveResult {
  readonly count: number
  readonly ms: number
  readonly p99: number
}

/** Eight callers, each with one item at a time, for some seconds; each waits until its item is committed. */
export async function liveItems(
  { house }: Scratch,
  municipalityId: MunicipalityId,
  seconds: number,
  seed: number,
): Promise<LiveResult> {
  const intake = startIntake(house)
  const [random, words] = [randomFrom(seed), vocabulary()]
  const accountId = randomUUID() as AccountId
  const latencies: number[] = []
  const begun = performance.now()
  const call = async (): Promise<void> => {
    while (performance.now() - begun < seconds * 1000) {
      const item = syntheticItem(random, words, randomUUID())
      const from = performance.now()
      await intake.take(municipalityId, accountId, item)
      latencies.push(performance.now() - from)
    }
  }
  await Promise.all(Array.from({ length: callers }, call))
  return { count: latencies.length, ms: performance.now() - begun, p99: percentile(latencies, 0.99) }
}

const tables = `CREATE TABLE IF NOT EXISTS one_row (municipality_id int, id bigint GENERATED ALWAYS AS IDENTITY, body text NOT NULL, PRIMARY KEY (municipality_id, id))`

/** One literal; bytes as PostgreSQL writes them. */
const literal = (value: unknown): string => {
  if (value === null || value === undefined) return 'NULL'
  if (Buffer.isBuffer(value)) return `'\\x${value.toString('hex')}'`
  return `'${String(value).replaceAll("'", "''")}'`
}

/** All the finished rows of one item, made beforehand, with a new id each time: one statement, one transaction. */
function finishedRows(): string {
  const { item } = syntheticItem(randomFrom(7), vocabulary(), 'anchor')
  const id = randomUUID()
  const fields = fieldsOf(item, id as AccountId)
  const parts = partsOf(item, [], 'uppsikt/bench')
  const record = { recordId: id as RecordId, version: 1, type: recordTypes.collected, fields, parts }
  const rows = recordRows(3 as MunicipalityId, [record], 1_764_000_000_000)
  const from = (table: string, row: object): string => {
    const values = Object.entries(row).map(([name, value]) => (name === 'record_id' ? 'r' : literal(value)))
    return `INSERT INTO ${table} (${Object.keys(row).join()}) SELECT ${values.join()} FROM id`
  }
  const { kind, direction, platformId, versionKey, permalink, author, text, state } = item
  const known = { municipality_id: 3, record_id: id, version: 1, account_id: id, kind, direction }
  const said = { version_key: versionKey, permalink, author, text, state }
  const times = { published_at: item.publishedAt, collected_at: item.publishedAt }
  const itemRow = from('item', { ...known, platform_id: platformId, ...said, ...times }).replace(
    literal(platformId),
    'r::text',
  )
  const inserts = [
    itemRow,
    ...rows.entries.map((row) => from('entry', row)),
    ...rows.contents.map((row) => from('content', row)),
    ...rows.parts.map((row) => from('part', row)),
    ...rows.pending.map((row) => from('entry_pending', row)),
  ]
  const outbox = { municipality_id: 3, event: 'items.recorded', payload: JSON.stringify({ account: id }) }
  const steps = inserts.map((insert, at) => `t${at} AS (${insert})`)
  return `WITH id AS (SELECT gen_random_uuid() AS r), ${steps.join(', ')} ${from('outbox', { ...outbox, at: item.publishedAt })}`
}

/**
 * What is inserted beside live items: all the finished rows of one, as COPY is given them beside bulk import; and, to
 * know the machine by, a row of a table with nothing but a key.
 */
export const inserts = {
  bare: `INSERT INTO one_row (municipality_id, body) VALUES (1, repeat('uppsikt ', 32))`,
  whole: finishedRows(),
} as const

/** The anchor: the same insert, committed each time, at eight connections on the same server. Says what made them. */
export async function durableInserts(
  place: Scratch,
  insert: string,
  seconds: number,
): Promise<{ count: number; ms: number; name: string }> {
  await place.owner.query(tables)
  const config = place.owner.options
  return existsSync('/usr/bin/pgbench')
    ? byPgbench(place, config, insert, seconds)
    : byNode(config, insert, seconds)
}

async function byPgbench({ folder }: Scratch, config: pg.PoolConfig, insert: string, seconds: number) {
  mkdirSync(folder, { recursive: true })
  const script = join(folder, 'one-row.sql')
  writeFileSync(script, `${insert.replaceAll('\n', ' ')};\n`)
  const { stdout } = await promisify(execFile)(
    '/usr/bin/pgbench',
    ['-n', '-c', '8', '-j', '2', '-T', String(seconds), '-f', script, config.database ?? ''],
    {
      env: {
        ...process.env,
        PGHOST: config.host?.replace('/proc/self/', `/proc/${process.pid}/`),
        PGPORT: String(config.port),
        PGUSER: config.user,
        PGPASSWORD: String(config.password),
      },
    },
  )
  const count = Number(/transactions actually processed: (\d+)/.exec(stdout)?.[1])
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
  return { count, ms: (count / perSecond) * 1000, name: 'pgbench -c 8' }
}

async function byNode(config: pg.PoolConfig, insert: string, seconds: number) {
  const clients = Array.from({ length: callers }, () => new pg.Client(config))
  for (const client of clients) await client.connect()
  let count = 0
  const begun = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() - begun < seconds * 1000) {
        await client.query({ name: `one-row-${insert.length}`, text: insert })
        count += 1
      }
    }),
  )
  const ms = performance.now() - begun
  for (const client of clients) await client.end()
  return { count, ms, name: 'node, 8 connections, prepared' }
}
